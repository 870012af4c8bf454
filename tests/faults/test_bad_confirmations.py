"""Stale, altered, replayed, foreign, expired confirmations, and those that lack something: none is executed."""

from collections import Counter
from random import Random

from assistant.proposals.judging import Refusal
from tests.clock import Clock
from tests.conftest import Database
from tests.faults.bad_confirmations import KINDS, Attempt, Bench
from tests.faults.report import full, record
from tests.integration.assistant.proposal_desk import Desk, desk_of

ROUNDS = 600 if full() else 48
SEED = 41


async def taken(desk: Desk, attempt: Attempt) -> str:
    """What the attempt is answered: the refusal's name, or the state."""
    decision = desk.proposals.approve if attempt.approves else desk.proposals.confirm
    try:
        return (await decision(attempt.caller, attempt.proposal_id, attempt.digest)).state
    except (*Refusal, LookupError) as refusal:
        return type(refusal).__name__


def executions(desk: Desk, proposal_id: str) -> int:
    """How often the proposal was given to the executor."""
    [(count,)] = desk.rows(
        "SELECT count(*) FROM assistant.proposal_events WHERE proposal_id = %s AND to_state = 'confirmed'", proposal_id
    )
    return int(count)


async def test_bad_confirmations_execute_nothing(assistant_db: Database) -> None:
    clock, random = Clock(), Random(SEED)
    wrong: list[tuple[str, str]] = []
    answers: Counter[str] = Counter()
    async with desk_of(assistant_db, clock) as desk:
        bench = Bench(desk, clock, random)
        for number in range(ROUNDS):
            kind, bench.turn = list(KINDS)[number % len(KINDS)], number // len(KINDS)
            attempt = await KINDS[kind](bench)
            answer = await taken(desk, attempt)
            answers[answer] += 1
            if executions(desk, attempt.proposal_id) != attempt.executed or (
                attempt.executed == 0 and answer in ("confirmed", "executing", "done", "refused")
            ):
                wrong.append((kind, answer))
        [(given,)] = desk.rows("SELECT count(*) FROM assistant.proposals WHERE state = 'confirmed'")
        [(left,)] = desk.rows(
            """SELECT count(*) FROM assistant.proposals p WHERE state = 'confirmed' AND NOT EXISTS
               (SELECT 1 FROM assistant.proposal_events e WHERE e.proposal_id = p.proposal_id)"""
        )
    figure = f"{len(wrong)} executed; {given} were confirmed before; " + ", ".join(
        f"{n} {name}" for name, n in answers.items()
    )
    record("bad confirmations", ROUNDS, len(wrong), figure, SEED)
    assert not wrong
    assert left == 0
    assert {"ProposalNotFound", "ProposalAltered", "ProposalExpired", "NotPossible", "StepUpNeeded"} <= set(answers)
