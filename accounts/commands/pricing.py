"""Prices by date, and changes in terms announced 45 days ahead."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from accounts import rows
from accounts.commands.base import Books, Command, Result
from accounts.commands.content import Text
from accounts.commands.lifecycle import Bps, Day, Tier, line_of, refuse_if
from accounts.ids import ident
from accounts.posting import limits, pricing
from accounts.posting.pricing import TermsNotice
from accounts.reads.errors import NotFound
from accounts.roles import SUPERVISOR
from accounts.terms.offering import Product

LENDER = "lender"
"""The borrower id under which commands about the lender's own terms are kept."""
NOTICE = timedelta(days=45)
NoticeId = Annotated[str, Field(pattern=r"^TN-[0-9a-f]{10}$", examples=["TN-5f3a9c01d2"])]


class SetPrice(Command):
    """Set what agreements of a product and tier cost from a day on; the version in force ends the day before.

    Versions never overlap and never change the past; agreements made before keep their price.
    """

    kind = "set_price"
    roles = SUPERVISOR
    product: Product
    tier: Tier
    effective_from: Day
    apr_bps: Bps
    origination_fee_bps: Annotated[int, Field(ge=0, le=1000)] = 0

    def check(self, books: Books) -> None:
        reasons = list[tuple[str, str]]()
        if self.effective_from <= books.today:
            text = f"A price takes effect after today, {books.today}; what was agreed stays agreed."
            reasons.append(("retroactive", text))
        if self.product == "cash_line" and self.origination_fee_bps:
            reasons.append(("fee", "A Cash Line has no origination fee."))
        known = books.connection.execute(
            "SELECT 1 FROM price_schedule WHERE product = %s AND tier = %s AND effective_from = %s",
            [self.product, self.tier, self.effective_from],
        ).fetchone()
        if known:
            reasons.append(("known", f"A price from {self.effective_from} on is set already."))
        refuse_if("price-not-possible", reasons)

    def record(self, books: Books) -> Result:
        pricing.set_price(
            *(books.connection, self.product, self.tier, self.effective_from, self.apr_bps, self.origination_fee_bps)
        )
        return self.model_dump(mode="json")


class AnnounceTermsChange(Command):
    """Announce another APR for new draws, at least 45 days ahead; what is owed before keeps its rate.

    About one line; or, about no account, about all lines of a `tier` that were agreed before `agreed_before`: their
    notices go out when today closes. Source: 12 CFR 1026.9(c)(2).
    """

    kind = "announce_terms_change"
    roles = SUPERVISOR
    new_apr_bps: Bps
    effective_on: Day
    why: Text
    tier: Tier | None = None
    agreed_before: Day | None = None

    def check(self, books: Books) -> None:
        reasons = list[tuple[str, str]]()
        earliest = books.today + NOTICE
        if self.effective_on < earliest:
            text = f"A notice sent today can take effect from {earliest} on, 45 days later."
            reasons.append(("notice", text))
        if books.account_id is None and (self.tier is None or self.agreed_before is None):
            reasons.append(("whom", "Give the tier and agreed_before: whose lines the change is for."))
        if books.account_id is not None:
            reasons += self._about_one(books)
        refuse_if("announcement-not-possible", reasons)

    def _about_one(self, books: Books) -> list[tuple[str, str]]:
        line, reasons = line_of(books, "announcement-not-possible"), list[tuple[str, str]]()
        if line.status not in ("open", "frozen"):
            reasons.append((line.status, "The line takes no new draws."))
        if self.tier is not None or self.agreed_before is not None:
            reasons.append(("whom", "The tier and agreed_before are for a change to many lines, not to one account."))
        known = books.connection.execute(
            "SELECT 1 FROM terms_notices WHERE account_id = %s AND effective_on = %s",
            [books.account, self.effective_on],
        ).fetchone()
        if known:
            reasons.append(("known", f"A change on {self.effective_on} is announced already."))
        return reasons

    def record(self, books: Books) -> Result:
        return self._to_one(books) if books.account_id is not None else self._to_many(books)

    def _to_one(self, books: Books) -> Result:
        state = books.state()
        old = state.apr_bps(pricing.newest_bucket(state, books.today), books.today)
        notice = TermsNotice(
            *(books.command_id, books.account, books.borrower_id, old, self.new_apr_bps),
            *(books.today, self.effective_on, self.why),
        )
        pricing.send_notice(books.connection, notice)
        return {"notice_id": notice.notice_id, "sent_on": books.today, "old_apr_bps": old, **self._new()}

    def _to_many(self, books: Books) -> Result:
        change = {
            "change_id": ident("TC", books.command_id),
            "product": "cash_line",
            "tier": self.tier,
            "agreed_before": self.agreed_before,
            "new_apr_bps": self.new_apr_bps,
            "sent_on": books.today,
            "effective_on": self.effective_on,
            "why": self.why,
        }
        rows.insert(books.connection, "terms_changes", [change])
        return {"change_id": change["change_id"], "sent_on": books.today, **self._new()}

    def _new(self) -> Result:
        return {"new_apr_bps": self.new_apr_bps, "effective_on": self.effective_on}


class RejectTermsChange(Command):
    """Reject a change in terms before its day: the rate stays as it was, and the line is closed to draws.

    Source: 12 CFR 1026.9(h)(1), (2).
    """

    kind = "reject_terms_change"
    notice_id: NoticeId

    def check(self, books: Books) -> None:
        row = books.connection.execute(
            "SELECT status, effective_on FROM terms_notices WHERE notice_id = %s AND account_id = %s",
            [self.notice_id, books.account],
        ).fetchone()
        if row is None:
            raise NotFound(f"{books.account} has no notice {self.notice_id}.")
        status, effective_on = row
        reasons = list[tuple[str, str]]()
        if status == "rejected":
            reasons.append(("rejected", "It is rejected already; the old rate stays."))
        elif effective_on <= books.today:
            reasons.append(("too-late", f"The change took effect on {effective_on}; it could be rejected before."))
        refuse_if("rejection-not-possible", reasons)

    def record(self, books: Books) -> Result:
        books.connection.execute(
            "UPDATE terms_notices SET status = 'rejected', rejected_on = %s WHERE notice_id = %s",
            [books.value_on, self.notice_id],
        )
        return {"notice_id": self.notice_id, "status": "rejected"}

    def apply(self, books: Books) -> Result:
        why = "A change in terms was rejected; the old rate stays and the line takes no new draws"
        limits.close(books.connection, books.account, books.value_on, why)
        return {"account_id": books.account, "account_status": "closed"}
