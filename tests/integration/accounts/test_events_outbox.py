"""The outbox: an event for whatever changes and for nothing else, written by nobody's hand, pruned with care."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import psycopg
import pytest
from psycopg import errors

from accounts import rows
from accounts.commands.draws import RequestDraw
from accounts.events.checks import CHECKS
from tests.conftest import Database
from tests.integration.accounts.desk import LINE, OPENED, CommandDesk, command_desk

TERM = {"account_id": LINE, "borrower_id": "B-1", "rate_bucket": "extra", "kind": "note", "apr_bps": 999, "why": "test"}


@pytest.fixture
def desk(accounts_db: Database) -> Iterator[CommandDesk]:
    with command_desk(accounts_db) as opened:
        opened.line()
        opened.connection.commit()
        yield opened


@pytest.fixture
def heard(desk: CommandDesk) -> Callable[[], list[tuple[str, str]]]:
    """Types and subjects of the events since the last time it was asked."""
    last = desk.one("SELECT max(seq) FROM outbox")[0]

    def since() -> list[tuple[str, str]]:
        nonlocal last
        found = desk.all("SELECT seq, type, subject_id FROM outbox WHERE seq > %s ORDER BY seq", last)
        last = found[-1][0] if found else last
        return [(kind, subject) for _, kind, subject in found]

    return since


_PRUNABLE = """
SELECT event_id FROM outbox o WHERE published_at < now() - interval '90 days' AND (type = 'journal.posted'
  OR seq < (SELECT max(l.seq) FROM outbox l WHERE l.subject_id = o.subject_id
    AND split_part(l.type, '.', 1) = split_part(o.type, '.', 1)))
