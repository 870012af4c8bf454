"""Prices by date and the changes in terms that lines were told of 45 days before."""

from collections.abc import Iterator
from datetime import date, timedelta

import psycopg
import pytest

from accounts.closeday import close_day, start_on
from accounts.commands.base import Refused
from accounts.commands.draws import RequestDraw
from accounts.commands.opening import OpenAccount
from accounts.commands.payments import MakePayment
from accounts.commands.pricing import LENDER, AnnounceTermsChange, RejectTermsChange, SetPrice
from accounts.posting import state as states
from accounts.posting.pricing import apply_terms_changes, newest_bucket, price
from accounts.reads.errors import NotFound
from tests.conftest import Database
from tests.integration.accounts.desk import LINE, OTHER_LINE, CommandDesk, command_desk

OPENED = date(2026, 1, 5)


@pytest.fixture
def desk(accounts_db: Database) -> Iterator[CommandDesk]:
    with command_desk(accounts_db) as opened:
        opened.line()
        yield opened


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


def live_until(desk: CommandDesk, until: date) -> None:
    """Close days as the lender's closing does, with the step that puts changes in force."""
    while (day := desk.today) < until:
        apply_terms_changes(desk.connection, day)
        close_day(desk.connection, day)


def lender(desk: CommandDesk, command: SetPrice | AnnounceTermsChange) -> dict[str, object]:
    return desk.give(command, None, "service", LENDER).result


def rates(desk: CommandDesk, account_id: str = LINE) -> list[tuple[str, date, int]]:
    return desk.all(
        "SELECT rate_bucket, from_on, apr_bps FROM rate_terms WHERE account_id = %s ORDER BY from_on, rate_bucket",
        account_id,
    )


def test_a_price_holds_from_its_day_on_and_ends_the_one_before(desk: CommandDesk) -> None:
    lender(desk, SetPrice(product="cash_line", tier="C", effective_from=date(2026, 3, 1), apr_bps=2599))
    lender(desk, SetPrice(product="cash_line", tier="C", effective_from=date(2026, 2, 1), apr_bps=2549))
    days = (date(2025, 6, 30), date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1))
    found = [price(desk.connection, "cash_line", "C", day)[0] for day in days]
    assert found == [2399, 2499, 2549, 2549, 2599]
    assert rates(desk) == [("standard", OPENED, 2499)], "what was agreed stays agreed"


@pytest.mark.parametrize("day", [OPENED, date(2025, 12, 1)])
def test_a_price_is_never_retroactive(desk: CommandDesk, day: date) -> None:
    with pytest.raises(Refused) as refused:
        lender(desk, SetPrice(product="cash_line", tier="C", effective_from=day, apr_bps=2599))
    assert codes(refused) == ["retroactive"]


def test_the_database_refuses_prices_of_the_past_and_two_at_once(desk: CommandDesk) -> None:
    statements = (
        "INSERT INTO price_schedule VALUES ('cash_line', 'C', '2026-01-05', NULL, 2599, 0)",
        "INSERT INTO price_schedule VALUES ('cash_line', 'C', '2026-02-05', NULL, 2599, 0)",
        "UPDATE price_schedule SET apr_bps = 2599 WHERE tier = 'C' AND effective_to IS NULL",
        "UPDATE price_schedule SET effective_to = '2025-12-31' WHERE tier = 'C' AND effective_to IS NULL",
        "INSERT INTO terms_changes VALUES ('x', 'cash_line', 'C', '2026-01-01', 2599, '2026-01-05', '2026-02-18', '')",
    )
    for statement in statements:
        with pytest.raises(psycopg.errors.IntegrityError), desk.connection.transaction():
            desk.connection.execute(statement.encode())


