"""Sign-in by an OpenID Connect issuer: which tokens count, keys that change, and tokens for the account system."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pydantic import SecretStr

from assistant.settings import Settings
from stack.callers import caller_of, serving
from stack.issuer import DevelopmentIssuer, Issuer, IssuerUnavailable, TokenRejected
from stack.issuers import SignInNotConfigured, issuer_for
from stack.published_keys import Issuers, PublishedKeys
from tests.oidc_provider import CLIENT, SECRET, Provider, SigningKey, running

PEOPLE = {
    "B-1": {"role": "borrower", "name": "Ana"},
    "S-1": {"role": "support_agent", "name": "Sam"},
    "T-1": {"role": "third_party", "borrower": "B-1", "scopes": ["read"]},
}


@pytest.fixture(scope="module")
def served() -> Iterator[Provider]:
    with running(PEOPLE) as provider:
        yield provider


@pytest.fixture
def provider(served: Provider) -> Provider:
    """The served one as it was at first, except for its key's name."""
    served.down, served.keys = False, served.keys[:1]
    served.asked.clear()
    served.requests.clear()
    return served


def settings(provider: Provider, **others: Any) -> Settings:
    known = {"oidc_issuer": provider.url, "oidc_client_id": CLIENT, "oidc_client_secret": SecretStr(SECRET)}
    return Settings().model_copy(update={**known, **others})


@pytest.fixture
def issuer(provider: Provider, tmp_path: Path) -> Issuer:
    provider.client_key = DevelopmentIssuer(tmp_path).public_path.read_bytes()
    return issuer_for(settings(provider), tmp_path)


def test_an_access_token_says_who_it_is_and_with_how_many_factors(issuer: Issuer, provider: Provider) -> None:
    ana = issuer.verify(provider.token("B-1"))
    assert (ana.subject, ana.role, ana.name, ana.assurance) == ("B-1", "borrower", "Ana", 1)
    tom = issuer.verify(provider.token("T-1"))
    assert (tom.serves, tom.scopes) == ("B-1", frozenset({"read"}))


def test_a_second_factor_counts_for_ten_minutes_and_only_with_the_right_acr(issuer: Issuer, provider: Provider) -> None:
    now = int(datetime.now(UTC).timestamp())
    given = issuer.verify(provider.token("B-1", acr="2", auth_time=now - 30))
    assert given.assurance == 2
    assert given.second_factor_age_s in range(29, 40)
    old: list[dict[str, Any]] = [{"acr": "2", "auth_time": now - 601}, {"acr": "1", "auth_time": now}, {"acr": "2"}]
    for claims in old:
        assert issuer.verify(provider.token("B-1", **claims)).assurance == 1


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another"},
        {"aud": CLIENT},
        {"iss": "https://elsewhere.example"},
        {"exp": datetime(2026, 1, 1, tzinfo=UTC)},
        {"exp": None},
        {"iat": None},
        {"iat": datetime.now(UTC) + timedelta(hours=1)},
        {"nbf": datetime.now(UTC) + timedelta(hours=1)},
        {"sub": None},
        {"sub": ""},
        {"role": None},
        {"role": "service"},
        {"role": ["admin"]},
        {"nonce": "n-1"},
    ],
    ids=lambda claims: (
        ",".join(f"{name}={str(value)[:20]}" for name, value in claims.items())
        if not any(isinstance(value, datetime) for value in claims.values())
        else ",".join(claims) + "-time"
    ),
)
def test_a_token_that_does_not_fit_is_refused(issuer: Issuer, provider: Provider, claims: dict[str, Any]) -> None:
    with pytest.raises(TokenRejected):
        issuer.verify(provider.token("B-1", **claims))


