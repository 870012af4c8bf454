"""True sales of assigned receivables to their pool, and repurchases, at the close of a cut-off day."""

from collections.abc import Sequence
from datetime import date

import psycopg

from accounts.funding.carry import carry_to_cutoff
from accounts.funding.once import Done, Order, Result, once, refuse
from accounts.funding.pools import load_pool
from accounts.funding.transfer_entries import keep, repurchase_entry, sale_entry
from accounts.funding.transfer_items import BPS, Reason, held_at, priced

AT_NOTHING: frozenset[Reason] = frozenset({"charged_off"})
"""Reasons for which the lender pays nothing unless told otherwise: the pool has borne the loss."""


def sell(
    connection: psycopg.Connection,
    order: Order,
    pool_id: str,
    cutoff_on: date,
    account_ids: Sequence[str] | None = None,
    price_bps: int | None = None,
) -> Done:
    """Sell assigned receivables to their pool: all that are not sold yet, or those named.

    The pool pays `price_bps` of principal (the pool's own price unless given) and charged and accrued interest at par;
    unpaid fees go with them for nothing. Raises Refused.
    """

    def effect() -> Result:
        pool = load_pool(connection, pool_id)
        bps = pool.price_bps if price_bps is None else price_bps
        carry_to_cutoff(connection, pool_id, cutoff_on, order.at)
        held = held_at(connection, pool_id, cutoff_on, account_ids)
        if any(facts.sold for facts in held) and account_ids is not None:
            raise refuse("sold-before", "One of these receivables was sold to the pool before.")
        items = priced(connection, [facts for facts in held if not facts.sold], cutoff_on, bps, "sale")
        entry = sale_entry(order, pool_id, cutoff_on, items)
        connection.execute(
            "UPDATE funding_assignments SET sold_on = %s WHERE pool_id = %s AND account_id = ANY(%s) "
            "AND from_on <= %s::date + 1 AND to_on IS NULL",
            [cutoff_on, pool_id, [item.facts.account_id for item in items], cutoff_on],
        )
        return keep(connection, order, entry, items, ("sale", None, bps))

    content = {"pool_id": pool_id, "cutoff_on": cutoff_on, "accounts": account_ids, "price_bps": price_bps}
    return once(connection, order, "sell", content, effect)


def repurchase(
    connection: psycopg.Connection,
    order: Order,
    pool_id: str,
    cutoff_on: date,
    account_ids: Sequence[str],
    reason: Reason,
    price_bps: int | None = None,
) -> Done:
    """Take receivables out of their pool at `price_bps` (par unless given; nothing for what is charged off).

    The cut-off is the last day that is the pool's; prices are those of accounts.funding.transfer_items. Raises Refused.
    """

    def effect() -> Result:
        bps = price_bps if price_bps is not None else 0 if reason in AT_NOTHING else BPS
        carry_to_cutoff(connection, pool_id, cutoff_on, order.at)
        held = held_at(connection, pool_id, cutoff_on, account_ids)
        if reason == "charged_off" and any(facts.status != "charged_off" for facts in held):
            raise refuse("not-charged-off", "Not all of these receivables are charged off.")
        items = priced(connection, held, cutoff_on, bps, "repurchase")
        done = connection.execute(
            "UPDATE funding_assignments SET to_on = %s WHERE pool_id = %s AND account_id = ANY(%s) AND to_on IS NULL "
            "AND from_on <= %s",
            [cutoff_on, pool_id, list(account_ids), cutoff_on],
        )
        if done.rowcount != len(items):
            raise refuse("assigned-later", "A receivable leaves its pool a day after it came in, or later.")
        connection.execute(
            "UPDATE funding_breaches SET status = 'repurchased', ended_on = %s "
            "WHERE status = 'candidate' AND pool_id = %s AND account_id = ANY(%s)",
            [cutoff_on, pool_id, list(account_ids)],
        )
        entry = repurchase_entry(order, pool_id, cutoff_on, items)
        return keep(connection, order, entry, items, ("repurchase", reason, bps))

    target = {"pool_id": pool_id, "cutoff_on": cutoff_on, "accounts": account_ids}
    return once(connection, order, "repurchase", {**target, "reason": reason, "price_bps": price_bps}, effect)
