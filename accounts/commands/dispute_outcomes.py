"""How staff settle disputes: a provisional credit, a correction, or as billed."""

from typing import Annotated, Any, Literal

from pydantic import Field

from accounts.commands.base import Books, Command, Reason, Refused, Result
from accounts.commands.content import FeeId
from accounts.commands.disputes import (
    Correction,
    DisputeId,
    case_of,
    close_dispute,
    dispute_of,
    open_dispute_of,
    tell,
)
from accounts.commands.texts import Body, Reference
from accounts.posting import corrections
from accounts.roles import STAFF
from accounts.terms.money import dollars

SUPERVISOR_CENTS = 50_000
"""Credits above this need compliance too. Source: docs/product-terms.md, Roles of staff."""


def approval_missing(books: Books, cents: int, compliance_ref: str | None) -> list[Reason]:
    """Whose approval a credit lacks: an agent proposes, a supervisor gives up to $500, above it compliance too."""
    if books.actor.role == "support_agent" and cents > 0:
        return [Reason("supervisor", "A support agent proposes credits; a supervisor gives them.")]
    if cents > SUPERVISOR_CENTS and compliance_ref is None:
        text = f"Credits above {dollars(SUPERVISOR_CENTS)} need the approval of compliance; name it in compliance_ref."
        return [Reason("compliance", text)]
    return []


class Credit(Body):
    """A provisional credit: the whole disputed amount unless `amount_cents` says less."""

    amount_cents: Correction = None
    compliance_ref: Reference | None = None


class ProvisionalCredit(Credit, Command):
    """Credit the disputed amount while the investigation takes longer. Source: 12 CFR 1005.11(c)(2)."""

    kind = "provisional_credit"
    roles = STAFF
    dispute_id: DisputeId

    def _cents(self, row: dict[str, Any]) -> int:
        return row["amount_cents"] if self.amount_cents is None else self.amount_cents

    def check(self, books: Books) -> None:
        row = open_dispute_of(books, self.dispute_id)
        cents = self._cents(row)
        reasons = approval_missing(books, cents, self.compliance_ref)
        if row["provisional_on"] is not None:
            reasons.append(Reason("given", f"{dollars(row['provisional_cents'])} was credited already."))
        if row["kind"] == "credit_report":
            reasons.append(Reason("kind", "A dispute about a credit report has no amount to credit."))
        elif not 0 < cents <= row["amount_cents"]:
            reasons.append(Reason("amount", f"The disputed amount is {dollars(row['amount_cents'])}, no more."))
        if reasons:
            raise Refused("credit-not-possible", reasons)

    def record(self, books: Books) -> Result:
        cents = self._cents(dispute_of(books, self.dispute_id))
        books.connection.execute(
            "UPDATE disputes SET provisional_cents = %s, provisional_on = %s WHERE dispute_id = %s",
            [cents, books.today, self.dispute_id],
        )
        tell(books, self.dispute_id, "provisional_credit", cents)
        return {"dispute_id": self.dispute_id, "provisional_cents": cents}

    def apply(self, books: Books) -> Result:
        row = books.connection.execute(
            "SELECT amount_cents FROM disputes WHERE dispute_id = %s", [self.dispute_id]
        ).fetchone()
        cents = self.amount_cents or (row[0] if row else 0)
        corrections.give_provisional(books.connection, case_of(books, self.dispute_id), cents)
        return {}


class Resolution(Body):
    """How a dispute ends. For the borrower, `amount_cents` is corrected (all of it unless it says less).

    `reverse_fee_ids`: fees that the error caused.
    """

    outcome: Literal["for_borrower", "as_billed"]
    amount_cents: Correction = None
    reverse_fee_ids: Annotated[tuple[FeeId, ...], Field(max_length=20)] = ()
    compliance_ref: Reference | None = None


class ResolveDispute(Resolution, Command):
    """End a dispute. For the borrower: the error is corrected from the day it was made on, with its interest and fees.

    As billed: the amount is owed again, and a provisional credit ends. Source: 12 CFR 1026.13(e), (f); 1005.11(c), (d).
    """

    kind = "resolve_dispute"
    roles = STAFF
    dispute_id: DisputeId

    def _cents(self, row: dict[str, Any]) -> int:
        if self.outcome == "as_billed":
            return 0
        return row["amount_cents"] if self.amount_cents is None else self.amount_cents

    def check(self, books: Books) -> None:
        row = open_dispute_of(books, self.dispute_id)
        cents = self._cents(row)
        fees = books.connection.execute(
            "SELECT fee_id, amount_cents FROM fees WHERE fee_id = ANY(%s) AND account_id = %s "
            "AND status IN ('charged', 'paid') AND entry_id IS DISTINCT FROM %s",
            [list(self.reverse_fee_ids), books.account, row["entry_id"]],
        ).fetchall()
        reasons = approval_missing(books, cents + sum(fee[1] for fee in fees), self.compliance_ref)
        if self.outcome == "as_billed" and (self.amount_cents is not None or self.reverse_fee_ids):
            reasons.append(Reason("outcome", "Resolved as billed, nothing is corrected: name no amount and no fees."))
        if cents > row["amount_cents"]:
            reasons.append(Reason("amount", f"The disputed amount is {dollars(row['amount_cents'])}, no more."))
        if missing := set(self.reverse_fee_ids) - {fee[0] for fee in fees}:
            text = f"{', '.join(sorted(missing))} is no fee of this account that is charged or paid."
            reasons.append(Reason("fees", text))
        if reasons:
            raise Refused("resolution-not-possible", reasons)

    def record(self, books: Books) -> Result:
        cents = self._cents(dispute_of(books, self.dispute_id))
        status = f"resolved_{self.outcome}"
        close_dispute(books, self.dispute_id, status, cents if self.outcome == "for_borrower" else None)
        return {"dispute_id": self.dispute_id, "status": status, "corrected_cents": cents}

    def apply(self, books: Books) -> Result:
        case, connection = case_of(books, self.dispute_id), books.connection
        if self.outcome == "as_billed":
            return {"provisional_taken_back_cents": corrections.take_provisional_back(connection, case)}
        row = connection.execute(
            "SELECT kind, amount_cents FROM disputes WHERE dispute_id = %s", [self.dispute_id]
        ).fetchone()
        kind, disputed = row or ("", 0)
        cents = disputed if self.amount_cents is None else self.amount_cents
        interest = corrections.correct(connection, case, cents) if cents and kind != "credit_report" else 0
        corrections.mark_fee_reversed(connection, case, cents)
        fees = corrections.reverse_fees(connection, case, self.reverse_fee_ids)
        return {"interest_taken_back_cents": interest, "fees_reversed_cents": fees}
