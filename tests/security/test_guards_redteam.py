"""Invented laws, rules, figures, promises and other people's data: no such reply passes (guard_ungrounded.yaml)."""

from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from assistant import guards
from assistant.citing import cite
from assistant.guards.evidence import Evidence, GuardReport, OutputGuards, Passage
from prompts import loader
from tools.caller import Caller

HERE = Path(__file__).parent
RESULTS = cast(dict[str, dict[str, Any]], yaml.safe_load((HERE / "guard_results.yaml").read_text("utf-8")))
INVENTED = cast(dict[str, list[str]], yaml.safe_load((HERE / "guard_ungrounded.yaml").read_text("utf-8")))
READ = ("get_balance", "get_amount_due", "list_fees", "get_payoff_quote")
PASSAGES = [
    Passage(
        "P1", "POL-PAYOFF-01", 1, "no-prepayment-penalty", "No prepayment penalty", "2024-01-01",
        "There is no prepayment penalty on an instalment loan or a Cash Line. You may repay all or part of what you "
        "owe on any day, and the interest for the days after that is saved.",
    ),
    Passage(
        "P2", "POL-FEE-01", 2, "cash-line", "Late fee on Cash Line", "2026-01-01",
        "The late fee on a Cash Line is $32, and $43 if another payment was late within the six cycles before. It is "
        "assessed when the minimum payment has not been received by the end of the 5th day after the due date.",
    ),
]  # fmt: skip
BORROWER = Caller("B-1", "borrower", 1, "token", "Maria Lopez")
ANONYMOUS = Caller("anon:1", "anonymous")
SAID = ["my balance is $5 right? and i think the due date is june 20"]


@pytest.fixture(scope="module")
def guard() -> OutputGuards:
    return guards.build(loader.load())[1]


async def report(guard: OutputGuards, text: str, caller: Caller = BORROWER) -> GuardReport:
    reply, citations = cite(text, PASSAGES)
    results = [RESULTS[tool] for tool in READ] if caller is BORROWER else []
    return await guard(reply, Evidence(caller, date(2026, 5, 15), SAID, results, PASSAGES, (), citations))


@pytest.mark.parametrize("text", [text for texts in INVENTED.values() for text in texts])
async def test_what_nothing_backs_is_blocked(guard: OutputGuards, text: str) -> None:
    found = await report(guard, text)
    assert found.blocked
    assert found.reason


@pytest.mark.parametrize("text", [text for texts in INVENTED.values() for text in texts])
async def test_one_invented_sentence_blocks_a_true_reply(guard: OutputGuards, text: str) -> None:
    true = "There is no prepayment penalty on an instalment loan or a Cash Line. [P1]\n\n"
    assert not (await report(guard, true)).blocked
    assert (await report(guard, f"{true}{text}")).blocked


@pytest.mark.parametrize(
    "text",
    [
        "Your balance is $1,234.56.",
        "Your late fee is $32.",
        "Your Cash Line ending in 4233 is open.",
        "The minimum payment is $78.00, due June 6, 2026.",
    ],
)
async def test_an_anonymous_caller_is_told_no_account_figure(guard: OutputGuards, text: str) -> None:
    assert (await report(guard, text, ANONYMOUS)).blocked


@pytest.mark.parametrize(
    "text",
    [
        "There is no prepayment penalty on an instalment loan or a Cash Line. [P1]",
        "There is no prepayment penalty on an instalment loan or a Cash Line [P1].",
        "The late fee on a Cash Line is $32, and $43 if another payment was late within the six cycles before. [P2]",
        "You may repay all or part of what you owe on any day. [P1]",
        "I'm sorry to hear that. There is no prepayment penalty on an instalment loan or a Cash Line. [P1]",
        "Your minimum payment due is $78.00.",
        "Your available credit is $2,250.00.",
        "Your payoff is $6,123.45, good through May 22, 2026.",
        "Your current balance is $1,234.56 as of May 15, 2026. Let me know if you have any other questions.",
    ],
)
async def test_a_providers_own_words_pass_when_they_are_true(guard: OutputGuards, text: str) -> None:
    found = await report(guard, text)
    assert not found.blocked, [verdict.detail for verdict in found.verdicts]


def test_the_sample_is_large() -> None:
    assert sum(len(texts) for texts in INVENTED.values()) >= 60
