"""What a recomputation does to the books: what it takes back, keeps, announces, and that it can be done again."""

from collections.abc import Iterator
from datetime import date

import pytest

from accounts.commands.draws import RequestDraw
from accounts.commands.flags import SetFlag
from accounts.commands.opening import OpenAccount
from accounts.commands.payments import RecordPayment
from accounts.commands.returns import ReturnPayment, entered
from accounts.ledger import CommandConflict
from accounts.reconcile import reconcile
from tests.conftest import Database
from tests.integration.accounts.desk import LINE, CommandDesk, command_desk

START, FIRST_CLOSE, DUE = date(2026, 1, 5), date(2026, 1, 12), date(2026, 2, 6)
POSITION = "SELECT principal_cents, interest_cents, fees_cents, credit_cents FROM positions WHERE account_id = %s"
POSTED = "SELECT principal_cents, interest_cents, fees_cents, credit_cents FROM balances WHERE account_id = %s"


@pytest.fixture
def desk(accounts_db: Database) -> Iterator[CommandDesk]:
    """A line with 500.00 drawn in January and the minimum of February 6 missed: today is February 16."""
    with command_desk(accounts_db) as opened:
        opened.line("CL-199999", "B-9")
        opened.person("B-1", since=START)
        opened.owners[LINE] = "B-1"
        opened.give(
            OpenAccount(
                product="cash_line", tier="C", state="OH", bank_last4="1234", limit_cents=200_000, cycle_day=12
            ),
            LINE,
            "service",
        )
        opened.give(RequestDraw(amount_cents=50_000))
        opened.close_until(date(2026, 2, 16))
        yield opened


def letter(desk: CommandDesk, received: date, cents: int = 3_500, command_id: str | None = None) -> str:
    command = RecordPayment(amount_cents=cents, received_on=received)
    return str(desk.give(command, LINE, "support_agent", command_id=command_id).result["payment_id"])


def statement(desk: CommandDesk) -> tuple[object, ...]:
    return desk.one(
        "SELECT version, corrected_on, payments_cents, fees_cents, interest_cents, minimum_due_cents FROM statements "
        "WHERE account_id = %s AND period_end = '2026-02-12'",
        LINE,
    )


def test_a_late_letter_takes_the_late_fee_back_and_corrects_the_statement(desk: CommandDesk) -> None:
    assert statement(desk) == (1, None, 0, 3_200, 1_061, 8_261)
    letter(desk, date(2026, 2, 2))
    # 2.40 of interest and 32.60 of principal from February 2 on: 20 days of 500.00 and 11 of 467.40
    assert statement(desk) == (2, date(2026, 2, 16), 3_500, 0, 1_037, 3_500)
    assert desk.all("SELECT 1 FROM fees WHERE account_id = %s", LINE) == []
    assert desk.one(POSITION, LINE) == desk.one(POSTED, LINE) == (46_740, 1_037, 0, 0)
    assert reconcile(desk.connection) == []


def test_what_is_replaced_is_kept_and_nothing_posted_is_changed(desk: CommandDesk) -> None:
    before = desk.all("SELECT e, p FROM journal_entries e JOIN postings p USING (entry_id) ORDER BY e.seq, p.line")
    letter(desk, date(2026, 2, 2))
    after = desk.all("SELECT e, p FROM journal_entries e JOIN postings p USING (entry_id) ORDER BY e.seq, p.line")
    assert after[: len(before)] == before
    kept = dict(desk.all("SELECT table_name, row FROM superseded WHERE account_id = %s", LINE))
    assert kept["fees"]["amount_cents"] == 3_200
    assert kept["statements"]["minimum_due_cents"] == 8_261
    gone = "SELECT e.kind FROM journal_entries r JOIN journal_entries e ON e.entry_id = r.reverses"
    assert {row[0] for row in desk.all(f"{gone} WHERE r.kind = 'replay_reversal'")} == {"late_fee", "interest"}
    assert desk.one("SELECT reversed, from_on FROM replays") == (2, date(2026, 2, 2))


def test_a_recomputation_is_announced_with_what_it_changed(desk: CommandDesk) -> None:
    last = desk.one("SELECT max(seq) FROM outbox")[0]
    letter(desk, date(2026, 2, 2))
    types = {row[0] for row in desk.all("SELECT type FROM outbox WHERE seq > %s", last)}
    assert {"account_recomputation.recorded", "journal.posted", "payment.posted", "statement.changed"} <= types
    assert desk.all("SELECT 1 FROM outbox WHERE seq > %s AND account_id <> %s", last, LINE) == []


def test_the_same_letter_given_again_is_answered_and_not_recomputed(desk: CommandDesk) -> None:
    first = letter(desk, date(2026, 2, 2), command_id="letter-1")
    entries = desk.one("SELECT count(*) FROM journal_entries")
    assert letter(desk, date(2026, 2, 2), command_id="letter-1") == first
    assert desk.one("SELECT count(*) FROM journal_entries") == entries
    with pytest.raises(CommandConflict):
        letter(desk, date(2026, 2, 3), command_id="letter-1")


def test_an_account_is_recomputed_again_and_again(desk: CommandDesk) -> None:
    made = letter(desk, date(2026, 2, 2))
    desk.close_until(date(2026, 3, 14))
    letter(desk, date(2026, 2, 20), 9_000)
    desk.give(entered(desk.connection, LINE, made, "not theirs"), LINE, "support_agent")
    assert statement(desk)[:4] == (3, date(2026, 3, 14), 0, 3_200)
    assert desk.one("SELECT count(*) FROM replays") == (3,)
    assert desk.one(POSITION, LINE) == desk.one(POSTED, LINE)
    assert reconcile(desk.connection) == []


def test_a_fee_that_was_taken_back_can_be_charged_after_all(desk: CommandDesk) -> None:
    made = letter(desk, date(2026, 2, 2))
    desk.close_until(date(2026, 2, 18))
    desk.give(ReturnPayment(payment_id=made, code="R08"), LINE, "service")
    desk.close_until(date(2026, 2, 19))
    fees = desk.all("SELECT kind, assessed_on, amount_cents FROM fees ORDER BY kind")
    assert fees == [
        ("late_fee", date(2026, 2, 18), 3_200),
        ("returned_payment_fee", date(2026, 2, 18), 2_500),
    ]
    letter(desk, date(2026, 2, 3))
    assert reconcile(desk.connection) == []


def test_a_flag_learned_late_caps_the_rate_from_its_day(desk: CommandDesk) -> None:
    assert statement(desk)[4] == 1_061
    flag = SetFlag(flag="servicemember", since=date(2026, 1, 6))
    desk.give(flag, None, "support_agent", "B-1")
    assert statement(desk)[4] == 255  # 31 days of 500.00 at 6%
    assert desk.one(
        "SELECT interest_cents FROM statements WHERE period_end = %s AND account_id = %s", FIRST_CLOSE, LINE
    )
    assert desk.one(POSITION, LINE) == desk.one(POSTED, LINE)
    assert reconcile(desk.connection) == []


def test_other_accounts_are_left_alone(desk: CommandDesk) -> None:
    entries = desk.one("SELECT count(*) FROM journal_entries WHERE account_id = 'CL-199999'")
    letter(desk, date(2026, 2, 2))
    assert desk.one("SELECT count(*) FROM journal_entries WHERE account_id = 'CL-199999'") == entries
    assert desk.one("SELECT count(*) FROM statements WHERE version > 1 AND account_id <> %s", LINE) == (0,)
    left = "SELECT (SELECT count(*) FROM replay.accounts) + (SELECT count(*) FROM replay.postings)"
    assert desk.one(left) == (0,)
