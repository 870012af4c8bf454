"""Proposals over a real database: who sees them, who decides, what is left of them, and that each is decided once."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta

import pytest

from assistant.proposals.errors import (
    NotPermitted,
    ProposalAltered,
    ProposalExpired,
    ProposalNotFound,
    StepUpNeeded,
)
from assistant.proposals.records import Receipt
from assistant.proposals.states import NotPossible
from tests.clock import START, Clock
from tests.conftest import Database
from tests.integration.assistant.proposal_desk import (
    AGENT,
    OMAR,
    ROSA,
    ROSA_STEPPED_UP,
    SUPERVISOR,
    Desk,
    desk_of,
    draft,
    fee_waiver,
)


@pytest.fixture
async def desk(assistant_db: Database, clock: Clock) -> AsyncGenerator[Desk]:
    async with desk_of(assistant_db, clock) as found:
        yield found


async def test_a_yes_with_the_digest_that_was_shown_confirms(desk: Desk) -> None:
    made = await desk.put(draft())
    shown = await desk.proposals.one(ROSA, made.proposal_id)
    assert shown.can == ["confirm", "reject"]
    assert shown.lines[0].words == "card.line:en:15"
    confirmed = await desk.proposals.confirm(ROSA, made.proposal_id, shown.digest)
    assert confirmed.state == "confirmed"
    assert confirmed.can == []


async def test_what_was_settled_is_answered_to_the_same_yes_again(desk: Desk) -> None:
    made = await desk.put(draft())
    await desk.proposals.confirm(ROSA, made.proposal_id, made.digest)
    answer = {"resource": {"change_id": "ch-1"}, "value_on": "2026-05-15", "business_date": "2026-05-15"}
    desk.settle(made.proposal_id, Receipt(outcome="done", code="done", answer=answer))
    again = await desk.proposals.confirm(ROSA, made.proposal_id, made.digest)
    assert again.state == "done"
    assert again.receipt is not None
    assert again.receipt.resource == {"change_id": "ch-1"}


async def test_of_fifty_confirmations_at_once_one_is_taken_and_all_are_answered(desk: Desk) -> None:
    made = await desk.put(draft())
    answers = await asyncio.gather(*(desk.proposals.confirm(ROSA, made.proposal_id, made.digest) for _ in range(50)))
    assert {answer.state for answer in answers} == {"confirmed"}
    events = desk.rows("SELECT event, by_subject FROM assistant.proposal_events")
    assert events == [("confirm", "B-1")]
    assert desk.rows("SELECT count(*) FROM assistant.audit WHERE body->>'to' = 'confirmed'") == [(1,)]


async def test_yes_and_no_at_once_leave_one_of_them(desk: Desk) -> None:
    made = await desk.put(draft())
    both = [
        desk.proposals.confirm(ROSA, made.proposal_id, made.digest)
        if yes
        else desk.proposals.reject(ROSA, made.proposal_id)
        for yes in (True, False) * 10
    ]
    answers = await asyncio.gather(*both, return_exceptions=True)
    assert len(desk.rows("SELECT 1 FROM assistant.proposal_events")) == 1
    lost = [answer for answer in answers if isinstance(answer, BaseException)]
    assert len(lost) == 10
    assert all(isinstance(answer, NotPossible) for answer in lost)


async def test_somebody_elses_proposal_is_as_if_it_were_not_there(desk: Desk) -> None:
    made = await desk.put(draft())
    for decision in (desk.proposals.confirm, desk.proposals.reject, desk.proposals.cancel, desk.proposals.approve):
        with pytest.raises(ProposalNotFound):
            await decision(OMAR, made.proposal_id, made.digest)
    with pytest.raises(ProposalNotFound):
        await desk.proposals.one(SUPERVISOR, made.proposal_id)
    assert await desk.proposals.listed(OMAR) == []
    assert desk.state(made.proposal_id) == "open"


async def test_another_digest_is_refused_and_told_to_the_audit_record(desk: Desk) -> None:
    made = await desk.put(draft())
    with pytest.raises(ProposalAltered):
        await desk.proposals.confirm(ROSA, made.proposal_id, draft(arguments={"due_day": 16}).digest)
    assert desk.state(made.proposal_id) == "open"
    refused = desk.rows("SELECT body->>'event' FROM assistant.audit WHERE body->>'refused' = 'ProposalAltered'")
    assert refused == [("confirm",)]


@pytest.mark.parametrize("swap", ["content", "digest", "both"])
async def test_a_stored_record_that_was_changed_is_refused(desk: Desk, swap: str) -> None:
    made, other = await desk.put(draft()), await desk.put(draft(arguments={"due_day": 28}))
    desk.tamper(
        """UPDATE assistant.proposals p SET
             content = CASE WHEN %s = 'digest' THEN p.content ELSE o.content END,
             digest = CASE WHEN %s = 'content' THEN p.digest ELSE o.digest END
           FROM assistant.proposals o WHERE p.proposal_id = %s AND o.proposal_id = %s""",
        *(swap, swap, made.proposal_id, other.proposal_id),
    )
    digest = made.digest if swap == "content" else other.digest
    with pytest.raises(ProposalAltered):
        await desk.proposals.confirm(ROSA, made.proposal_id, digest)
    assert desk.state(made.proposal_id) == "open"
    assert [view.proposal_id for view in await desk.proposals.listed(ROSA)] == [other.proposal_id]


async def test_a_tool_of_another_version_is_not_what_was_agreed_to(desk: Desk) -> None:
    made = await desk.put(draft(tool_version=7))
    with pytest.raises(ProposalAltered, match="has changed since"):
        await desk.proposals.confirm(ROSA, made.proposal_id, made.digest)


async def test_a_high_risk_needs_a_second_factor_and_stays_open_meanwhile(desk: Desk) -> None:
    made = await desk.put(draft("request_draw", assurance=2, risk="high"))
    with pytest.raises(StepUpNeeded):
        await desk.proposals.confirm(ROSA, made.proposal_id, made.digest)
    assert desk.state(made.proposal_id) == "open"
    assert "confirm" in (await desk.proposals.one(ROSA, made.proposal_id)).can
    assert (await desk.proposals.confirm(ROSA_STEPPED_UP, made.proposal_id, made.digest)).state == "confirmed"


async def test_what_is_over_asks_nobody_for_a_second_factor(desk: Desk, clock: Clock) -> None:
    made = await desk.put(draft("request_draw", assurance=2, risk="high"))
    clock.now += timedelta(hours=2)
    with pytest.raises(ProposalExpired):
        await desk.proposals.confirm(ROSA, made.proposal_id, made.digest)


async def test_what_is_over_cannot_be_confirmed_and_the_thread_says_so(desk: Desk, clock: Clock) -> None:
    thread_id = await desk.thread()
    made = await desk.put(draft(), thread_id)
    clock.now += timedelta(minutes=60)
    with pytest.raises(ProposalExpired):
        await desk.proposals.confirm(ROSA, made.proposal_id, made.digest)
    assert desk.state(made.proposal_id) == "expired"
    [notice] = await desk.proposals.notices_of(ROSA, thread_id)
    assert (notice.kind, notice.proposal_id, notice.words) == (
        "expired",
        made.proposal_id,
        "notice.expired:en:move_due_date",
    )


@pytest.mark.parametrize("skew", [timedelta(days=-1), timedelta(days=1)])
async def test_a_process_whose_clock_is_a_day_off_neither_ends_nor_prolongs(
    assistant_db: Database, skew: timedelta
) -> None:
    made_at = START + skew
    async with desk_of(assistant_db) as desk:
        lasting = await desk.put(draft(made_at=made_at, expires_at=made_at + timedelta(minutes=15)))
        brief = await desk.put(draft(made_at=made_at, expires_at=made_at + timedelta(microseconds=1)))
        assert (await desk.proposals.one(ROSA, brief.proposal_id)).state == "expired"
        with pytest.raises(ProposalExpired):
            await desk.proposals.confirm(ROSA, brief.proposal_id, brief.digest)
        assert (await desk.proposals.confirm(ROSA, lasting.proposal_id, lasting.digest)).state == "confirmed"


async def test_a_newer_draft_of_the_same_thing_takes_the_older_ones_place(desk: Desk) -> None:
    thread_id = await desk.thread()
    first = await desk.put(draft(), thread_id)
    elsewhere = await desk.put(draft())
    other = await desk.put(draft("schedule_payment"), thread_id)
    second = await desk.put(draft(arguments={"due_day": 20}), thread_id, language="es")
    states = {view.proposal_id: view.state for view in await desk.proposals.listed(ROSA)}
    assert states == {
        first.proposal_id: "superseded",
        elsewhere.proposal_id: "open",
        other.proposal_id: "open",
        second.proposal_id: "open",
    }
    with pytest.raises(NotPossible):
        await desk.proposals.confirm(ROSA, first.proposal_id, first.digest)
    assert (await desk.proposals.one(ROSA, second.proposal_id)).title == "card.title:es:move_due_date"


async def test_an_agent_proposes_a_supervisor_approves_and_the_agents_thread_says_so(desk: Desk) -> None:
    thread_id = await desk.thread("S-1")
    made = await desk.put(fee_waiver(), thread_id)
    assert await desk.proposals.listed(SUPERVISOR) == []
    waiting = await desk.proposals.confirm(AGENT, made.proposal_id, made.digest)
    assert (waiting.state, waiting.can) == ("awaiting_approval", ["cancel"])
    [seen] = await desk.proposals.listed(SUPERVISOR)
    assert (seen.maker, seen.about, seen.can) == ("S-1", "B-1", ["reject", "approve"])
    with pytest.raises(ProposalNotFound):
        await desk.proposals.one(OMAR, made.proposal_id)
    approved = await desk.proposals.approve(SUPERVISOR, made.proposal_id, made.digest)
    assert approved.state == "confirmed"
    [notice] = await desk.proposals.notices_of(AGENT, thread_id)
    assert notice.kind == "approved"


async def test_nobody_approves_what_they_proposed(desk: Desk) -> None:
    made = await desk.put(fee_waiver().model_copy(update={"maker": "S-9", "maker_role": "supervisor"}))
    await desk.proposals.confirm(SUPERVISOR, made.proposal_id, made.digest)
    with pytest.raises(NotPermitted):
        await desk.proposals.approve(SUPERVISOR, made.proposal_id, made.digest)
    assert desk.state(made.proposal_id) == "awaiting_approval"


async def test_the_borrower_concerned_sees_what_staff_proposed_and_decides_nothing(desk: Desk) -> None:
    made = await desk.put(fee_waiver())
    view = await desk.proposals.one(ROSA, made.proposal_id)
    assert (view.can, view.by_you, view.maker) == ([], False, None)
    with pytest.raises(NotPermitted):
        await desk.proposals.confirm(ROSA, made.proposal_id, made.digest)


async def test_a_supervisor_says_no_and_still_sees_what_was_decided(desk: Desk) -> None:
    made = await desk.put(fee_waiver())
    await desk.proposals.confirm(AGENT, made.proposal_id, made.digest)
    rejected = await desk.proposals.reject(SUPERVISOR, made.proposal_id, made.digest)
    assert rejected.state == "rejected"
    assert [view.state for view in await desk.proposals.listed(SUPERVISOR)] == ["rejected"]


async def test_never_mind_takes_back_what_is_open_in_the_thread(desk: Desk) -> None:
    thread_id = await desk.thread()
    here, elsewhere = await desk.put(draft(), thread_id), await desk.put(draft())
    await desk.withdraw(thread_id)
    assert (desk.state(here.proposal_id), desk.state(elsewhere.proposal_id)) == ("superseded", "open")
