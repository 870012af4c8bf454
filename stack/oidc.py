"""An OpenID Connect issuer in the place of the development issuer: who a token names, and tokens for the accounts.

People sign in at the issuer (code and PKCE, in the browser) and carry its access token. Here that token is verified
with the issuer's published keys, and exchanged for a short one of the account system (`stack.token_exchange`). A second
factor is what the issuer says in `acr` and `auth_time`.
Source: OpenID Connect Core 1.0 (2), RFC 9068 (4), RFC 8725 (3.1, 3.8).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, cast

import jwt

from stack.issuer import SKEW, STEPPED_UP_FOR, Identity, TokenRejected, account_scopes, utc_now
from stack.published_keys import PublishedKeys
from stack.token_exchange import TokenExchange, Wanted

_TAKEN = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"})
"""Signatures with a published key. A shared secret or none at all is never taken, whatever is configured."""
_NOT_ACCESS = ("nonce", "at_hash", "c_hash")
"""Claims of an ID token: it says who signed in to the page, and opens no API."""


@dataclass(frozen=True)
class Claims:
    """Which claims say what. role: a path such as `realm_access.roles`, its value one word or several.

    role_names: the issuer's names of roles -> ours. step_up: values of `acr` that mean a second factor.
    """

    audience: str
    subject: str = "sub"
    role: str = "role"
    role_names: Mapping[str, str] = field(default_factory=dict[str, str])
    borrower: str = "borrower"
    step_up: Sequence[str] = ("2",)


class OidcIssuer:
    """Satisfies `stack.issuer.Issuer`; every call may ask the issuer over HTTP. clock: gives aware instants."""

    remote: ClassVar[bool] = True

    def __init__(
        self,
        issuer: str,
        keys: PublishedKeys,
        exchange: TokenExchange,
        claims: Claims,
        algorithms: Sequence[str],
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        if refused := set(algorithms) - _TAKEN:
            raise ValueError(f"Signature algorithms {sorted(refused)} are not taken; choose of {sorted(_TAKEN)}.")
        self._issuer = issuer
        self._keys = keys
        self._exchange = exchange
        self._claims = claims
        self._algorithms = list(algorithms)
        self._clock = clock

    def verify(self, token: str) -> Identity:
        """Whom an access token names. Raises TokenRejected, IssuerUnavailable."""
        claims = self._verified(token)
        now = self._clock().timestamp()
        role = self._role(claims)
        subject = claims.get(self._claims.subject)
        if not isinstance(subject, str) or not subject:
            raise TokenRejected(f"The token lacks the claim {self._claims.subject!r}; sign in again.")
        age_s = self._second_factor_age_s(claims, now)
        self._exchange.remember(subject, token, float(claims["exp"]))
        scopes = claims.get("scopes", ())
        serves = claims.get(self._claims.borrower)
        return Identity(
            subject=subject,
            role=role,
            name=claims.get("name"),
            assurance=1 if age_s is None else 2,
            serves=serves if isinstance(serves, str) else None,
            scopes=frozenset(map(str, cast(list[object], scopes))) if isinstance(scopes, list) else frozenset(),
            second_factor_age_s=age_s,
        )

    def delegate(
        self, subject: str, role: str, *, write: bool = False, preview: bool = False, borrower: str | None = None
    ) -> str:
        """A short-lived token of the account system on behalf of `subject`. Raises TokenRejected, IssuerUnavailable."""
        scope = account_scopes(write=write, preview=preview)
        return self._exchange.token(Wanted(subject, role, scope, borrower), kept=not write)

    def _verified(self, token: str) -> dict[str, Any]:
        try:
            header = jwt.get_unverified_header(token)
            if header.get("alg") not in self._algorithms:
                raise TokenRejected("The token is signed in a way that is not taken; sign in again.")
            claims: dict[str, Any] = jwt.decode(
                token,
                self._keys.key(header),
                algorithms=[header["alg"]],
                audience=self._claims.audience,
                issuer=self._issuer,
                # Instants are compared below, with the clock that was given.
                options={
                    "require": ["exp", "iat", "sub"],
                    "verify_exp": False,
                    "verify_iat": False,
                    "verify_nbf": False,
                },
            )
        except jwt.InvalidTokenError as error:
            raise TokenRejected(f"The token was not accepted ({error}); sign in again.") from error
        now, skew = self._clock().timestamp(), SKEW.total_seconds()
        if not max(claims["iat"], claims.get("nbf", 0)) - skew <= now < claims["exp"]:
            raise TokenRejected("Your sign-in has expired; sign in again.")
        if any(name in claims for name in _NOT_ACCESS):
            raise TokenRejected("This is an ID token; send the access token.")
        return claims

    def _role(self, claims: Mapping[str, Any]) -> str:
        """The first role that the token gives; what it may do here is for `stack.callers` to say."""
        found: object = claims
        for part in self._claims.role.split("."):
            found = cast(Mapping[str, object], found).get(part) if isinstance(found, Mapping) else None
        several = cast(list[object], found) if isinstance(found, list) else [found]
        named = [self._claims.role_names.get(str(one), str(one)) for one in several if one is not None]
        known = [one for one in named if one in _ROLES]
        if not known:
            raise TokenRejected("Your sign-in gives you no role in this service; ask your administrator for one.")
        return known[0]

    def _second_factor_age_s(self, claims: Mapping[str, Any], now: float) -> int | None:
        """How long ago the second factor was given; None where none was, or longer ago than it counts."""
        given_at = claims.get("auth_time")
        if str(claims.get("acr")) not in self._claims.step_up or not isinstance(given_at, int):
            return None
        age_s = max(0, int(now) - given_at)
        return age_s if age_s <= STEPPED_UP_FOR.total_seconds() else None


_ROLES = ("supervisor", "support_agent", "analyst", "auditor", "third_party", "borrower")
