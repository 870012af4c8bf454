"""Who asks: the delegated token of a borrower, a third party, staff or a service, verified with the issuer's key."""

from dataclasses import dataclass
from pathlib import Path

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from accounts.roles import Role

ISSUER = "https://dev.tidewell.example/issuer"
AUDIENCE = "accounts"
SCOPE = "accounts:read"
WRITE_SCOPE = "accounts:write"
PREVIEW_SCOPE = "accounts:preview"
ROLES: dict[str, Role] = {
    "borrower": "borrower",
    "third_party": "third_party",
    "support_agent": "support_agent",
    "supervisor": "supervisor",
    "service": "service",
}
CLOCK_SKEW_S = 5
_REQUIRED = ["sub", "role", "aud", "iss", "iat", "exp", "scope"]


class InvalidToken(Exception):
    """The token is missing, expired, forged or for another audience; the message says which. Ask for a new one."""


class ScopeMissing(Exception):
    """The token is good but its scopes or role do not allow this; the message names the scope that does."""


class IssuerKeyUnusable(RuntimeError):
    """The issuer's public key file is missing or is no Ed25519 key; the message names the file and the setting."""


@dataclass(frozen=True, slots=True)
class Claims:
    """The verified identity of a request: `subject` is a borrower id when `role` is `borrower`.

    serves: the borrower whom a member of staff or an authorised third party serves with this token.
    """

    subject: str
    role: str
    scopes: frozenset[str] = frozenset()
    serves: str | None = None

    @property
    def borrower_id(self) -> str | None:
        """Whose rows the token opens."""
        return self.subject if self.role == "borrower" else self.serves

    @property
    def actor_role(self) -> Role:
        """The role under which commands are given. Raises ScopeMissing for roles that give none."""
        if self.role not in ROLES:
            raise ScopeMissing(f"The role {self.role} gives no commands.")
        return ROLES[self.role]

    def require_write(self, *, preview: bool) -> None:
        """Raise ScopeMissing unless the token may write, or with `preview` try a write out."""
        if self.role not in ROLES:
            raise ScopeMissing(f"The role {self.role} gives no commands.")
        if WRITE_SCOPE in self.scopes or (preview and PREVIEW_SCOPE in self.scopes):
            return
        if preview:
            text = f"This token may only read; trying a write out needs the scope {PREVIEW_SCOPE} or {WRITE_SCOPE}."
        elif PREVIEW_SCOPE in self.scopes:
            text = f"This token may only try writes out (dry_run=true); writing needs the scope {WRITE_SCOPE}."
        else:
            text = f"This token may only read; writing needs the scope {WRITE_SCOPE}."
        raise ScopeMissing(text)

    @property
    def is_service(self) -> bool:
        return self.role == "service"


class TokenVerifier:
    """Verifies EdDSA tokens of one issuer. `exp` is compared with the real clock.

    Raises IssuerKeyUnusable when the public key file cannot be read.
    """

    def __init__(self, public_key_file: Path, issuer: str = ISSUER, audience: str = AUDIENCE) -> None:
        self._key = _load_key(public_key_file)
        self._issuer = issuer
        self._audience = audience

    def verify(self, authorization: str | None) -> Claims:
        """Claims of an `Authorization` header's bearer token. Raises InvalidToken."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise InvalidToken("Send the header `Authorization: Bearer <token>`.")
        try:
            claims = jwt.decode(
                token.strip(),
                self._key,
                algorithms=["EdDSA"],
                audience=self._audience,
                issuer=self._issuer,
                leeway=CLOCK_SKEW_S,
                options={"require": _REQUIRED},
            )
        except jwt.ExpiredSignatureError as error:
            raise InvalidToken("The token has expired; ask the issuer for a new one.") from error
        except jwt.InvalidTokenError as error:
            raise InvalidToken(f"The token is not valid: {error}.") from error
        subject, role, scope = (claims[name] for name in ("sub", "role", "scope"))
        if not (isinstance(subject, str) and subject and isinstance(role, str) and isinstance(scope, str)):
            raise InvalidToken("The claims sub, role and scope must be text.")
        if SCOPE not in scope.split():
            raise InvalidToken(f"The token lacks the scope {SCOPE}.")
        serves = claims.get("borrower")
        return Claims(subject, role, frozenset(scope.split()), serves if isinstance(serves, str) else None)


def _load_key(path: Path) -> Ed25519PublicKey:
    try:
        key = load_pem_public_key(path.read_bytes())
    except (OSError, ValueError) as error:
        raise IssuerKeyUnusable(
            f"The issuer's public key {path} cannot be read ({error}). ACCOUNTS_ISSUER_KEY must name a PEM file."
        ) from error
    if not isinstance(key, Ed25519PublicKey):
        raise IssuerKeyUnusable(f"The issuer's public key {path} is not an Ed25519 key; ACCOUNTS_ISSUER_KEY names it.")
    return key
