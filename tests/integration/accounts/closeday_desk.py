"""Books of one test: open accounts, ask for things on a day, close days up to a date."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import psycopg

from accounts import rows
from accounts.closeday import DayReport, business_date, close_day, start_on
from accounts.posting.draws import DrawRefused, DrawRequest, request_draws
from accounts.posting.opening import Opening, open_accounts
from accounts.posting.payments import NewPayment, Source, submit
from accounts.terms.calendar import EASTERN

LINE, LOAN = "CL-100001", "IL-200001"


@dataclass
class Desk:
    """The account system of a test, at its business date."""

    connection: psycopg.Connection
    reports: list[DayReport] = field(default_factory=list[DayReport])

    def open(self, on: date, *, state: str = "OH", **terms: Any) -> None:
        """Open a line (limit_cents) or a loan (principal_cents) of tier C on the first day."""
        start_on(self.connection, on)
        borrower = {"borrower_id": "B-1", "handle": "b-1", "name": "B One", "state": state, "language": "en"}
        rows.insert(
            self.connection, "borrowers", [{**borrower, "member_since": on, "situation": []}], skip_existing=True
        )
        account_id = LINE if "limit_cents" in terms else LOAN
        open_accounts(self.connection, [Opening(account_id, "B-1", state, "C", on, "1234", **terms)])

    def draw(self, on: date, cents: int, hour: int = 10) -> list[DrawRefused]:
        at = datetime.combine(on, time(hour), EASTERN)
        return list(request_draws(self.connection, [DrawRequest(f"d:{on}:{cents}", LINE, at, cents)]).values())

    def pay(self, account_id: str, on: date, cents: int, source: Source = "one_time", hour: int = 10) -> str:
        """Submit a payment and give its id."""
        payment = NewPayment(
            f"p:{account_id}:{on}", account_id, datetime.combine(on, time(hour), EASTERN), cents, source
        )
        submit(self.connection, [payment])
        return payment.payment_id

    def close_until(self, until: date) -> None:
        """Close days so that the business date is `until`."""
        while (day := business_date(self.connection)) < until:
            self.reports.append(close_day(self.connection, day))

    def one(self, query: str, *values: object) -> tuple[Any, ...]:
        """The only row of a query."""
        found = self.connection.execute(query.encode(), values).fetchall()
        assert len(found) == 1, found
        return found[0]

    def all(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        return self.connection.execute(query.encode(), values).fetchall()
