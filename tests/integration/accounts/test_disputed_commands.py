"""What is disputed is not past due for commands and plans either, and payments fill it last. 12 CFR 1026.13(d)."""

from collections.abc import Iterator
from datetime import date

import pytest

from accounts.commands.base import Refused
from accounts.commands.disputes import WithdrawDispute
from accounts.commands.draws import RequestDraw
from accounts.commands.fees import WaiveFee
from accounts.commands.hardship import EnrolHardship
from accounts.commands.payments import RecordPayment
from accounts.commands.returns import entered
from accounts.posting import plans, reage
from accounts.posting.draws import draw_blocks
from tests.conftest import Database
from tests.integration.accounts.desk import LINE, CommandDesk
from tests.integration.accounts.disputed_book import FIRST_BILL, dispute, disputed_book, fees, figures, pay, resolve

SECOND_BILL_OUT, SECOND_DUE_PASSED = date(2026, 2, 14), date(2026, 3, 12)


@pytest.fixture
def desk(accounts_db: Database) -> Iterator[CommandDesk]:
    with disputed_book(accounts_db) as opened:
        yield opened


def paid(desk: CommandDesk) -> list[tuple[int, bool]]:
    """Cents paid of each due, and whether it is covered."""
    return desk.all("SELECT paid_cents, paid_on IS NOT NULL FROM accounts.due_status ORDER BY number")


def rest_of_first(desk: CommandDesk, on: date) -> int:
    return FIRST_BILL - int(desk.one("SELECT accounts.disputed_of_due(%s, %s, %s)", LINE, FIRST_BILL, on)[0])


def test_a_payment_fills_the_disputed_part_of_an_older_bill_last(desk: CommandDesk) -> None:
    dispute(desk)
    desk.close_until(SECOND_BILL_OUT)
    rest, second = rest_of_first(desk, SECOND_BILL_OUT), figures(desk)["next_due_cents"]
    pay(desk, rest + second)
    assert paid(desk) == [(rest, False), (second, True)]
    assert (figures(desk)["past_due_cents"], figures(desk)["next_due_cents"]) == (0, None)
    pay(desk, FIRST_BILL)
    assert paid(desk) == [(FIRST_BILL, True), (second, True)]


def test_what_a_payment_left_open_falls_due_when_the_dispute_ends_as_billed(desk: CommandDesk) -> None:
    contested = dispute(desk)
    desk.close_until(SECOND_BILL_OUT)
    rest = rest_of_first(desk, SECOND_BILL_OUT)
    pay(desk, rest + figures(desk)["next_due_cents"])
    resolve(desk, contested, "as_billed")
    assert figures(desk)["past_due_cents"] == FIRST_BILL - rest
    desk.close_until(date(2026, 2, 17))
    pay(desk, FIRST_BILL - rest)
    assert [covered for _, covered in paid(desk)] == [True, True]


@pytest.mark.parametrize("order", ["payment first", "dispute first", "dispute opened and withdrawn"])
def test_a_recomputation_finds_the_same_whatever_came_first_on_the_day(desk: CommandDesk, order: str) -> None:
    desk.close_until(SECOND_BILL_OUT)
    amount = FIRST_BILL + 1_000
    if order == "payment first":
        pay(desk, amount)
    contested = dispute(desk)
    if order == "dispute opened and withdrawn":
        desk.give(WithdrawDispute(dispute_id=contested))
    if order != "payment first":
        pay(desk, amount)
    desk.close_until(date(2026, 2, 20))
    before = (paid(desk), figures(desk))
    mistaken = str(
        desk.give(RecordPayment(amount_cents=100, received_on=date(2026, 1, 15)), role="support_agent").result[
            "payment_id"
        ]
    )
    desk.give(entered(desk.connection, LINE, mistaken, "Not theirs"), role="support_agent")
    assert (paid(desk), figures(desk)) == before


def test_a_line_takes_draws_while_only_what_is_disputed_is_unpaid(desk: CommandDesk) -> None:
    dispute(desk)
    desk.close_until(date(2026, 2, 5))
    pay(desk, figures(desk)["next_due_cents"])
    desk.close_until(date(2026, 2, 10))
    assert draw_blocks(desk.connection, [LINE], desk.today) == {LINE: []}
    assert desk.give(RequestDraw(amount_cents=5_000)).result["status"] == "pending"


def test_a_line_takes_none_once_the_dispute_ended_as_billed(desk: CommandDesk) -> None:
    contested = dispute(desk)
    desk.close_until(date(2026, 2, 5))
    pay(desk, figures(desk)["next_due_cents"])
    desk.close_until(date(2026, 2, 10))
    resolve(desk, contested, "as_billed")
    with pytest.raises(Refused, match="past due"):
        desk.give(RequestDraw(amount_cents=5_000))


@pytest.mark.parametrize("disputed", [True, False])
def test_a_fee_is_waived_while_only_what_is_disputed_is_unpaid(desk: CommandDesk, disputed: bool) -> None:
    desk.close_until(date(2026, 2, 20))
    assert len(fees(desk)) == 1
    pay(desk, FIRST_BILL)
    if disputed:
        dispute(desk)
    desk.close_until(date(2026, 3, 2))
    rest = figures(desk)["next_due_cents"] if disputed else 100
    pay(desk, rest)
    desk.close_until(SECOND_DUE_PASSED)
    waive = WaiveFee(fee_id=desk.one("SELECT fee_id FROM accounts.fees")[0], why="Courtesy")
    if disputed:
        assert desk.give(waive, role="support_agent").result["status"] == "waived"
    else:
        with pytest.raises(Refused, match="past due"):
            desk.give(waive, role="support_agent")


@pytest.mark.parametrize("disputed", [True, False])
def test_a_plan_payment_is_not_missed_by_what_is_disputed_of_it(desk: CommandDesk, disputed: bool) -> None:
    plans.start_plan(desk.connection, LINE, "relief-6", desk.today)
    desk.close_until(SECOND_BILL_OUT)
    if disputed:
        dispute(desk)
    pay(desk, figures(desk)["past_due_cents"] + figures(desk)["next_due_cents"] if disputed else 200)
    desk.close_until(SECOND_DUE_PASSED)
    ended = desk.one("SELECT ended_why FROM accounts.hardship_plans")[0]
    assert (ended is None) == disputed


def test_who_owes_only_what_is_disputed_is_not_too_late_for_a_plan(desk: CommandDesk) -> None:
    contested = dispute(desk)
    pay(desk, figures(desk)["next_due_cents"])
    while desk.today < date(2026, 6, 20):
        desk.close_until(min(date(desk.today.year, desk.today.month + 1, 1), date(2026, 6, 20)))
        pay(desk, (figures(desk)["next_due_cents"] or 0) + figures(desk)["past_due_cents"] or 100)
    enrol = EnrolHardship(plan_id="relief-6", income_change="job_lost")
    assert desk.preview(enrol).result["plan_id"] == "relief-6"
    resolve(desk, contested, "as_billed")
    with pytest.raises(Refused, match="past due"):
        desk.preview(enrol)


def test_a_re_age_takes_out_what_is_past_due_and_not_what_is_disputed(desk: CommandDesk) -> None:
    dispute(desk)
    desk.close_until(SECOND_BILL_OUT)
    rest = rest_of_first(desk, SECOND_BILL_OUT)
    assert reage.past_due(desk.connection, LINE, desk.today) == reage.PastDue((1,), rest)
    pay(desk, rest)
    assert reage.past_due(desk.connection, LINE, desk.today) == reage.PastDue((), 0)