def test_lines_agreed_before_the_change_of_2025_have_it_for_new_draws_from_august_15(accounts_db: Database) -> None:
    with command_desk(accounts_db) as desk:
        start_on(desk.connection, date(2025, 6, 27))
        desk.line(on=date(2025, 6, 27), tier="D")
        desk.line(OTHER_LINE, "B-2", on=date(2025, 6, 27), tier="B")
        live_until(desk, date(2025, 7, 3))
        notice = desk.one(
            "SELECT account_id, old_apr_bps, new_apr_bps, sent_on, effective_on, status FROM terms_notices"
        )
        assert notice == (LINE, 2899, 2999, date(2025, 7, 1), date(2025, 8, 15), "sent")
        desk.line("CL-100003", "B-3", on=date(2025, 7, 3), tier="D")
        desk.give(RequestDraw(amount_cents=50_000))
        live_until(desk, date(2025, 8, 1))
        desk.give(MakePayment(amount_cents=10_000))
        live_until(desk, date(2025, 8, 16))
        assert rates(desk) == [("standard", date(2025, 6, 27), 2899), ("new_terms", date(2025, 8, 15), 2999)]
        assert len(rates(desk, OTHER_LINE)) == 1
        assert rates(desk, "CL-100003") == [("standard", date(2025, 7, 3), 2999)]
        desk.give(RequestDraw(amount_cents=20_000))
        live_until(desk, date(2025, 8, 20))
        drawn = desk.all("SELECT rate_bucket, apr_bps, amount_cents FROM draws ORDER BY posted_on")
        assert drawn == [("standard", 2899, 50_000), ("new_terms", 2999, 20_000)]
        assert desk.one("SELECT status FROM terms_notices") == ("effective",)


def test_a_change_to_one_line_takes_45_days_and_holds_for_new_draws(desk: CommandDesk) -> None:
    day = OPENED + timedelta(days=45)
    with pytest.raises(Refused) as refused:
        desk.give(AnnounceTermsChange(new_apr_bps=2599, effective_on=day - timedelta(1), why="Cost"), role="service")
    assert codes(refused) == ["notice"]
    desk.give(AnnounceTermsChange(new_apr_bps=2599, effective_on=day, why="Cost of funds"), role="service")
    live_until(desk, day - timedelta(1))
    assert len(rates(desk)) == 1
    live_until(desk, day)
    assert rates(desk) == [("standard", OPENED, 2499), ("new_terms", day, 2599)]
    apply_terms_changes(desk.connection, day - timedelta(1), [LINE])
    assert len(rates(desk)) == 2


def test_a_second_change_leaves_the_first_its_rate(desk: CommandDesk) -> None:
    first = OPENED + timedelta(days=45)
    desk.give(AnnounceTermsChange(new_apr_bps=2599, effective_on=first, why="Cost of funds"), role="service")
    live_until(desk, first)
    second = first + timedelta(days=45)
    desk.give(AnnounceTermsChange(new_apr_bps=2699, effective_on=second, why="Cost of funds"), role="service")
    assert desk.all("SELECT old_apr_bps FROM terms_notices ORDER BY sent_on") == [(2499,), (2599,)]
    live_until(desk, second)
    assert [rate[0] for rate in rates(desk)] == ["standard", "new_terms", "new_terms_2"]
    state = states.load(desk.connection, [LINE])[LINE]
    assert newest_bucket(state, second) == "new_terms_2"
    assert newest_bucket(state, second - timedelta(1)) == "new_terms"
    assert newest_bucket(state, OPENED) == "standard"


def test_whoever_rejects_a_change_keeps_the_rate_and_draws_no_more(desk: CommandDesk) -> None:
    day = OPENED + timedelta(days=50)
    told = desk.give(AnnounceTermsChange(new_apr_bps=2599, effective_on=day, why="Cost of funds"), role="service")
    notice = str(told.result["notice_id"])
    live_until(desk, day - timedelta(1))
    desk.give(RejectTermsChange(notice_id=notice))
    live_until(desk, day + timedelta(5))
    assert rates(desk) == [("standard", OPENED, 2499)]
    assert desk.one("SELECT status, closed_on FROM accounts") == ("closed", day - timedelta(1))
    assert desk.one("SELECT status FROM terms_notices") == ("rejected",)
    with pytest.raises(Refused):
        desk.give(RequestDraw(amount_cents=5_000))
    with pytest.raises(Refused) as refused:
        desk.give(RejectTermsChange(notice_id=notice))
    assert codes(refused) == ["rejected"]


