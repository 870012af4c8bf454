"""Disputes: opened in any words, proven by evidence, acknowledged, withdrawn."""

from datetime import date, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from psycopg.rows import dict_row
from pydantic import Field

from accounts import rows
from accounts.commands.base import Books, Command, Reason, Refused, Result
from accounts.commands.content import Cents, day_text, moment
from accounts.commands.texts import Body, Channel, Reference, Words
from accounts.ids import ident
from accounts.posting import care
from accounts.posting.care import DisputeKind, NewDispute
from accounts.posting.corrections import Case, take_provisional_back
from accounts.reads.errors import NotFound
from accounts.roles import STAFF
from accounts.terms.clocks import credit_report_clock, notice_last_day
from accounts.terms.money import dollars

DisputeId = Annotated[str, Field(pattern=r"^DP-[0-9a-f]{10}$", examples=["DP-5f3a9c01d2"])]
EvidenceKind = Literal[
    "written_notice",
    "receipt",
    "bank_statement",
    "identity_theft_report",
    "police_report",
    "correspondence",
    "other",
]
BACKDATED_DAYS = timedelta(days=60)
_ENTRY = "SELECT kind, amount_cents, effective_on FROM transactions WHERE entry_id = %s AND account_id = %s"
_DISPUTE = "SELECT * FROM disputes WHERE dispute_id = %s AND account_id = %s FOR UPDATE"
_EVENT = """
INSERT INTO dispute_events (dispute_id, number, account_id, borrower_id, happened_on, kind, amount_cents, by_role)
SELECT %(dispute)s, coalesce(max(number), 0) + 1, %(account)s, %(borrower)s, %(on)s, %(kind)s, %(cents)s, %(role)s
FROM dispute_events WHERE dispute_id = %(dispute)s
"""
_WHERE_ELSE = "You can still tell us in a complaint, which is answered in 15 days."


def dispute_of(books: Books, dispute_id: str) -> dict[str, Any]:
    """The dispute's row, locked. Raises NotFound where the account has none of this id."""
    with books.connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(_DISPUTE, [dispute_id, books.account]).fetchone()
    if row is None:
        raise NotFound(
            f"{books.account} has no dispute {dispute_id}; /v1/accounts/{books.account}/disputes lists them."
        )
    return row


def open_dispute_of(books: Books, dispute_id: str) -> dict[str, Any]:
    """The dispute's row while it is open. Raises NotFound, Refused."""
    row = dispute_of(books, dispute_id)
    if row["status"] != "open":
        said = {"resolved_for_borrower": "resolved in your favor", "resolved_as_billed": "resolved as billed"}
        text = f"This dispute was {said.get(row['status'], 'withdrawn')} on {day_text(row['resolved_on'])}."
        raise Refused("dispute-closed", [Reason("status", text)])
    return row


def tell(books: Books, dispute_id: str, kind: str, cents: int | None = None) -> None:
    """Add to what happened in the dispute."""
    values = {"dispute": dispute_id, "account": books.account, "borrower": books.borrower_id, "kind": kind}
    books.connection.execute(_EVENT, {**values, "on": books.today, "cents": cents, "role": books.actor.role})


_NAME = """
SELECT regexp_replace(e.command_id, '#RP-[0-9a-f]+$', '') FROM disputes x
JOIN accounts.journal_entries e ON e.entry_id = x.entry_id WHERE x.dispute_id = %s
"""
"""What the disputed entry was first called is a fact of the real books, in every recomputation."""


def case_of(books: Books, dispute_id: str) -> Case:
    """The dispute as posting code wants it. Follows from the command and what was recorded once."""
    row = books.connection.execute(_NAME, [dispute_id]).fetchone()
    return Case(dispute_id, books.account, row[0] if row else None, books.value_on, moment(books))


