"""The pools' books: balanced in each book, append-only, once per command, closed to borrowers and staff."""

from collections.abc import Iterator
from datetime import date

import psycopg
import pytest
from psycopg import errors, sql

from accounts import rows
from accounts.commands.base import Refused
from accounts.funding import ledger, once
from accounts.funding.ledger import PoolEntry, PoolLine
from accounts.funding.pools import NewPool, NewRule, add_rule, close_pool, create_pool, end_rule, load_pool, rules_on
from accounts.ledger import CommandConflict
from tests.conftest import Database
from tests.integration.accounts.desk import LINE, OPENED, CommandDesk, command_desk
from tests.integration.accounts.funding_books import AT, POOL, open_pool, order

TABLES = (
    *("funding_commands", "funding_pools", "funding_rules", "funding_cutoffs", "funding_assignments"),
    *("funding_breaches", "funding_transfers", "funding_transfer_items", "funding_entries", "funding_postings"),
    *("funding_remittances", "funding_tape_key", "funding_gl"),
)


@pytest.fixture
def desk(accounts_db: Database) -> Iterator[CommandDesk]:
    with command_desk(accounts_db) as found:
        found.line()
        found.close_until(date(2026, 1, 8))
        open_pool(found.connection, OPENED)
        found.connection.commit()
        yield found


def entry(command: str, *lines: PoolLine) -> PoolEntry:
    return PoolEntry(command, POOL, "adjustments", OPENED, AT, "For a test", lines)


def paid(command: str, cents: int) -> PoolEntry:
    return entry(command, PoolLine(ledger.POOL_CASH, cents), PoolLine(ledger.DUE_FROM_SERVICER, -cents))


@pytest.mark.parametrize(
    "lines",
    [
        (PoolLine("P100", 5), PoolLine("P140", -4)),
        (PoolLine("P100", 5), PoolLine("L100", -5)),
        (PoolLine("P100", 5),),
    ],
    ids=["by a cent", "over two books", "one line"],
)
def test_the_database_refuses_what_does_not_balance_in_each_book(
    desk: CommandDesk, lines: tuple[PoolLine, ...]
) -> None:
    with pytest.raises(errors.CheckViolation, match="does not balance in the book"):
        ledger.post(desk.connection, entry("wrong", *lines))


def test_what_comes_to_nothing_is_no_entry(desk: CommandDesk) -> None:
    ledger.post(desk.connection, entry("empty", PoolLine("P100", 0), PoolLine("P140", 0)))
    assert desk.one("SELECT count(*) FROM funding_entries") == (0,)


def test_an_entry_without_lines_is_refused_at_commit(desk: CommandDesk) -> None:
    row = {"entry_id": ledger.entry_id("bare"), "command_id": "bare", "pool_id": POOL, "kind": "fees"}
    rows.insert(
        desk.connection, "funding_entries", [{**row, "booked_on": OPENED, "posted_at": AT, "description": "nothing"}]
    )
    with pytest.raises(errors.CheckViolation, match="no postings"):
        desk.connection.commit()


def test_lines_cannot_be_added_later(desk: CommandDesk) -> None:
    made = ledger.post(desk.connection, paid("first", 100))
    with pytest.raises(errors.RestrictViolation, match="is complete"):
        desk.connection.execute(
            "INSERT INTO funding_postings (entry_id, line, gl_code, amount_cents) "
            "VALUES (%s, 7, 'P100', 1), (%s, 8, 'P140', -1)",
            [made, made],
        )


def test_a_command_id_has_one_entry(desk: CommandDesk) -> None:
    ledger.post(desk.connection, paid("twice", 100))
    with pytest.raises(errors.UniqueViolation):
        ledger.post(desk.connection, paid("twice", 100))


def test_a_reversal_takes_the_entry_back_once(desk: CommandDesk) -> None:
    made = ledger.post(desk.connection, paid("pay", 12_345))
    ledger.reverse(desk.connection, "undo", made, OPENED, AT)
    assert desk.all("SELECT sum(amount_cents) FROM funding_postings GROUP BY gl_code") == [(0,), (0,)]
    with pytest.raises(Refused, match="reversed before"):
        ledger.reverse(desk.connection, "undo again", made, OPENED, AT)
    with pytest.raises(Refused, match="not in the books"):
        ledger.reverse(desk.connection, "undo nothing", ledger.entry_id("nothing"), OPENED, AT)


@pytest.mark.parametrize("table", ["funding_entries", "funding_postings"])
def test_nobody_changes_what_is_posted(desk: CommandDesk, accounts_db: Database, table: str) -> None:
    ledger.post(desk.connection, paid("pay", 100))
    desk.connection.commit()
    name = sql.Identifier("accounts", table)
    with pytest.raises(errors.InsufficientPrivilege):
        desk.connection.execute(sql.SQL("DELETE FROM {}").format(name))
    desk.connection.rollback()
    with psycopg.connect(accounts_db.url("accounts_owner")) as owner, pytest.raises(errors.RestrictViolation):
        owner.execute(sql.SQL("TRUNCATE {} CASCADE").format(name))


