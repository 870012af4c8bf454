"""Clocks a day off, either way: expiry is judged once, when it is confirmed; nothing is sent under a wrong clock."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from accounts.auth import InvalidToken, TokenVerifier
from assistant.proposals.store import ProposalTable
from assistant.sealing import Keyring
from stack.issuer import DevelopmentIssuer
from tests.conftest import Database
from tests.faults.report import record
from tests.integration.execution.booking import Desk, drafted, problem, until

DAY = timedelta(days=1)
either_way = pytest.mark.parametrize("skew", [DAY, -DAY], ids=["ahead", "behind"])


@pytest.fixture
def desk(assistant_db: Database, durable_db: Database, tmp_path: Path) -> Desk:
    return Desk(assistant_db, durable_db, Keyring.load_or_create(tmp_path / "keys.json"))


@either_way
async def test_what_was_confirmed_in_time_is_executed_whatever_the_executors_day_is(
    desk: Desk, skew: timedelta
) -> None:
    """The API made and judged it a day from the executor's and the database's clock."""
    draft = drafted()
    api = ProposalTable(lambda: datetime.now(UTC) + skew)
    await desk.opened(draft, api)
    await desk.confirm(draft.proposal_id, "B-1", table=api)
    async with desk.executing():
        assert await desk.ended(draft.proposal_id) == "done"
    assert desk.books.effects == [draft.proposal_id]


@either_way
async def test_what_expired_by_the_apis_clock_is_not_confirmed_and_so_not_executed(desk: Desk, skew: timedelta) -> None:
    draft = drafted()
    now = datetime.now(UTC) + skew
    await desk.opened(draft, ProposalTable(lambda: now))
    with pytest.raises(AssertionError):
        await desk.confirm(draft.proposal_id, "B-1", table=ProposalTable(lambda: now + timedelta(minutes=61)))
    async with desk.executing():
        assert await desk.ended(await desk.confirmed()) == "done"
    assert draft.proposal_id not in desk.books.effects
    assert desk.state(draft.proposal_id) == "open"


@either_way
async def test_an_executor_whose_clock_is_a_day_off_does_nothing_until_it_is_right(
    desk: Desk, skew: timedelta, tmp_path: Path
) -> None:
    """Its tokens are not valid to the account system, which is no answer to what was asked."""
    off = [skew]
    issuer = DevelopmentIssuer(tmp_path / "issuer", lambda: datetime.now(UTC) + off[0])
    verifier, refused = TokenVerifier(issuer.public_path), list[int]()

    async def verify(request: httpx.Request) -> httpx.Response | None:
        try:
            verifier.verify(request.headers["Authorization"])
        except InvalidToken:
            refused.append(1)
            return problem(401, "invalid-token")
        return None

    def mint(subject: str, role: str, borrower: str | None) -> str:
        return issuer.delegate(subject, role, write=True, borrower=borrower)

    desk.books.lookup = desk.books.before = verify
    async with desk.executing(minting=mint):
        proposal_id = await desk.confirmed()
        await until(lambda: len(refused) > 1)
        assert (desk.state(proposal_id), desk.books.effects) == ("executing", [])
        off[0] = timedelta(0)
        assert await desk.ended(proposal_id) == "done"
    assert desk.books.effects == [proposal_id]
    record("executor's clock a day off", 1, 0, f"{skew.days:+d} day: nothing sent until it was right", 0)