def _unsigned(claims: dict[str, Any]) -> str:
    parts = ({"alg": "none", "kid": "first"}, claims)
    return ".".join(base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=").decode() for p in parts) + "."


def test_other_signatures_are_never_taken(issuer: Issuer, provider: Provider) -> None:
    """None at all, the public key used as a shared secret, and another's key under the issuer's key id."""
    claims = jwt.decode(provider.token("B-1"), options={"verify_signature": False})
    public = provider.keys[0].key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    kid = {"kid": provider.keys[0].kid}
    body = _unsigned(claims).split(".")[1]
    forged = jwt.encode(claims, SigningKey.new("first").key, "RS256", headers=kid)
    import hashlib
    import hmac

    head = base64.urlsafe_b64encode(json.dumps({"alg": "HS256", **kid}).encode()).rstrip(b"=").decode()
    mac = base64.urlsafe_b64encode(hmac.digest(public, f"{head}.{body}".encode(), hashlib.sha256)).rstrip(b"=").decode()
    for token in (_unsigned(claims), f"{head}.{body}.{mac}", forged, "no.token.atall", ""):
        with pytest.raises(TokenRejected):
            issuer.verify(token)
    assert issuer.verify(jwt.encode(claims, provider.keys[0].key, "RS256", headers=kid)).subject == "B-1"
    with pytest.raises(TokenRejected, match="signed in a way"):
        issuer.verify(jwt.encode(claims, provider.keys[0].key, "RS512", headers=kid))


def test_a_shared_secret_cannot_be_configured(provider: Provider, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="HS256"):
        issuer_for(settings(provider, oidc_algorithms=("RS256", "HS256")), tmp_path)


def test_a_new_key_is_fetched_and_the_old_one_no_longer_counts(issuer: Issuer, provider: Provider) -> None:
    before = provider.token("B-1")
    assert issuer.verify(before).subject == "B-1"
    ticks = iter(range(0, 100_000, 100))
    keys = PublishedKeys(Issuers(provider.url, _http()), lambda: float(next(ticks)))
    keys.key(jwt.get_unverified_header(before))
    first = provider.keys
    try:
        provider.rotate("second")
        keys.key(jwt.get_unverified_header(provider.token("B-1")))
        with pytest.raises(TokenRejected, match="does not publish"):
            keys.key(jwt.get_unverified_header(before))
    finally:
        provider.keys = first


def _http() -> Any:
    import httpx

    return httpx.Client(trust_env=False)


def test_made_up_key_ids_ask_the_issuer_once_in_a_while_only(provider: Provider) -> None:
    keys = PublishedKeys(Issuers(provider.url, _http()), lambda: 10.0)
    for made_up in range(20):
        with pytest.raises(TokenRejected):
            keys.key({"alg": "RS256", "kid": f"made-up-{made_up}"})
    assert provider.requests.count("/jwks") == 1


def test_known_keys_outlast_an_outage_and_unknown_ones_say_what_is_wrong(provider: Provider) -> None:
    now = [0.0]
    keys = PublishedKeys(Issuers(provider.url, _http()), lambda: now[0])
    header = jwt.get_unverified_header(provider.token("B-1"))
    keys.key(header)
    provider.down, now[0] = True, 1200.0
    keys.key(header)
    now[0] = 4000.0
    with pytest.raises(IssuerUnavailable, match="out of reach"):
        keys.key(header)


def test_an_issuer_that_calls_itself_otherwise_is_not_believed(provider: Provider) -> None:
    told = Issuers(provider.url + "/", _http())
    with pytest.raises(IssuerUnavailable, match="calls itself"):
        told.endpoint("jwks_uri")


@pytest.mark.parametrize("roles", ["lending-agents", ["offline_access", "lending-agents"]], ids=["one", "several"])
def test_roles_are_read_where_and_as_the_issuer_names_them(provider: Provider, tmp_path: Path, roles: object) -> None:
    mapped = {"oidc_role_claim": "realm_access.roles", "oidc_role_names": {"lending-agents": "support_agent"}}
    issuer = issuer_for(settings(provider, **mapped), tmp_path)
    assert issuer.verify(provider.token("S-1", role=None, realm_access={"roles": roles})).role == "support_agent"


def test_accounts_are_read_with_an_exchanged_token_that_is_kept(issuer: Issuer, provider: Provider) -> None:
    token = provider.token("B-1")
    caller = caller_of(issuer.verify(token), issuer)
    again = caller_of(issuer.verify(token), issuer)
    (form,) = provider.asked
    said = jwt.decode(str(caller.token), provider.keys[-1].key.public_key(), ["RS256"], audience="accounts")
    assert again.token == caller.token
    assert form["subject_token"] == token
    assert (said["sub"], said["scope"]) == ("B-1", "accounts:read accounts:preview")


def test_whom_staff_serve_is_in_the_token(issuer: Issuer, provider: Provider) -> None:
    caller = serving(caller_of(issuer.verify(provider.token("S-1")), issuer), "B-1", issuer)
    said = jwt.decode(str(caller.token), provider.keys[-1].key.public_key(), ["RS256"], audience="accounts")
    assert (said["sub"], said["role"], said["borrower"]) == ("S-1", "support_agent", "B-1")


def test_where_nobody_is_there_the_service_asserts_who_acts_and_keeps_no_token(
    issuer: Issuer, provider: Provider
) -> None:
    for _ in range(2):
        issuer.delegate("B-1", "borrower", write=True)
    first, second = provider.asked
    assert first["subject_token_type"].endswith(":jwt")
    assert first["scope"] == "accounts:read accounts:write"
    assert first["subject_token"] != second["subject_token"]


def test_the_client_can_authenticate_with_its_key(provider: Provider, tmp_path: Path) -> None:
    provider.client_key = DevelopmentIssuer(tmp_path).public_path.read_bytes()
    issuer = issuer_for(settings(provider, oidc_client_secret=None), tmp_path)
    assert issuer.delegate("assistant", "service")
    assert provider.asked[0]["grant_type"] == "client_credentials"
    assert "client_assertion" in provider.asked[0]


def test_an_exchange_that_is_refused_or_out_of_reach_is_told_apart(provider: Provider, tmp_path: Path) -> None:
    refused = issuer_for(settings(provider, oidc_client_secret=SecretStr("wrong")), tmp_path)
    with pytest.raises(TokenRejected, match="invalid_client"):
        refused.delegate("assistant", "service")
    provider.down = True
    with pytest.raises(IssuerUnavailable):
        refused.delegate("assistant", "service")


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, "ASSIST_OIDC_ISSUER and ASSIST_OIDC_CLIENT_ID"),
        ({"oidc_issuer": "https://id.example"}, "ASSIST_OIDC_CLIENT_ID"),
        ({"oidc_issuer": "http://id.example", "oidc_client_id": "c"}, "https"),
    ],
    ids=["nothing", "no client", "no https"],
)
def test_production_without_an_issuer_says_what_to_set(tmp_path: Path, given: dict[str, str], missing: str) -> None:
    with pytest.raises(SignInNotConfigured, match=missing):
        issuer_for(Settings().model_copy(update={"environment": "production", **given}), tmp_path)