def test_borrowers_staff_and_the_relay_see_no_pool(desk: CommandDesk, accounts_db: Database) -> None:
    for role in ("accounts_api", "accounts_staff", "accounts_relay"):
        with psycopg.connect(accounts_db.url(role), autocommit=True) as other:
            other.execute("SELECT set_config('accounts.borrower_id', 'B-1', false)")
            other.execute("SELECT set_config('accounts.staff_id', 's-1', false)")
            for table in TABLES:
                with pytest.raises(errors.InsufficientPrivilege):
                    other.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier("accounts", table)))


def test_the_auditor_reads_everything_and_writes_nothing(desk: CommandDesk, accounts_db: Database) -> None:
    with psycopg.connect(accounts_db.url("accounts_auditor")) as auditor:
        for table in TABLES:
            auditor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
        assert load_pool(auditor, POOL).investor == "Investor"
        with pytest.raises(errors.InsufficientPrivilege):
            close_pool(auditor, order("close"), POOL, OPENED)


def test_the_database_keeps_a_receivable_out_of_two_pools(desk: CommandDesk) -> None:
    open_pool(desk.connection, OPENED, "other-pool")

    def put(assignment: str, pool_id: str, first: date, last: date | None) -> None:
        row = {"assignment_id": assignment, "account_id": LINE, "borrower_id": "B-1", "pool_id": pool_id}
        more = {"rule_id": f"{pool_id}-all", "run_id": "test:pool:test-pool", "from_on": first, "to_on": last}
        rows.insert(desk.connection, "funding_assignments", [row | more])

    put("a", POOL, date(2026, 1, 6), date(2026, 1, 20))
    put("b", "other-pool", date(2026, 1, 21), None)
    with pytest.raises(errors.ExclusionViolation, match="one_pool_at_a_time"):
        put("c", "other-pool", date(2026, 1, 20), date(2026, 1, 20))


def test_a_write_happens_once_and_its_id_stands_for_its_content(desk: CommandDesk) -> None:
    pool = NewPool(pool_id="third", name="Third", investor="X", advance_bps=100, opened_on=OPENED)
    first = create_pool(desk.connection, order("third"), pool)
    again = create_pool(desk.connection, order("third"), pool)
    assert (again.result, again.repeated, first.repeated) == (first.result, True, False)
    with pytest.raises(CommandConflict):
        create_pool(desk.connection, order("third"), pool.model_copy(update={"advance_bps": 101}))
    with pytest.raises(Refused, match="third already"):
        create_pool(desk.connection, order("third again"), pool)
    assert desk.all("SELECT command_id FROM funding_commands WHERE command_id LIKE '%%third%%'") == [("test:third",)]


def test_a_refused_write_leaves_its_id_free(desk: CommandDesk) -> None:
    with pytest.raises(Refused, match="no pool"):
        close_pool(desk.connection, order("close"), "unknown", OPENED)
    assert close_pool(desk.connection, order("close"), POOL, OPENED).repeated is False


def test_what_was_ordered_is_kept_as_it_was(accounts_db: Database, desk: CommandDesk) -> None:
    with pytest.raises(errors.RestrictViolation, match="kept as it was given"):
        desk.connection.execute("UPDATE funding_commands SET result = '{}' WHERE kind = 'create_pool'")


def test_rules_are_in_force_from_one_day_to_another_and_pools_until_they_close(desk: CommandDesk) -> None:
    def in_force(on: date) -> list[str]:
        return [rule.rule_id for rule in rules_on(desk.connection, on)]

    assert in_force(date(2026, 1, 4)) == []
    assert in_force(OPENED) == in_force(date(2030, 1, 1)) == ["test-pool-all"]
    end_rule(desk.connection, order("end"), "test-pool-all", date(2026, 2, 1))
    assert (in_force(date(2026, 2, 1)), in_force(date(2026, 2, 2))) == (["test-pool-all"], [])
    with pytest.raises(Refused, match="no rule"):
        end_rule(desk.connection, order("end again"), "test-pool-all", date(2026, 3, 1))
    close_pool(desk.connection, order("close"), POOL, date(2026, 1, 20))
    assert (in_force(date(2026, 1, 19)), in_force(date(2026, 1, 20))) == (["test-pool-all"], [])


def test_a_rule_needs_its_pool_and_an_id_of_its_own(desk: CommandDesk) -> None:
    rule = NewRule(rule_id="test-pool-all", pool_id=POOL, priority=1, effective_from=OPENED)
    with pytest.raises(Refused, match="already"):
        add_rule(desk.connection, order("same id"), rule)
    with pytest.raises(Refused, match="no pool"):
        add_rule(desk.connection, order("no pool"), rule.model_copy(update={"rule_id": "new", "pool_id": "none"}))
    backwards = rule.model_copy(update={"rule_id": "new", "effective_to": date(2026, 1, 1)})
    with pytest.raises(Refused, match="ends on the day"):
        add_rule(desk.connection, order("backwards"), backwards)


def test_only_closed_days_count(desk: CommandDesk) -> None:
    once.require_closed(desk.connection, date(2026, 1, 7))
    with pytest.raises(Refused, match="not closed yet"):
        once.require_closed(desk.connection, desk.today)


def test_pools_and_rules_are_announced(desk: CommandDesk) -> None:
    assert desk.all("SELECT type, subject_id FROM outbox WHERE type LIKE 'funding%%' ORDER BY seq") == [
        ("funding_pool.recorded", POOL),
        ("funding_rule.recorded", "test-pool-all"),
    ]