class OpenDispute(Command):
    """Say that something on the account is wrong; the case is open at once, however it was said.

    The disputed amount is neither due nor reported while it is open. `transaction_id` names the disputed line where
    there is one. Source: 12 CFR 1026.13, 1005.11, 1022.43; docs/product-terms.md.
    """

    kind = "open_dispute"
    dispute_kind: DisputeKind
    amount_cents: Annotated[int, Field(ge=0, le=1_000_000_000)]
    description: Words
    transaction_id: UUID | None = None
    channel: Channel = "chat"

    def check(self, books: Books) -> None:
        reasons = [*self._fits(books), *self._in_time(books)]
        if self.transaction_id and self._open_already(books):
            reasons.append(
                Reason("already-open", "This transaction is disputed already; add evidence to that dispute.")
            )
        if reasons:
            raise Refused("dispute-not-possible", reasons)

    def _fits(self, books: Books) -> list[Reason]:
        found = list[Reason]()
        if self.dispute_kind == "billing_error" and books.state().product != "cash_line":
            text = "Billing-error notices are for a Cash Line. For a loan, dispute the transfer or the credit report."
            found.append(Reason("product", text))
        if self.amount_cents == 0 and self.dispute_kind != "credit_report":
            found.append(Reason("amount", "Say which amount is wrong; it is more than $0.00."))
        if self.transaction_id is None:
            return found
        row = books.connection.execute(_ENTRY, [self.transaction_id, books.account]).fetchone()
        if row is None:
            text = "This account has no such transaction; its list of transactions has their ids."
            found.append(Reason("transaction", text))
        elif self.amount_cents > abs(row[1]):
            text = f"That transaction was {dollars(abs(row[1]))}; no more than that can be wrong about it."
            found.append(Reason("amount", text))
        return found

    def _in_time(self, books: Books) -> list[Reason]:
        shown = care.shown_on(books.connection, self.transaction_id)
        if shown is None or self.dispute_kind not in ("billing_error", "electronic_transfer"):
            return []
        last = notice_last_day(shown)
        if books.today <= last:
            return []
        text = f"The first statement that shows it was sent on {day_text(shown)}; it could be disputed until "
        return [Reason("too-late", f"{text}{day_text(last)}. {_WHERE_ELSE}")]

    def _open_already(self, books: Books) -> bool:
        found = books.connection.execute(
            "SELECT 1 FROM disputes WHERE account_id = %s AND entry_id = %s AND status = 'open'",
            [books.account, self.transaction_id],
        )
        return found.fetchone() is not None

    def record(self, books: Books) -> Result:
        dispute_id = ident("DP", books.command_id)
        new = NewDispute(
            *(books.account, self.dispute_kind, books.today, self.amount_cents, self.description),
            entry_id=self.transaction_id,
            channel=self.channel,
            dispute_id=dispute_id,
        )
        care.open_dispute(books.connection, new)
        tell(books, dispute_id, "opened", self.amount_cents)
        row = dispute_of(books, dispute_id)
        shown = (
            "dispute_id",
            "kind",
            "status",
            "amount_cents",
            "opened_on",
            "acknowledge_by",
            "credit_by",
            "resolve_by",
        )
        notice = None
        if self.dispute_kind == "billing_error" and self.channel != "mail":
            notice = "The case is open. A written notice to Billing Errors, PO Box 5162, keeps the legal rights."
        return {**{name: row[name] for name in shown}, "notice": notice}


class Evidence(Body):
    """Something that bears on a dispute: a document by its reference, or what it says, received on a day."""

    evidence_kind: EvidenceKind
    description: Words | None = None
    document_ref: Reference | None = None
    received_on: date | None = None


