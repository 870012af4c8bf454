"""Credits: refunds asked for and unasked, goodwill, interest waived, recoveries."""

from collections.abc import Iterator
from datetime import date

import pytest

from accounts.commands.base import Command, Refused
from accounts.commands.credits import CreditGoodwill, RecordRecovery, RefundCredit, WaiveInterest
from accounts.commands.draws import RequestDraw
from accounts.commands.payments import MakePayment, RecordPayment
from accounts.posting.credits import refund_old_credits
from accounts.reconcile import reconcile
from accounts.roles import Role
from tests.conftest import Database
from tests.integration.accounts.desk import LINE, LOAN, CommandDesk, command_desk


@pytest.fixture
def desk(accounts_db: Database) -> Iterator[CommandDesk]:
    with command_desk(accounts_db) as opened:
        opened.line()
        yield opened
        assert reconcile(opened.connection) == []


def _overpaid(desk: CommandDesk, cents: int) -> None:
    desk.give(RecordPayment(amount_cents=cents), role="support_agent")
    desk.close_until(date(2026, 1, 8))


def _refusal(desk: CommandDesk, command: Command, role: Role = "supervisor", account_id: str = LINE) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        desk.give(command, account_id, role)
    return refused.value.code, refused.value.reasons[0].text


def _position(desk: CommandDesk, account_id: str = LINE) -> tuple[int, ...]:
    """Principal, interest, fees, credit in cents."""
    return desk.one(
        "SELECT principal_cents, interest_cents, fees_cents, credit_cents FROM positions WHERE account_id = %s",
        account_id,
    )


def test_a_credit_balance_is_paid_back_within_7_business_days(desk: CommandDesk) -> None:
    _overpaid(desk, 12_000)
    done = desk.give(RefundCredit()).result
    assert (done["amount_cents"], done["paid_on"], done["arrives_by"]) == (12_000, "2026-01-08", "2026-01-20")
    assert _position(desk) == (0, 0, 0, 0)
    assert desk.one("SELECT sum(amount_cents) FROM postings WHERE gl_code = '1010'") == (0,)
    assert _refusal(desk, RefundCredit(), "borrower")[0] == "no-credit-balance"


def test_a_part_of_a_credit_balance_is_paid_back_and_never_more_than_all(desk: CommandDesk) -> None:
    _overpaid(desk, 12_000)
    desk.give(RefundCredit(amount_cents=5_000))
    assert _position(desk) == (0, 0, 0, 7_000)
    code, text = _refusal(desk, RefundCredit(amount_cents=7_001), "borrower")
    assert (code, "credit balance is $70.00" in text) == ("over-credit-balance", True)


def test_a_refund_given_twice_is_paid_once(desk: CommandDesk) -> None:
    _overpaid(desk, 12_000)
    first = desk.give(RefundCredit(), command_id="refund")
    again = desk.give(RefundCredit(), command_id="refund")
    assert (again.repeated, again.result) == (True, first.result)
    assert desk.one("SELECT count(*) FROM refunds") == (1,)


def test_a_credit_balance_of_six_months_goes_back_unasked_once(desk: CommandDesk) -> None:
    _overpaid(desk, 12_000)
    desk.close_until(date(2026, 7, 4))
    refund_old_credits(desk.connection, desk.today)
    assert _position(desk) == (0, 0, 0, 12_000)
    desk.close_until(date(2026, 7, 5))
    assert (
        refund_old_credits(desk.connection, desk.today, [LINE]) + refund_old_credits(desk.connection, desk.today) <= 1
    )
    assert _position(desk) == (0, 0, 0, 0)
    assert desk.one("SELECT requested_on, amount_cents FROM refunds") == (None, 12_000)


def test_only_what_was_there_for_six_months_goes_back(desk: CommandDesk) -> None:
    _overpaid(desk, 12_000)
    desk.give(RequestDraw(amount_cents=5_000))
    desk.close_until(date(2026, 3, 2))
    desk.give(RecordPayment(amount_cents=2_000), role="support_agent")
    desk.close_until(date(2026, 7, 8))
    refund_old_credits(desk.connection, desk.today)
    assert desk.one("SELECT sum(amount_cents) FROM refunds") == (7_000,)
    assert _position(desk)[3] == 2_000


@pytest.mark.parametrize(("cents", "paid"), [(100, 0), (101, 1)])
def test_a_dollar_or_less_stays(desk: CommandDesk, cents: int, paid: int) -> None:
    _overpaid(desk, cents)
    desk.connection.execute("UPDATE business_day SET business_date = '2026-08-03'")
    assert refund_old_credits(desk.connection, desk.today) == paid


def test_a_day_gone_by_pays_back_only_what_it_paid_then(desk: CommandDesk) -> None:
    _overpaid(desk, 12_000)
    desk.connection.execute("UPDATE business_day SET business_date = '2026-08-03'")
    assert refund_old_credits(desk.connection, date(2026, 8, 2)) == 0


def test_goodwill_pays_principal_first_and_leaves_what_is_due(desk: CommandDesk) -> None:
    desk.give(RequestDraw(amount_cents=100_000))
    desk.close_until(date(2026, 1, 14))
    principal, interest, _, _ = _position(desk)
    due = desk.one("SELECT sum(amount_cents - paid_cents) FROM due_status")
    done = desk.give(CreditGoodwill(amount_cents=2_500, why="Long wait on the phone"), role="supervisor").result
    assert done["applied"] == {"interest_cents": 0, "fees_cents": 0, "principal_cents": 2_500, "credit_cents": 0}
    assert _position(desk) == (principal - 2_500, interest, 0, 0)
    assert desk.one("SELECT sum(amount_cents - paid_cents) FROM due_status") == due
    desk.close_until(date(2026, 2, 13))
    payments, new = desk.one("SELECT payments_cents, new_balance_cents FROM statements WHERE period_end = '2026-02-12'")
    assert payments == 2_500
    assert new == desk.one("SELECT owed_cents FROM balances")[0]


