"""Applications: their clocks, recorded decisions, offers taken up, and what an increase needs."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from accounts.commands.applications import (
    CompleteApplication,
    RequestIncrease,
    RequestItems,
    SubmitApplication,
    WithdrawApplication,
)
from accounts.commands.base import Refused
from accounts.commands.decisions import AcceptOffer, DecideApplication
from accounts.commands.lifecycle import RecordedReason
from accounts.posting.applications import expire_applications
from accounts.reads.errors import NotFound
from tests.conftest import Database
from tests.integration.accounts.desk import LINE, CommandDesk, command_desk

WHY = (RecordedReason(code="DTI", text="Income is insufficient for the amount of credit requested"),)
APPLY = SubmitApplication(product="cash_line", requested_cents=300_000)
DAY = timedelta(days=1)


@pytest.fixture
def desk(accounts_db: Database) -> Iterator[CommandDesk]:
    with command_desk(accounts_db) as opened:
        opened.line()
        opened.person("B-2", "TX")
        yield opened


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


def submitted(desk: CommandDesk, command: SubmitApplication = APPLY, borrower: str = "B-2") -> str:
    return str(desk.give(command, None, borrower_id=borrower).result["application_id"])


def decided(desk: CommandDesk, application_id: str, account_id: str | None = None, **content: Any) -> dict[str, object]:
    command = DecideApplication.model_validate({"application_id": application_id, **content})
    borrower = "B-1" if account_id else "B-2"
    return desk.give(command, account_id, "service", borrower).result


def status(desk: CommandDesk, application_id: str) -> str:
    return desk.one("SELECT status FROM applications WHERE application_id = %s", application_id)[0]


def test_an_application_is_decided_within_thirty_days_of_being_complete(desk: CommandDesk) -> None:
    application = submitted(desk)
    assert desk.one("SELECT complete_on, decide_by FROM applications") == (desk.today, date(2026, 2, 4))
    asked = desk.give(RequestItems(application_id=application, items=("Proof of income",)), None, "service", "B-2")
    assert asked.result["closes_on"] == "2026-02-04"
    assert desk.one("SELECT decide_by, missing_items FROM applications") == (None, ["Proof of income"])
    with pytest.raises(Refused) as refused:
        decided(desk, application, decision="approved", tier="A")
    assert codes(refused) == ["incomplete"]
    desk.close_until(date(2026, 1, 20))
    desk.give(CompleteApplication(application_id=application), None, "support_agent", "B-2")
    assert desk.one("SELECT status, decide_by FROM applications") == ("in_review", date(2026, 2, 19))


def test_an_incomplete_application_closes_after_thirty_days(desk: CommandDesk) -> None:
    application = submitted(desk)
    desk.give(RequestItems(application_id=application, items=("Proof of income",)), None, "service", "B-2")
    assert expire_applications(desk.connection, date(2026, 2, 3)) == 0
    assert expire_applications(desk.connection, date(2026, 2, 4)) == 1
    assert expire_applications(desk.connection, date(2026, 2, 4)) == 0
    assert status(desk, application) == "expired"
    assert submitted(desk) != application


def test_an_approved_application_opens_the_account_that_was_offered(desk: CommandDesk) -> None:
    application = submitted(desk)
    offer = decided(desk, application, decision="approved", tier="B")
    assert offer["offer_until"] == "2026-04-05"
    number = desk.one("SELECT opens_account_id FROM applications")[0]
    with pytest.raises(Refused) as refused:
        desk.give(AcceptOffer(application_id=application), number, borrower_id="B-2")
    assert codes(refused) == ["bank"]
    taken = AcceptOffer(application_id=application, bank_last4="9876", cycle_day=26)
    assert desk.give(taken, number, borrower_id="B-2").result["account_id"] == number
    shown = desk.one(
        "SELECT borrower_id, state, tier, credit_limit_cents, cycle_day, opened_on FROM accounts WHERE account_id = %s",
        number,
    )
    assert shown == ("B-2", "TX", "B", 300_000, 26, desk.today)
    with pytest.raises(Refused) as refused:
        desk.give(taken, number, borrower_id="B-2")
    assert codes(refused) == ["accepted"]


def test_a_counteroffer_keeps_its_reasons_and_opens_what_was_offered(desk: CommandDesk) -> None:
    application = submitted(desk, SubmitApplication(product="instalment_loan", requested_cents=800_000, term_months=36))
    decided(desk, application, decision="counteroffer", reasons=WHY, offered_cents=400_000, tier="C", term_months=24)
    kept = desk.one("SELECT kind, application_id, reasons FROM adverse_actions")
    assert kept == ("counteroffer", application, [WHY[0].model_dump()])
    number = desk.one("SELECT opens_account_id FROM applications")[0]
    desk.give(AcceptOffer(application_id=application, bank_last4="9876", due_day=3), number, borrower_id="B-2")
    loan = "SELECT original_principal_cents, term_months, due_day FROM accounts WHERE account_id = %s"
    assert desk.one(loan, number) == (400_000, 24, 3)
    assert desk.one("SELECT principal_cents FROM positions WHERE account_id = %s", number) == (400_000,)


def test_a_decline_has_its_reasons_verbatim_and_a_notice(desk: CommandDesk) -> None:
    application = submitted(desk)
    unfit: list[dict[str, Any]] = [{"decision": "declined"}, {"decision": "approved", "tier": "A", "reasons": WHY}]
    for content in unfit:
        with pytest.raises(Refused) as refused:
            decided(desk, application, **content)
        assert codes(refused) == ["reasons"]
    decided(desk, application, decision="declined", reasons=WHY)
    assert desk.one("SELECT reasons FROM applications") == ([WHY[0].model_dump()],)
    assert desk.one("SELECT kind, notified_on FROM adverse_actions") == ("application_declined", desk.today)
    with pytest.raises(Refused) as refused:
        decided(desk, application, decision="approved", tier="A")
    assert codes(refused) == ["declined"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"decision": "approved"}, "tier"),
        ({"decision": "approved", "tier": "A", "offered_cents": 100_000}, "offer"),
        ({"decision": "counteroffer", "tier": "A", "reasons": WHY}, "offer"),
        ({"decision": "counteroffer", "tier": "A", "reasons": WHY, "offered_cents": 300_000}, "offer"),
        ({"decision": "counteroffer", "tier": "A", "reasons": WHY, "offered_cents": 40_000}, "amount"),
        ({"decision": "declined", "reasons": WHY, "tier": "A"}, "offer"),
    ],
)
def test_a_decision_is_recorded_only_whole(desk: CommandDesk, content: dict[str, Any], code: str) -> None:
    application = submitted(desk)
    with pytest.raises(Refused) as refused:
        decided(desk, application, **content)
    assert codes(refused) == [code]
    assert status(desk, application) == "in_review"


def test_only_underwriting_and_supervisors_record_decisions(desk: CommandDesk) -> None:
    application = submitted(desk)
    command = DecideApplication(application_id=application, decision="approved", tier="A")
    for role in ("borrower", "support_agent"):
        with pytest.raises(Refused, match="may not do this"):
            desk.give(command, None, role, "B-2")


def test_an_offer_lapses_after_ninety_days(desk: CommandDesk) -> None:
    application = submitted(desk)
    decided(desk, application, decision="approved", tier="B")
    assert expire_applications(desk.connection, date(2026, 4, 4)) == 0
    assert expire_applications(desk.connection, date(2026, 4, 5)) == 1
    number = desk.one("SELECT opens_account_id FROM applications")[0]
    with pytest.raises(Refused) as refused:
        desk.give(AcceptOffer(application_id=application, bank_last4="9876"), number, borrower_id="B-2")
    assert codes(refused) == ["expired"]


def test_an_application_is_withdrawn_by_its_own_applicant_only(desk: CommandDesk) -> None:
    application = submitted(desk)
    with pytest.raises(NotFound):
        desk.give(WithdrawApplication(application_id=application), None, borrower_id="B-1")
    desk.give(WithdrawApplication(application_id=application), None, borrower_id="B-2")
    assert status(desk, application) == "withdrawn"
    with pytest.raises(Refused) as refused:
        desk.give(WithdrawApplication(application_id=application), None, borrower_id="B-2")
    assert codes(refused) == ["withdrawn"]


def test_one_application_for_a_product_at_a_time_where_it_is_offered(desk: CommandDesk) -> None:
    submitted(desk)
    with pytest.raises(Refused) as refused:
        submitted(desk)
    assert codes(refused) == ["open"]
    desk.person("B-3", "CO")
    with pytest.raises(Refused) as refused:
        submitted(desk, borrower="B-3")
    assert codes(refused) == ["state"]
    assert "Colorado" in refused.value.reasons[0].text or "CO" in refused.value.reasons[0].text


def test_an_increase_is_asked_for_after_six_months_and_raises_the_limit_when_approved(desk: CommandDesk) -> None:
    desk.close_until(date(2026, 7, 4))
    with pytest.raises(Refused) as refused:
        desk.give(RequestIncrease(requested_cents=300_000))
    assert codes(refused) == ["too-new"]
    desk.close_until(date(2026, 7, 5))
    application = str(desk.give(RequestIncrease(requested_cents=300_000)).result["application_id"])
    with pytest.raises(Refused) as refused:
        desk.give(RequestIncrease(requested_cents=400_000))
    assert codes(refused) == ["in-review"]
    decided(desk, application, LINE, decision="approved")
    assert desk.one("SELECT credit_limit_cents FROM accounts") == (300_000,)
    desk.close_until(desk.today + DAY)
    with pytest.raises(Refused) as refused:
        desk.give(RequestIncrease(requested_cents=400_000))
    assert codes(refused) == ["too-soon"]


def test_a_countered_increase_waits_for_the_borrower(desk: CommandDesk) -> None:
    desk.close_until(date(2026, 7, 5))
    application = str(desk.give(RequestIncrease(requested_cents=500_000)).result["application_id"])
    decided(desk, application, LINE, decision="counteroffer", reasons=WHY, offered_cents=250_000)
    assert desk.one("SELECT credit_limit_cents FROM accounts") == (200_000,)
    desk.give(AcceptOffer(application_id=application), LINE)
    assert desk.one("SELECT credit_limit_cents FROM accounts") == (250_000,)
    assert status(desk, application) == "approved"
