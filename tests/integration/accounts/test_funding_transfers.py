"""Sales and repurchases: prices by hand, two books that agree, and what may not be transferred."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

import pytest

from accounts.commands.base import Refused
from accounts.funding.accrued import accrued_cents
from accounts.funding.assign import assign
from accounts.funding.checks import CHECKS
from accounts.funding.transfer_items import Reason
from accounts.funding.transfers import repurchase, sell
from accounts.ledger import CommandConflict
from accounts.posting import interest
from accounts.posting import state as states
from accounts.terms.money import round_cents
from tests.conftest import Database
from tests.integration.accounts.desk import CommandDesk, command_desk
from tests.integration.accounts.funding_books import POOL, open_pool, order

START, CUTOFF = date(2026, 1, 5), date(2026, 1, 9)
FIRST, SECOND = "IL-200001", "IL-200002"
RATE_BPS = 1999


@pytest.fixture
def desk(accounts_db: Database) -> Iterator[CommandDesk]:
    """Two loans of $6,000 and $6,000 in a pool that pays 101% of principal."""
    with command_desk(accounts_db) as found:
        found.loan(FIRST, "B-1", START)
        found.loan(SECOND, "B-2", START)
        found.close_until(CUTOFF + timedelta(days=1))
        open_pool(found.connection, START)
        assign(found.connection, order("run"), CUTOFF)
        yield found


def balance(desk: CommandDesk, *gl_codes: str) -> int:
    row = desk.one(
        "SELECT coalesce(sum(amount_cents), 0) FROM funding_postings WHERE gl_code = ANY(%s)", list(gl_codes)
    )
    return int(row[0])


def clean(desk: CommandDesk) -> bool:
    return not [name for name, query in CHECKS.items() if desk.all(query)]


def by_hand(days: int, principal_cents: int = 600_000) -> int:
    """Simple interest: principal times days times the note rate over 365."""
    return round_cents(Fraction(principal_cents * days * RATE_BPS, 3_650_000))


def test_accrued_interest_is_that_of_the_payoff_quote(desk: CommandDesk) -> None:
    state = states.load(desk.connection, [FIRST])[FIRST]
    quote = interest.payoff_cents(state, desk.today) - state.owed_cents
    assert accrued_cents(desk.connection, [FIRST], CUTOFF)[FIRST] == quote == by_hand(5)


def test_a_sale_pays_the_price_of_principal_and_interest_at_par(desk: CommandDesk) -> None:
    done = sell(desk.connection, order("sale"), POOL, CUTOFF)
    accrued = 2 * by_hand(5)
    price = 2 * 606_000 + accrued
    assert (done.result["par_cents"], done.result["accrued_cents"]) == (1_200_000, accrued)
    assert done.result["price_cents"] == price
    assert {code: balance(desk, code) for code in ("P200", "P300", "P540", "P500", "L100", "L120", "L410", "L420")} == {
        "P200": 0,
        "P300": -price,
        "P540": 12_000,
        "P500": accrued,
        "L100": price,
        "L120": 0,
        "L410": -12_000,
        "L420": -accrued,
    }
    assert desk.all("SELECT DISTINCT sold_on FROM funding_assignments") == [(CUTOFF,)]
    assert clean(desk)


def test_one_receivable_may_be_sold_at_a_price_of_its_own(desk: CommandDesk) -> None:
    done = sell(desk.connection, order("sale"), POOL, CUTOFF, [FIRST], 9_750)
    assert done.result["price_cents"] == 585_000 + by_hand(5)
    assert desk.all("SELECT account_id FROM funding_assignments WHERE sold_on IS NOT NULL") == [(FIRST,)]
    assert balance(desk, "P200") == -600_000
    assert clean(desk)


def test_a_sale_happens_once_and_again_gives_its_first_result(desk: CommandDesk) -> None:
    first = sell(desk.connection, order("sale"), POOL, CUTOFF)
    assert sell(desk.connection, order("sale"), POOL, CUTOFF).result == first.result
    with pytest.raises(CommandConflict):
        sell(desk.connection, order("sale"), POOL, CUTOFF, price_bps=9_000)
    with pytest.raises(Refused, match="no such receivable"):
        sell(desk.connection, order("sale again"), POOL, CUTOFF)
    with pytest.raises(Refused, match="sold to the pool before"):
        sell(desk.connection, order("sale of one"), POOL, CUTOFF, [FIRST])
    assert desk.one("SELECT count(*) FROM funding_transfers") == (1,)


def test_a_repurchase_is_at_par_with_interest_and_the_pool_keeps_nothing_of_it(desk: CommandDesk) -> None:
    sell(desk.connection, order("sale"), POOL, CUTOFF)
    desk.close_until(date(2026, 1, 20))
    done = repurchase(desk.connection, order("back"), POOL, date(2026, 1, 19), [FIRST], "borrower_request")
    assert done.result["price_cents"] == 600_000 + by_hand(15)
    assert balance(desk, "P140") == 600_000 + by_hand(15)
    assert desk.all("SELECT account_id, to_on FROM funding_assignments ORDER BY 1") == [
        (FIRST, date(2026, 1, 19)),
        (SECOND, None),
    ]
    held = desk.all(
        "SELECT account_id, sum(amount_cents) FROM funding_postings WHERE gl_code = 'P110' GROUP BY 1 ORDER BY 1"
    )
    assert held == [(FIRST, 0), (SECOND, 600_000)]
    assert clean(desk)


def test_what_was_never_sold_goes_back_for_nothing(desk: CommandDesk) -> None:
    desk.close_until(date(2026, 1, 20))
    done = repurchase(desk.connection, order("back"), POOL, date(2026, 1, 19), [FIRST], "dispute")
    assert (done.result["price_cents"], done.result["accrued_cents"]) == (0, 0)
    assert (balance(desk, "P200"), balance(desk, "P140")) == (-600_000, 0)
    assert clean(desk)


def test_a_receivable_that_came_back_may_be_assigned_again(desk: CommandDesk) -> None:
    desk.close_until(date(2026, 1, 20))
    repurchase(desk.connection, order("back"), POOL, date(2026, 1, 19), [FIRST], "breach")
    assign(desk.connection, order("second run"), date(2026, 1, 19))
    assert desk.all("SELECT from_on, to_on FROM funding_assignments WHERE account_id = %s ORDER BY 1", FIRST) == [
        (date(2026, 1, 10), date(2026, 1, 19)),
        (date(2026, 1, 20), None),
    ]
    assert clean(desk)


@pytest.mark.parametrize(
    ("account_id", "reason", "on", "why"),
    [
        ("IL-999999", "breach", date(2026, 1, 19), "Not in pool"),
        (FIRST, "charged_off", date(2026, 1, 19), "Not all of these receivables are charged off"),
        (FIRST, "breach", CUTOFF, "a day after it came in"),
        (FIRST, "breach", date(2026, 1, 20), "not closed yet"),
    ],
)
def test_what_may_not_be_bought_back(desk: CommandDesk, account_id: str, reason: Reason, on: date, why: str) -> None:
    if on > CUTOFF:
        desk.close_until(date(2026, 1, 20))
    with pytest.raises(Refused, match=why):
        repurchase(desk.connection, order("back"), POOL, on, [account_id], reason)
    assert desk.one("SELECT count(*) FROM funding_transfers") == (0,)


def test_a_transfer_is_not_dated_before_what_the_pool_has_booked(desk: CommandDesk) -> None:
    desk.close_until(date(2026, 1, 20))
    repurchase(desk.connection, order("back"), POOL, date(2026, 1, 19), [FIRST], "breach")
    with pytest.raises(Refused, match="dated then or later"):
        sell(desk.connection, order("sale"), POOL, date(2026, 1, 15))


def test_transfers_are_announced_with_their_figures(desk: CommandDesk) -> None:
    done = sell(desk.connection, order("sale"), POOL, CUTOFF)
    found = desk.all("SELECT payload ->> 'price_cents' FROM outbox WHERE type = 'funding_transfer.recorded'")
    assert found == [(str(done.result["price_cents"]),)]