class AddDisputeEvidence(Evidence, Command):
    """Add evidence; more information on a credit-report dispute gives 45 days instead of 30, a written notice of a
    billing error received in time keeps the legal rights. Source: 15 U.S.C. 1681i(a)(1)(B); 12 CFR 1026.13(b).
    """

    kind = "add_dispute_evidence"
    dispute_id: DisputeId

    def check(self, books: Books) -> None:
        open_dispute_of(books, self.dispute_id)
        reasons = list[Reason]()
        if self.description is None and self.document_ref is None:
            reasons.append(Reason("empty", "Say what it shows, or name the document."))
        received = self.received_on or books.today
        if not books.today - BACKDATED_DAYS <= received <= books.today:
            text = f"It was received today or in the {BACKDATED_DAYS.days} days before, not on {day_text(received)}."
            reasons.append(Reason("received-on", text))
        if reasons:
            raise Refused("evidence-not-possible", reasons)

    def record(self, books: Books) -> Result:
        row, received = dispute_of(books, self.dispute_id), self.received_on or books.today
        evidence: rows.Row = {
            "evidence_id": ident("EV", books.command_id),
            "dispute_id": self.dispute_id,
            "account_id": books.account,
            "borrower_id": books.borrower_id,
            "kind": self.evidence_kind,
            "document_ref": self.document_ref,
            "received_on": received,
        }
        rows.insert(books.connection, "dispute_evidence", [evidence])
        evidence_id = str(evidence["evidence_id"])
        care.keep_words(books.connection, books.borrower_id, evidence_id, description=self.description)
        tell(books, self.dispute_id, "evidence")
        self._written(books, received)
        return {"evidence_id": evidence_id, "dispute_id": self.dispute_id, "resolve_by": self._extended(books, row)}

    def _written(self, books: Books, received: date) -> None:
        if self.evidence_kind == "written_notice":
            books.connection.execute(
                "UPDATE disputes SET written_on = least(written_on, %s) WHERE dispute_id = %s",
                [received, self.dispute_id],
            )

    def _extended(self, books: Books, row: dict[str, Any]) -> date:
        """The resolution date, moved out where the evidence came while 30 days were still running."""
        clock = credit_report_clock(row["opened_on"])
        late = clock.resolve_with_more_information_by
        if row["kind"] not in ("credit_report", "identity_theft") or books.today > clock.resolve_by:
            return row["resolve_by"]
        if row["resolve_by"] < late:
            books.connection.execute(
                "UPDATE disputes SET resolve_by = %s, extended_on = %s WHERE dispute_id = %s",
                [late, books.today, self.dispute_id],
            )
            tell(books, self.dispute_id, "extended")
        return late


class AcknowledgeDispute(Command):
    """Tell the borrower in writing that the dispute has arrived. Source: 12 CFR 1026.13(c)(1)."""

    kind = "acknowledge_dispute"
    roles = STAFF
    dispute_id: DisputeId

    def check(self, books: Books) -> None:
        on = open_dispute_of(books, self.dispute_id)["acknowledged_on"]
        if on is not None:
            raise Refused("already-acknowledged", [Reason("status", f"It was acknowledged on {day_text(on)}.")])

    def record(self, books: Books) -> Result:
        books.connection.execute(
            "UPDATE disputes SET acknowledged_on = %s WHERE dispute_id = %s", [books.today, self.dispute_id]
        )
        tell(books, self.dispute_id, "acknowledged")
        return {"dispute_id": self.dispute_id, "acknowledged_on": books.today}


class WithdrawDispute(Command):
    """Take a dispute back: the amount is owed as billed, and a provisional credit ends."""

    kind = "withdraw_dispute"
    dispute_id: DisputeId

    def check(self, books: Books) -> None:
        open_dispute_of(books, self.dispute_id)

    def record(self, books: Books) -> Result:
        close_dispute(books, self.dispute_id, "withdrawn", None)
        return {"dispute_id": self.dispute_id, "status": "withdrawn"}

    def apply(self, books: Books) -> Result:
        return {
            "provisional_taken_back_cents": take_provisional_back(books.connection, case_of(books, self.dispute_id))
        }


def close_dispute(books: Books, dispute_id: str, status: str, corrected_cents: int | None) -> None:
    """Record how a dispute ended today."""
    books.connection.execute(
        "UPDATE disputes SET status = %s, resolved_on = %s, corrected_cents = %s WHERE dispute_id = %s",
        [status, books.today, corrected_cents, dispute_id],
    )
    tell(books, dispute_id, status, corrected_cents)


Correction = Annotated[Cents | None, Field(description="Cents; the whole disputed amount where it is left out.")]
