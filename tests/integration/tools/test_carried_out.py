"""Drafts carried out on books of the test's own: what was shown is what happens, once, and it can be taken back."""

import httpx
import pytest

from tests.integration.tools.conftest import Desk, drafted, failed, lines
from tools.context import Picked
from tools.drafting import Operation
from tools.errors import OutcomeUnknown, Refused


async def test_a_payment_happens_as_it_was_shown_and_its_key_finds_it(written_desk: Desk) -> None:
    desk = written_desk
    turn = desk.turn(desk.person("increase_declined"), "pay $50 on May 22")
    draft = await drafted(turn, "schedule_payment", amount=50, payment_date="2026-05-22")
    token = desk.write_token(turn)
    assert await desk.client.command(draft.proposal_id, token) is None
    receipt = await desk.carry_out(turn, draft)
    assert (receipt["status"], receipt["resource"]["amount_cents"]) == ("done", 5000)
    assert receipt["resource"]["scheduled_for"] == lines(draft)["payment_date"]
    assert receipt["resource"]["cancel_until"] == lines(draft)["cancel_until"]
    before = desk.commands()
    assert (await desk.carry_out(turn, draft))["resource"] == receipt["resource"]
    assert (await desk.client.command(draft.proposal_id, token) or {})["resource"] == receipt["resource"]
    assert desk.commands() == before


async def test_an_edit_that_others_made_meanwhile_is_refused(written_desk: Desk) -> None:
    desk = written_desk
    turn = desk.turn(desk.person("extra_payments"), "set up autopay for the minimum")
    stale = await drafted(turn, "set_autopay", amount_kind="minimum")
    other = desk.turn(desk.person("extra_payments"), "autopay a fixed amount of 500 dollars")
    await desk.carry_out(other, await drafted(other, "set_autopay", amount_kind="fixed", fixed_amount=500))
    with pytest.raises(Refused) as refused:
        await desk.carry_out(turn, stale)
    assert (refused.value.status, refused.value.code) == (412, "stale")


async def test_a_turns_token_cannot_do_what_it_previewed(written_desk: Desk) -> None:
    turn = written_desk.turn(written_desk.person("increase_declined"), "draw $60")
    draft = await drafted(turn, "request_draw", amount=60)
    with pytest.raises(Refused) as refused:
        await written_desk.client.perform(draft.operation, turn.caller.token or "", draft.proposal_id)
    assert (refused.value.status, refused.value.code) == (403, "scope-missing")


async def test_a_draw_is_taken_back_by_the_id_of_its_receipt_alone(written_desk: Desk) -> None:
    desk = written_desk
    person = desk.person("increase_declined")
    receipts: list[str] = []
    for dollars in (60, 70):
        turn = desk.turn(person, f"draw ${dollars}")
        receipt = await desk.carry_out(turn, await drafted(turn, "request_draw", amount=dollars))
        receipts.append(receipt["resource"]["draw_id"])
    model = await failed(desk.turn(person, "cancel my draw"), "cancel_draw", draw=receipts[0])
    assert (model["kind"], model["argument"]) == ("unclear", "draw")
    named = await drafted(desk.turn(person, "cancel my draw", "- $70.00"), "cancel_draw")
    assert named.arguments["draw"] == receipts[1]
    button = desk.turn(person, "")
    button.words = Picked([receipts[0]])
    undo = await drafted(button, "cancel_draw", draw=receipts[0])
    assert lines(undo)["amount"] == 6000
    done = await desk.carry_out(button, undo)
    assert done["resource"] == {"draw_id": receipts[0], "status": "cancelled"}


async def test_a_consent_that_was_given_is_withdrawn(written_desk: Desk) -> None:
    desk = written_desk
    turn = desk.turn(desk.person("increase_declined"), "stop the marketing")
    given = {"consent": "marketing", "wording_version": "MK-2026-01"}
    give = Operation(method="POST", path="/v1/me/consents", body=given)
    await desk.client.perform(give, desk.write_token(turn), "given-first")
    draft = await drafted(turn, "withdraw_consent", consent="marketing")
    assert lines(draft)["notice"] == "No marketing from now on."
    assert draft.before["consents"] != draft.after["consents"]


async def test_staff_take_off_the_payment_that_they_name(written_desk: Desk) -> None:
    desk = written_desk
    person = desk.person("increase_declined")
    for dollars in (50, 65):
        turn = desk.turn(person, f"pay ${dollars} today")
        await desk.carry_out(turn, await drafted(turn, "schedule_payment", amount=dollars))
    staff = desk.turn(person, "reverse the $65 payment, it is another borrower's", staff="support_agent")
    draft = await drafted(staff, "reverse_payment")
    assert (lines(draft)["amount"], draft.approval) == (6500, "supervisor")
    assert draft.maker_role == "support_agent"


async def test_a_write_to_a_system_that_went_away_is_unknown(written_desk: Desk) -> None:
    desk = written_desk
    turn = desk.turn(desk.person("increase_declined"), "pay $50")
    draft = await drafted(turn, "schedule_payment", amount=50)

    async def lose(request: httpx.Request) -> httpx.Response:
        async with httpx.AsyncClient(trust_env=False) as http:
            await http.send(request)
        raise httpx.ReadError("the answer was lost")

    lossy = type(desk.client)(desk.url, transport=httpx.MockTransport(lose))
    with pytest.raises(OutcomeUnknown):
        await lossy.perform(draft.operation, desk.write_token(turn), draft.proposal_id)
    found = await desk.client.command(draft.proposal_id, desk.write_token(turn))
    assert found is not None
    assert found["resource"]["amount_cents"] == 5000
