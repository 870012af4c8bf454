"""Loan tapes of the seeded portfolio: equal to the ledger, the same at any later time, or not written at all."""

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import get_args

import psycopg
import pytest
from pyarrow import parquet

from accounts import ledger
from accounts.commands.base import Refused
from accounts.funding.assign import assign
from accounts.funding.facts import facts_of, pages
from accounts.funding.tape import TapeDoesNotTie, export
from accounts.funding.tape_columns import account_hash
from accounts.funding.tape_files import Format, text
from accounts.ledger import Entry, Line
from accounts.terms.delinquency import days_past_due
from tests.conftest import Database
from tests.integration.accounts.funding_books import POOL, TODAY, YESTERDAY, open_pool, order, portfolio_books

MONTH_ENDS = [date(2025, 6, 30), date(2025, 12, 31), date(2026, 2, 28), date(2026, 4, 30)]
KEY = "test key"
_FEE = (Line("1300", 500, "fees"), Line(ledger.FEE_INCOME, -500))


@pytest.fixture(scope="module")
def books(clone_database: Callable[[str], Database]) -> Iterator[psycopg.Connection]:
    with portfolio_books(clone_database) as connection:
        open_pool(connection, date(2026, 1, 31))
        assign(connection, order("run"), date(2026, 2, 28))
        connection.commit()
        yield connection


def read(file: Path) -> list[dict[str, str]]:
    if file.suffix == ".csv":
        with file.open(newline="") as content:
            return list(csv.DictReader(content))
    return [{name: text(value) for name, value in row.items()} for row in parquet.read_table(file).to_pylist()]


def control_of(file: Path) -> dict[str, object]:
    return json.loads(file.with_name(f"{file.name}.control.json").read_text())


@pytest.mark.parametrize("form", get_args(Format))
@pytest.mark.parametrize("on", MONTH_ENDS)
def test_totals_equal_the_general_ledger_of_the_day(
    books: psycopg.Connection, tmp_path: Path, form: Format, on: date
) -> None:
    file = tmp_path / f"tape.{form}"
    control = export(books, on, file, form, KEY)
    assert control == control_of(file)
    rows, sums = read(file), Counter[str]()
    for row in rows:
        for name in ("principal", "interest", "fees"):
            sums[f"{row['product']}/{name}"] += int(row[f"{name}_cents"])
    booked = Counter[str]()
    for product, bucket, cents in books.execute(
        "SELECT a.product, p.bucket, sum(p.amount_cents)::bigint FROM postings p JOIN accounts a USING (account_id) "
        "JOIN journal_entries e USING (entry_id) WHERE e.posted_on <= %s "
        "AND p.bucket IN ('principal', 'interest', 'fees') GROUP BY 1, 2",
        [on],
    ):
        booked[f"{product}/{bucket}"] = cents
    assert +sums == +booked
    accounts = books.execute("SELECT count(*) FROM accounts WHERE opened_on <= %s", [on]).fetchone()
    assert (len(rows),) == accounts == (control["rows"],)


def test_csv_and_parquet_carry_the_same_rows(books: psycopg.Connection, tmp_path: Path) -> None:
    for form in get_args(Format):
        export(books, YESTERDAY, tmp_path / f"tape.{form}", form)
    assert read(tmp_path / "tape.csv") == read(tmp_path / "tape.parquet")


def test_a_row_says_what_the_account_system_says(books: psycopg.Connection, tmp_path: Path) -> None:
    export(books, YESTERDAY, tmp_path / "tape.csv", "csv", KEY)
    rows = {row["account_hash"]: row for row in read(tmp_path / "tape.csv")}
    found = books.execute(
        "SELECT a.account_id, a.status, b.principal_cents, b.interest_cents, b.fees_cents, b.credit_cents, "
        "(SELECT min(d.due_date) FROM dues d WHERE d.account_id = a.account_id AND d.paid_on IS NULL "
        "AND d.cancelled_why IS NULL) "
        "FROM accounts a JOIN balances b USING (account_id) WHERE NOT EXISTS (SELECT 1 FROM journal_entries e "
        "WHERE e.account_id = a.account_id AND e.posted_on > %s)",
        [YESTERDAY],
    ).fetchall()
    assert len(found) > 50
    for account_id, status, principal, interest, fees, credit, oldest in found:
        row = rows[account_hash(account_id, KEY)]
        assert (row["status"], row["principal_cents"]) == (status, str(principal))
        assert (row["interest_cents"], row["fees_cents"]) == (str(interest), str(fees))
        assert row["credit_balance_cents"] == str(credit)
        assert row["days_past_due"] == str(days_past_due(oldest, YESTERDAY))


