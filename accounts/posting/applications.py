"""Applications as underwriting recorded them. Nothing here decides or predicts one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import psycopg

from accounts import rows
from accounts.ids import ident
from accounts.terms.clocks import application_clock

Status = Literal["incomplete", "in_review", "approved", "declined", "counteroffer", "withdrawn", "expired"]


@dataclass(frozen=True, slots=True)
class Application:
    """An application; `reasons` are (code, text) as recorded with the decision, given to the borrower verbatim."""

    borrower_id: str
    kind: Literal["new_account", "line_increase"]
    product: Literal["cash_line", "instalment_loan"]
    requested_cents: int
    submitted_on: date
    status: Status
    account_id: str | None = None
    complete_on: date | None = None
    decided_on: date | None = None
    offered_cents: int | None = None
    reasons: tuple[tuple[str, str], ...] = ()
    missing_items: tuple[str, ...] = ()


def record(connection: psycopg.Connection, applications: Sequence[Application]) -> None:
    """Keep applications with their decision clock (30 days from complete). Source: 12 CFR 1002.9(a)(1)."""
    rows.insert(connection, "applications", [_row(each) for each in applications], skip_existing=True)
    for each in applications:
        if each.kind == "line_increase" and each.status == "approved":
            connection.execute(
                "UPDATE accounts SET credit_limit_cents = %s WHERE account_id = %s",
                [each.requested_cents, each.account_id],
            )


def _row(each: Application) -> rows.Row:
    return {
        "application_id": ident("AP", f"{each.borrower_id}:{each.kind}:{each.submitted_on}"),
        "borrower_id": each.borrower_id,
        "account_id": each.account_id,
        "kind": each.kind,
        "product": each.product,
        "requested_cents": each.requested_cents,
        "offered_cents": each.offered_cents,
        "submitted_on": each.submitted_on,
        "complete_on": each.complete_on,
        "status": each.status,
        "decide_by": each.complete_on and application_clock(each.complete_on).decide_by,
        "decided_on": each.decided_on,
        "reasons": [{"code": code, "text": text} for code, text in each.reasons],
        "missing_items": list(each.missing_items),
    }
