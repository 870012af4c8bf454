"""Disputes through the command bus: clocks, evidence, provisional credits, and ends that leave the books right."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from accounts.commands.base import Refused
from accounts.commands.dispute_outcomes import ProvisionalCredit, ResolveDispute
from accounts.commands.disputes import AcknowledgeDispute, AddDisputeEvidence, OpenDispute, WithdrawDispute
from accounts.commands.draws import RequestDraw
from accounts.commands.payments import MakePayment
from accounts.posting.disputed import disputed_cents, disputed_dues, disputed_parts
from accounts.reconcile import reconcile
from accounts.roles import Role
from tests.conftest import Database
from tests.integration.accounts.desk import LINE, LOAN, CommandDesk, command_desk

SUPERVISOR: Role = "supervisor"


@pytest.fixture
def desk(accounts_db: Database) -> Iterator[CommandDesk]:
    """A line drawn $400 (posted January 6) with one statement (January 12), on January 20."""
    with command_desk(accounts_db) as opened:
        opened.line()
        opened.give(RequestDraw(amount_cents=40_000))
        opened.close_until(date(2026, 1, 20))
        yield opened
        assert reconcile(opened.connection) == []
        opened.connection.commit()


def entry(desk: CommandDesk, kind: str = "draw") -> UUID:
    return desk.one("SELECT entry_id FROM accounts.transactions WHERE kind = %s ORDER BY seq LIMIT 1", kind)[0]


def opened(desk: CommandDesk, kind: str = "billing_error", cents: int = 40_000, **more: Any) -> str:
    values = {"dispute_kind": kind, "amount_cents": cents, "description": "I did not make this draw."}
    command = OpenDispute.model_validate({**values, "transaction_id": entry(desk), **more})
    return str(desk.give(command).result["dispute_id"])


def owed(desk: CommandDesk) -> int:
    return desk.one("SELECT owed_cents FROM accounts.balances")[0]


def reasons(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def test_a_billing_error_opens_with_its_clocks_and_asks_for_the_written_notice(desk: CommandDesk) -> None:
    command = OpenDispute(
        dispute_kind="billing_error", amount_cents=40_000, description="Not mine.", transaction_id=entry(desk)
    )
    result = desk.give(command).result
    assert result["acknowledge_by"] == "2026-02-19"
    assert result["resolve_by"] == "2026-04-12"
    assert "written notice" in str(result["notice"])
    shown = desk.one("SELECT shown_on, notice_last_day, written_on FROM accounts.disputes")
    assert shown == (date(2026, 1, 13), date(2026, 3, 14), None)


def test_a_billing_error_is_refused_after_sixty_days_with_the_days_that_matter(desk: CommandDesk) -> None:
    desk.close_until(date(2026, 3, 15))
    with pytest.raises(Refused) as refused:
        opened(desk)
    assert reasons(refused) == {"too-late"}
    assert "Saturday, March 14, 2026" in refused.value.reasons[0].text
    assert "complaint" in refused.value.reasons[0].text


def test_a_billing_error_on_the_sixtieth_day_is_in_time(desk: CommandDesk) -> None:
    desk.close_until(date(2026, 3, 14))
    assert opened(desk).startswith("DP-")


def test_a_transfer_error_has_ten_business_days_and_forty_five_days(desk: CommandDesk) -> None:
    opened(desk, "electronic_transfer")
    dates = desk.one("SELECT acknowledge_by, credit_by, resolve_by FROM accounts.disputes")
    assert dates == (None, date(2026, 2, 3), date(2026, 3, 6))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"cents": 40_001}, "amount"),
        ({"cents": 0}, "amount"),
        ({"transaction_id": UUID(int=1)}, "transaction"),
    ],
    ids=["more than the transaction", "nothing", "of nobody"],
)
def test_what_cannot_be_disputed_is_refused_with_its_reason(desk: CommandDesk, more: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        opened(desk, **more)
    assert reasons(refused) == {code}
    assert desk.one("SELECT count(*) FROM accounts.disputes") == (0,)


def test_a_transaction_is_disputed_once_at_a_time(desk: CommandDesk) -> None:
    first = opened(desk)
    with pytest.raises(Refused) as refused:
        opened(desk)
    assert reasons(refused) == {"already-open"}
    desk.give(WithdrawDispute(dispute_id=first))
    assert opened(desk) != first


def test_a_loan_has_no_billing_error_but_a_dispute_of_its_report(desk: CommandDesk) -> None:
    desk.loan()
    with pytest.raises(Refused) as refused:
        desk.give(OpenDispute(dispute_kind="billing_error", amount_cents=100, description="Wrong."), LOAN)
    assert reasons(refused) == {"product"}
    report = desk.give(OpenDispute(dispute_kind="credit_report", amount_cents=0, description="Paid on time."), LOAN)
    assert report.result["resolve_by"] == "2026-02-19"


def test_more_information_in_time_gives_a_report_dispute_forty_five_days(desk: CommandDesk) -> None:
    dispute = opened(desk, "credit_report", 0, transaction_id=None)
    desk.close_until(date(2026, 2, 19))
    added = AddDisputeEvidence(dispute_id=dispute, evidence_kind="receipt", document_ref="DOC-1")
    assert desk.give(added).result["resolve_by"] == "2026-03-06"
    assert desk.one("SELECT extended_on FROM accounts.disputes") == (date(2026, 2, 19),)


def test_more_information_after_thirty_days_gives_no_more_time(desk: CommandDesk) -> None:
    dispute = opened(desk, "credit_report", 0, transaction_id=None)
    desk.close_until(date(2026, 2, 20))
    added = AddDisputeEvidence(dispute_id=dispute, evidence_kind="receipt", document_ref="DOC-1")
    assert desk.give(added).result["resolve_by"] == "2026-02-19"


def test_a_written_notice_that_comes_later_keeps_the_rights_and_moves_no_clock(desk: CommandDesk) -> None:
    dispute = opened(desk)
    desk.close_until(date(2026, 1, 27))
    received = date(2026, 1, 26)
    notice = AddDisputeEvidence(
        dispute_id=dispute, evidence_kind="written_notice", description="A letter.", received_on=received
    )
    assert desk.give(notice, role="support_agent").result["resolve_by"] == "2026-04-12"
    assert desk.one("SELECT written_on FROM accounts.disputes") == (received,)


def test_only_staff_acknowledge_and_only_once(desk: CommandDesk) -> None:
    dispute = opened(desk)
    with pytest.raises(Refused) as refused:
        desk.give(AcknowledgeDispute(dispute_id=dispute))
    assert refused.value.code == "not-permitted"
    desk.give(AcknowledgeDispute(dispute_id=dispute), role="support_agent")
    with pytest.raises(Refused) as refused:
        desk.give(AcknowledgeDispute(dispute_id=dispute), role="support_agent")
    assert refused.value.code == "already-acknowledged"


def test_a_provisional_credit_lowers_what_is_owed_until_the_dispute_is_lost(desk: CommandDesk) -> None:
    dispute, before = opened(desk), owed(desk)
    desk.give(ProvisionalCredit(dispute_id=dispute), role=SUPERVISOR)
    assert owed(desk) == before - 40_000
    desk.close_until(date(2026, 1, 22))
    ended = desk.give(ResolveDispute(dispute_id=dispute, outcome="as_billed"), role="support_agent")
    assert ended.result["provisional_taken_back_cents"] == 40_000
    assert owed(desk) == before
    assert desk.one("SELECT coalesce(sum(amount_cents), 0) FROM accounts.postings WHERE gl_code = '1450'") == (0,)


def test_an_error_corrected_leaves_the_line_as_if_it_had_never_been_drawn(desk: CommandDesk) -> None:
    desk.close_until(date(2026, 2, 8))
    assert owed(desk) > 40_000
    dispute = opened(desk)
    desk.give(ProvisionalCredit(dispute_id=dispute), role=SUPERVISOR)
    desk.close_until(date(2026, 2, 11))
    desk.give(ResolveDispute(dispute_id=dispute, outcome="for_borrower"), role=SUPERVISOR)
    assert owed(desk) == 0
    desk.close_until(date(2026, 3, 14))
    assert owed(desk) == 0
    assert desk.one("SELECT sum(amount_cents) FROM accounts.postings WHERE gl_code = '5300'") == (40_000,)
    assert desk.one("SELECT coalesce(sum(amount_cents), 0) FROM accounts.postings WHERE gl_code = '4100'") == (0,)
    assert desk.all("SELECT 1 FROM accounts.fees") == []


def test_a_fee_that_the_error_caused_is_reversed_with_it(desk: CommandDesk) -> None:
    desk.close_until(date(2026, 2, 13))
    assert desk.one("SELECT status FROM accounts.fees") == ("charged",)
    (fee,) = desk.one("SELECT fee_id FROM accounts.fees")
    dispute = opened(desk)
    end = ResolveDispute(dispute_id=dispute, outcome="for_borrower", reverse_fee_ids=(fee,))
    assert desk.give(end, role=SUPERVISOR).result["fees_reversed_cents"] == 3200
    assert owed(desk) == 0
    assert desk.one("SELECT status FROM accounts.fees") == ("reversed",)


def test_credits_need_a_supervisor_and_large_ones_compliance(desk: CommandDesk) -> None:
    desk.give(RequestDraw(amount_cents=60_000))
    desk.close_until(date(2026, 1, 23))
    large = desk.one("SELECT entry_id FROM accounts.transactions WHERE amount_cents = 60000")[0]
    dispute = opened(desk, cents=60_000, transaction_id=large)
    asked: tuple[tuple[Role, str], ...] = (("support_agent", "supervisor"), (SUPERVISOR, "compliance"))
    for role, code in asked:
        with pytest.raises(Refused) as refused:
            desk.give(ProvisionalCredit(dispute_id=dispute), role=role)
        assert reasons(refused) == {code}
    approved = ProvisionalCredit(dispute_id=dispute, compliance_ref="CMP-7")
    assert desk.give(approved, role=SUPERVISOR).result["provisional_cents"] == 60_000


def test_what_is_disputed_is_known_by_date_and_less_what_was_credited(desk: CommandDesk) -> None:
    dispute = opened(desk, cents=30_000)
    desk.close_until(date(2026, 1, 22))
    desk.give(ProvisionalCredit(dispute_id=dispute, amount_cents=10_000), role=SUPERVISOR)
    desk.close_until(date(2026, 1, 25))
    desk.give(WithdrawDispute(dispute_id=dispute))
    days = {day: disputed_cents(desk.connection, [LINE], date(2026, 1, day)) for day in (19, 20, 22, 24, 25)}
    assert days == {19: {}, 20: {LINE: 30_000}, 22: {LINE: 20_000}, 24: {LINE: 20_000}, 25: {}}


def test_a_disputed_fee_counts_among_fees_and_a_disputed_report_not_at_all(desk: CommandDesk) -> None:
    desk.close_until(date(2026, 2, 13))
    opened(desk, cents=3200, transaction_id=entry(desk, "late_fee"))
    opened(desk, "credit_report", 40_000)
    parts = disputed_parts(desk.connection, [LINE], desk.today)[LINE]
    assert (parts.principal_cents, parts.fees_cents, parts.total_cents) == (0, 3200, 3200)


def test_a_closed_dispute_takes_nothing_more(desk: CommandDesk) -> None:
    dispute = opened(desk)
    desk.give(WithdrawDispute(dispute_id=dispute))
    late = AddDisputeEvidence(dispute_id=dispute, evidence_kind="other", description="One more thing.")
    with pytest.raises(Refused) as refused:
        desk.give(late)
    assert refused.value.code == "dispute-closed"
    assert "withdrawn on Tuesday, January 20, 2026" in refused.value.reasons[0].text


def test_what_people_say_is_in_no_event(desk: CommandDesk) -> None:
    dispute = opened(desk, description="My cousin Zebediah drew it.")
    desk.give(AddDisputeEvidence(dispute_id=dispute, evidence_kind="other", description="Zebediah said so."))
    assert desk.one("SELECT count(*) FROM accounts.outbox WHERE payload::text LIKE '%%Zebediah%%'") == (0,)
    assert desk.all("SELECT kind FROM accounts.dispute_events ORDER BY number") == [("opened",), ("evidence",)]


def test_of_a_due_the_share_of_the_disputed_principal_is_not_due(desk: CommandDesk) -> None:
    number, amount = desk.one("SELECT number, amount_cents FROM accounts.dues")
    assert disputed_dues(desk.connection, [LINE], desk.today) == {}
    dispute = opened(desk, cents=10_000)
    share = round(amount * 10_000 / owed(desk))
    assert disputed_dues(desk.connection, [LINE], desk.today) == {(LINE, number): share}
    desk.give(WithdrawDispute(dispute_id=dispute))
    assert disputed_dues(desk.connection, [LINE], desk.today) == {}


def test_a_due_is_disputed_whole_where_all_that_is_owed_is(desk: CommandDesk) -> None:
    number, amount = desk.one("SELECT number, amount_cents FROM accounts.dues")
    more = owed(desk)
    desk.give(OpenDispute(dispute_kind="identity_theft", amount_cents=more, description="Somebody else did all this."))
    assert disputed_dues(desk.connection, [LINE], desk.today) == {(LINE, number): amount}


def test_a_disputed_payment_is_no_part_of_what_is_owed(desk: CommandDesk) -> None:
    desk.give(MakePayment(amount_cents=5_000))
    desk.close_until(date(2026, 1, 26))
    before = owed(desk)
    dispute = opened(desk, "electronic_transfer", 5_000, transaction_id=entry(desk, "payment"))
    assert disputed_parts(desk.connection, [LINE], desk.today) == {}
    desk.give(ResolveDispute(dispute_id=dispute, outcome="for_borrower"), role=SUPERVISOR)
    assert owed(desk) == before + 5_000
    assert desk.one("SELECT sum(amount_cents) FROM accounts.postings WHERE gl_code = '1010'") == (-40_000,)
