"""A line's limit and whether it takes draws: raised, lowered, frozen, opened again, closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import psycopg

from accounts import rows
from accounts.ids import ident

By = Literal["borrower", "lender"]
Adverse = Literal["application_declined", "counteroffer", "limit_decreased", "line_closed"]
NOTICE_DAYS = timedelta(days=30)


def set_limit(connection: psycopg.Connection, account_id: str, limit_cents: int) -> None:
    """Change a line's limit. Below what is owed and pending it only means that nothing is available."""
    connection.execute("UPDATE accounts SET credit_limit_cents = %s WHERE account_id = %s", [limit_cents, account_id])


def freeze(connection: psycopg.Connection, account_id: str, on: date, by: By, reason: str) -> None:
    """An open line takes payments and no draws any more; pending draws are paid out."""
    connection.execute(
        "UPDATE accounts SET status = 'frozen', frozen_on = %s, frozen_by = %s, frozen_reason = %s "
        "WHERE account_id = %s AND status = 'open'",
        [on, by, reason, account_id],
    )


def unfreeze(connection: psycopg.Connection, account_id: str) -> None:
    """A frozen line is open again."""
    connection.execute(
        "UPDATE accounts SET status = 'open', frozen_on = NULL, frozen_by = NULL, frozen_reason = NULL "
        "WHERE account_id = %s AND status = 'frozen'",
        [account_id],
    )


def close(connection: psycopg.Connection, account_id: str, on: date, why: str) -> None:
    """An open or frozen line is closed for good: no draws; what is owed stays payable as before."""
    connection.execute(
        "UPDATE accounts SET status = 'closed', closed_on = %s, closed_why = %s "
        "WHERE account_id = %s AND status IN ('open', 'frozen')",
        [on, why, account_id],
    )


_DONE = """
SELECT a.account_id FROM accounts a JOIN balances b USING (account_id)
WHERE a.account_id = ANY(%s) AND a.status = 'closed'
AND b.principal_cents = 0 AND b.interest_cents = 0 AND b.fees_cents = 0 AND b.credit_cents = 0
AND NOT EXISTS (SELECT 1 FROM transactions t WHERE t.account_id = a.account_id AND t.booked_on >
  coalesce((SELECT max(s.period_end) FROM statements s WHERE s.account_id = a.account_id), a.opened_on - 1))
"""


def done_lines(connection: psycopg.Connection, account_ids: Sequence[str]) -> frozenset[str]:
    """The closed lines among these that owe nothing, are owed nothing and have told so: no statement follows.

    The cycle in which the last cent moved is still closed, with its residual interest; the one after it is not.
    """
    return frozenset(row[0] for row in connection.execute(_DONE, [list(account_ids)]))


@dataclass(frozen=True, slots=True)
class AdverseAction:
    """A decision against a borrower, with the principal reasons (code, text) as recorded, given verbatim."""

    command_id: str
    borrower_id: str
    kind: Adverse
    decided_on: date
    reasons: Sequence[tuple[str, str]]
    account_id: str | None = None
    application_id: str | None = None

    @property
    def action_id(self) -> str:
        return ident("AA", self.command_id)


def record_adverse_action(connection: psycopg.Connection, action: AdverseAction) -> str:
    """Keep the notice of an adverse action, sent the day it is decided; 30 days are allowed. Gives its id.

    Source: 12 CFR 1002.9(a)(1), (b)(2).
    """
    row = {
        "action_id": action.action_id,
        "borrower_id": action.borrower_id,
        "account_id": action.account_id,
        "application_id": action.application_id,
        "kind": action.kind,
        "decided_on": action.decided_on,
        "notice_by": action.decided_on + NOTICE_DAYS,
        "notified_on": action.decided_on,
        "reasons": [{"code": code, "text": text} for code, text in action.reasons],
    }
    rows.insert(connection, "adverse_actions", [row])
    return action.action_id
