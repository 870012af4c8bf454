"""The Caller that an identity makes: with a token for the account system where there are accounts to read.

Whoever serves people makes callers here, the API and the evals alike.
"""

import secrets
from dataclasses import replace
from typing import cast

from stack.issuer import Identity, Issuer, TokenRejected
from tools.caller import Caller, Role

_ROLES: frozenset[str] = frozenset({"borrower", "third_party", "support_agent", "supervisor", "analyst", "auditor"})


def caller_of(identity: Identity, issuer: Issuer) -> Caller:
    """The Caller that a verified identity makes.

    Borrowers and third parties get a token that reads and previews for five minutes; staff get theirs with the borrower
    whom they serve (`serving`). Raises TokenRejected.
    """
    if identity.role not in _ROLES:
        raise TokenRejected(f"The role {identity.role!r} cannot use this service.")
    caller = Caller(
        subject=identity.subject,
        role=cast(Role, identity.role),
        assurance=identity.assurance,
        name=identity.name,
        second_factor_age_s=identity.second_factor_age_s,
    )
    if identity.role == "borrower":
        return replace(caller, token=issuer.delegate(identity.subject, identity.role, preview=True))
    if identity.role == "third_party":
        if identity.serves is None:
            raise TokenRejected("The token does not say for whom; sign in again.")
        return serving(replace(caller, scopes=identity.scopes), identity.serves, issuer)
    return caller


def serving(caller: Caller, borrower: str, issuer: Issuer) -> Caller:
    """The same caller on behalf of a borrower, with a token for that borrower's accounts alone."""
    token = issuer.delegate(caller.subject, caller.role, preview=True, borrower=borrower)
    return replace(caller, serves=borrower, token=token)


def signed_in_again(caller: Caller, issuer: Issuer) -> str | None:
    """A fresh token for the reads of a turn that is taken up after its process died; it is worth what theirs was."""
    if caller.about is None:
        return None
    if caller.role == "borrower":
        return issuer.delegate(caller.subject, caller.role, preview=True)
    return serving(caller, caller.about, issuer).token


def anonymous(key: str | None = None) -> Caller:
    """A caller who is not signed in; `key` keeps their own thread reachable, and guessing it is hopeless."""
    return Caller(f"anon:{key or secrets.token_urlsafe(24)}", "anonymous")
