"""Covered borrowers of the Military Lending Act: the rate of their loans is capped from opening on."""

from datetime import date
from typing import Any

from psycopg.rows import dict_row

from accounts import rows
from accounts.commands.base import Books, Command, Reason, Refused, Result
from accounts.commands.content import day_text
from accounts.commands.texts import Reference
from accounts.posting import military
from accounts.roles import STAFF
from accounts.terms.mapr import capped_rate_bps, loan_mapr_bps

_ACCOUNT = """
SELECT a.*, (SELECT coalesce((r.layers -> 0 ->> 'apr_bps')::integer, r.apr_bps) FROM rate_terms r
  WHERE r.account_id = a.account_id AND r.rate_bucket = 'standard' ORDER BY r.from_on LIMIT 1) AS agreed_bps
FROM accounts a WHERE a.account_id = %s
"""


class RecordCoveredBorrower(Command):
    """Record that the borrower was covered when the account was opened, as the Department of Defense database says.

    The MAPR at opening, the origination fee included, may not exceed 36%: where it does, the note rate is lowered from
    the first day on and everything since is computed anew. Source: 10 U.S.C. 987(b); 32 CFR 232.4, 232.5.
    `opened_on` repeats the day of opening, so that the account cannot be mistaken.
    """

    kind = "record_covered_borrower"
    roles = STAFF
    opened_on: date
    certificate_ref: Reference

    def counts_on(self, today: date) -> date:
        return min(self.opened_on, today)

    def check(self, books: Books) -> None:
        account, reasons = _account(books), list[Reason]()
        if account["opened_on"] != self.opened_on:
            text = f"This account was opened on {day_text(account['opened_on'])}; cover counts on that day."
            reasons.append(Reason("opened-on", text))
        if books.connection.execute(
            "SELECT 1 FROM covered_borrowers WHERE account_id = %s", [books.account]
        ).fetchone():
            reasons.append(Reason("recorded", "That this account's borrower is covered is recorded already."))
        if reasons:
            raise Refused("cover-not-possible", reasons)

    def record(self, books: Books) -> Result:
        account = _account(books)
        capped, mapr = _capped_bps(account), _mapr_bps(account, account["agreed_bps"])
        lowered = capped < account["agreed_bps"]
        found: rows.Row = {
            "account_id": books.account,
            "borrower_id": books.borrower_id,
            "recorded_on": books.today,
            "certificate_ref": self.certificate_ref,
            "mapr_bps": mapr,
            "capped_apr_bps": capped if lowered else None,
            "capped_mapr_bps": _mapr_bps(account, capped) if lowered else None,
        }
        rows.insert(books.connection, "covered_borrowers", [found])
        return {name: found[name] for name in ("account_id", "mapr_bps", "capped_apr_bps", "capped_mapr_bps")}

    def apply(self, books: Books) -> Result:
        account = _account(books)
        capped = _capped_bps(account)
        if capped < account["agreed_bps"]:
            military.cap_covered(books.connection, books.account, capped)
        return {}


def _account(books: Books) -> dict[str, Any]:
    with books.connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(_ACCOUNT, [books.account]).fetchone()
    assert row is not None
    return row


def _mapr_bps(account: dict[str, Any], rate_bps: int) -> int:
    """A line charges no fee that counts at opening, so its MAPR is its rate."""
    if account["product"] == "cash_line":
        return rate_bps
    principal, fee = account["original_principal_cents"], account["origination_fee_cents"] or 0
    return loan_mapr_bps(principal, rate_bps, account["term_months"], fee)


def _capped_bps(account: dict[str, Any]) -> int:
    if account["product"] == "cash_line":
        return account["agreed_bps"]
    principal, fee = account["original_principal_cents"], account["origination_fee_cents"] or 0
    return capped_rate_bps(principal, account["agreed_bps"], account["term_months"], fee)
