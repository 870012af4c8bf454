"""The seeded portfolio: it ties out, covers every situation, is the same for a seed, and is all there or not at all."""

from collections.abc import Callable
from datetime import date

import psycopg
import pytest

from accounts.reconcile import reconcile
from accounts.seeding import AlreadySeeded, is_seeded, seed
from accounts.seeding.personas import BUSINESS_DATE
from stack import postgres
from tests.conftest import Database

SMALL = 25
FINGERPRINT = """
SELECT md5(string_agg(entry_id::text || account_id || kind || posted_on || description, '' ORDER BY seq)),
  (SELECT md5(string_agg(handle || array_to_string(situation, ','), '' ORDER BY handle)) FROM accounts.people)
FROM accounts.journal_entries
"""


def fingerprint(url: str) -> tuple[str, str]:
    with psycopg.connect(url) as connection:
        row = connection.execute(FINGERPRINT.encode()).fetchone()
    assert row
    return row[0], row[1]


@pytest.fixture(scope="module")
def small(clone_database: Callable[[str], Database]) -> str:
    """The URL (accounts_ops) of a small portfolio."""
    url = clone_database(postgres.ACCOUNTS_DATABASE).url("accounts_ops")
    seed(url, borrowers=SMALL)
    return url


def test_the_books_tie_out(small: str) -> None:
    with psycopg.connect(small) as connection:
        assert reconcile(connection) == []
        assert connection.execute("SELECT count(*) > 500 FROM accounts.journal_entries").fetchone() == (True,)
        assert connection.execute("SELECT business_date FROM accounts.business_day").fetchone() == (BUSINESS_DATE,)


def test_reconciling_finds_a_statement_that_does_not_follow_the_ledger(accounts_db: Database) -> None:
    url = accounts_db.url("accounts_ops")
    seed(url, borrowers=3)
    with psycopg.connect(accounts_db.server.url("postgres", accounts_db.name)) as intruder:
        intruder.execute(
            "UPDATE accounts.statements SET new_balance_cents = new_balance_cents + 1, fees_cents = fees_cents + 1 "
            "WHERE statement_id = (SELECT min(statement_id) FROM accounts.statements)"
        )
        intruder.execute("UPDATE accounts.interest_charges SET interest_cents = interest_cents + 1 WHERE line = 0")
    with psycopg.connect(url) as connection:
        found = {finding.check for finding in reconcile(connection)}
    assert found >= {"statement balances follow the ledger", "interest follows from its daily balances"}


def test_the_same_seed_makes_the_same_books_and_another_seed_others(
    small: str, clone_database: Callable[[str], Database]
) -> None:
    again, other = (clone_database(postgres.ACCOUNTS_DATABASE).url("accounts_ops") for _ in range(2))
    seed(again, borrowers=SMALL)
    seed(other, seed=8, borrowers=5)
    assert fingerprint(again) == fingerprint(small)
    assert fingerprint(other) != fingerprint(small)


def test_an_interrupted_seeding_leaves_nothing_and_can_be_done_again(accounts_db: Database) -> None:
    url = accounts_db.url("accounts_ops")

    def stop(fraction: float, text: str) -> None:
        if fraction > 0.3:
            raise KeyboardInterrupt(text)

    with pytest.raises(KeyboardInterrupt):
        seed(url, borrowers=4, progress=stop)
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM accounts.borrowers").fetchone() == (0,)
    assert not is_seeded(url)
    assert seed(url, borrowers=4).borrowers == 4
    assert is_seeded(url)
    with pytest.raises(AlreadySeeded):
        seed(url, borrowers=4)


def test_progress_is_told_up_to_the_end(accounts_db: Database) -> None:
    told = list[float]()
    seed(accounts_db.url("accounts_ops"), borrowers=2, progress=lambda fraction, text: told.append(fraction))
    assert told == sorted(told)
    assert told[-1] == 1.0


SITUATIONS = (
    "current dpd_1_29 dpd_30 dpd_60 dpd_90 charged_off paid_off hardship_plan autopay_on autopay_off open_dispute "
    "credit_balance pending_draw pending_payment scheduled_payment returned_payment scra deceased attorney_represented "
    "bankruptcy cease_contact identity_theft spanish_preference both_products two_lines two_loans promo_rate "
    "increase_in_review increase_declined increase_approved application_incomplete application_declined "
    "application_counteroffer fee_waived autopay_discount recent_late_fee recent_returned_payment_fee "
    "residual_interest "
    "extra_payments frozen_line"
)


@pytest.mark.slow
def test_the_whole_portfolio_covers_every_situation_with_several_people(accounts_db: Database) -> None:
    url = accounts_db.url("accounts_ops")
    report = seed(url)
    assert report.borrowers >= 260
    assert report.accounts >= 310
    few = {tag: report.situations.get(tag, 0) for tag in SITUATIONS.split() if report.situations.get(tag, 0) < 3}
    assert few == {}
    with psycopg.connect(url) as connection:
        assert reconcile(connection) == []
        states = {row[0] for row in connection.execute("SELECT DISTINCT state FROM accounts.borrowers")}
        assert states >= {"CA", "NY", "TX", "MA", "FL"}
        lines = connection.execute(
            "SELECT count(*) FROM accounts.accounts WHERE product = 'cash_line' AND state = 'MA'"
        )
        assert lines.fetchone() == (0,)
        roles = dict(connection.execute("SELECT role, count(*) FROM accounts.people GROUP BY 1").fetchall())
        assert roles["support_agent"] >= 3
        assert roles["supervisor"] >= 2
        newest = connection.execute("SELECT max(posted_on) FROM accounts.journal_entries").fetchone()
        assert newest == (date(2026, 5, 14),)