def test_a_change_in_force_cannot_be_rejected_any_more(desk: CommandDesk) -> None:
    day = OPENED + timedelta(days=45)
    told = desk.give(AnnounceTermsChange(new_apr_bps=2599, effective_on=day, why="Cost of funds"), role="service")
    live_until(desk, day)
    with pytest.raises(Refused) as refused:
        desk.give(RejectTermsChange(notice_id=str(told.result["notice_id"])))
    assert codes(refused) == ["too-late"]
    with pytest.raises(NotFound):
        desk.give(RejectTermsChange(notice_id="TN-0000000000"))


def test_a_change_to_a_tier_reaches_the_lines_agreed_before_when_the_day_closes(desk: CommandDesk) -> None:
    desk.line(OTHER_LINE, "B-2", tier="B")
    day = OPENED + timedelta(days=60)
    with pytest.raises(Refused) as refused:
        lender(desk, AnnounceTermsChange(new_apr_bps=2599, effective_on=day, why="Cost of funds"))
    assert codes(refused) == ["whom"]
    whom = {"tier": "C", "agreed_before": date(2026, 2, 1)}
    lender(desk, AnnounceTermsChange.model_validate({"new_apr_bps": 2599, "effective_on": day, "why": "Cost"} | whom))
    assert desk.all("SELECT * FROM terms_notices") == []
    live_until(desk, OPENED + timedelta(days=1))
    assert desk.all("SELECT account_id, sent_on, effective_on FROM terms_notices") == [(LINE, OPENED, day)]


def test_an_account_opens_by_command_at_the_price_of_its_day(desk: CommandDesk) -> None:
    desk.person("B-2")
    lender(
        desk,
        SetPrice(
            product="instalment_loan", tier="B", effective_from=date(2026, 1, 8), apr_bps=1599, origination_fee_bps=250
        ),
    )
    loan = OpenAccount(
        product="instalment_loan",
        tier="B",
        state="OH",
        bank_last4="1234",
        principal_cents=500_000,
        term_months=24,
        due_day=15,
    )
    desk.give(loan, "IL-300001", "service", "B-2")
    live_until(desk, date(2026, 1, 8))
    desk.give(loan, "IL-300002", "service", "B-2")
    figures = desk.all("SELECT origination_fee_cents, opened_on FROM accounts WHERE borrower_id = 'B-2' ORDER BY 2")
    assert figures == [(10_000, OPENED), (12_500, date(2026, 1, 8))]
    assert [rates(desk, each)[0][2] for each in ("IL-300001", "IL-300002")] == [1499, 1599]
    assert desk.one("SELECT count(*) FROM dues WHERE account_id = 'IL-300002'") == (24,)
    line = OpenAccount(
        product="cash_line",
        tier="A",
        state="OH",
        bank_last4="1234",
        limit_cents=100_000,
        cycle_day=19,
        promotional=True,
    )
    desk.give(line, "CL-300003", "service", "B-2")
    assert rates(desk, "CL-300003") == [
        ("promotional", date(2026, 1, 8), 999),
        ("standard", date(2026, 1, 8), 1799),
        ("promotional", date(2026, 7, 8), 1799),
    ]


@pytest.mark.parametrize(
    ("account_id", "content", "code"),
    [
        ("CL-300001", {"limit_cents": None}, "terms"),
        ("CL-300001", {"principal_cents": 100_000}, "terms"),
        ("CL-300001", {"state": "MA"}, "state"),
        ("CL-300001", {"limit_cents": 49_999}, "amount"),
        ("IL-300001", {}, "number"),
        (LINE, {}, "number"),
    ],
)
def test_an_account_that_is_not_offered_so_is_not_opened(
    desk: CommandDesk, account_id: str, content: dict[str, object], code: str
) -> None:
    line = {"product": "cash_line", "tier": "A", "state": "OH", "bank_last4": "1234", "limit_cents": 100_000}
    command = OpenAccount.model_validate({**line, "cycle_day": 19, **content})
    with pytest.raises(Refused) as refused:
        desk.give(command, account_id, "supervisor", "B-1")
    assert codes(refused) == [code]
    assert desk.one("SELECT count(*) FROM accounts") == (1,)
