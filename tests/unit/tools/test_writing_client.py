"""Writes over HTTP: a preview is always a dry run, a write is sent once, and what its end is, is told apart."""

from collections.abc import Callable

import httpx
import pytest

from tools.client import AccountsClient, AccountsUnavailable
from tools.drafting import Operation
from tools.errors import NotSent, OutcomeUnknown, PreviewRefused, Refused, ToolFailure

PAY = Operation(method="POST", path="/v1/accounts/CL-1/payments", body={"amount_cents": 2500}, account_id="CL-1")
EDIT = Operation(method="PUT", path="/v1/accounts/CL-1/autopay", body={"amount_kind": "minimum"}, if_match='"a1"')
REFUSAL = {
    "code": "draw-not-possible",
    "title": "This is not possible now",
    "detail": "joined",
    "reasons": [{"code": "blocked", "text": "The line is frozen."}, {"code": "amount", "text": "Too much."}],
}


class Lender:
    """Answers every request by one function and keeps what was sent."""

    def __init__(self, answer: Callable[[httpx.Request], httpx.Response]) -> None:
        self.answer = answer
        self.requests: list[httpx.Request] = []
        self.client = AccountsClient("http://lender", write_deadline_s=0.2, transport=httpx.MockTransport(self))

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self.answer(request)


def answering(status: int, body: object = None) -> Lender:
    return Lender(lambda _: httpx.Response(status, json=body if body is not None else {}))


def failing(error: Exception) -> Lender:
    def answer(_: httpx.Request) -> httpx.Response:
        raise error

    return Lender(answer)


async def test_a_preview_is_a_dry_run_under_a_key_of_its_own() -> None:
    lender = answering(200, {"status": "preview"})
    assert await lender.client.preview(EDIT, "t") == {"status": "preview"}
    await lender.client.preview(EDIT, "t")
    first, second = lender.requests
    assert first.url.params["dry_run"] == "true"
    assert first.headers["if-match"] == '"a1"'
    assert first.headers["authorization"] == "Bearer t"
    assert first.headers["idempotency-key"] != second.headers["idempotency-key"]


async def test_a_refused_preview_speaks_in_the_reasons_own_words() -> None:
    with pytest.raises(PreviewRefused) as caught:
        await answering(409, REFUSAL).client.preview(PAY, "t")
    assert (caught.value.kind, caught.value.code) == ("not_available", "draw-not-possible")
    assert caught.value.message == "The line is frozen. Too much."


async def test_a_preview_of_a_state_that_has_changed_is_worth_another_read() -> None:
    with pytest.raises(ToolFailure, match="not as you saw it") as caught:
        await answering(412, {"code": "stale", "detail": "It is not as you saw it any more."}).client.preview(EDIT, "t")
    assert caught.value.retry


async def test_a_write_is_no_dry_run_and_carries_its_own_key() -> None:
    lender = answering(201, {"status": "done"})
    assert await lender.client.perform(PAY, "t", "p-1") == {"status": "done"}
    (sent,) = lender.requests
    assert (sent.headers["idempotency-key"], "dry_run" in sent.url.params) == ("p-1", False)
    assert "if-match" not in sent.headers


@pytest.mark.parametrize("status", [401, 403, 404, 409, 412, 422, 428])
async def test_a_refused_write_changed_nothing_and_says_why(status: int) -> None:
    lender = answering(status, REFUSAL)
    with pytest.raises(Refused) as caught:
        await lender.client.perform(PAY, "t", "p-1")
    assert (caught.value.status, caught.value.code) == (status, "draw-not-possible")
    assert caught.value.reasons == ("The line is frozen.", "Too much.")
    assert len(lender.requests) == 1


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_after_a_servers_failure_the_outcome_is_unknown(status: int) -> None:
    lender = answering(status, {"code": "internal"})
    with pytest.raises(OutcomeUnknown):
        await lender.client.perform(PAY, "t", "p-1")
    assert len(lender.requests) == 1


@pytest.mark.parametrize(
    "error", [httpx.ReadTimeout("slow"), httpx.RemoteProtocolError("gone"), httpx.ReadError("reset"), TimeoutError()]
)
async def test_a_write_without_an_answer_is_unknown_and_not_sent_again(error: Exception) -> None:
    lender = failing(error)
    with pytest.raises(OutcomeUnknown):
        await lender.client.perform(PAY, "t", "p-1")
    assert len(lender.requests) == 1


async def test_a_receipt_that_cannot_be_read_is_an_unknown_outcome() -> None:
    lender = Lender(lambda _: httpx.Response(200, text="<html>"))
    with pytest.raises(OutcomeUnknown):
        await lender.client.perform(PAY, "t", "p-1")


@pytest.mark.parametrize("error", [httpx.ConnectError("refused"), httpx.ConnectTimeout("slow"), httpx.PoolTimeout("")])
async def test_a_write_that_never_left_is_told_apart(error: Exception) -> None:
    with pytest.raises(NotSent):
        await failing(error).client.perform(PAY, "t", "p-1")


async def test_what_became_of_a_command_is_its_receipt_or_nothing() -> None:
    known = answering(200, {"command_id": "B-1:a/b"})
    assert await known.client.command("a/b", "t") == {"command_id": "B-1:a/b"}
    assert known.requests[0].url.raw_path == b"/v1/commands/a%2Fb"
    assert await answering(404, {"code": "command-not-found"}).client.command("p-1", "t") is None


@pytest.mark.parametrize(("status", "code"), [(404, "no-such-route"), (404, "not-found"), (401, "invalid-token")])
async def test_another_no_is_not_taken_for_an_unknown_command(status: int, code: str) -> None:
    with pytest.raises(ToolFailure):
        await answering(status, {"code": code}).client.command("p-1", "t")


async def test_a_lost_connection_leaves_a_command_unknown_after_one_more_try() -> None:
    lender = failing(httpx.ReadError("reset"))
    with pytest.raises(AccountsUnavailable):
        await lender.client.command("p-1", "t")
    assert len(lender.requests) == 2


async def test_an_edited_resource_comes_with_its_tag() -> None:
    lender = Lender(lambda _: httpx.Response(200, json={"enrolled": True}, headers={"ETag": '"b2"'}))
    assert await lender.client.read_tagged("/v1/accounts/CL-1/autopay", "t") == ({"enrolled": True}, '"b2"')


async def test_a_resource_without_its_tag_is_not_edited_blindly() -> None:
    with pytest.raises(AccountsUnavailable, match="without its tag"):
        await answering(200, {"enrolled": True}).client.read_tagged("/v1/accounts/CL-1/autopay", "t")


async def test_an_account_system_that_is_too_busy_is_worth_another_try() -> None:
    with pytest.raises(ToolFailure) as caught:
        await answering(429, {"code": "too-many-requests"}).client.read("/v1/me", "t")
    assert caught.value.retry
