"""Who may see what over HTTP: tokens, threads by subject, documents by audience, and what each part's health says."""

from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from stack.issuer import ACCOUNTS_AUDIENCE, ASSISTANT_AUDIENCE, ISSUER
from tests.serving import Api, Client

HOUR = timedelta(hours=1)


def token(api: Api, key: Any = None, **claims: Any) -> str:
    """A token as the issuer makes it, with other claims where given (None leaves one out)."""
    now = datetime.now(UTC)
    usual = {
        "sub": "B-10001",
        "role": "borrower",
        "iss": ISSUER,
        "aud": ASSISTANT_AUDIENCE,
        "iat": now,
        "exp": now + HOUR,
    }
    kept = {name: value for name, value in {**usual, **claims}.items() if value is not None}
    own = (api.lender.issuer.public_path.parent / "private.pem").read_bytes()
    return jwt.encode(kept, key or own, algorithm="EdDSA")


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": datetime(2026, 1, 1, tzinfo=UTC)},
        {"aud": ACCOUNTS_AUDIENCE},
        {"iss": "https://elsewhere.example"},
        {"sub": None},
        {"exp": None},
        {"role": "service"},
        {"role": "admin"},
    ],
    ids=str,
)
async def test_a_token_that_does_not_fit_is_refused_and_never_anonymous(api: Api, claims: dict[str, Any]) -> None:
    answer = await Client(api.url, token(api, **claims)).post("/v1/threads")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


async def test_an_expired_token_says_to_sign_in_again(api: Api) -> None:
    answer = await Client(api.url, token(api, exp=datetime(2026, 1, 1, tzinfo=UTC))).get("/v1/threads")
    assert answer.json()["detail"] == "Your sign-in has expired; sign in again."


async def test_a_tampered_or_foreign_signature_is_refused(api: Api) -> None:
    good = token(api)
    head, body, signature = good.split(".")
    tampered = ".".join([head, body, signature[::-1]])
    foreign = token(api, key=Ed25519PrivateKey.generate())
    unsigned = jwt.encode({"sub": "B-10001", "role": "borrower"}, "", algorithm="none")
    for bad in (tampered, foreign, unsigned, "x", good + "x"):
        assert (await Client(api.url, bad).get("/v1/threads")).status_code == 401
    assert (await Client(api.url, good).get("/v1/threads")).status_code == 200


async def test_another_scheme_is_refused(api: Api) -> None:
    client = Client(api.url, headers={"Authorization": "Basic Zm9vOmJhcg=="})
    assert (await client.get("/v1/threads")).status_code == 401


async def test_a_thread_is_its_own_subjects_alone(api: Api) -> None:
    owner, other = (
        api.client(api.lender.who("current")),
        api.client(api.lender.somebody_else(api.lender.who("current"))),
    )
    thread_id = await owner.thread()
    await owner.say(thread_id, "hello")
    nobody = api.client()
    for stranger in (other, nobody):
        assert (await stranger.get(f"/v1/threads/{thread_id}")).status_code == 404
        assert (await stranger.post(f"/v1/threads/{thread_id}/turns", {"text": "hi"})).status_code == 404
        listed = (await stranger.get("/v1/threads")).json()["threads"]
        assert thread_id not in [row["thread_id"] for row in listed]


async def test_an_anonymous_visitor_comes_back_with_their_key_and_not_without(api: Api) -> None:
    visitor = api.client()
    thread_id = await visitor.thread()
    assert (await visitor.say(thread_id, "hello"))["answer"] == "Hello! How can I help?"
    assert (await visitor.get(f"/v1/threads/{thread_id}")).status_code == 200
    assert (await api.client().get(f"/v1/threads/{thread_id}")).status_code == 404
    short = Client(api.url, headers={"X-Anonymous-Key": "B-10001"})
    assert (await short.get(f"/v1/threads/{thread_id}")).status_code == 404


async def test_sign_in_is_for_seeded_people(api: Api) -> None:
    person = api.lender.who("current")
    answer = await api.client().post("/v1/development/sign-in", {"handle": person["handle"]})
    signed_in = Client(api.url, answer.json()["token"])
    assert (await signed_in.get("/v1/threads")).status_code == 200
    unknown = await api.client().post("/v1/development/sign-in", {"handle": "nobody-at-all"})
    assert unknown.status_code == 404
    assert "Nearest" in unknown.json()["detail"]


async def test_a_cited_document_opens_and_a_staff_document_only_for_staff(api: Api) -> None:
    opened = await api.client().get("/v1/policies/POL-PAYOFF-01?version=1")
    assert opened.status_code == 200
    assert {"document": "POL-PAYOFF-01", "version": 1}.items() <= opened.json().items()
    assert opened.json()["sections"][0]["text"]
    staff = Client(api.url, api.lender.staff_token())
    assert (await staff.get("/v1/policies/POL-S-WAIVE-01")).status_code == 200
    for reader in (api.client(), api.client(api.lender.who("current"))):
        hidden, absent = await reader.get("/v1/policies/POL-S-WAIVE-01"), await reader.get("/v1/policies/POL-NONE-01")
        assert (hidden.status_code, absent.status_code) == (404, 404)
        assert hidden.json()["title"] == absent.json()["title"]


@pytest.mark.parametrize("name", ["%00", "..%2F..%2Fetc", "POL-PAYOFF-01%00", "%F0%9F%92%A9", "a" * 3000])
async def test_odd_document_names_are_not_found(api: Api, name: str) -> None:
    assert (await api.client().get(f"/v1/policies/{name}")).status_code == 404


async def test_ready_when_everything_is(api: Api) -> None:
    answer = await api.client().get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["checks"] == {"database": "ok", "index": "ok", "accounts": "ok", "model": "ok"}


@pytest.mark.parametrize(
    ("text", "status"),
    [("", 422), ("   \n", 422), ("\x00\x01\x02\x03\x04\x05\x06\x07", 422), ("x" * 100_000, 413), ("..,-", 422)],
    ids=["empty", "blank", "binary", "100 kB", "marks"],
)
async def test_what_is_no_message_is_refused_with_what_to_do_and_not_stored(api: Api, text: str, status: int) -> None:
    client = api.client(api.lender.who("current"))
    thread_id = await client.thread()
    answer = await client.post(f"/v1/threads/{thread_id}/turns", {"text": text})
    assert answer.status_code == status
    assert "rite" in answer.json()["detail"] or "Send" in answer.json()["detail"]
    assert api.rows("SELECT 1 FROM assistant.turns WHERE thread_id = %s", thread_id) == []


async def test_broken_unicode_is_read_as_far_as_it_can_be(api: Api) -> None:
    client = api.client(api.lender.who("current"))
    thread_id = await client.thread()
    async with client.http() as http:
        body = b'{"text": "hello \\ud83d there \\u0000"}'
        answer = await http.post(
            f"/v1/threads/{thread_id}/turns", content=body, headers={"Content-Type": "application/json"}
        )
    assert answer.status_code in (200, 422)
    assert answer.headers["content-type"] in ("application/json", "application/problem+json")
