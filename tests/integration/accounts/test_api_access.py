"""Who may read what: tokens, ownership, and errors that say what to do."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import jwt
import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from accounts.app import AppConfig, create_app
from accounts.auth import AUDIENCE, ISSUER, IssuerKeyUnusable

OWN, OTHERS = "/v1/accounts/CL-100001/balance", "/v1/accounts/CL-100002/balance"
READS = ("", "/balance", "/amount-due", "/delinquency", "/statements", "/statements/latest", "/transactions")
MORE_READS = ("/payments", "/schedule", "/payoff-quote", "/rate-terms", "/fees", "/autopay", "/draws")
CARE_READS = ("/disputes", "/hardship")


def assert_problem(answer: httpx.Response, status: int, code: str) -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["type"].endswith(f"/{code}")
    assert body["status"] == status
    assert body["title"]
    assert len(body["detail"]) > 20


async def test_no_token_is_needed_for_date_and_health(client: Any) -> None:
    assert (await client.http.get("/healthz")).json() == {"status": "ok"}
    assert (await client.http.get("/v1/business-date")).json() == {
        "business_date": "2026-05-15",
        "weekday": "Friday",
        "next_business_day": "2026-05-18",
        "is_business_day": True,
    }


async def test_me_and_own_accounts_only(client: Any) -> None:
    me = await client.get("/v1/me", "B-1001")
    assert (me["name"], me["language"], me["flags"]) == ("Ana Reyes", "es", [])
    listed = await client.get("/v1/accounts", "B-1001")
    assert [each["account_id"] for each in listed["accounts"]] == ["CL-100001", "IL-200001"]
    assert listed["as_of"] == "2026-05-15"
    line, loan = listed["accounts"]
    assert "original_principal_cents" not in line
    assert "credit_limit_cents" not in loan
    assert "cycle_day" not in loan


@pytest.mark.parametrize("read", [*READS, *MORE_READS, *CARE_READS])
async def test_what_is_anothers_is_not_found_like_what_is_nobodys(client: Any, read: str) -> None:
    others = await client.response(f"/v1/accounts/CL-100002{read}", "B-1001")
    nobodys = await client.response(f"/v1/accounts/CL-999999{read}", "B-1001")
    assert_problem(others, 404, "not-found")
    assert others.json()["detail"].replace("CL-100002", "CL-999999") == nobodys.json()["detail"]


@pytest.mark.parametrize("role", ["support_agent", "service", "auditor"])
async def test_only_a_borrowers_role_owns_rows(client: Any, role: str) -> None:
    assert_problem(await client.response(OWN, "B-1001", role), 404, "not-found")
    assert (await client.response("/v1/accounts", "B-1001", role)).json()["accounts"] == []


async def test_people_are_listed_for_a_service_only(client: Any) -> None:
    listed = await client.response("/v1/people", "assistant", "service")
    assert [person["handle"] for person in listed.json()["people"]] == ["ana-reyes", "bo-lind"]
    assert_problem(await client.response("/v1/people", "B-1001"), 403, "service-only")


async def test_a_connection_forgets_the_borrower_after_each_request(client: Any, portfolio_url: str) -> None:
    for who, path in (("B-1001", OWN), ("B-1002", OTHERS)) * 6:
        await client.get(path, who)
    for _ in range(6):
        assert (await client.response("/v1/accounts", "B-none")).json()["accounts"] == []
    with psycopg.connect(portfolio_url) as connection:
        assert connection.execute("SELECT count(*) FROM accounts.accounts").fetchone() == (0,)


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": datetime.now(UTC) - timedelta(minutes=1)},
        {"aud": "assistant"},
        {"iss": "https://elsewhere.example"},
        {"scope": "policies:read"},
        {"sub": ""},
    ],
)
async def test_tokens_that_are_not_for_this_are_refused(client: Any, claims: dict[str, object]) -> None:
    token = client.issuer.token("B-1001", **claims)
    answer = await client.http.get(OWN, headers={"Authorization": f"Bearer {token}"})
    assert_problem(answer, 401, "invalid-token")
    assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_forged_and_missing_tokens_are_refused(client: Any) -> None:
    usual = {"sub": "B-1001", "role": "borrower", "aud": AUDIENCE, "iss": ISSUER, "scope": "accounts:read"}
    times = {"iat": datetime.now(UTC), "exp": datetime.now(UTC) + timedelta(minutes=5)}
    forged = jwt.encode({**usual, **times}, Ed25519PrivateKey.generate(), algorithm="EdDSA")
    unsigned = jwt.encode({**usual, **times}, "", algorithm="none")
    for header in (f"Bearer {forged}", f"Bearer {unsigned}", "Bearer", "Basic YTpi", "Bearer \x00"):
        assert_problem(await client.http.get(OWN, headers={"Authorization": header}), 401, "invalid-token")
    assert_problem(await client.http.get(OWN), 401, "invalid-token")


async def test_problems_of_single_reads(client: Any) -> None:
    cases = {
        "/v1/accounts/CL-100001/schedule": (409, "no-schedule"),
        "/v1/accounts/CL-100001/payoff-quote?date=2026-05-14": (422, "payoff-date"),
        "/v1/accounts/CL-100001/payoff-quote?date=2026-06-15": (422, "payoff-date"),
        "/v1/accounts/CL-100001/payoff-quote?date=friday": (422, "invalid-request"),
        "/v1/accounts/CL-100001/transactions?from=2026-05-02&to=2026-05-01": (422, "invalid-period"),
        "/v1/accounts/CL-100001/transactions?kind=bribe": (422, "invalid-request"),
        "/v1/accounts/CL-100001/transactions?limit=100000": (422, "invalid-request"),
        "/v1/accounts/CL-100001/statements/ST-NONE": (404, "not-found"),
        "/v1/nothing": (404, "no-such-route"),
    }
    for path, (status, code) in cases.items():
        assert_problem(await client.response(path, "B-1001"), status, code)


async def test_ids_are_parameters_never_statements(client: Any) -> None:
    for odd in ("'%20OR%20'1'='1", "CL-100001'--", "%00", "x" * 500, "%F0%9F%92%B8"):
        answer = await client.response(f"/v1/accounts/{odd}/balance", "B-1001")
        assert answer.status_code in (404, 422), answer.text


async def test_database_down_says_what_to_do(issuer: Any, tmp_path: Any) -> None:
    app = create_app(AppConfig(f"postgresql://nobody@/none?host={tmp_path}", issuer.public_file, wait_s=0.2))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://accounts") as http:
            headers = {"Authorization": f"Bearer {issuer.token('B-1001')}"}
            assert_problem(await http.get(OWN, headers=headers), 503, "database-down")
            assert (await http.get("/healthz")).status_code == 200


def test_an_unusable_issuer_key_is_named(tmp_path: Any) -> None:
    with pytest.raises(IssuerKeyUnusable, match="ACCOUNTS_ISSUER_KEY"):
        create_app(AppConfig("postgresql:///none", tmp_path / "absent.pem"))


def test_the_service_imports_lightly() -> None:
    code = "import sys, accounts.app; print(*sorted({m.partition('.')[0] for m in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert {"sqlalchemy", "numpy", "langchain_core", "onnxruntime", "alembic"}.isdisjoint(loaded)
