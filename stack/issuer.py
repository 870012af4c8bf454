"""The development issuer: signs tokens for the seeded people with a key of this data folder's own.

Two audiences: `assistant` (what a signed-in person carries) and `accounts` (short-lived, minted per turn for the
caller's own reads). In production an OIDC issuer stands in its place.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar, Protocol

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from stack.second_factor import Authenticator

ISSUER = "https://dev.tidewell.example/issuer"
ASSISTANT_AUDIENCE = "assistant"
ACCOUNTS_AUDIENCE = "accounts"
_SIGNED_IN_FOR = timedelta(hours=8)
_DELEGATED_FOR = timedelta(minutes=5)
STEPPED_UP_FOR = timedelta(minutes=10)
SKEW = timedelta(seconds=5)
"""How far ahead another machine's clock may be when a token is read."""


class TokenRejected(Exception):
    """The token is missing a claim, expired, for another audience or not signed by this issuer; sign in again."""


class IssuerUnavailable(ConnectionError):
    """The sign-in service is out of reach or answers what cannot be used; try again shortly."""


@dataclass(frozen=True)
class Identity:
    """Whom a verified token names. assurance: 1 signed in, 2 with a second factor, given `second_factor_age_s` ago.

    serves, scopes: of an authorised third party, for whom and for what; the account system checks both again.
    """

    subject: str
    role: str
    name: str | None
    assurance: int
    serves: str | None = None
    scopes: frozenset[str] = frozenset()
    second_factor_age_s: int | None = None


def account_scopes(*, write: bool, preview: bool) -> str:
    """What a token of the account system allows, as its `scope` says it."""
    return " ".join(["accounts:read", *["accounts:preview"] * preview, *["accounts:write"] * write])


def utc_now() -> datetime:
    return datetime.now(UTC)


class Issuer(Protocol):
    """Says whom a token names, and gives short tokens of the account system on somebody's behalf.

    remote: whether that may ask another machine, so that it is called off the event loop.
    """

    remote: ClassVar[bool]

    def verify(self, token: str) -> Identity:
        """Whom a token names. Raises TokenRejected, IssuerUnavailable."""
        ...

    def delegate(
        self, subject: str, role: str, *, write: bool = False, preview: bool = False, borrower: str | None = None
    ) -> str:
        """A short token of the account system for `subject`, who serves `borrower` where one is given."""
        ...


class DevelopmentIssuer:
    """Keys live in `data_dir`/issuer: private.pem (mode 0600) and public.pem, which the account system reads.

    clock: gives aware instants; tokens and one-time codes begin and end by it.
    """

    remote: ClassVar[bool] = False

    def __init__(self, data_dir: Path, clock: Callable[[], datetime] = utc_now) -> None:
        folder = data_dir / "issuer"
        self.public_path = folder / "public.pem"
        private_path = folder / "private.pem"
        if not private_path.exists():
            _make_keys(folder, private_path, self.public_path)
        self._private = private_path.read_bytes()
        self._public = self.public_path.read_bytes()
        self._clock = clock
        self.codes = Authenticator(self._private, clock)

    @property
    def private_pem(self) -> bytes:
        """The key of this data folder, with which the service also signs what it says for itself."""
        return self._private

    def sign_in(self, identity: Identity) -> str:
        """A token for the assistant's own API. With a second factor it ends when that counts no longer."""
        claims: dict[str, Any] = {"sub": identity.subject, "role": identity.role, "name": identity.name}
        claims["acr"] = identity.assurance
        if identity.serves is not None:
            claims |= {"borrower": identity.serves, "scopes": sorted(identity.scopes)}
        if identity.assurance < 2:
            return self._sign(claims, ASSISTANT_AUDIENCE, _SIGNED_IN_FOR)
        claims["second_factor_at"] = int(self._clock().timestamp())
        return self._sign(claims, ASSISTANT_AUDIENCE, STEPPED_UP_FOR)

    def step_up(self, identity: Identity) -> str:
        """A token for the same person, who has just given a second factor."""
        return self.sign_in(replace(identity, assurance=2))

    def delegate(
        self, subject: str, role: str, *, write: bool = False, preview: bool = False, borrower: str | None = None
    ) -> str:
        """A short-lived token for the account system on behalf of `subject`; it reads.

        write: it also writes. preview: it tries writes out (`dry_run`) and keeps nothing.
        borrower: whom a member of staff or an authorised third party serves with it.
        """
        claims = {"sub": subject, "role": role, "scope": account_scopes(write=write, preview=preview)}
        if borrower is not None:
            claims["borrower"] = borrower
        return self._sign(claims, ACCOUNTS_AUDIENCE, _DELEGATED_FOR)

    def verify(self, token: str) -> Identity:
        """Whom an assistant token names. Raises TokenRejected, in words that tell what to do."""
        try:
            claims = jwt.decode(
                token,
                self._public,
                algorithms=["EdDSA"],
                audience=ASSISTANT_AUDIENCE,
                issuer=ISSUER,
                # Instants are compared below, with the clock that was given.
                options={"require": ["exp", "iat", "sub", "role"], "verify_exp": False, "verify_iat": False},
            )
        except jwt.InvalidTokenError as error:
            raise TokenRejected(f"The token was not accepted ({error}); sign in again.") from error
        now = self._clock().timestamp()
        if not claims["iat"] - SKEW.total_seconds() <= now < claims["exp"]:
            raise TokenRejected("Your sign-in has expired; sign in again.")
        age_s = _age_s(claims, now)
        return Identity(
            subject=claims["sub"],
            role=claims["role"],
            name=claims.get("name"),
            assurance=1 if age_s is None else 2,
            serves=claims.get("borrower"),
            scopes=frozenset(claims.get("scopes", ())),
            second_factor_age_s=age_s,
        )

    def _sign(self, claims: dict[str, Any], audience: str, lifetime: timedelta) -> str:
        now = self._clock()
        return jwt.encode(
            {**claims, "iss": ISSUER, "aud": audience, "iat": now, "exp": now + lifetime},
            self._private,
            algorithm="EdDSA",
        )


def _age_s(claims: dict[str, Any], now: float) -> int | None:
    """How long ago the second factor was given; None where none was, or longer ago than it counts."""
    given_at = claims.get("second_factor_at")
    if claims.get("acr") != 2 or not isinstance(given_at, int):
        return None
    age_s = max(0, int(now) - given_at)
    return age_s if age_s <= STEPPED_UP_FOR.total_seconds() else None


def _make_keys(folder: Path, private_path: Path, public_path: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    key = Ed25519PrivateKey.generate()
    pem = serialization.Encoding.PEM
    public_path.write_bytes(key.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo))
    part = private_path.with_suffix(".part")
    part.touch(mode=0o600)
    part.write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    os.replace(part, private_path)
