"""The keys that an OpenID Connect issuer publishes (JWKS), kept for a while and asked for again when one is unknown.

Source: RFC 7517; OpenID Connect Discovery 1.0 (4); key rotation as OpenID Connect Core 1.0 (10.1.1) has it.
"""

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, cast

import httpx
import jwt

from stack.issuer import IssuerUnavailable, TokenRejected

_KEPT_S = 600.0
_AGAIN_S = 15.0
"""Tokens with made-up key ids make us ask the issuer at most so often."""
_STALE_S = 3600.0
"""How long keys count while the issuer is out of reach."""


class Issuers:
    """The issuer's own description of itself (`/.well-known/openid-configuration`), read once and kept."""

    def __init__(self, issuer: str, http: httpx.Client) -> None:
        self.issuer = issuer
        self.http = http
        self._known: dict[str, Any] | None = None

    def endpoint(self, name: str) -> str:
        """One of its addresses, e.g. `token_endpoint`. Raises IssuerUnavailable, also where it names another issuer."""
        if self._known is None:
            found = fetched(self.http, f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
            if found.get("issuer") != self.issuer:
                raise IssuerUnavailable(f"The sign-in service calls itself {found.get('issuer')!r}; set that issuer.")
            self._known = found
        address = self._known.get(name)
        if not isinstance(address, str):
            raise IssuerUnavailable(f"The sign-in service names no {name}.")
        return address


class PublishedKeys:
    """Safe to use from several threads. clock: seconds that only grow."""

    def __init__(self, issuer: Issuers, clock: Callable[[], float] = time.monotonic) -> None:
        self._issuer = issuer
        self._clock = clock
        self._lock = threading.Lock()
        self._keys: list[dict[str, Any]] = []
        self._read_at = -_STALE_S
        self._asked_at = -_STALE_S

    def key(self, header: Mapping[str, Any]) -> jwt.PyJWK:
        """The key that signed a token with this header. Raises TokenRejected for an unknown one, IssuerUnavailable."""
        with self._lock:
            if self._clock() - self._read_at > _KEPT_S:
                self._read()
            found = self._fitting(header)
            if found is None and self._clock() - self._asked_at > _AGAIN_S:
                self._read()
                found = self._fitting(header)
        if found is None:
            raise TokenRejected(
                "The token is signed with a key that the sign-in service does not publish; sign in again."
            )
        return jwt.PyJWK(found, header["alg"])

    def _fitting(self, header: Mapping[str, Any]) -> dict[str, Any] | None:
        """By key id; a token that names none may take the only key there is."""
        usable = [
            key
            for key in self._keys
            if key.get("use", "sig") == "sig"
            and key.get("alg", header["alg"]) == header["alg"]
            and key.get("kty") == _KINDS[str(header["alg"])[:2]]
        ]
        if (kid := header.get("kid")) is None:
            return usable[0] if len(usable) == 1 else None
        return next((key for key in usable if key.get("kid") == kid), None)

    def _read(self) -> None:
        self._asked_at = self._clock()
        try:
            found = fetched(self._issuer.http, self._issuer.endpoint("jwks_uri"))
        except IssuerUnavailable:
            if self._clock() - self._read_at > _STALE_S:
                raise
            return
        self._keys = [key for key in found.get("keys", ()) if isinstance(key, dict)]
        self._read_at = self._clock()


_KINDS = {"RS": "RSA", "PS": "RSA", "ES": "EC", "Ed": "OKP"}
"""Which kind of key a family of algorithms takes: a key of another kind never verifies."""


def fetched(http: httpx.Client, address: str) -> dict[str, Any]:
    """A JSON object at an address. Raises IssuerUnavailable."""
    try:
        answer = http.get(address).raise_for_status()
        found = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise IssuerUnavailable(f"The sign-in service is out of reach ({error}); try again shortly.") from error
    if not isinstance(found, dict):
        raise IssuerUnavailable("The sign-in service answered something that is no description.")
    return cast(dict[str, Any], found)
