"""Flags of a borrower: circumstances that stop collection, autopay or fees, or cap interest."""

from datetime import date
from typing import Annotated

from pydantic import Field

from accounts.commands.base import Books, Command, Reason, Refused, Result
from accounts.commands.content import day_text
from accounts.commands.texts import Body, Reference
from accounts.posting import care
from accounts.posting.care import EFFECTS, STOPS_LATE_FEES, FlagKind
from accounts.roles import STAFF
from accounts.terms.scra import REQUEST_DAYS, request_in_time

BACK_TO = date(2000, 1, 1)
_RUNNING = """
SELECT since, until FROM flags WHERE borrower_id = %s AND kind = %s AND coalesce(until, 'infinity') >= %s
ORDER BY since DESC LIMIT 1
"""
_UNTIL = "UPDATE flags SET until = %s WHERE borrower_id = %s AND kind = %s AND since = %s"
RECOMPUTES: tuple[FlagKind, ...] = ("servicemember", *STOPS_LATE_FEES)
"""Flags whose earlier beginning changes what was charged meanwhile."""


class SetFlag(Command):
    """Flag a borrower, from an earlier day where it began then: interest and fees since come out as they should have.

    A servicemember's flag with `until` is relief asked for after service, possible until 180 days after it. No orders
    or papers are demanded before it is recorded. Source: 50 U.S.C. 3937; docs/product-terms.md, special situations.
    """

    kind = "set_flag"
    roles = STAFF
    flag: FlagKind
    since: Annotated[date, Field(ge=BACK_TO)]
    until: date | None = None
    document_ref: Reference | None = None

    def counts_on(self, today: date) -> date:
        return min(self.since, today) if self.flag in RECOMPUTES else today

    def check(self, books: Books) -> None:
        reasons = list[Reason]()
        if self.since > books.today:
            reasons.append(Reason("since", "A flag begins today or earlier."))
        if self.until is not None and self.until < self.since:
            reasons.append(Reason("until", "It cannot end before it began."))
        if self.until is not None and self.flag == "servicemember" and not request_in_time(self.until, books.today):
            text = f"Service ended on {day_text(self.until)}; relief can be asked for until {REQUEST_DAYS} days after."
            reasons.append(Reason("too-late", text))
        running = books.connection.execute(_RUNNING, [books.borrower_id, self.flag, self.since]).fetchone()
        if running:
            reasons.append(Reason("flagged", f"This flag is set already, since {day_text(running[0])}."))
        if reasons:
            raise Refused("flag-not-possible", reasons)

    def record(self, books: Books) -> Result:
        care.keep_flag(books.connection, books.borrower_id, self.flag, self.since, self.until)
        return {"kind": self.flag, "since": self.since, "until": self.until, "effect": EFFECTS[self.flag]}

    def apply(self, books: Books) -> Result:
        care.start_flag(books.connection, books.account, self.flag, self.since, self.until)
        return {}


class FlagEnd(Body):
    """The last day on which a flag holds; today where it is left out."""

    last_day: date | None = None
    restore_autopay: bool = False


class EndFlag(FlagEnd, Command):
    """End a flag; its last day may lie in the past. What it stopped may run again, autopay only where asked for."""

    kind = "end_flag"
    roles = STAFF
    flag: FlagKind

    def counts_on(self, today: date) -> date:
        return min(self.last_day or today, today) if self.flag == "servicemember" else today

    def check(self, books: Books) -> None:
        reasons, last = list[Reason](), self.last_day or books.today
        running = books.connection.execute(_RUNNING, [books.borrower_id, self.flag, books.today]).fetchone()
        if running is None:
            reasons.append(Reason("not-flagged", "This flag is not set."))
        elif not running[0] <= last <= books.today:
            text = f"It ends today or earlier, and not before {day_text(running[0])}, when it began."
            reasons.append(Reason("last-day", text))
        others = set(care.flags_on(books.connection, books.borrower_id, books.today)) - {self.flag}
        if self.restore_autopay and others & set(care.STOPS_AUTOPAY):
            reasons.append(Reason("autopay", "Another flag keeps autopay stopped; it cannot be restored yet."))
        if reasons:
            raise Refused("flag-not-possible", reasons)

    def record(self, books: Books) -> Result:
        last = self.last_day or books.today
        row = books.connection.execute(_RUNNING, [books.borrower_id, self.flag, books.today]).fetchone()
        since = row[0] if row else last
        books.connection.execute(_UNTIL, [last, books.borrower_id, self.flag, since])
        return {"kind": self.flag, "since": since, "until": last, "autopay_restored": self.restore_autopay}

    def apply(self, books: Books) -> Result:
        last = self.last_day or books.value_on
        care.end_flag(books.connection, books.account, self.flag, last, restore_autopay=self.restore_autopay)
        return {}
