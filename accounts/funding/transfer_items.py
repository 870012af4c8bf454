"""The receivables of a transfer and what is paid for each, at the close of its cut-off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import psycopg

from accounts.funding.accrued import accrued_cents
from accounts.funding.facts import AccountFacts, facts_of
from accounts.funding.once import refuse
from accounts.terms.money import divide_half_up

BPS = 10_000
Kind = Literal["sale", "repurchase"]
Reason = Literal["breach", "charged_off", "dispute", "scra", "borrower_request"]


@dataclass(frozen=True, slots=True)
class Item:
    """A receivable in a transfer, at the close of the cut-off. accrued_cents: interest not charged yet."""

    facts: AccountFacts
    accrued_cents: int
    price_cents: int

    @property
    def par_cents(self) -> int:
        return self.facts.balance_cents


def held_at(connection: psycopg.Connection, pool_id: str, on: date, ids: Sequence[str] | None) -> list[AccountFacts]:
    """The named accounts of the pool at the close of `on`, or all of them. Raises Refused where one is not in it."""
    found = connection.execute(
        "SELECT account_id FROM funding_assignments WHERE pool_id = %s AND to_on IS NULL AND from_on <= %s::date + 1 "
        "AND (%s::text[] IS NULL OR account_id = ANY(%s)) ORDER BY account_id FOR UPDATE",
        [pool_id, on, ids and list(ids), ids and list(ids)],
    ).fetchall()
    missing = set(ids or ()) - {row[0] for row in found}
    if missing:
        raise refuse("not-in-pool", f"Not in pool {pool_id} at the close of {on}: {', '.join(sorted(missing))}.")
    return facts_of(connection, [row[0] for row in found], on)


def priced(connection: psycopg.Connection, held: Sequence[AccountFacts], on: date, bps: int, kind: Kind) -> list[Item]:
    """Each receivable with its price. Sale: `bps` of principal, charged and accrued interest at par, fees for nothing.

    Repurchase: fees at par too; a charged-off receivable costs `bps` of the principal charged off and still owed; what
    was contributed and never sold costs nothing. Raises Refused for an empty list.
    """
    if not held:
        raise refuse("nothing-to-transfer", "There is no such receivable to transfer.")
    accrued = accrued_cents(connection, [facts.account_id for facts in held], on)
    return [_item(facts, accrued.get(facts.account_id, 0), bps, kind) for facts in held]


def _item(facts: AccountFacts, accrued: int, bps: int, kind: Kind) -> Item:
    if kind == "repurchase" and not facts.sold:
        return Item(facts, 0, 0)
    if facts.status == "charged_off":
        return Item(facts, 0, divide_half_up(facts.principal_cents * bps, BPS) if kind == "repurchase" else 0)
    principal = divide_half_up(facts.net_principal_cents * bps, BPS)
    fees = facts.net_fees_cents if kind == "repurchase" else 0
    return Item(facts, accrued, principal + facts.net_interest_cents + accrued + fees)