def test_the_tape_of_a_past_day_stays_the_same(books: psycopg.Connection, tmp_path: Path) -> None:
    """What is posted afterwards, whatever day it counts from, is not in it."""
    on = date(2026, 3, 31)
    before = export(books, on, tmp_path / "before.csv", "csv", KEY)
    with books.transaction(force_rollback=True):
        late = [
            Entry(f"late:{account}", account, borrower, "late_fee", on, TODAY, "Late", _FEE, booked_on=on)
            for account, borrower in books.execute("SELECT account_id, borrower_id FROM accounts").fetchall()
        ]
        assert len(ledger.post(books, late)) > 50
        after = export(books, on, tmp_path / "after.csv", "csv", KEY)
        assert (tmp_path / "after.csv").read_bytes() == (tmp_path / "before.csv").read_bytes()
        assert {**after, "file": ""} == {**before, "file": ""}


def test_rows_that_do_not_equal_the_ledger_are_not_written(books: psycopg.Connection, tmp_path: Path) -> None:
    file = tmp_path / "tape.csv"
    export(books, YESTERDAY, file, "csv", KEY)
    kept = file.read_bytes()
    with books.transaction(force_rollback=True):
        books.execute("UPDATE accounts SET opened_on = %s WHERE product = 'instalment_loan'", [TODAY])
        with pytest.raises(
            TapeDoesNotTie, match=r"instalment_loan principal is 0 cents in the rows and \d+ in the ledger"
        ):
            export(books, YESTERDAY, file, "csv", KEY)
    assert file.read_bytes() == kept
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tape.csv", "tape.csv.control.json"]


def test_a_tape_needs_a_closed_day(books: psycopg.Connection, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="not closed yet"):
        export(books, TODAY, tmp_path / "tape.csv", "csv")
    assert list(tmp_path.iterdir()) == []


def test_nobody_is_named_on_it(books: psycopg.Connection, tmp_path: Path) -> None:
    export(books, YESTERDAY, tmp_path / "tape.csv", "csv")
    words = (tmp_path / "tape.csv").read_text()
    hidden = books.execute(
        "SELECT unnest(ARRAY[a.account_id, b.borrower_id, b.name, b.handle]) FROM accounts a JOIN borrowers b USING "
        "(borrower_id)"
    ).fetchall()
    assert [row[0] for row in hidden if row[0] in words] == []


def test_hashes_are_the_same_on_every_tape_of_the_lender(books: psycopg.Connection, tmp_path: Path) -> None:
    for name, on in (("march", date(2026, 3, 31)), ("april", date(2026, 4, 30))):
        export(books, on, tmp_path / f"{name}.csv", "csv")
    march, april = ({row["account_hash"] for row in read(tmp_path / f"{name}.csv")} for name in ("march", "april"))
    assert len(march) > 50
    assert march <= april


def test_pools_are_those_of_the_day(books: psycopg.Connection, tmp_path: Path) -> None:
    export(books, date(2026, 2, 27), tmp_path / "before.csv", "csv")
    export(books, date(2026, 2, 28), tmp_path / "after.csv", "csv")
    inside = books.execute("SELECT count(*) FROM funding_assignments").fetchone()
    before, after = (Counter(row["pool_id"] for row in read(tmp_path / f"{name}.csv")) for name in ("before", "after"))
    assert before[POOL] == 0
    assert (after[POOL],) == inside


def test_pages_of_any_size_give_every_account_once(books: psycopg.Connection) -> None:
    whole = [facts for page in pages(books, YESTERDAY) for facts in page]
    assert [facts for page in pages(books, YESTERDAY, 7) for facts in page] == whole
    ids = [facts.account_id for facts in whole]
    assert facts_of(books, ids, YESTERDAY) == whole
    assert ids == sorted(set(ids))


def test_the_auditor_may_export(clone_database: Callable[[str], Database], tmp_path: Path) -> None:
    with portfolio_books(clone_database, "accounts_auditor") as auditor:
        control = export(auditor, YESTERDAY, tmp_path / "tape.parquet", "parquet")
    assert control["rows"] == len(read(tmp_path / "tape.parquet"))
