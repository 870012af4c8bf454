"""Draws on a Cash Line: ask for one, take it back, void one that the bank would not pay out."""

from datetime import date, datetime

from accounts.commands.base import Books, Command, Reason, Refused, Result
from accounts.commands.content import Cents, DrawId, Text, day_text, instant_text, moment
from accounts.posting.draws import MINIMUM_DRAW_CENTS, DrawRequest, cancel_draw, draw_blocks, request_draws, void_draw
from accounts.posting.funds import bank_block
from accounts.reads.errors import NotFound
from accounts.roles import STAFF
from accounts.terms.calendar import draw_arrives_on, draw_cancel_until
from accounts.terms.money import dollars


class RequestDraw(Command):
    """Pay out part of the available credit to the linked bank account. Source: docs/product-terms.md, Cash Line."""

    kind = "request_draw"
    amount_cents: Cents

    def check(self, books: Books) -> None:
        state = books.state()
        if state.product != "cash_line":
            text = "An instalment loan is paid out once, at its start; only a Cash Line has draws."
            raise Refused("draw-not-possible", [Reason("not-a-line", text)])
        blocks = draw_blocks(books.connection, [books.account], books.value_on)[books.account]
        reasons = [Reason("blocked", text) for text in blocks]
        if why := bank_block(books.connection, books.account, books.value_on):
            reasons.append(Reason("bank-account", why))
        most = max(state.available_cents, 0)
        if not MINIMUM_DRAW_CENTS <= self.amount_cents <= most:
            least = dollars(MINIMUM_DRAW_CENTS).removesuffix(".00")
            text = f"A draw is from {least} up to the available credit of {dollars(most)}."
            reasons.append(Reason("amount", text))
        if reasons:
            raise Refused("draw-not-possible", reasons)

    def apply(self, books: Books) -> Result:
        at = moment(books)
        request = DrawRequest(books.command_id, books.account, at, self.amount_cents)
        request_draws(books.connection, [request], granted=True)
        return {
            "draw_id": request.draw_id,
            "status": "pending",
            "amount_cents": self.amount_cents,
            "expected_on": draw_arrives_on(at),
            "cancel_until": draw_cancel_until(at),
        }


class CancelDraw(Command):
    """Take a pending draw back until its cut-off. Source: docs/product-terms.md, Cash Line."""

    kind = "cancel_draw"
    draw_id: DrawId

    def check(self, books: Books) -> None:
        status, until, _, _ = _draw(books, self.draw_id)
        if status != "pending":
            raise Refused("draw-not-pending", [Reason("status", _settled_text(status))])
        if moment(books) > until:
            text = f"This draw could be cancelled until {instant_text(until)}; it is being paid out now."
            raise Refused("too-late", [Reason("cut-off", text)])

    def apply(self, books: Books) -> Result:
        cancel_draw(books.connection, self.draw_id, moment(books))
        return {"draw_id": self.draw_id, "status": "cancelled"}


class VoidDraw(Command):
    """Void a draw that the bank rejected, so that it was never paid out; its part of the limit is free again.

    rejected_on: the day on which the bank rejected it, when the books learn of it later; then it counts from that day.
    """

    kind = "void_draw"
    roles = STAFF
    draw_id: DrawId
    why: Text
    rejected_on: date | None = None

    def counts_on(self, today: date) -> date:
        return min(self.rejected_on or today, today)

    def check(self, books: Books) -> None:
        status, _, requested, posted_on = _draw(books, self.draw_id)
        rejected = self.rejected_on or books.today
        if status == "cancelled":
            raise Refused("draw-not-pending", [Reason("status", _settled_text(status))])
        if posted_on is not None and self.rejected_on is None:
            text = "It is posted already; say with rejected_on on which day the bank rejected it."
        elif posted_on is not None and rejected > posted_on:
            text = f"It was paid out on {day_text(posted_on)}; a draw is rejected by then or not at all."
        elif not requested <= rejected <= books.today:
            text = f"It was requested on {day_text(requested)}; it can have been rejected from then until today."
        else:
            return
        raise Refused("draw-not-void", [Reason("rejected-on", text)])

    def apply(self, books: Books) -> Result:
        void_draw(books.connection, self.draw_id, moment(books), "rejected by the bank")
        return {"draw_id": self.draw_id, "status": "cancelled", "why": self.why}


def _draw(books: Books, draw_id: str) -> tuple[str, datetime, date, date | None]:
    """Status, cut-off, day of the request and of the posting. Raises NotFound."""
    row = books.connection.execute(
        "SELECT status, cancel_until, (requested_at AT TIME ZONE 'US/Eastern')::date, posted_on FROM draws "
        "WHERE draw_id = %s AND account_id = %s",
        [draw_id, books.account],
    ).fetchone()
    if row is None:
        raise NotFound(f"{books.account} has no draw {draw_id}; /v1/accounts/{books.account}/draws lists them.")
    return row[0], row[1], row[2], row[3]


def _settled_text(status: str) -> str:
    if status == "cancelled":
        return "This draw was cancelled before; nothing will be paid out."
    return "This draw has been paid out; pay it back with a payment instead."
