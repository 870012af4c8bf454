"""The desk's command line, the seeded pools, and checks that find what is wrong."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from accounts.__main__ import main
from accounts.funding.checks import CHECKS
from accounts.funding.seeding import LINE_POOL, TERM_POOL, seed_pools
from tests.conftest import PORTFOLIO, Database
from tests.integration.accounts.funding_books import TODAY

Clone = Callable[[str], Database]
FINGERPRINT = """
SELECT md5(string_agg(e.command_id || e.booked_on || p.gl_code || coalesce(p.account_id, '') || p.amount_cents, ''
  ORDER BY e.seq, p.line)) FROM funding_entries e JOIN funding_postings p USING (entry_id)
"""


@pytest.fixture(scope="module")
def seeded(clone_database: Clone) -> Iterator[Database]:
    """The portfolio with its pools."""
    database = clone_database(PORTFOLIO)
    with psycopg.connect(database.url("accounts_ops")) as connection:
        assert set(seed_pools(connection, TODAY)) == {TERM_POOL, LINE_POOL}
    yield database
    with psycopg.connect(database.server.url("postgres", "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database.name)))


def wrong(connection: psycopg.Connection) -> list[str]:
    return [name for name, query in CHECKS.items() if connection.execute(query.encode()).fetchall()]


def test_seeded_pools_tie_out_and_have_of_everything(seeded: Database) -> None:
    with psycopg.connect(seeded.url("accounts_ops")) as connection:
        assert wrong(connection) == []
        kinds = {row[0] for row in connection.execute("SELECT DISTINCT kind FROM funding_entries")}
        transfers = connection.execute("SELECT kind, reason FROM funding_transfers ORDER BY 1, 2").fetchall()
        issued = connection.execute("SELECT count(*) FROM funding_remittances").fetchone()
    assert kinds >= {
        "assignment",
        "sale",
        "repurchase",
        "draws",
        "collections",
        "interest",
        "charge_offs",
        "remittance",
    }
    assert {("sale", None), ("repurchase", "breach")} <= set(transfers)
    assert issued == (2,)


def test_the_same_portfolio_gives_the_same_pools(seeded: Database, clone_database: Clone) -> None:
    other = clone_database(PORTFOLIO)
    with psycopg.connect(other.url("accounts_ops")) as again, psycopg.connect(seeded.url("accounts_ops")) as first:
        seed_pools(again, TODAY)
        assert again.execute(FINGERPRINT).fetchone() == first.execute(FINGERPRINT).fetchone()


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        (
            "UPDATE funding_postings SET amount_cents = amount_cents + 1 WHERE gl_code = 'P140'",
            "pool entries balance in each book",
        ),
        ("UPDATE funding_postings SET gl_code = 'L100' WHERE gl_code = 'L200'", "pool and lender agree"),
        (
            "UPDATE funding_assignments SET to_on = from_on WHERE to_on IS NULL",
            "pool receivables equal the servicing ledger",
        ),
        ("UPDATE funding_transfers SET price_cents = price_cents + 1", "transfers add up"),
        ("UPDATE funding_remittances SET amount_cents = amount_cents - 1", "issued remittances are booked"),
    ],
)
def test_every_damage_is_found(seeded: Database, damage: str, found: str) -> None:
    with psycopg.connect(seeded.server.url("postgres", seeded.name)) as intruder:
        intruder.execute("SET session_replication_role = replica")
        intruder.execute("SET search_path = accounts")
        changed = intruder.execute(damage.encode())
        assert changed.rowcount > 0
        assert found in wrong(intruder)
        intruder.rollback()


def test_a_receivable_in_two_pools_would_be_found(seeded: Database) -> None:
    with psycopg.connect(seeded.server.url("postgres", seeded.name)) as intruder:
        intruder.execute("SET search_path = accounts")
        intruder.execute("ALTER TABLE funding_assignments DROP CONSTRAINT one_pool_at_a_time")
        intruder.execute(
            "INSERT INTO funding_assignments SELECT 'twice', account_id, borrower_id, pool_id, rule_id, run_id, "
            "from_on, to_on, sold_on FROM funding_assignments ORDER BY assignment_id LIMIT 1"
        )
        assert "no receivable is in two pools" in wrong(intruder)
        intruder.rollback()


@pytest.fixture
def command(
    seeded: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """`python -m accounts ...` in this process: its exit code and what it printed."""

    def run(*arguments: str, role: str = "accounts_ops") -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["accounts", *arguments, "--url", seeded.url(role)])
        code = main()
        printed = capsys.readouterr()
        return code, printed.out or printed.err

    return run


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_tape_prints_its_control_totals(command: Callable[..., tuple[int, str]], tmp_path: Path, form: str) -> None:
    file = tmp_path / f"tape.{form}"
    arguments = ("tape", "--format", form, "--as-of", "2026-04-30", "--out", str(file))
    code, printed = command(*arguments, role="accounts_auditor")
    assert code == 0
    control = json.loads(printed)
    assert control == json.loads((tmp_path / f"tape.{form}.control.json").read_text())
    assert set(control["totals"]) == {"cash_line", "instalment_loan"}
    assert file.stat().st_size > 1_000


def test_remittance_prints_the_report_and_refuses_a_month_that_is_not_over(
    command: Callable[..., tuple[int, str]],
) -> None:
    code, printed = command("remittance", "--pool", TERM_POOL, "--month", "2026-03")
    assert (code, json.loads(printed)["month"]) == (0, "2026-03")
    code, printed = command("remittance", "--pool", TERM_POOL, "--month", "2026-05")
    assert code == 1
    assert "not closed yet" in printed


def test_a_month_is_issued_once(command: Callable[..., tuple[int, str]]) -> None:
    first = command("remittance", "--pool", LINE_POOL, "--month", "2026-03", "--issue")
    assert (first[0], json.loads(first[1])["status"]) == (0, "issued")
    assert command("remittance", "--pool", LINE_POOL, "--month", "2026-03", "--issue") == first


def test_assign_runs_once_for_the_last_closed_day(command: Callable[..., tuple[int, str]]) -> None:
    first = command("assign")
    assert (first[0], json.loads(first[1])["run_id"]) == (0, "assign:2026-05-14")
    assert command("assign") == first
    assert command("assign", "--run-id", "assign:2026-05-14", "--as-of", "2026-05-13")[0] == 1
