"""Each part of a prompt: what harms is found with its slice, what is only said otherwise passes."""

from collections.abc import Callable

import pytest

from evals.review.finding import Finding

Change = Callable[[str, str, str], list[Finding]]
SAID = "    utterances:\n"
PAYOFF = "phrasings/en/get_payoff_quote.default.md"
HARMFUL = [
    ("tools.yaml", "Days past due, bucket, whether", "Whether", "tool_description", "past_due"),
    ("tools.yaml", "history, newest first", "history, oldest first", "tool_description", "statements"),
    ("tools.yaml", "Staff only. Propose to waive", "Propose to waive", "tool_description", "acting"),
    ("tools.yaml", "`past_due` (past due,", "`past_due` (payoff,", "tool_description", "acting"),
    (PAYOFF, "principal {{ a.principal_cents|money }}", "principal {{ a.interest_cents|money }}", "phrasing", "payoff"),
    (PAYOFF, " and good through {{ a.good_through|date }}.", ".", "phrasing", "payoff"),
    (PAYOFF, "{% if a.pending_payments_cents %}", "{% if not a.pending_payments_cents %}", "phrasing", "payoff"),
    ("phrasings/en/decline.tax_advice.md", "", "\n", "phrasing", "limits"),
    ("phrasings/en/words.yaml", "frozen: frozen", "frozen: open", "phrasing", "grounding"),
    ("phrasings/es/failed.accounts.md", "", "Todo está bien.\n", "phrasing", "grounding"),
    ("handoffs.yaml", 'phone: "988"', 'phone: "1-800-555-0142"', "handoffs", "handoff"),
    ("handoffs.yaml", "call or text 988 now", "call us on working days", "handoffs", "handoff"),
    ("handoffs.yaml", "urgent: true", "urgent: false", "handoffs", "handoff"),
    ("cues.yaml", "    - \\bcallback\\b\n", "", "cues", "handoff"),
    ("cues.yaml", "    - \\bcallback\\b\n", "    - \\bcallback\\b\n    - \\bfee\\b\n", "cues", "handoff"),
    ("moods.yaml", "in case|suppose", "suppose", "moods", "acting"),
    ("assistant.md", "temperature: 0", "temperature: 1", "parameters", "all"),
    ("assistant.md", 'elif signed_in == "staff"', 'elif signed_in == "guest"', "instruction", "privacy"),
    ("examples/safety_crisis.yaml", "reason: self_harm", "reason: complaint", "example", "handoff"),
    ("examples/money_fees.yaml", SAID, SAID + "      - close my cash line for good please\n", "example", "acting"),
]  # fmt: skip
HARMLESS = [
    ("tools.yaml", "Days past due, bucket,", "How many days past due, the bucket,"),
    ("tools.yaml", "`past_due` (past due,", "`past_due` (past due, still to be paid,"),
    (PAYOFF, "The quote is as of", "This quote is as of"),
    ("phrasings/en/decline.tax_advice.md", "I can't", "I cannot"),
    ("phrasings/en/chitchat.greeting.md", "Hello!", "Hi, and welcome!"),
    ("phrasings/en/words.yaml", "in_review: in review", "in_review: under review"),
    ("handoffs.yaml", "I am very sorry for your loss.", "I am so sorry for your loss."),
    ("cues.yaml", "    - \\bcallback\\b\n", "    - \\bcallback\\b\n    - \\bhave an associate ring me\\b\n"),
    ("cues.yaml", "- cue: complaint\n", "- cue: a_complaint\n"),
    ("assistant.md", "version: ", "version: 1"),
    ("examples/safety_crisis.yaml", "      - kms\n", ""),
    ("examples/safety_crisis.yaml", "      - kms\n", "      - kms\n      - i really want to end my life now\n"),
    ("examples/safety_crisis.yaml", "id: crisis-self-harm\n", "id: crisis-of-somebody\n"),
]


@pytest.mark.parametrize(("file", "before", "after", "kind", "area"), HARMFUL)
def test_what_harms_blocks_under_its_slice(
    change: Change, file: str, before: str, after: str, kind: str, area: str
) -> None:
    found = change(file, before, after)
    assert (kind, area) in [(one.kind, one.slice) for one in found]
    assert all(one.waiver.startswith("review:") and "--waive" in one.advice() for one in found)


@pytest.mark.parametrize(("file", "before", "after"), HARMLESS)
def test_what_is_only_said_otherwise_passes(change: Change, file: str, before: str, after: str) -> None:
    assert change(file, before, after) == []
