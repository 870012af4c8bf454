"""A correction that a second person approved reaches the borrower where the wrong thing was said."""

import json
import uuid

from tests.integration.execution.booking import Desk, drafted
from tools.drafting import Draft, Operation


def correction(turn_id: str, about: str = "B-7") -> Draft:
    body = {"turn_id": turn_id, "wrong": "the fee is $25", "right": "the fee is $15"}
    operation = Operation(system="assistant", method="POST", path="/v1/notices/corrections", body=body)
    return drafted("S-1", about, "send_correction", approval="supervisor", operation=operation)


async def test_the_borrower_is_told_in_the_thread_where_it_was_said(desk: Desk) -> None:
    thread_id, turn_id = await desk.said("B-7")
    async with desk.executing():
        proposal_id = await desk.confirmed(correction(turn_id), checker="S-2")
        assert await desk.ended(proposal_id) == "done"
    assert desk.told(proposal_id) == ["correction", "receipt", "stored done"]
    [(sealed, notice_id)] = desk.rows(
        "SELECT content, notice_id::text FROM assistant.notices WHERE subject = 'B-7' AND thread_id = %s", thread_id
    )
    plain = desk.keyring.unseal(bytes(sealed), "B-7", thread_id, notice_id, "notice")
    assert json.loads(plain) == {"wrong": "the fee is $25", "right": "the fee is $15"}
    assert desk.rows("SELECT about, body ->> 'checker' FROM assistant.audit WHERE kind = 'correction'") == [
        ("B-7", "S-2")
    ]
    assert desk.books.writes == 0


async def test_somebody_elses_turn_is_not_put_right(desk: Desk) -> None:
    _, turn_id = await desk.said("B-8")
    async with desk.executing():
        for named in (turn_id, str(uuid.uuid4()), "the one about fees"):
            proposal_id = await desk.confirmed(correction(named), checker="S-2")
            assert await desk.ended(proposal_id) == "refused"
            assert desk.receipt(proposal_id).code == "turn-not-found"
            assert desk.told(proposal_id) == ["refused", "stored refused"]
