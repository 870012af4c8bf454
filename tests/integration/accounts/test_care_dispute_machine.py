"""Any order of steps in a dispute: what is possible is what a small model says, and the books follow it to the cent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.commands.base import Command, Refused
from accounts.commands.dispute_outcomes import ProvisionalCredit, ResolveDispute
from accounts.commands.disputes import AcknowledgeDispute, AddDisputeEvidence, OpenDispute, WithdrawDispute
from accounts.commands.draws import RequestDraw
from accounts.posting.disputed import disputed_cents
from accounts.reconcile import reconcile
from tests.conftest import Database
from tests.integration.accounts.desk import LINE, CommandDesk, command_desk

DISPUTED = 30_000
Act = Literal["acknowledge", "evidence", "credit", "for_borrower", "as_billed", "withdraw"]


@dataclass
class Model:
    """What a dispute of `DISPUTED` cents allows, and what it takes off the debt, in cents."""

    open: bool = True
    acknowledged: bool = False
    credited: int = 0
    corrected: int = 0

    def step(self, act: Act, cents: int) -> bool:
        """Whether the act is possible; if so it is done."""
        if not self.open or (act == "acknowledge" and self.acknowledged) or (act == "credit" and self.credited):
            return False
        if act == "acknowledge":
            self.acknowledged = True
        elif act == "credit":
            self.credited = cents
        elif act != "evidence":
            self.open, self.credited = False, 0
            self.corrected = cents if act == "for_borrower" else 0
        return True

    @property
    def disputed(self) -> int:
        return DISPUTED - self.credited if self.open else 0


def command(act: Act, dispute: str, cents: int) -> Command:
    match act:
        case "acknowledge":
            return AcknowledgeDispute(dispute_id=dispute)
        case "evidence":
            return AddDisputeEvidence(dispute_id=dispute, evidence_kind="other", description="Look again.")
        case "credit":
            return ProvisionalCredit(dispute_id=dispute, amount_cents=cents)
        case "withdraw":
            return WithdrawDispute(dispute_id=dispute)
        case "for_borrower":
            return ResolveDispute(dispute_id=dispute, outcome=act, amount_cents=cents)
        case "as_billed":
            return ResolveDispute(dispute_id=dispute, outcome=act)


@pytest.fixture
def desk(accounts_db: Database) -> Iterator[CommandDesk]:
    """A line drawn $400 three weeks ago, with interest charged since."""
    with command_desk(accounts_db) as opened:
        opened.line()
        opened.give(RequestDraw(amount_cents=40_000))
        opened.close_until(date(2026, 1, 27))
        opened.connection.commit()
        yield opened


def owed(desk: CommandDesk) -> int:
    return desk.one("SELECT owed_cents FROM accounts.balances")[0]


acts = st.sampled_from(("acknowledge", "evidence", "credit", "for_borrower", "as_billed", "withdraw"))
steps = st.lists(st.tuples(acts, st.integers(1, DISPUTED)), min_size=1, max_size=6)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given_steps=steps)
def test_a_dispute_allows_what_the_model_allows_and_posts_what_it_says(
    desk: CommandDesk, given_steps: list[tuple[Act, int]]
) -> None:
    with desk.connection.transaction(force_rollback=True):
        (draw,) = desk.one("SELECT entry_id FROM accounts.transactions WHERE kind = 'draw'")
        told = OpenDispute(
            dispute_kind="billing_error", amount_cents=DISPUTED, description="Not mine.", transaction_id=draw
        )
        dispute, base, model = str(desk.give(told).result["dispute_id"]), owed(desk), Model()
        for act, cents in given_steps:
            possible, interest = model.step(act, cents), 0
            try:
                result = desk.give(command(act, dispute, cents), role="supervisor").result
                interest = int(str(result.get("interest_taken_back_cents", 0)))
                assert possible, act
            except Refused:
                assert not possible, act
            assert interest == 0 or act == "for_borrower"
            base -= interest
            assert owed(desk) == base - model.credited - model.corrected
            assert disputed_cents(desk.connection, [LINE], desk.today).get(LINE, 0) == model.disputed
        assert reconcile(desk.connection) == []
        (suspense,) = desk.one("SELECT coalesce(sum(amount_cents), 0) FROM accounts.postings WHERE gl_code = '1450'")
        assert suspense == model.credited
