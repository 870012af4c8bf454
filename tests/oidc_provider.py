"""An OpenID Connect issuer for tests on loopback, with real RSA keys: discovery, keys, code and PKCE, token exchange.

It checks what a real one checks: the client, the code's verifier, the subject token's signature, what it was asked for.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from jwt.algorithms import RSAAlgorithm

from tests.serving import serving

EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
CLIENT, SECRET = "tidewell", "the-clients-secret"
WELL_KNOWN = "/.well-known/openid-configuration"


@dataclass
class SigningKey:
    """One of the issuer's keys with its name."""

    kid: str
    key: RSAPrivateKey

    @staticmethod
    def new(kid: str) -> "SigningKey":
        return SigningKey(kid, generate_private_key(65537, 2048))

    def published(self) -> dict[str, Any]:
        return {**RSAAlgorithm.to_jwk(self.key.public_key(), True), "kid": self.kid, "use": "sig"}


@dataclass
class Provider:
    """people: subject -> claims of who may sign in. asked: the forms that the token endpoint took, newest last.

    for_accounts: signs tokens of the account system in place of the provider's own key (as `Issuer.delegate`).
    """

    url: str = ""
    keys: list[SigningKey] = field(default_factory=lambda: [SigningKey.new("first")])
    people: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    client_key: Any = None
    for_accounts: Callable[..., str] | None = None
    down: bool = False
    asked: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    requests: list[str] = field(default_factory=list[str])
    codes: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])

    def rotate(self, kid: str) -> None:
        """Sign with a new key; the old one is published no more."""
        self.keys = [SigningKey.new(kid)]

    def token(self, subject: str, audience: str = "assistant", **claims: Any) -> str:
        """A token as the issuer signs it; claims that are None are left out."""
        now = datetime.now(UTC)
        usual = {"iss": self.url, "sub": subject, "aud": audience, "iat": now, "exp": now + timedelta(minutes=30)}
        said = {**usual, **self.people.get(subject, {}), **claims}
        signer = self.keys[-1]
        kept = {name: value for name, value in said.items() if value is not None}
        return jwt.encode(kept, signer.key, "RS256", headers={"kid": signer.kid, "typ": "at+jwt"})

    def exchange(self, form: dict[str, str]) -> dict[str, Any]:
        """RFC 8693: a token of the account system for whom the subject token names."""
        if form["subject_token_type"].endswith(":jwt"):
            address = f"{self.url}/token"
            said = jwt.decode(form["subject_token"], self.client_key, ["EdDSA"], audience=address, issuer=CLIENT)
            person = {"sub": said["sub"], "role": said["role"]}
        else:
            key = self.keys[-1].key.public_key()
            said = jwt.decode(form["subject_token"], key, ["RS256"], audience="assistant", issuer=self.url)
            person = {"sub": said["sub"], "role": said["role"]}
        return self._accounts(person, form)

    def _accounts(self, person: dict[str, Any], form: dict[str, str]) -> dict[str, Any]:
        details = json.loads(form.get("authorization_details", "[]"))
        served = {"borrower": details[0]["borrower"]} if details else {}
        if self.for_accounts:
            preview, write = ("accounts:" + kind in form["scope"] for kind in ("preview", "write"))
            token = self.for_accounts(person["sub"], person["role"], preview=preview, write=write, **served)
        else:
            token = self.token(person["sub"], form["audience"], role=person["role"], scope=form["scope"], **served)
        kind = "urn:ietf:params:oauth:token-type:access_token"
        return {"access_token": token, "issued_token_type": kind, "token_type": "Bearer", "expires_in": 300}

    def granted(self, form: dict[str, str]) -> dict[str, Any]:
        if form["grant_type"] == EXCHANGE:
            return self.exchange(form)
        if form["grant_type"] == "client_credentials":
            return self._accounts({"sub": CLIENT, "role": "service"}, form)
        asked = self.codes.pop(form["code"])
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == asked["code_challenge"]
        person, extra = asked["login_hint"], _when(asked)
        return {
            "access_token": self.token(person, **extra),
            "id_token": self.token(person, CLIENT, nonce=asked.get("nonce"), **extra),
            "token_type": "Bearer",
            "expires_in": 1800,
        }


def app(provider: Provider) -> FastAPI:
    """The provider's HTTP side."""
    served = FastAPI()

    @served.middleware("http")
    async def counted(request: Request, call: Any) -> Response:
        provider.requests.append(request.url.path)
        answer: Response = Response(status_code=503) if provider.down else await call(request)
        answer.headers["Access-Control-Allow-Origin"] = "*"
        return answer

    @served.get(WELL_KNOWN)
    async def described() -> dict[str, Any]:
        places = {f"{name}_endpoint": f"{provider.url}/{name}" for name in ("authorization", "token", "userinfo")}
        return {"issuer": provider.url, "jwks_uri": f"{provider.url}/jwks", **places}

    @served.get("/jwks")
    async def keys() -> dict[str, Any]:
        return {"keys": [key.published() for key in provider.keys]}

    @served.get("/authorization")
    async def authorization(request: Request) -> Response:
        asked = dict(request.query_params)
        asked.setdefault("login_hint", next(iter(provider.people)))
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        provider.codes[code] = asked
        back = urlencode({"code": code, "state": asked["state"]})
        return RedirectResponse(f"{asked['redirect_uri']}?{back}", 302)

    @served.post("/token")
    async def token(request: Request) -> Response:
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        provider.asked.append(form)
        if form["grant_type"] != "authorization_code" and not _client_known(provider, request, form):
            return JSONResponse({"error": "invalid_client"}, 401)
        try:
            return JSONResponse(provider.granted(form))
        except (jwt.InvalidTokenError, KeyError, AssertionError) as error:
            return JSONResponse({"error": "invalid_grant", "error_description": str(error)}, 400)

    return served


def _client_known(provider: Provider, request: Request, form: dict[str, str]) -> bool:
    if assertion := form.get("client_assertion"):
        jwt.decode(assertion, provider.client_key, ["EdDSA"], audience=f"{provider.url}/token", issuer=CLIENT)
        return True
    given = base64.b64decode(request.headers.get("authorization", "Basic ").removeprefix("Basic ")).decode()
    return given == f"{CLIENT}:{SECRET}"


def _when(asked: dict[str, str]) -> dict[str, Any]:
    """How and when the person signed in: with what was asked for, just now."""
    return {"acr": asked.get("acr_values"), "auth_time": int(datetime.now(UTC).timestamp())}


@contextmanager
def running(people: dict[str, dict[str, Any]]) -> Generator[Provider]:
    """A provider that is served until the block ends."""
    provider = Provider(people=people)
    with serving(app(provider)) as url:
        provider.url = url
        yield provider
