"""Tokens of the account system by token exchange at the issuer: a person's token in, a short and narrow one out.

Where a person is there, their own access token is the subject token. Where nobody is (a confirmed proposal is executed
later, a turn is taken up by another process), the service itself asserts who acts with a JWT signed by its key; the
issuer must be told to trust that of this client. Whom staff serve travels as authorization details.
Source: RFC 8693 (2.1), RFC 7523 (2.2, 3), RFC 9396 (5), RFC 6749 (4.4).
"""

import hashlib
import json
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from stack.issuer import IssuerUnavailable, TokenRejected, utc_now
from stack.published_keys import Issuers

EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
ACCESS = "urn:ietf:params:oauth:token-type:access_token"
JWT = "urn:ietf:params:oauth:token-type:jwt"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ASSERTED_FOR = timedelta(minutes=1)
_SPARE_S = 60.0
"""A kept token is used until so long before its end."""
_KEPT = 4096


@dataclass(frozen=True)
class Client:
    """Our client at the issuer. secret: None authenticates with the key. key: PEM, RSA or Ed25519."""

    id: str
    secret: str | None
    key: bytes
    audience: str


@dataclass(frozen=True)
class Wanted:
    """A token of the account system: for whom, in which role, what it allows, and whom they serve with it."""

    subject: str
    role: str
    scope: str
    borrower: str | None


class TokenExchange:
    """Safe to use from several threads. Keeps tokens that read until shortly before their end, none that writes."""

    def __init__(self, issuer: Issuers, client: Client, clock: Callable[[], datetime] = utc_now) -> None:
        key = load_pem_private_key(client.key, None)
        if not isinstance(key, RSAPrivateKey | Ed25519PrivateKey):
            raise ValueError("The client's key must be an RSA or Ed25519 key.")
        self._key: RSAPrivateKey | Ed25519PrivateKey = key
        self._issuer = issuer
        self._client = client
        self._clock = clock
        self._lock = threading.Lock()
        self._present: OrderedDict[str, tuple[str, float]] = OrderedDict()
        self._made: OrderedDict[str, tuple[str, float]] = OrderedDict()

    def remember(self, subject: str, token: str, expires_at: float) -> None:
        """The newest verified token of a person who is here."""
        with self._lock:
            _put(self._present, subject, (token, expires_at))

    def token(self, wanted: Wanted, kept: bool) -> str:
        """A token as wanted; one that is `kept` may have been made before, and comes by the token of who is here.

        Raises TokenRejected where the issuer says no, IssuerUnavailable.
        """
        now = self._clock().timestamp()
        with self._lock:
            there = self._present.get(wanted.subject)
        present = there[0] if there and there[1] > now and kept else None
        name = hashlib.sha256(repr((wanted, present)).encode()).hexdigest()
        with self._lock:
            made = self._made.get(name)
        if kept and made and made[1] > now:
            return made[0]
        token, lasts_s = self._asked(self._form(wanted, present))
        if kept:
            with self._lock:
                _put(self._made, name, (token, now + lasts_s - _SPARE_S))
        return token

    def _form(self, wanted: Wanted, present: str | None) -> dict[str, str]:
        form = {"scope": wanted.scope, "audience": self._client.audience}
        if wanted.borrower is not None:
            form["authorization_details"] = json.dumps([{"type": "serve_borrower", "borrower": wanted.borrower}])
        if wanted.role == "service":
            return {**form, "grant_type": "client_credentials"}
        asserted = present or self._asserted(wanted.subject, role=wanted.role)
        kind = ACCESS if present else JWT
        return {**form, "grant_type": EXCHANGE, "subject_token": asserted, "subject_token_type": kind}

    def _asked(self, form: dict[str, str]) -> tuple[str, float]:
        """Token and the seconds it lasts."""
        auth = httpx.BasicAuth(self._client.id, self._client.secret) if self._client.secret else httpx.Auth()
        if self._client.secret is None:
            form |= {"client_id": self._client.id, "client_assertion_type": ASSERTION}
            form["client_assertion"] = self._asserted(self._client.id)
        try:
            answer = self._issuer.http.post(self._issuer.endpoint("token_endpoint"), data=form, auth=auth)
            told: dict[str, Any] = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise IssuerUnavailable(f"The sign-in service is out of reach ({error}); try again shortly.") from error
        if answer.status_code >= 500:
            raise IssuerUnavailable("The sign-in service cannot answer now; try again shortly.")
        if not answer.is_success or not isinstance(told.get("access_token"), str):
            raise TokenRejected(
                f"The sign-in service gives no access to accounts ({told.get('error')}); sign in again."
            )
        return told["access_token"], float(told.get("expires_in", 0))

    def _asserted(self, subject: str, **claims: str) -> str:
        now = self._clock()
        said = {"iss": self._client.id, "sub": subject, "aud": self._issuer.endpoint("token_endpoint"), **claims}
        times = {"iat": now, "exp": now + _ASSERTED_FOR, "jti": secrets.token_urlsafe(16)}
        algorithm = "RS256" if isinstance(self._key, RSAPrivateKey) else "EdDSA"
        return jwt.encode({**said, **times}, self._key, algorithm=algorithm)


def _put(kept: OrderedDict[str, tuple[str, float]], name: str, value: tuple[str, float]) -> None:
    kept[name] = value
    kept.move_to_end(name)
    while len(kept) > _KEPT:
        kept.popitem(last=False)
