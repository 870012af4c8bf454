"""Fees given back: waived by courtesy, reversed because they were charged in error."""

from datetime import date

import psycopg
from dateutil.relativedelta import relativedelta

from accounts import rows
from accounts.commands.base import Books, Command, Reason, Refused, Result
from accounts.commands.content import FeeId, Text, day_text, moment
from accounts.posting.feecredits import Fee, fee, give_back, never_charged
from accounts.posting.standing import settled_dues, standing
from accounts.reads.errors import NotFound
from accounts.roles import STAFF
from accounts.terms.money import dollars

AGENT_CENTS = 5_000
COURTESY_EVERY = relativedelta(months=12)
CLEAN = relativedelta(months=6)

_WAIVED = """
SELECT coalesce(sum(amount_cents), 0)::bigint, max(waived_on) FROM fees
WHERE account_id = %s AND status = 'waived' AND waived_on > %s
"""
_OTHER_LATE = """
SELECT max(due_date) FROM dues WHERE account_id = %s AND due_date >= %s AND due_date < %s AND cancelled_why IS NULL
AND (paid_on IS NULL OR paid_on > due_date) AND number IS DISTINCT FROM %s AND number <> ALL(%s)
"""


class WaiveFee(Command):
    """Waive a late fee or returned-payment fee by courtesy; what was paid of it becomes a credit on the account.

    One in 12 months, while the account is current and the last 6 months show no other late payment. A second one, or
    over $50 in total, needs a supervisor. Source: docs/product-terms.md, Courtesy and fees.
    """

    kind = "waive_fee"
    roles = STAFF
    fee_id: FeeId
    why: Text

    def check(self, books: Books) -> None:
        given = charged_fee(books, self.fee_id)
        reasons = _standing_reasons(books, given)
        if books.actor.role == "support_agent":
            reasons += _agent_reasons(books, given)
        if reasons:
            code = (
                "needs-supervisor" if all(reason.code == "supervisor" for reason in reasons) else "waiver-not-possible"
            )
            raise Refused(code, reasons)

    def apply(self, books: Books) -> Result:
        given = fee(books.connection, books.account, self.fee_id)
        if given is None or given.status not in ("charged", "paid"):
            return {}
        why, at = self.why, moment(books)
        parts = give_back(books.connection, given, books.command_id, "waiver", at, books.value_on, why)
        return {"fee_id": self.fee_id, "status": "waived", "amount_cents": given.amount_cents, **parts}


class ReverseFee(Command):
    """Take a fee back that was charged in error: as if it had never been charged, what was paid of it included.

    assessed_on: the day on which it was charged; the account is recomputed from there.
    """

    kind = "reverse_fee"
    roles = STAFF
    fee_id: FeeId
    why: Text
    assessed_on: date

    def counts_on(self, today: date) -> date:
        return min(self.assessed_on, today)

    def check(self, books: Books) -> None:
        given = charged_fee(books, self.fee_id)
        if given.assessed_on != self.assessed_on:
            text = f"The fee was charged on {day_text(given.assessed_on)}."
            raise Refused("fee-not-reversible", [Reason("assessed-on", text)])

    def record(self, books: Books) -> Result:
        given = charged_fee(books, self.fee_id)
        row = {
            "fee_id": given.fee_id,
            "account_id": books.account,
            "borrower_id": books.borrower_id,
            "kind": given.kind,
            "amount_cents": given.amount_cents,
            "assessed_on": given.assessed_on,
            "due_number": given.due_number,
            "due_date_missed": given.due_date_missed,
            "payment_id": given.payment_id,
            "rule": given.rule,
            "why": given.why,
            "reversed_on": books.today,
            "reason": self.why,
        }
        rows.insert(books.connection, "fee_reversals", [row])
        return {}

    def apply(self, books: Books) -> Result:
        """In a recomputation a late fee is not charged yet when this counts, and is kept from being charged again."""
        given = fee(books.connection, books.account, self.fee_id)
        if given is None:
            never_charged(books.connection, self.fee_id)
        elif given.status in ("charged", "paid"):
            at, why = moment(books), self.why
            give_back(books.connection, given, books.command_id, "fee_reversal", at, books.value_on, why)
        return {"fee_id": self.fee_id, "status": "reversed"}


def charged_fee(books: Books, fee_id: str) -> Fee:
    """A fee that still stands, paid or not. Raises NotFound; Refused where it was taken back before."""
    given = fee(books.connection, books.account, fee_id)
    if given is None:
        raise NotFound(f"{books.account} has no fee {fee_id}; /v1/accounts/{books.account}/fees lists them.")
    if given.status not in ("charged", "paid"):
        raise Refused("fee-not-charged", [Reason("status", f"This fee has been {given.status} already.")])
    return given


def charged_in_error(connection: psycopg.Connection, account_id: str, fee_id: str, why: str) -> ReverseFee:
    """The command that reverses a fee; a repeat finds the same one. Raises NotFound."""
    row = connection.execute(
        "SELECT coalesce(r.assessed_on, f.assessed_on) FROM fees f LEFT JOIN fee_reversals r USING (fee_id) "
        "WHERE f.fee_id = %s AND f.account_id = %s",
        [fee_id, account_id],
    ).fetchone()
    if row is None:
        raise NotFound(f"{account_id} has no fee {fee_id}; /v1/accounts/{account_id}/fees lists them.")
    return ReverseFee(fee_id=fee_id, why=why, assessed_on=row[0])


def _standing_reasons(books: Books, given: Fee) -> list[Reason]:
    reasons = list[Reason]()
    if oldest := standing(books.connection, books.account, books.today).oldest_unpaid:
        text = f"The account is not current: the payment due on {day_text(oldest)} is past due."
        reasons.append(Reason("current", text))
    since, settled = books.today - CLEAN, settled_dues(books.connection, [books.account], books.today)
    values = [books.account, since, books.today, given.due_number, [number for _, number in settled]]
    row = books.connection.execute(_OTHER_LATE, values).fetchone()
    if row and row[0] and not reasons:
        text = f"Another payment was late in the last 6 months: the one due on {day_text(row[0])}."
        reasons.append(Reason("other-late", text))
    return reasons


def _agent_reasons(books: Books, given: Fee) -> list[Reason]:
    row = books.connection.execute(_WAIVED, [books.account, books.today - COURTESY_EVERY]).fetchone()
    total, last = row or (0, None)
    reasons = list[Reason]()
    if last:
        text = f"A fee was waived on {day_text(last)}; a second one within 12 months needs a supervisor."
        reasons.append(Reason("supervisor", text))
    if total + given.amount_cents > AGENT_CENTS:
        text = (
            f"Waivers of {dollars(total + given.amount_cents)} in 12 months are over {dollars(AGENT_CENTS)} in total."
        )
        reasons.append(Reason("supervisor", f"{text} They need a supervisor."))
    return reasons
