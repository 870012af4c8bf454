"""What an authorised third party may do: asked of the borrower's own record, in the transaction of every request.

Source: docs/product-terms.md, authorised third parties.
"""

from collections.abc import Mapping
from typing import Literal

import psycopg
from fastapi.routing import APIRoute
from starlette.types import Scope as HttpScope

from accounts.auth import Claims
from accounts.commands.third_parties import Scope
from accounts.reads.errors import NotFound
from accounts.reads.session import Reading

Needs = Scope | Literal["standing", "nothing"]
"""A scope of the authorisation; `standing`: that it holds today; `nothing`: what the caller did themselves."""

_ACCOUNT = "/v1/accounts/{account_id}"
_INFORMATION = (
    *("balance", "payoff-quote", "amount-due", "delinquency", "rate-terms", "statements", "statements/{which}"),
    *("transactions", "schedule", "fees", "draws", "refunds", "changes", "terms-changes"),
)
READS: Mapping[str, Needs] = {
    "/v1/commands/{key}": "nothing",
    "/v1/prices": "standing",
    "/v1/accounts": "standing",
    _ACCOUNT: "standing",
    "/v1/me": "information",
    **{f"{_ACCOUNT}/{part}": "information" for part in _INFORMATION},
    **{f"{_ACCOUNT}/{part}": "payments" for part in ("payments", "autopay")},
    f"{_ACCOUNT}/hardship": "hardship",
    **{f"{_ACCOUNT}/disputes{part}": "disputes" for part in ("", "/{dispute_id}", "/{dispute_id}/clock")},
}
"""What each read needs. What is not here is no third party's: contact, consents, other parties, complaints."""
WRITES: Scope = "payments"

_HOLDS = """
SELECT t.third_party_id FROM third_parties t CROSS JOIN business_day d
WHERE t.third_party_id = %(party)s AND t.borrower_id = %(borrower)s AND t.status = 'active'
AND d.business_date BETWEEN t.since AND t.until AND (%(needs)s = 'standing' OR %(needs)s = ANY (t.scopes))
"""
_NOBODY = "No borrower is known by this token's subject; /v1/people lists the seeded ones."


async def admit(reading: Reading, caller: Claims, scope: HttpScope) -> None:
    """Let a third party's read go on as the borrower's where the authorisation covers it, else as nobody's.

    Raises NotFound for a read of no account; one of an account then says itself that there is none.
    """
    route = scope["route"]
    assert isinstance(route, APIRoute)
    needs = READS.get(route.path_format)
    if needs == "nothing" or (needs and await reading.first(_HOLDS, _asked(caller, needs))):
        return
    await reading.forget()
    if "{account_id}" not in route.path_format:
        raise NotFound(_NOBODY)


def may_pay(connection: psycopg.Connection, caller: Claims) -> bool:
    """Whether a third party may pay today; until the transaction ends the authorisation cannot be taken back."""
    return bool(connection.execute(_HOLDS + "FOR SHARE OF t", _asked(caller, WRITES)).fetchone())


def _asked(caller: Claims, needs: Needs) -> dict[str, str | None]:
    return {"party": caller.subject, "borrower": caller.borrower_id, "needs": needs}
