"""Flags, consents, contacts, third parties and complaints through the command bus."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
from pydantic import ValidationError

from accounts.commands.base import Command, Refused
from accounts.commands.complaints import AcknowledgeComplaint, AnswerComplaint, ExtendComplaint, OpenComplaint
from accounts.commands.consents import GiveConsent, WithdrawConsent
from accounts.commands.contacts import SetContactPreferences
from accounts.commands.flags import EndFlag, SetFlag
from accounts.commands.third_parties import AuthoriseThirdParty, ReviewThirdParty, RevokeThirdParty
from accounts.posting import enrolment
from accounts.posting.care import FlagKind, flags_on
from accounts.posting.enrolment import Wish
from accounts.roles import Role
from tests.conftest import Database
from tests.integration.accounts.desk import LINE, OPENED, CommandDesk, command_desk

AGENT: Role = "support_agent"


@pytest.fixture
def desk(accounts_db: Database) -> Iterator[CommandDesk]:
    with command_desk(accounts_db) as opened:
        opened.line()
        yield opened


def ask(desk: CommandDesk, command: Command, role: Role = "borrower") -> dict[str, Any]:
    return desk.give(command, None, role).result


def codes(desk: CommandDesk, command: Command, role: Role = "borrower") -> set[str]:
    with pytest.raises(Refused) as refused:
        ask(desk, command, role)
    return {reason.code for reason in refused.value.reasons}


@pytest.mark.parametrize("flag", ["deceased", "bankruptcy", "attorney_represented", "identity_theft"])
@pytest.mark.parametrize("restored", [True, False])
def test_a_flag_stops_autopay_and_its_end_restores_it_only_where_asked(
    desk: CommandDesk, flag: FlagKind, restored: bool
) -> None:
    enrolment.ask(desk.connection, LINE, Wish("minimum"), OPENED)
    ask(desk, SetFlag(flag=flag, since=OPENED), AGENT)
    assert desk.one("SELECT enrolled, stopped_on FROM accounts.autopay") == (False, OPENED)
    ask(desk, EndFlag(flag=flag, restore_autopay=restored), AGENT)
    assert desk.one("SELECT enrolled FROM accounts.autopay") == (restored,)


def test_a_flag_that_does_not_stop_debits_leaves_autopay_alone(desk: CommandDesk) -> None:
    enrolment.ask(desk.connection, LINE, Wish("minimum"), OPENED)
    ask(desk, SetFlag(flag="cease_contact", since=OPENED), AGENT)
    assert desk.one("SELECT enrolled FROM accounts.autopay") == (True,)


def test_autopay_is_not_restored_while_another_flag_stops_it(desk: CommandDesk) -> None:
    enrolment.ask(desk.connection, LINE, Wish("minimum"), OPENED)
    for flag in ("bankruptcy", "attorney_represented"):
        ask(desk, SetFlag.model_validate({"flag": flag, "since": OPENED}), AGENT)
    assert codes(desk, EndFlag(flag="bankruptcy", restore_autopay=True), AGENT) == {"autopay"}


def test_flags_hold_by_date_to_their_last_day(desk: CommandDesk) -> None:
    ask(desk, SetFlag(flag="cease_contact", since=OPENED), AGENT)
    desk.close_until(date(2026, 1, 9))
    ask(desk, EndFlag(flag="cease_contact"), AGENT)
    held = {day: set(flags_on(desk.connection, "B-1", date(2026, 1, day))) for day in (4, 5, 9, 10)}
    assert held == {4: set(), 5: {"cease_contact"}, 9: {"cease_contact"}, 10: set()}


def test_a_flag_is_set_once_and_by_staff(desk: CommandDesk) -> None:
    flag = SetFlag(flag="cease_contact", since=OPENED)
    with pytest.raises(Refused) as refused:
        ask(desk, flag)
    assert refused.value.code == "not-permitted"
    ask(desk, flag, AGENT)
    assert codes(desk, flag, AGENT) == {"flagged"}
    assert codes(desk, SetFlag(flag="deceased", since=date(2026, 1, 6)), AGENT) == {"since"}


def test_servicemembers_may_ask_until_180_days_after_service(desk: CommandDesk) -> None:
    early, ended = date(2025, 1, 1), date(2025, 7, 8)
    assert codes(desk, SetFlag(flag="servicemember", since=early, until=ended), AGENT) == {"too-late"}


def test_electronic_delivery_needs_that_a_document_could_be_opened(desk: CommandDesk) -> None:
    consent = {"consent": "e_sign", "wording_version": "ESIGN-2026-01"}
    assert codes(desk, GiveConsent.model_validate(consent)) == {"not-shown"}
    assert ask(desk, GiveConsent.model_validate({**consent, "opened_a_document": True}))["status"] == "given"


def test_a_consent_withdrawn_stays_on_record_and_can_be_given_again(desk: CommandDesk) -> None:
    give = GiveConsent(consent="calls_texts", wording_version="TCPA-2026-01")
    ask(desk, give)
    assert codes(desk, give) == {"given"}
    assert "No automated calls" in ask(desk, WithdrawConsent(consent="calls_texts", channel="phone"))["effect"]
    assert codes(desk, WithdrawConsent(consent="calls_texts")) == {"not-given"}
    ask(desk, give)
    found = desk.all("SELECT status, withdrawn_channel FROM accounts.consents ORDER BY status DESC")
    assert found == [("withdrawn", "phone"), ("given", None)]


def test_contact_points_are_masked_and_kept_out_of_events(desk: CommandDesk) -> None:
    wish = SetContactPreferences(channel="text", language="es", phone="+13025550142", email="ana@mail.example")
    assert ask(desk, wish)["phone"] == "+*********42"
    again = ask(desk, SetContactPreferences(channel="email", language="en", quiet_from=time(18)))
    assert (again["email"], again["phone"]) == ("a***@mail.example", "+*********42")
    assert desk.one("SELECT count(*) FROM accounts.outbox WHERE payload::text ~ '5550142|ana@mail'") == (0,)


def test_a_channel_needs_its_address_and_quiet_hours_are_no_shorter_than_the_law(desk: CommandDesk) -> None:
    assert codes(desk, SetContactPreferences(channel="text", language="en")) == {"phone"}
    assert codes(desk, SetContactPreferences(channel="email", language="en")) == {"email"}
    late = SetContactPreferences(channel="in_app", language="en", quiet_from=time(22))
    early = SetContactPreferences(channel="in_app", language="en", quiet_until=time(7))
    assert codes(desk, late) == codes(desk, early) == {"quiet-hours"}


@pytest.mark.parametrize(
    "wrong",
    [{"phone": "302-555-0142"}, {"email": "no address"}, {"time_zone": "Mars/Base"}, {"quiet_from": "21:00:00Z"}],
    ids=["phone", "e-mail", "zone", "offset"],
)
def test_contact_points_have_their_form(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        SetContactPreferences.model_validate({"channel": "in_app", "language": "en", **wrong})


def party(**more: Any) -> AuthoriseThirdParty:
    usual = {"name": "Maria Lopez", "relationship": "family", "scopes": ["payments", "information", "payments"]}
    return AuthoriseThirdParty.model_validate({**usual, **more})


def test_an_authorisation_lasts_at_most_twelve_months(desk: CommandDesk) -> None:
    result = ask(desk, party())
    assert (result["status"], result["until"], result["scopes"]) == (
        "active",
        "2027-01-04",
        ["information", "payments"],
    )
    assert codes(desk, party(until=date(2027, 1, 5))) == {"until"}
    assert ask(desk, party(until=date(2026, 2, 1)))["until"] == "2026-02-01"


def test_an_authorisation_is_revoked_at_once_and_once(desk: CommandDesk) -> None:
    known = str(ask(desk, party())["third_party_id"])
    ask(desk, RevokeThirdParty(third_party_id=known))
    assert desk.one("SELECT status, revoked_on FROM accounts.third_parties") == ("revoked", OPENED)
    assert codes(desk, RevokeThirdParty(third_party_id=known)) == {"status"}


def test_a_power_of_attorney_is_reviewed_in_five_business_days(desk: CommandDesk) -> None:
    assert codes(desk, party(basis="power_of_attorney")) == {"document"}
    result = ask(desk, party(basis="power_of_attorney", document_ref="DOC-POA-1"))
    assert (result["status"], result["review_by"]) == ("in_review", "2026-01-12")
    review = ReviewThirdParty(third_party_id=str(result["third_party_id"]), accepted=True)
    assert ask(desk, review, AGENT)["status"] == "active"
    assert codes(desk, review, AGENT) == {"status"}


def test_the_name_of_a_third_party_is_in_no_event(desk: CommandDesk) -> None:
    ask(desk, party(name="Zebediah Fox"))
    assert desk.one("SELECT count(*) FROM accounts.outbox WHERE payload::text LIKE '%%Zebediah%%'") == (0,)


def complain(desk: CommandDesk) -> str:
    complaint = OpenComplaint(category="service", text="Nobody called back.", about_account=LINE)
    return str(ask(desk, complaint)["complaint_id"])


def test_a_complaint_has_its_clock_owner_and_words(desk: CommandDesk) -> None:
    known = complain(desk)
    dates = desk.one("SELECT acknowledge_by, answer_by FROM accounts.complaints")
    assert dates == (date(2026, 1, 7), date(2026, 1, 20))
    ask(desk, AcknowledgeComplaint(complaint_id=known), AGENT)
    assert desk.one("SELECT status, owner FROM accounts.complaints") == ("acknowledged", "support_agent-1")
    assert desk.one("SELECT content FROM accounts.words WHERE part = 'text'") == ("Nobody called back.",)


def test_sixty_days_need_an_explanation_while_fifteen_run(desk: CommandDesk) -> None:
    known = complain(desk)
    desk.close_until(date(2026, 1, 20))
    extension = ExtendComplaint(complaint_id=known, why="The bank's records are missing.")
    assert ask(desk, extension, AGENT)["answer_by"] == "2026-03-06"
    assert codes(desk, extension, AGENT) == {"extended"}
    other = complain(desk)
    desk.close_until(date(2026, 2, 5))
    assert codes(desk, ExtendComplaint(complaint_id=other, why="Late."), AGENT) == {"too-late"}


def test_an_answer_closes_a_complaint(desk: CommandDesk) -> None:
    known = complain(desk)
    answer = AnswerComplaint(complaint_id=known, outcome="explained", answer="We are sorry.")
    assert ask(desk, answer, AGENT)["status"] == "answered"
    assert codes(desk, answer, AGENT) == {"status"}


def test_a_complaint_about_somebody_elses_account_is_refused(desk: CommandDesk) -> None:
    stranger = OpenComplaint(category="other", text="Theirs.", about_account="CL-999999")
    assert codes(desk, stranger) == {"account"}
