"""Authorised third parties: what their authorisation names, while it holds, for the borrower whose it is."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import date
from typing import Any

import httpx
import psycopg
import pytest

from accounts.app import contract_document
from accounts.auth import Claims
from accounts.commands.third_parties import AuthoriseThirdParty, ReviewThirdParty, RevokeThirdParty
from accounts.routes.parties import READS, may_pay
from tests.conftest import Database
from tests.integration.accounts.desk import LINE, OTHER_LINE
from tests.integration.accounts.edge import READ, TODAY, Edge, serve_edge

DOCUMENT = contract_document()["paths"]
DOLLAR = {"amount_cents": 100, "scheduled_for": "2026-03-02"}
PAYMENTS = f"/v1/accounts/{LINE}/payments"
STRANGER = ("third_party", "TP-0000000000", "B-1")
BY_ACCOUNT = [
    path
    for path, item in DOCUMENT.items()
    if "get" in item and "{account_id}" in path and (path.count("{") == 1 or "{which}" in path)
]
OF_BORROWER = [path for path, item in DOCUMENT.items() if "get" in item and "{" not in path]


@dataclass
class Party:
    """A third party of B-1 at the edge."""

    edge: Edge
    third_party_id: str
    borrower: str = "B-1"

    @property
    def who(self) -> tuple[str, str, str | None]:
        return "third_party", self.third_party_id, self.borrower

    async def get(self, path: str) -> httpx.Response:
        return await self.edge.call("GET", path, self.who, scope=READ)

    async def post(self, path: str, body: object | None = None, **more: Any) -> httpx.Response:
        return await self.edge.call("POST", path, self.who, body, **more)


@pytest.fixture
async def edge(accounts_db: Database, issuer: Any) -> AsyncGenerator[Edge]:
    async with serve_edge(accounts_db, issuer) as served:
        yield served


def authorised(edge: Edge, *scopes: str, borrower: str = "B-1", **terms: object) -> Party:
    content = {"name": "Maria Lopez", "relationship": "family", "scopes": scopes, **terms}
    made = edge.desk.give(AuthoriseThirdParty.model_validate(content), None, borrower_id=borrower).result
    edge.desk.connection.commit()
    return Party(edge, str(made["third_party_id"]))


def code(answer: httpx.Response) -> tuple[int, str | None]:
    return answer.status_code, answer.json().get("code")


def filled(path: str, account: str = LINE) -> str:
    return path.format(account_id=account, which="latest")


@pytest.mark.parametrize("scope", ["information", "payments", "hardship", "disputes", "documents"])
async def test_each_read_needs_the_scope_that_names_it(edge: Edge, scope: str) -> None:
    party = authorised(edge, scope)
    for path in (*BY_ACCOUNT, *OF_BORROWER):
        if path in ("/healthz", "/v1/business-date", "/v1/people", "/v1/trial-balance", "/v1/funding/pools"):
            continue
        answer, own = await party.get(filled(path)), await edge.call("GET", filled(path))
        if READS.get(path) in (scope, "standing"):
            assert (answer.status_code, answer.json()) == (own.status_code, own.json()), path
        else:
            assert code(answer) == (404, "not-found"), path


async def test_what_is_not_covered_answers_as_what_does_not_exist(edge: Edge) -> None:
    party = authorised(edge, "documents")
    for path in BY_ACCOUNT:
        if READS[path] != "standing":
            answers = [await party.get(filled(path)), await edge.call("GET", filled(path), STRANGER)]
            unknown = await edge.call("GET", filled(path, "CL-999999"))
            words = unknown.json()["detail"]
            assert [each.json()["detail"].replace(LINE, "CL-999999") for each in answers] == [words, words], path
    me = await edge.call("GET", "/v1/me", ("borrower", "B-nobody", None))
    for path in OF_BORROWER:
        if path not in ("/healthz", "/v1/business-date", "/v1/people", "/v1/trial-balance", "/v1/funding/pools"):
            assert (await edge.call("GET", path, STRANGER)).json() == me.json(), path


async def test_the_authorisation_is_the_borrowers_own_and_opens_nobody_elses(edge: Edge) -> None:
    party = authorised(edge, "information", "payments", borrower="B-2")
    assert [each["account_id"] for each in (await _as(party, "B-2").get("/v1/accounts")).json()["accounts"]] == [
        OTHER_LINE
    ]
    assert code(await party.get(f"/v1/accounts/{LINE}/balance")) == (404, "not-found")
    assert code(await _as(party, "B-2").get(f"/v1/accounts/{LINE}/balance")) == (404, "not-found")
    assert code(await party.post(PAYMENTS, DOLLAR)) == (404, "not-found")
    claims_nobody = await edge.call("GET", f"/v1/accounts/{OTHER_LINE}", ("third_party", party.third_party_id, None))
    assert code(claims_nobody) == (404, "not-found")


def _as(party: Party, borrower: str) -> Party:
    return Party(party.edge, party.third_party_id, borrower)


async def test_it_holds_from_its_first_day_to_its_last(edge: Edge) -> None:
    party = authorised(edge, "information", "payments", until=TODAY)
    assert (await party.get(f"/v1/accounts/{LINE}/balance")).status_code == 200
    edge.desk.close_until(date(2026, 2, 18))
    edge.desk.connection.commit()
    assert code(await party.get(f"/v1/accounts/{LINE}/balance")) == (404, "not-found")
    assert code(await party.post(PAYMENTS, DOLLAR)) == (404, "not-found")


async def test_a_power_of_attorney_opens_nothing_until_it_is_accepted(edge: Edge) -> None:
    party = authorised(edge, "information", basis="power_of_attorney", document_ref="DOC-1")
    assert code(await party.get("/v1/accounts")) == (404, "not-found")
    accepted = ReviewThirdParty(third_party_id=party.third_party_id, accepted=True)
    edge.desk.give(accepted, None, "support_agent")
    edge.desk.connection.commit()
    assert (await party.get("/v1/accounts")).status_code == 200


async def test_who_may_pay_makes_and_cancels_payments_and_is_told_of_them_even_later(edge: Edge) -> None:
    party = authorised(edge, "payments")
    made = await party.post(PAYMENTS, DOLLAR, key="pay-1")
    payment = made.json()["resource"]
    assert (made.status_code, payment["source"]) == (201, "one_time")
    (kept,) = edge.desk.all("SELECT actor, actor_role, borrower_id FROM commands WHERE kind = 'make_payment'")
    assert kept == (party.third_party_id, "third_party", "B-1")
    tried = await party.post(PAYMENTS, DOLLAR, params={"dry_run": "true"})
    assert tried.json()["status"] == "preview"
    cancelled = await party.post(f"{PAYMENTS}/{payment['payment_id']}/cancel")
    assert cancelled.json()["resource"]["status"] == "cancelled"
    verified = await party.post(PAYMENTS, {**DOLLAR, "verified_funds": True})
    assert code(verified) == (409, "payment-not-possible")
    edge.desk.give(RevokeThirdParty(third_party_id=party.third_party_id), None)
    edge.desk.connection.commit()
    assert code(await party.post(PAYMENTS, DOLLAR, key="pay-2")) == (404, "not-found")
    assert (await party.get("/v1/commands/pay-1")).json() == made.json()
    assert code(await party.get("/v1/commands/pay-2")) == (404, "command-not-found")
    own = await edge.call("GET", "/v1/commands/pay-1")
    assert code(own) == (404, "command-not-found")


async def test_who_may_only_ask_pays_nothing(edge: Edge) -> None:
    party = authorised(edge, "information", "hardship", "disputes", "documents")
    for path in (PAYMENTS, f"{PAYMENTS}/PM-0000000000/cancel"):
        answer = await party.post(path, DOLLAR if path == PAYMENTS else None)
        nobodys = await party.post(path.replace(LINE, "CL-999999"), DOLLAR if path == PAYMENTS else None)
        assert code(answer) == (404, "not-found")
        assert answer.json()["detail"].replace(LINE, "CL-999999") == nobodys.json()["detail"]


async def test_a_third_party_gives_no_other_command(edge: Edge) -> None:
    party = authorised(edge, "information", "payments", "hardship", "disputes", "documents")
    before = edge.desk.one("SELECT count(*) FROM commands")
    places = {"account_id": LINE, "consent": "marketing", "flag": "deceased", "month": "2026-01"}
    allowed = {PAYMENTS, "/v1/accounts/{account_id}/payments", "/v1/accounts/{account_id}/payments/{payment_id}/cancel"}
    asked, refused = 0, set[tuple[int, str | None]]()
    for path, item in DOCUMENT.items():
        for method, operation in item.items():
            if method == "get" or path in allowed:
                continue
            given, reference = path, operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            body = (reference.get("schema", {}).get("examples") or [None])[0]
            for parameter in (each for each in operation["parameters"] if each["in"] == "path"):
                shown = (parameter.get("schema", {}).get("examples") or ["PM-0000000000"])[0]
                given = given.replace(f"{{{parameter['name']}}}", places.get(parameter["name"], str(shown)))
            answer = await edge.call(method.upper(), given, party.who, body, headers={"If-Match": "*"})
            assert answer.status_code in (403, 404, 422), (method, path, answer.text)
            asked, refused = asked + 1, refused | {code(answer)}
    assert asked > 50
    assert (403, "not-permitted") in refused
    assert edge.desk.one("SELECT count(*) FROM commands") == before


async def test_an_authorisation_is_not_taken_back_between_the_check_and_the_payment(
    edge: Edge, accounts_db: Database
) -> None:
    party = authorised(edge, "payments")
    revoke = "UPDATE accounts.third_parties SET status = 'revoked', revoked_on = %s"
    with (
        psycopg.connect(accounts_db.url("accounts_api"), options="-c search_path=accounts") as paying,
        psycopg.connect(accounts_db.url("accounts_ops"), options="-c lock_timeout=1") as revoking,
    ):
        paying.execute("SELECT set_config('accounts.borrower_id', 'B-1', true)")
        assert may_pay(paying, Claims(party.third_party_id, "third_party", serves="B-1"))
        with pytest.raises(psycopg.errors.LockNotAvailable), revoking.transaction():
            revoking.execute(revoke, [TODAY])
        paying.commit()
        revoking.execute(revoke, [TODAY])
    assert code(await party.post(PAYMENTS, DOLLAR)) == (404, "not-found")


def test_every_read_that_a_scope_opens_is_one_of_the_contract() -> None:
    assert set(READS) <= {path for path, item in DOCUMENT.items() if "get" in item}
