"""What a person says in the assistant's place, other words for a text, and how far an edit goes."""

import pytest

from assistant.copilot import rewrites, side_threads
from assistant.copilot.voice import joined, renumbered, spoken, voice
from assistant.desk import distance
from assistant.results import Citation, Outcome, ToolCall, TurnResult
from assistant.sealing import Keyring
from prompts.bundle import PromptBundle


def _result(answer: str, outcome: Outcome = "answered", *calls: ToolCall, cited: int = 0) -> TurnResult:
    citations = [
        Citation(
            id=n, document="POL-X-01", version=1, section=f"s{n}", title="", effective_from="2026-01-01", quote="q"
        )
        for n in range(1, cited + 1)
    ]
    return TurnResult(
        thread_id="t", turn_id="u", outcome=outcome, answer=answer, citations=citations, tool_calls=list(calls),
        prompt="assistant@8#0", model="local",
    )  # fmt: skip


def _handed(prompt: PromptBundle, reason: str, language: str, rest: str = "") -> TurnResult:
    rule = prompt.handoffs[reason]
    words = prompt.say("handoff", language, **{**rule, "opening": rule["opening"][language]})
    call = ToolCall(name="hand_off", arguments={"reason": reason}, result={"reason": reason})
    return _result(f"{words}\n\n{rest}".strip(), "handoff", call, cited=1)


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_hand_off_has_its_words_in_a_persons_mouth(prompt: PromptBundle, language: str) -> None:
    assert sorted(voice().hand_offs) == sorted(prompt.handoffs)
    for reason in prompt.handoffs:
        said = spoken(_handed(prompt, reason, language), prompt, language, "Ben")
        assert "Ben" in said.text
        assert prompt.handoffs[reason]["opening"][language].strip() not in said.text


def test_the_policy_behind_a_hand_off_is_kept_with_its_source(prompt: PromptBundle) -> None:
    said = spoken(_handed(prompt, "bankruptcy", "en", "Collection stops. [1]"), prompt, "en", "Ben")
    assert said.text.endswith("Collection stops. [1]")
    assert len(said.citations) == 1
    alone = spoken(_handed(prompt, "asked_for_person", "en", "We open at eight. [1]"), prompt, "en", "Ben")
    assert "eight" not in alone.text
    assert not alone.citations


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_assistants_own_sentences_are_not_a_persons(prompt: PromptBundle, language: str) -> None:
    for name, words in voice().phrasings.items():
        said = spoken(_result(f"A figure.\n\n{prompt.say(name, language)}"), prompt, language, "Ben")
        assert said.text == "\n\n".join(part for part in ("A figure.", words.said(language, "Ben")) if part)


def test_what_is_not_known_gives_no_suggestion(prompt: PromptBundle) -> None:
    declined = _result(prompt.say("decline.not_covered", "en"), "abstained")
    assert spoken(declined, prompt, "en", "Ben").because == "abstained"
    assert spoken(_result("", "failed"), prompt, "en", "Ben").because == "failed"
    assert spoken(_result("No.", "refused"), prompt, "en", "Ben").because == "refused"


def test_a_question_with_one_option_left_is_asked_openly(prompt: PromptBundle) -> None:
    asked = _result(f"Which?\n- My payments\n- {prompt.say('clarify.person', 'en')}", "clarify")
    assert spoken(asked, prompt, "en", "Ben").text == voice().tell_more.en


def test_marks_follow_their_citations(prompt: PromptBundle) -> None:
    result = _result("", cited=3)
    text, kept = renumbered("B. [3] A. [1]", result.citations)
    assert text == "B. [1] A. [2]"
    assert [one.section for one in kept] == ["s3", "s1"]
    first, second = (spoken(_result(f"{name}. [1]", cited=1), prompt, "en", "Ben") for name in "ab")
    assert joined(first, second).text == "a. [1]\n\nb. [2]"
    assert [one.id for one in joined(first, second).citations] == [1, 2]


def test_every_write_tool_of_borrowers_has_its_question(prompt: PromptBundle) -> None:
    known = voice()
    asked = {tool for row in known.borrower_asks for tool in row.tools} | set(known.staff_proposes.tools)
    assert prompt.writes - asked == {"send_correction"}
    assert asked <= prompt.writes


def test_shorter_keeps_figures_sources_and_conditions() -> None:
    text = (
        "Thank you for asking. Here is your quote. The total is $1,517.38, good through May 22, 2026. It is nice. "
        "There is no penalty. [1]\n\nPlease let me know if you need more."
    )
    short = rewrites.by_data(text, "shorten", "en")
    assert short is not None
    assert len(short) < len(text)
    assert "$1,517.38" in short
    assert "May 22, 2026" in short
    assert "[1]" in short
    assert "nice" not in short
    assert "Thank you" not in short


def test_plainer_and_warmer_change_words_and_no_figure() -> None:
    plain = rewrites.by_data("Pay prior to May 22, 2026; otherwise a fee of $32 applies.", "plainer", "en")
    assert plain == "Pay before May 22, 2026. Otherwise a fee of $32 applies."
    warm = rewrites.by_data("Su saldo es $10.00.", "warmer", "es")
    assert warm is not None
    assert "$10.00" in warm
    assert warm.startswith("Gracias")
    assert rewrites.by_data("Su saldo es $10.00.", "translate", "en") is None


async def test_a_models_rewrite_is_taken_only_with_every_figure() -> None:
    async def loses(_: str, text: str) -> str:
        return text.replace("$10.00", "ten")

    async def keeps(_: str, text: str) -> str:
        return f"Kindly: {text}"

    assert await rewrites.by_model("You owe $10.00. [1]", "warmer", "en", loses) is None
    assert await rewrites.by_model("You owe $10.00. [1]", "warmer", "en", keeps) == "Kindly: You owe $10.00. [1]"


@pytest.mark.parametrize(
    ("suggested", "sent", "characters", "share"),
    [("abc", "abc", 0, 0.0), ("abc", " abc\r\n", 0, 0.0), ("", "", 0, 0.0), ("abc", "abd", 1, 1 / 3), ("", "ab", 2, 1)],
)
def test_the_distance_of_an_edit(suggested: str, sent: str, characters: int, share: float) -> None:
    assert distance.between(suggested, sent) == distance.Distance(characters, share)


def test_side_threads_are_the_same_again_and_nobody_elses() -> None:
    ring, other = (Keyring({b"abcd": bytes([n]) * 32}, b"abcd") for n in (1, 2))
    one = side_threads.thread_id(ring, "h", "S-1", "replies")
    assert one == side_threads.thread_id(ring, "h", "S-1", "replies")
    assert one != side_threads.thread_id(ring, "h", "S-1", "drafting")
    assert one != side_threads.thread_id(ring, "h", "S-2", "replies")
    assert one != side_threads.thread_id(ring, "i", "S-1", "replies")
    assert one != side_threads.thread_id(other, "h", "S-1", "replies")
