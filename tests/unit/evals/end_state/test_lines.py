"""Two runs that did the same leave the same lines, whatever ids, keys and instants they made."""

from typing import Any

from evals.end_state.lines import lines
from evals.end_state.watch import Change, Column, Columns

COLUMNS: Columns = {
    "commands": [
        Column("command_id", "text", counted=False, key=True),
        Column("seq", "bigint", counted=True, key=False),
        Column("borrower_id", "text", counted=False, key=False),
        Column("at", "timestamp with time zone", counted=False, key=False),
        Column("content_hash", "text", counted=False, key=False),
        Column("result", "jsonb", counted=False, key=False),
    ],
    "payments": [
        Column("payment_id", "text", counted=False, key=True),
        Column("borrower_id", "text", counted=False, key=False),
        Column("amount_cents", "bigint", counted=False, key=False),
        Column("entry_id", "uuid", counted=False, key=False),
    ],
    "autopay": [
        Column("account_id", "text", counted=False, key=True),
        Column("borrower_id", "text", counted=False, key=False),
        Column("enrolled", "boolean", counted=False, key=False),
        Column("stopped_on", "date", counted=False, key=False),
    ],
    "business_day": [Column("business_date", "date", counted=False, key=True)],
}


def paid(key: str, payment: str, at: str, cents: int = 5000) -> list[Change]:
    """What one payment leaves: a command and the payment, with that run's own ids and instants."""
    result: dict[str, Any] = {"payment_id": payment, "submitted_at": at, "posts_on": "2026-05-19"}
    command = {"command_id": f"B-1:{key}", "seq": len(key), "borrower_id": "B-1", "at": at, "content_hash": key}
    payment_row = {"payment_id": payment, "borrower_id": "B-1", "amount_cents": cents, "entry_id": None}
    return [Change("commands", None, {**command, "result": result}), Change("payments", None, payment_row)]


def test_ids_keys_and_instants_of_a_run_do_not_show() -> None:
    here = paid("5b1", "PM-aaaa", "2026-05-15T14:00:00.123+00:00")
    there = paid("77c2", "PM-bbbb", "2026-05-15T10:00:01-04:00")
    assert lines(here, COLUMNS) == lines(there[::-1], COLUMNS)
    assert any("2026-05-19" in line for _, line in lines(here, COLUMNS))


def test_another_amount_shows() -> None:
    assert lines(paid("a", "PM-a", "x"), COLUMNS) != lines(paid("a", "PM-a", "x", 5001), COLUMNS)


def test_what_was_there_before_keeps_its_name() -> None:
    was = {"payment_id": "PM-old", "borrower_id": "B-1", "amount_cents": 1, "entry_id": "e-1"}
    ((owner, line),) = lines([Change("payments", was, {**was, "amount_cents": 2})], COLUMNS)
    assert owner == "B-1"
    assert '"PM-old"' in line
    assert "e-1" not in line


def test_a_new_row_of_an_account_names_the_account() -> None:
    now = {"account_id": "CL-1", "borrower_id": "B-1", "enrolled": True, "stopped_on": None}
    ((_, line),) = lines([Change("autopay", None, now)], COLUMNS)
    assert '"CL-1"' in line


def test_a_row_of_nobody_has_no_owner() -> None:
    changed = [Change("business_day", {"business_date": "2026-05-15"}, {"business_date": "2026-05-16"})]
    assert [owner for owner, _ in lines(changed, COLUMNS)] == [None]
    assert lines([Change("business_day", {"business_date": "2026-05-15"}, None)], COLUMNS)[0][1].endswith("}}")
