"""The suite of the contract passes on the account system, and fails on systems that break it."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from accounts.app import contract_document
from accounts.contract import access, lists, reads, writes
from accounts.contract.suite import Check, checks, run
from accounts.contract.target import Failed, Json, Target, TokensUnusable, read_tokens
from tests.contract.conftest import Contract

DOCUMENT = contract_document()
WHO = ("borrower", "other", "support_agent", "supervisor", "service", "auditor")
Change = Callable[[httpx.Response], httpx.Response]


@pytest.fixture(scope="module")
def target(contract: Contract) -> Iterator[Target]:
    tokens: dict[Any, str] = {who: contract.token(who) for who in WHO}
    tokens["previewer"] = contract.issuer.delegate(contract.borrower, "borrower", preview=True)
    with httpx.Client(base_url=contract.url, timeout=30, trust_env=False) as http:
        yield Target(http, {**tokens, "reader": contract.token("borrower", write=False)}, DOCUMENT)


@pytest.mark.parametrize("check", list(checks(DOCUMENT)), ids=lambda check: check[1])
def test_the_account_system_keeps_the_contract(target: Target, check: tuple[str, str, str, Check]) -> None:
    result = run(target, *check)
    assert result.outcome == "passed", result.detail


class Breaking(httpx.BaseTransport):
    """Another system: the real one with its answers changed on the way."""

    def __init__(self, change: Change) -> None:
        self._real, self._change = httpx.HTTPTransport(), change

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._real.handle_request(request)
        answer.read()
        answer.request = request
        return self._change(answer)


def _json(change: Callable[[Json], None], part: str = "") -> Change:
    def changed(answer: httpx.Response) -> httpx.Response:
        if part not in str(answer.request.url) or "json" not in answer.headers["content-type"]:
            return answer
        body = answer.json()
        change(body)
        kept = {k: v for k, v in answer.headers.items() if k not in ("content-length", "content-encoding")}
        return httpx.Response(answer.status_code, json=body, headers=kept, request=answer.request)

    return changed


def _without(name: str) -> Change:
    def changed(answer: httpx.Response) -> httpx.Response:
        answer.headers.pop(name, None)
        return answer

    return changed


def _plain_errors(answer: httpx.Response) -> httpx.Response:
    if answer.is_error:
        answer.headers["content-type"] = "application/json"
    return answer


def _all_is_well(answer: httpx.Response) -> httpx.Response:
    return httpx.Response(200, json={}, request=answer.request)


def _pop_cursor(body: Json) -> None:
    body.pop("next_cursor", None)


def _wrong_sum(body: Json) -> None:
    body["current_balance_cents"] = body.get("current_balance_cents", 0) + 1


def _always_found(answer: httpx.Response) -> httpx.Response:
    return _all_is_well(answer) if "/v1/commands/" in str(answer.request.url) else answer


def _float_cents(body: Json) -> None:
    body["current_balance_cents"] = 12.5


BROKEN: list[tuple[Check, Change]] = [
    (reads.balances_add_up, _json(_wrong_sum, "/balance")),
    (reads.shape_of("/v1/accounts/{account_id}/balance", DOCUMENT["paths"]["/v1/accounts/{account_id}/balance"]["get"]),
     _json(_float_cents, "/balance")),
    (access.tokens_are_asked_for, _without("www-authenticate")),
    (access.tokens_are_asked_for, _plain_errors),
    (access.others_do_not_exist, _all_is_well),
    (access.staff_commands_are_theirs, _all_is_well),
    (access.unknown_paths, _plain_errors),
    (lists.pages_add_up, _json(_pop_cursor)),
    (writes.repeats_have_no_second_effect, _without("idempotent-replayed")),
    (writes.keys_are_asked_for, _all_is_well),
    (writes.edits_name_their_state, _without("etag")),
    (writes.commands_are_told, _always_found),
    (access.trying_is_not_writing, _all_is_well),
]  # fmt: skip


@pytest.mark.parametrize(("check", "change"), BROKEN)
def test_a_system_that_breaks_the_contract_fails(target: Target, check: Check, change: Change) -> None:
    base = target.http.base_url
    with httpx.Client(base_url=base, timeout=30, transport=Breaking(change)) as http:
        other = Target(http, target.tokens, DOCUMENT, target.accounts())
        with pytest.raises((Failed, KeyError)):
            check(other)


def test_a_token_file_names_the_borrower_and_another_one(tmp_path: Any) -> None:
    file = tmp_path / "tokens.json"
    for wrong in ("no json", "[]", '{"borrower": "x"}', '{"borrower": "x", "other": "y", "root": "z"}'):
        file.write_text(wrong)
        with pytest.raises(TokensUnusable):
            read_tokens(file)
    file.write_text('{"borrower": "x", "other": "y"}')
    assert read_tokens(file) == {"borrower": "x", "other": "y"}
