"""Remittance reports: what the servicing ledger says of the assigned days, counted again by hand, to the cent."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date

import psycopg
import pytest
from dateutil.relativedelta import relativedelta

from accounts.commands.base import Refused
from accounts.funding.assign import assign
from accounts.funding.carry import carry
from accounts.funding.checks import CHECKS
from accounts.funding.remittance import DoesNotTie, Movements, Remittance, Split, remittance
from accounts.funding.settle import issue, withdraw
from accounts.funding.transfers import repurchase, sell
from tests.conftest import Database
from tests.integration.accounts.funding_books import AT, POOL, holders, open_pool, order, portfolio_books, servicing

START = date(2025, 7, 31)
MONTHS = [date(2025, 8, 1) + relativedelta(months=n) for n in range(9)]
INCOMING = {"purchased", "draws", "interest_charged", "fees_charged"}
OUTGOING = {"collections", "adjustments", "charge_offs", "repurchased"}


@pytest.fixture(scope="module")
def books(clone_database: Callable[[str], Database]) -> Iterator[psycopg.Connection]:
    """The seeded portfolio with everything in a pool from August 2025, part of it bought back in March."""
    with portfolio_books(clone_database) as connection:
        open_pool(connection, START)
        assign(connection, order("run"), START)
        sell(connection, order("sale"), POOL, START)
        gone = sorted(holders(connection, POOL))[:3]
        repurchase(connection, order("back"), POOL, date(2026, 3, 10), gone, "breach")
        carry(connection, POOL, date(2026, 4, 30), AT)
        connection.commit()
        yield connection


def sides(split: Split) -> tuple[int, int, int]:
    return split.principal_cents, split.interest_cents, split.fees_cents


def assert_identity(report: Remittance) -> None:
    """opening + what came in - what went out = closing, for principal, interest and fees each; cash adds up."""
    moved = report.movements
    assert {each.name for each in fields(Movements)} == {"opening", "closing", *INCOMING, *OUTGOING}
    for part in range(3):
        came = sum(sides(getattr(moved, name))[part] for name in INCOMING)
        went = sum(sides(getattr(moved, name))[part] for name in OUTGOING)
        assert sides(moved.opening)[part] + came - went == sides(moved.closing)[part]
    cash = moved.collections.total_cents + report.recoveries_cents + report.repurchase_proceeds_cents
    assert report.amount_cents == cash - moved.draws.total_cents - report.servicing_fee_cents
    assert report.draws_funded_cents == moved.draws.total_cents


def test_every_month_adds_up_and_the_next_one_opens_where_it_closed(books: psycopg.Connection) -> None:
    closing: Split | None = None
    for month in MONTHS:
        report = remittance(books, POOL, month)
        assert_identity(report)
        assert closing is None or report.movements.opening == closing
        closing = report.movements.closing
    assert closing is not None
    assert closing.total_cents > 0


def test_collections_draws_and_charges_are_those_of_the_servicing_journal(books: psycopg.Connection) -> None:
    seen = set[str]()
    for month in MONTHS:
        report = remittance(books, POOL, month)
        sums = servicing(books, month, month + relativedelta(day=31))
        moved = report.movements
        cash = {"payment", "returned_payment"}
        gross = -sum(cents for what, cents in sums.items() if what.split("/")[0] in cash and not what.endswith("1400"))
        assert moved.collections.total_cents + report.recoveries_cents == gross
        drawn = sum(cents for what, cents in sums.items() if what.startswith(("draw/", "disbursement/")))
        assert moved.draws.total_cents == drawn
        assert sides(moved.interest_charged) == (
            sums["interest/principal"],
            sums["interest/interest"],
            sums["interest/fees"],
        )
        assert moved.fees_charged.total_cents == sums["late_fee/fees"] + sums["returned_payment_fee/fees"]
        assert moved.charge_offs.total_cents == -sums["charge_off/1400"]
        assert report.recoveries_cents == sums["payment/1400"]
        seen |= {name for name in (*INCOMING, *OUTGOING) if getattr(moved, name).total_cents}
    assert seen >= {"draws", "interest_charged", "fees_charged", "collections", "charge_offs", "repurchased"}


def test_the_servicing_fee_is_a_twelfth_of_the_rate_on_opening_principal(books: psycopg.Connection) -> None:
    report = remittance(books, POOL, MONTHS[1])
    assert report.servicing_fee_bps == 120
    assert abs(report.servicing_fee_cents - report.movements.opening.principal_cents / 1000) <= 0.5


def test_what_was_bought_back_is_paid_for_and_leaves(books: psycopg.Connection) -> None:
    march = remittance(books, POOL, date(2026, 3, 15))
    par, price = books.execute(
        "SELECT par_cents, price_cents FROM funding_transfers WHERE kind = 'repurchase'"
    ).fetchone() or (0, 0)
    assert (march.movements.repurchased.total_cents, march.repurchase_proceeds_cents) == (par, price)
    assert march.accounts_opening - march.accounts_closing == 3


def test_days_after_the_repurchase_are_not_the_pools(books: psycopg.Connection) -> None:
    late = books.execute(
        "SELECT count(*) FROM funding_postings p JOIN funding_entries e USING (entry_id) "
        "JOIN funding_assignments a ON a.account_id = p.account_id WHERE e.booked_on > a.to_on"
    ).fetchone()
    assert late == (0,)


def test_all_checks_find_nothing(books: psycopg.Connection) -> None:
    assert [name for name, query in CHECKS.items() if books.execute(query.encode()).fetchall()] == []


def test_a_month_needs_to_be_over_and_carried(books: psycopg.Connection) -> None:
    with pytest.raises(Refused, match="through 2026-04-30"):
        remittance(books, POOL, date(2026, 5, 1))
    with pytest.raises(Refused, match="no pool"):
        remittance(books, "unknown", MONTHS[0])


def test_carrying_again_adds_nothing(books: psycopg.Connection) -> None:
    assert carry(books, POOL, date(2026, 4, 30), AT) == 0
    assert carry(books, POOL, date(2026, 2, 1), AT) == 0


def test_carrying_day_by_day_is_carrying_at_once(books: psycopg.Connection) -> None:
    def lines() -> list[tuple[object, ...]]:
        return books.execute(
            "SELECT e.command_id, p.gl_code, p.account_id, p.amount_cents FROM funding_entries e "
            "JOIN funding_postings p USING (entry_id) WHERE e.booked_on > '2026-04-30' ORDER BY 1, 2, 3"
        ).fetchall()

    with books.transaction(force_rollback=True):
        assert carry(books, POOL, date(2026, 5, 14), AT) > 0
        at_once = lines()
    with books.transaction(force_rollback=True):
        for day in range(1, 15):
            carry(books, POOL, date(2026, 5, day), AT)
        assert lines() == at_once


def test_books_that_do_not_tie_stop_the_report(books: psycopg.Connection) -> None:
    with books.transaction(force_rollback=True):
        account = min(holders(books, POOL))
        books.execute("UPDATE funding_assignments SET to_on = NULL WHERE account_id = %s", [account])
        with pytest.raises(DoesNotTie, match="servicing ledger"):
            remittance(books, POOL, date(2026, 4, 1))


def test_an_issued_remittance_is_booked_and_kept_and_may_be_withdrawn(books: psycopg.Connection) -> None:
    def due() -> int:
        row = books.execute("SELECT sum(amount_cents)::bigint FROM funding_postings WHERE gl_code = 'P140'").fetchone()
        assert row
        return row[0]

    with books.transaction(force_rollback=True):
        before, report = due(), remittance(books, POOL, MONTHS[0])
        done = issue(books, order("august"), POOL, MONTHS[0])
        assert done.result["amount_cents"] == report.amount_cents
        assert before - due() == report.amount_cents + report.servicing_fee_cents
        assert issue(books, order("august"), POOL, MONTHS[0]).repeated
        with pytest.raises(Refused, match="Withdraw it first"):
            issue(books, order("august again"), POOL, MONTHS[0])
        withdraw(books, order("withdraw"), str(done.result["remittance_id"]))
        assert due() == before
        with pytest.raises(Refused, match="no issued remittance"):
            withdraw(books, order("withdraw again"), str(done.result["remittance_id"]))
        again = issue(books, order("august anew"), POOL, MONTHS[0])
        assert again.result["amount_cents"] == report.amount_cents
        assert books.execute("SELECT status FROM funding_remittances ORDER BY status").fetchall() == [
            ("issued",),
            ("withdrawn",),
        ]


def test_after_all_months_are_remitted_the_servicer_owes_nothing(books: psycopg.Connection) -> None:
    with books.transaction(force_rollback=True):
        for month in MONTHS:
            issue(books, order(f"month:{month}"), POOL, month)
        for code in ("P140", "L200"):
            owed = books.execute(
                "SELECT sum(amount_cents)::bigint FROM funding_postings WHERE gl_code = %s", [code]
            ).fetchone()
            assert owed == (0,)