def test_goodwill_beyond_the_debt_is_a_credit_balance(desk: CommandDesk) -> None:
    desk.give(CreditGoodwill(amount_cents=2_500, why="Long wait"), role="supervisor")
    assert _position(desk) == (0, 0, 0, 2_500)


def test_goodwill_to_a_loan_meets_the_interest_of_its_days_first(desk: CommandDesk) -> None:
    desk.loan()
    desk.close_until(date(2026, 1, 16))
    desk.give(CreditGoodwill(amount_cents=10_000, why="Long wait"), LOAN, role="supervisor")
    interest = round(600_000 * 11 * 1999 / 3_650_000)
    assert _position(desk, LOAN) == (600_000 - 10_000 + interest, 0, 0, 0)


def test_only_a_supervisor_gives_goodwill_and_above_500_dollars_compliance_too(desk: CommandDesk) -> None:
    small = CreditGoodwill(amount_cents=2_500, why="Long wait")
    assert _refusal(desk, small, "support_agent")[0] == "not-permitted"
    large = {"amount_cents": 50_001, "why": "Remediation"}
    assert _refusal(desk, CreditGoodwill.model_validate(large))[0] == "needs-compliance"
    desk.give(CreditGoodwill.model_validate({**large, "compliance_case": "CC-17"}), role="supervisor")


def test_interest_is_waived_up_to_what_is_owed(desk: CommandDesk) -> None:
    desk.give(RequestDraw(amount_cents=100_000))
    desk.close_until(date(2026, 1, 14))
    interest = _position(desk)[1]
    code, text = _refusal(desk, WaiveInterest(amount_cents=interest + 1, why="Our statement came late"))
    assert (code, f"${interest / 100:.2f} is owed" in text) == ("over-interest", True)
    desk.give(WaiveInterest(amount_cents=interest - 1, why="Our statement came late"), role="supervisor")
    assert _position(desk) == (100_000, 1, 0, 0)
    assert desk.one("SELECT sum(amount_cents) FROM postings WHERE gl_code = '5210'") == (interest - 1,)


def test_interest_that_a_loan_has_accrued_can_be_waived(desk: CommandDesk) -> None:
    desk.loan()
    desk.close_until(date(2026, 1, 16))
    accrued = round(600_000 * 11 * 1999 / 3_650_000)
    desk.give(WaiveInterest(amount_cents=accrued, why="Our statement came late"), LOAN, role="supervisor")
    assert _position(desk, LOAN) == (600_000, 0, 0, 0)


def _charged_off(desk: CommandDesk) -> int:
    desk.give(RequestDraw(amount_cents=100_000))
    desk.close_until(date(2026, 9, 1))
    assert desk.one("SELECT status FROM accounts") == ("charged_off",)
    return desk.one("SELECT owed_cents FROM balances")[0]


def test_a_recovery_takes_the_write_down_back(desk: CommandDesk) -> None:
    owed = _charged_off(desk)
    done = desk.give(RecordRecovery(amount_cents=10_000, source="collection_agency"), role="support_agent").result
    assert done["amount_cents"] == 10_000
    assert desk.one("SELECT owed_cents FROM balances")[0] == owed - 10_000
    assert desk.one("SELECT sum(amount_cents) FROM postings WHERE gl_code = '1400'") == (10_000 - owed,)
    code, text = _refusal(desk, RecordRecovery(amount_cents=owed))
    assert code == "over-owed"
    assert "is still owed" in text
    desk.give(RecordRecovery(amount_cents=owed - 10_000), role="support_agent")
    assert desk.one("SELECT owed_cents FROM balances")[0] == 0


def test_goodwill_and_interest_waived_after_charge_off_are_written_back_too(desk: CommandDesk) -> None:
    _charged_off(desk)
    owed = desk.one("SELECT owed_cents FROM balances")[0]
    desk.give(CreditGoodwill(amount_cents=5_000, why="Settlement"), role="supervisor")
    desk.give(WaiveInterest(amount_cents=1_000, why="Settlement"), role="supervisor")
    assert desk.one("SELECT owed_cents FROM balances") == (owed - 6_000,)
    assert desk.one("SELECT -sum(amount_cents) FROM postings WHERE gl_code = '1400'") == (owed - 6_000,)
    assert reconcile(desk.connection) == []


def test_a_recovery_needs_a_charge_off_before_it(desk: CommandDesk) -> None:
    assert _refusal(desk, RecordRecovery(amount_cents=100))[0] == "not-charged-off"
    _charged_off(desk)
    early = RecordRecovery(amount_cents=100, received_on=date(2026, 8, 31))
    assert "after the charge-off on Monday, August 31, 2026" in _refusal(desk, early)[1]


def test_a_payment_makes_the_refund_possible_only_once_it_has_posted(desk: CommandDesk) -> None:
    desk.give(MakePayment(amount_cents=12_000))
    assert _refusal(desk, RefundCredit(), "borrower")[0] == "no-credit-balance"
