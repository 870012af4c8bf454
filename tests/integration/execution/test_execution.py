"""A confirmed proposal is executed once, and whoever asked is told the truth."""

from tests.integration.execution.booking import Desk, drafted


async def test_what_was_confirmed_is_done_once_and_told_once(desk: Desk) -> None:
    async with desk.executing():
        proposal_id = await desk.confirmed()
        assert await desk.ended(proposal_id) == "done"
    assert desk.books.effects == [proposal_id]
    assert desk.told(proposal_id) == ["receipt", "stored done"]