"""
Heard = Callable[[], list[tuple[str, str]]]


def test_rows_that_come_change_and_go_are_announced(desk: CommandDesk, heard: Heard) -> None:
    terms: list[dict[str, Any]] = [{**TERM, "from_on": date(2030, month, 1)} for month in (1, 2, 3)]
    rows.insert(desk.connection, "rate_terms", terms)
    keys = [f"{LINE}/extra/2030-0{month}-01" for month in (1, 2, 3)]
    assert heard() == [("rate_term.recorded", key) for key in keys]
    desk.connection.execute("UPDATE rate_terms SET apr_bps = 998 WHERE from_on IN ('2030-01-01', '2030-03-01')")
    assert sorted(heard()) == [("rate_term.changed", keys[0]), ("rate_term.changed", keys[2])]
    desk.connection.execute("DELETE FROM rate_terms WHERE from_on = '2030-02-01'")
    assert heard() == [("rate_term.removed", keys[1])]


def test_an_update_that_changes_nothing_is_no_event(desk: CommandDesk, heard: Heard) -> None:
    desk.connection.execute("UPDATE accounts SET due_day = due_day, status = status")
    desk.connection.execute("UPDATE accounts SET due_day = 9 WHERE account_id = 'CL-999999'")
    assert heard() == []
    assert desk.connection.execute("UPDATE accounts SET due_day = due_day + 1").rowcount == 1
    assert heard() == [("account.open", LINE)]


def test_one_statement_over_many_rows_tells_of_those_that_changed(desk: CommandDesk, heard: Heard) -> None:
    rows.insert(desk.connection, "rate_terms", [{**TERM, "from_on": date(2030 + n, 1, 1)} for n in range(40)])
    desk.connection.execute("UPDATE rate_terms SET apr_bps = apr_bps WHERE rate_bucket = 'none'")
    heard()
    desk.connection.execute("UPDATE rate_terms SET apr_bps = CASE WHEN from_on < '2040-01-01' THEN 1 ELSE apr_bps END")
    told = heard()
    assert len(told) == len(set(told)) == 10 + 1  # the line's own note too
    assert {kind for kind, _ in told} == {"rate_term.changed"}


def test_an_upsert_is_told_once(desk: CommandDesk, heard: Heard) -> None:
    upsert = (
        "INSERT INTO autopay (account_id, borrower_id, enrolled) VALUES (%s, 'B-1', %s) "
        "ON CONFLICT (account_id) DO UPDATE SET enrolled = excluded.enrolled"
    )
    for enrolled in (True, False, False):
        desk.connection.execute(upsert.encode(), [LINE, enrolled])
    assert heard() == [("autopay.recorded", LINE), ("autopay.changed", LINE)]


def test_what_is_taken_back_was_never_said(desk: CommandDesk, heard: Heard) -> None:
    desk.preview(RequestDraw(amount_cents=5_000))
    with pytest.raises(errors.CheckViolation), desk.connection.transaction():
        desk.connection.execute("UPDATE accounts SET due_day = 9; UPDATE accounts SET due_day = 99")
    assert heard() == []


def test_a_command_tells_of_its_draw_and_its_entry_in_one_transaction(desk: CommandDesk, heard: Heard) -> None:
    draw = desk.give(RequestDraw(amount_cents=5_000)).result["draw_id"]
    told = heard()
    assert [kind for kind, _ in told].count("journal.posted") == 1
    assert ("draw.pending", draw) in told
    together = "SELECT count(DISTINCT xmin::text) FROM outbox WHERE subject_id = %s OR type = 'journal.posted'"
    assert desk.one(together, draw) == (1,)


@pytest.mark.parametrize("role", ["accounts_ops", "postgres"])
def test_nobody_writes_the_outbox_by_hand(desk: CommandDesk, accounts_db: Database, role: str) -> None:
    refused = (errors.InsufficientPrivilege, errors.RestrictViolation)
    with psycopg.connect(accounts_db.url(role)) as hand:
        for statement in (
            "INSERT INTO accounts.outbox (type, subject_id, payload) VALUES ('draw.posted', 'D-1', '{}')",
            "UPDATE accounts.outbox SET payload = '{}'",
            "UPDATE accounts.outbox SET type = type, published_at = now()",
            "DELETE FROM accounts.outbox",
            "TRUNCATE accounts.outbox",
        ):
            with pytest.raises(refused), hand.transaction():
                hand.execute(statement.encode())


def test_an_event_is_published_once(desk: CommandDesk, accounts_db: Database) -> None:
    with psycopg.connect(accounts_db.url("accounts_relay"), autocommit=True) as relay:
        assert relay.execute("UPDATE outbox SET published_at = now()").rowcount > 0
        with pytest.raises(errors.RestrictViolation):
            relay.execute("UPDATE outbox SET published_at = now()")


def published(desk: CommandDesk, accounts_db: Database, age: str) -> None:
    desk.connection.commit()
    with psycopg.connect(accounts_db.url("accounts_relay")) as relay:
        relay.execute("UPDATE outbox SET published_at = now() - %s::interval WHERE published_at IS NULL", [age])


def test_pruning_leaves_what_is_young_unpublished_or_the_last_of_its_subject(
    desk: CommandDesk, accounts_db: Database
) -> None:
    desk.give(RequestDraw(amount_cents=5_000), command_id="first")
    desk.close_until(date(2026, 1, 8))
    published(desk, accounts_db, "100 days")
    desk.give(RequestDraw(amount_cents=6_000), command_id="second")
    published(desk, accounts_db, "40 days")
    desk.give(RequestDraw(amount_cents=7_000), command_id="third")
    before = set(desk.all("SELECT event_id FROM outbox"))
    expected = set(desk.all(_PRUNABLE))
    assert expected
    assert desk.one("SELECT prune(most => 1)") == (1,)
    assert desk.one("SELECT prune()") == (len(expected) - 1,)
    assert desk.one("SELECT prune()") == (0,)
    assert before - set(desk.all("SELECT event_id FROM outbox")) == expected
    assert {name: desk.all(query) for name, query in CHECKS.items()} == {name: [] for name in CHECKS}


def test_no_setting_prunes_what_is_younger_than_a_month(desk: CommandDesk, accounts_db: Database) -> None:
    desk.give(RequestDraw(amount_cents=5_000))
    published(desk, accounts_db, "29 days")
    with pytest.raises(errors.RestrictViolation), desk.connection.transaction():
        desk.connection.execute("SELECT prune(keep => interval '1 day')")
    with psycopg.connect(accounts_db.url("accounts_api")) as api, pytest.raises(errors.InsufficientPrivilege):
        api.execute("SELECT prune()")
    assert desk.today == OPENED


@pytest.mark.parametrize(
    ("check", "damage"),
    [
        ("every journal entry has its event", "DELETE FROM outbox WHERE type = 'journal.posted'"),
        ("every statement has its event", "DELETE FROM outbox WHERE type LIKE 'statement.%'"),
        (
            "the last event of payments has their status",
            "UPDATE outbox SET type = 'payment.held' WHERE type LIKE 'payment.%'",
        ),
        ("the last event of draws has their status", "UPDATE draws SET status = 'cancelled'"),
        ("events of the journal say what was posted", "UPDATE outbox SET payload = '{\"postings\": []}'"),
        (
            "every event of the journal has its entry",
            "UPDATE outbox SET subject_id = gen_random_uuid() WHERE type = 'journal.posted'",
        ),
        (
            "no journal entry has two events",
            "INSERT INTO outbox (type, subject_id, payload) SELECT type, subject_id, payload FROM outbox",
        ),
    ],
)
def test_the_checks_find_what_is_damaged(desk: CommandDesk, accounts_db: Database, check: str, damage: str) -> None:
    from accounts.posting.payments import NewPayment, submit

    desk.give(RequestDraw(amount_cents=5_000))
    desk.close_until(date(2026, 1, 13))
    at = desk.asked(RequestDraw(amount_cents=1), LINE, "borrower", None, None).at
    submit(desk.connection, [NewPayment("p", LINE, at, 1_000)])
    assert desk.all(CHECKS[check]) == []
    desk.connection.commit()
    with psycopg.connect(accounts_db.url("postgres")) as vandal:
        vandal.execute("SET search_path = accounts; SET session_replication_role = replica")
        vandal.execute(damage.encode())
    assert desk.all(CHECKS[check]) != []
