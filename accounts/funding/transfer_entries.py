"""What a transfer does to the books of pool and lender."""

from collections.abc import Sequence
from datetime import date

import psycopg

from accounts import rows
from accounts.funding import ledger
from accounts.funding.assign import receivable_lines
from accounts.funding.ledger import PoolEntry, PoolLine
from accounts.funding.once import Order, Result
from accounts.funding.transfer_items import Item, Kind, Reason
from accounts.ids import ident


def sale_entry(order: Order, pool_id: str, on: date, items: Sequence[Item]) -> PoolEntry:
    """The pool pays for what was contributed at par; premium, discount and gain are the difference."""
    par, price = sum(item.par_cents for item in items), sum(item.price_cents for item in items)
    accrued = sum(item.accrued_cents for item in items)
    result = price - par - accrued
    lines = (
        PoolLine(ledger.ORIGINATOR, par),
        PoolLine(ledger.INTEREST_INCOME, accrued),
        PoolLine(ledger.PREMIUM, result),
        PoolLine(ledger.INVESTOR, -price),
        PoolLine(ledger.LENDER_CASH, price),
        PoolLine(ledger.INTEREST_IN_POOLS, -par),
        PoolLine(ledger.ACCRUED_SOLD, -accrued),
        PoolLine(ledger.SALE_RESULT, -result),
    )
    text = f"True sale of {len(items)} receivables"
    return PoolEntry(order.command_id, pool_id, "sale", on, order.at, text, lines)


def repurchase_entry(order: Order, pool_id: str, on: date, items: Sequence[Item]) -> PoolEntry:
    """The receivables leave the pool; the lender owes the price of those that it had sold."""
    out = [line for item in items for line in receivable_lines(item.facts, -1)]
    bought = [item for item in items if item.facts.sold]
    back = sum(item.par_cents for item in items if not item.facts.sold)
    par, price = sum(item.par_cents for item in bought), sum(item.price_cents for item in bought)
    accrued = sum(item.accrued_cents for item in bought)
    result = price - par - accrued
    lines = (
        *out,
        PoolLine(ledger.ORIGINATOR, back),
        PoolLine(ledger.DUE_FROM_SERVICER, price),
        PoolLine(ledger.INTEREST_INCOME, -accrued),
        PoolLine(ledger.REPURCHASE_RESULT, -result),
        PoolLine(ledger.TRANSFERRED, par + back),
        PoolLine(ledger.INTEREST_IN_POOLS, -back),
        PoolLine(ledger.ACCRUED_SOLD, accrued),
        PoolLine(ledger.SALE_RESULT, result),
        PoolLine(ledger.DUE_TO_POOLS, -price),
    )
    text = f"{len(items)} receivables taken back"
    return PoolEntry(order.command_id, pool_id, "repurchase", on, order.at, text, lines)


def keep(
    connection: psycopg.Connection,
    order: Order,
    entry: PoolEntry,
    items: Sequence[Item],
    terms: tuple[Kind, Reason | None, int],
) -> Result:
    """Post the entry, keep the transfer with its receivables, and give what it came to."""
    kind, reason, bps = terms
    transfer: Result = {
        "transfer_id": ident("FT", order.command_id),
        "pool_id": entry.pool_id,
        "kind": kind,
        "reason": reason,
        "cutoff_on": entry.booked_on,
        "price_bps": bps,
        "accounts": len(items),
        "par_cents": sum(item.par_cents for item in items),
        "accrued_cents": sum(item.accrued_cents for item in items),
        "price_cents": sum(item.price_cents for item in items),
        "entry_id": ledger.post(connection, entry),
    }
    rows.insert(connection, "funding_transfers", [transfer])
    rows.insert(connection, "funding_transfer_items", [_item_row(str(transfer["transfer_id"]), item) for item in items])
    return transfer


def _item_row(transfer_id: str, item: Item) -> rows.Row:
    return {
        "transfer_id": transfer_id,
        "account_id": item.facts.account_id,
        "borrower_id": item.facts.borrower_id,
        "principal_cents": item.facts.net_principal_cents,
        "interest_cents": item.facts.net_interest_cents,
        "fees_cents": item.facts.net_fees_cents,
        "accrued_cents": item.accrued_cents,
        "price_cents": item.price_cents,
    }
