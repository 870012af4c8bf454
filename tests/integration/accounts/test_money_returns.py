"""Returned payments: what each reason code has as its consequence, and what two returns in 90 days do."""

from collections.abc import Iterator
from datetime import date

import pytest

from accounts.commands.autopay import SetAutopay
from accounts.commands.bank_accounts import LinkBankAccount
from accounts.commands.base import Refused
from accounts.commands.draws import RequestDraw
from accounts.commands.payments import MakePayment
from accounts.commands.returns import ReturnPayment
from accounts.reconcile import reconcile
from tests.conftest import Database
from tests.integration.accounts.desk import LINE, LOAN, CommandDesk, command_desk


@pytest.fixture
def desk(accounts_db: Database) -> Iterator[CommandDesk]:
    with command_desk(accounts_db) as opened:
        opened.line()
        opened.give(RequestDraw(amount_cents=100_000))
        opened.close_until(date(2026, 1, 8))
        yield opened
        assert reconcile(opened.connection) == []


def _posted(desk: CommandDesk, cents: int = 20_000, account_id: str = LINE) -> str:
    """A payment made today, with the days closed until it has posted."""
    payment = str(desk.give(MakePayment(amount_cents=cents), account_id).result["payment_id"])
    expected = desk.one("SELECT expected_post_on + 1 FROM payments WHERE payment_id = %s", payment)[0]
    desk.close_until(expected)
    return payment


def _returned(desk: CommandDesk, payment: str, code: str = "R01", account_id: str = LINE) -> dict[str, object]:
    return desk.give(ReturnPayment(payment_id=payment, code=code), account_id, "support_agent").result


def test_a_return_takes_the_payment_back_as_of_its_credit_day_and_charges_the_fee(desk: CommandDesk) -> None:
    done = _returned(desk, _posted(desk))
    assert (done["status"], done["return_reason"], done["fee_cents"]) == ("returned", "insufficient funds", 2_500)
    assert done["retry_allowed"] is True
    assert desk.one("SELECT principal_cents, fees_cents FROM positions") == (100_000, 2_500)
    effective = desk.one("SELECT effective_on FROM journal_entries WHERE kind = 'returned_payment'")
    assert effective == (date(2026, 1, 8),)


@pytest.mark.parametrize(
    ("code", "fee", "blocked", "revoked"),
    [
        ("R01", 2_500, False, False),
        ("R02", 2_500, True, False),
        ("R03", 0, True, False),
        ("R07", 0, False, True),
        ("R08", 2_500, False, False),
        ("R10", 0, False, True),
        ("R16", 0, True, False),
    ],
)
def test_what_follows_depends_on_the_code(desk: CommandDesk, code: str, fee: int, blocked: bool, revoked: bool) -> None:
    desk.give(SetAutopay(amount_kind="minimum"))
    payment = _posted(desk)
    desk.give(MakePayment(amount_cents=5_000, scheduled_for=date(2026, 2, 2)))
    done = _returned(desk, payment, code)
    assert (done["fee_cents"], done["bank_account_blocked"], done["authorisation_revoked"]) == (fee, blocked, revoked)
    off = blocked or revoked
    assert done["autopay_enrolled"] is not off
    expected = "cancelled" if off else "scheduled"
    assert desk.one("SELECT status FROM payments WHERE scheduled_for IS NOT NULL") == (expected,)
    assert desk.one("SELECT count(*) FROM bank_blocks") == (int(blocked),)


def test_a_blocked_bank_account_takes_no_payment_and_no_autopay_until_another_is_linked(desk: CommandDesk) -> None:
    _returned(desk, _posted(desk), "R02")
    for command in (MakePayment(amount_cents=5_000), SetAutopay(amount_kind="minimum")):
        with pytest.raises(Refused) as refused:
            desk.give(command)
        assert "ending in 1234 cannot be used" in refused.value.reasons[0].text
    with pytest.raises(Refused) as refused:
        desk.give(LinkBankAccount(bank_last4="1234"), role="support_agent")
    assert refused.value.code == "bank-account-linked"
    desk.give(LinkBankAccount(bank_last4="9876"), role="support_agent")
    desk.give(MakePayment(amount_cents=5_000))
    assert desk.one("SELECT ended_on FROM bank_blocks") == (desk.today,)


