"""Any order of decisions by anybody, compared with a model of the table of states: never another state than that."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule, run_state_machine_as_test

from assistant.proposals.judging import Action, Refusal
from assistant.proposals.records import Receipt
from assistant.proposals.states import FINAL, State
from tests.clock import Clock
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
from tools.caller import Caller
from tools.drafting import Draft

PEOPLE = (ROSA, ROSA_STEPPED_UP, OMAR, AGENT, SUPERVISOR)
ACTIONS: tuple[Action, ...] = ("confirm", "reject", "cancel", "approve")
DECIDED = ("confirmed", "executing", "done", "refused")


@dataclass
class Model:
    """One proposal as the page describes it."""

    made: Draft
    expires_at: datetime
    state: State = "open"

    def after(self, caller: Caller, action: Action, now: datetime, *, agreed: bool) -> State:
        """The state after the decision; the same where it is not taken."""
        is_maker = caller.subject == self.made.maker
        waits = self.state == "awaiting_approval"
        if self.state not in ("open", "awaiting_approval"):
            return self.state
        checks = waits and not is_maker and caller.role == "supervisor"
        may = {
            "confirm": is_maker,
            "reject": checks if waits else is_maker,
            "cancel": is_maker,
            "approve": checks,
        }[action]
        fits = {"confirm": self.state == "open", "reject": True, "cancel": waits, "approve": waits}[action]
        repeats = action == "confirm" and waits
        if not may or not agreed or repeats:
            return self.state
        if now >= self.expires_at:
            return "expired"
        if not fits or (action == "confirm" and caller.assurance < self.made.assurance):
            return self.state
        ends: dict[Action, State] = {"reject": "rejected", "cancel": "cancelled", "approve": "confirmed"}
        return ends.get(action) or ("awaiting_approval" if self.made.approval else "confirmed")


class Decisions(RuleBasedStateMachine):
    """Drives a desk; `desk` and `runner` are set by the test."""

    desk: Desk
    runner: asyncio.Runner
    clock: Clock
    proposals = Bundle("proposals")

    def __init__(self) -> None:
        super().__init__()
        self.models: dict[str, Model] = {}

    @rule(target=proposals, kind=st.sampled_from(["plain", "high", "checked"]))
    def propose(self, kind: str) -> str:
        made = {
            "plain": lambda: draft(),
            "high": lambda: draft("request_draw", assurance=2, risk="high"),
            "checked": fee_waiver,
        }[kind]()
        self.runner.run(self.desk.put(made))
        self.models[made.proposal_id] = Model(made, self.clock.now + timedelta(minutes=60))
        return made.proposal_id

    @rule(
        proposal_id=proposals,
        caller=st.sampled_from(PEOPLE),
        action=st.sampled_from(ACTIONS),
        agreed=st.sampled_from([True, True, True, False]),
    )
    def decide(self, proposal_id: str, caller: Caller, action: Action, agreed: bool) -> None:
        model = self.models[proposal_id]
        expected = model.after(caller, action, self.clock.now, agreed=agreed)
        digest = model.made.digest if agreed else "0" * 64
        try:
            answer = self.runner.run(getattr(self.desk.proposals, action)(caller, proposal_id, digest))
        except (*Refusal, LookupError):
            assert expected in (model.state, "expired")
        else:
            assert answer.state == expected
        model.state = expected

    @rule(proposal_id=consumes(proposals), done=st.booleans())
    def execute(self, proposal_id: str, done: bool) -> None:
        model = self.models[proposal_id]
        if model.state == "confirmed":
            receipt = Receipt(outcome="done", code="done") if done else Receipt(outcome="refused", code="no")
            self.desk.settle(proposal_id, receipt)
            model.state = receipt.outcome

    @rule(minutes=st.sampled_from([1, 20, 59, 61]))
    def wait(self, minutes: int) -> None:
        self.clock.now += timedelta(minutes=minutes)

    @invariant()
    def the_table_holds_what_the_model_says(self) -> None:
        rows = self.desk.rows("SELECT proposal_id::text, state FROM assistant.proposals")
        stored = {proposal_id: state for proposal_id, state in rows if proposal_id in self.models}
        assert stored == {proposal_id: model.state for proposal_id, model in self.models.items()}

    @invariant()
    def what_is_over_has_one_way_behind_it(self) -> None:
        rows = self.desk.rows(
            """SELECT proposal_id::text, count(*) FILTER (WHERE to_state = 'confirmed'),
                 count(*) FILTER (WHERE to_state = ANY(%s)) FROM assistant.proposal_events GROUP BY proposal_id""",
            list(FINAL),
        )
        assert all(confirmed <= 1 and ended <= 1 for _, confirmed, ended in rows)


@pytest.fixture
def machine(assistant_db: Database) -> Iterator[type[Decisions]]:
    with asyncio.Runner() as runner, ExitStack() as stack:
        clock = Clock()
        opened = desk_of(assistant_db, clock)
        desk = runner.run(opened.__aenter__())
        stack.callback(lambda: runner.run(opened.__aexit__(None, None, None)))
        yield type("Bound", (Decisions,), {"desk": desk, "runner": runner, "clock": clock})


def test_decisions_in_any_order_leave_what_the_table_says(machine: type[Decisions]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=8,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