@pytest.mark.parametrize(("state", "fee"), [("CA", 1_500), ("NY", 2_000), ("MA", 0)])
def test_the_fee_is_the_states(desk: CommandDesk, state: str, fee: int) -> None:
    desk.connection.execute("UPDATE accounts SET state = %s", [state])
    assert _returned(desk, _posted(desk))["fee_cents"] == fee


def test_the_fee_is_never_more_than_what_was_due(desk: CommandDesk) -> None:
    payment = _posted(desk, 98_800)
    minimum = desk.one("SELECT minimum_due_cents FROM statements")[0]
    assert 1_200 < minimum < 2_500
    assert _returned(desk, payment)["fee_cents"] == minimum


def test_draws_are_blocked_for_10_days(desk: CommandDesk) -> None:
    done = _returned(desk, _posted(desk))
    assert done["draws_blocked_until"] == "2026-01-22"
    desk.close_until(date(2026, 1, 22))
    with pytest.raises(Refused) as refused:
        desk.give(RequestDraw(amount_cents=10_000))
    assert "returned in the last 10 days" in refused.value.reasons[0].text
    desk.close_until(date(2026, 1, 23))
    desk.give(RequestDraw(amount_cents=10_000))


def test_after_two_returns_in_90_days_autopay_is_off_and_debits_need_verified_funds_for_30_days(
    desk: CommandDesk,
) -> None:
    desk.give(SetAutopay(amount_kind="minimum"))
    first, second = _posted(desk), _posted(desk)
    assert _returned(desk, first)["verified_funds_until"] is None
    done = _returned(desk, second)
    assert (done["autopay_enrolled"], done["verified_funds_until"]) == (False, "2026-02-14")
    for command in (MakePayment(amount_cents=5_000), SetAutopay(amount_kind="minimum")):
        with pytest.raises(Refused) as refused:
            desk.give(command)
        assert "until Saturday, February 14, 2026" in refused.value.reasons[0].text
    with pytest.raises(Refused) as refused:
        desk.give(MakePayment(amount_cents=5_000, verified_funds=True))
    assert "Only our staff" in refused.value.reasons[0].text
    desk.give(MakePayment(amount_cents=5_000, verified_funds=True), role="support_agent")
    desk.give(MakePayment(amount_cents=5_000, scheduled_for=date(2026, 2, 17)))
    desk.close_until(date(2026, 2, 15))
    desk.give(MakePayment(amount_cents=5_000))


def test_only_a_posted_payment_with_a_known_code_is_returned(desk: CommandDesk) -> None:
    payment = str(desk.give(MakePayment(amount_cents=5_000)).result["payment_id"])
    for code, why in (("R99", "no return reason"), ("R01", "once it has posted")):
        with pytest.raises(Refused) as refused:
            _returned(desk, payment, code)
        assert why in refused.value.reasons[0].text
    with pytest.raises(Refused) as refused:
        desk.give(ReturnPayment(payment_id=payment, code="R01"))
    assert refused.value.code == "not-permitted"


def test_a_loan_paid_off_by_a_returned_payment_is_open_again(desk: CommandDesk) -> None:
    desk.loan(on=desk.today)
    payment = _posted(desk, 600_000, LOAN)
    assert desk.one("SELECT status FROM accounts WHERE account_id = %s", LOAN) == ("paid_off",)
    _returned(desk, payment, account_id=LOAN)
    assert desk.one("SELECT status FROM accounts WHERE account_id = %s", LOAN) == ("open",)
    assert desk.one("SELECT count(*) FROM dues WHERE account_id = %s AND cancelled_why IS NOT NULL", LOAN) == (0,)
