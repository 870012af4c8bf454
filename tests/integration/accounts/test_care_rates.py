"""Rates laid over agreed ones: the lowest holds on every day, whatever came first, and lifting leaves no trace."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.posting.caps import cap_rates, lift_cap
from tests.conftest import Database
from tests.integration.accounts.desk import LINE, OPENED, CommandDesk, command_desk

DAYS = 60
Step = tuple[Literal["scra", "hardship", "mla"], int, int | None, int | None]


@pytest.fixture
def desk(accounts_db: Database) -> Iterator[CommandDesk]:
    with command_desk(accounts_db) as opened:
        opened.line(promotional=True)
        yield opened


def day(number: int) -> date:
    return OPENED + timedelta(days=number)


def held(desk: CommandDesk, bucket: str, on: date) -> tuple[int, str]:
    found = desk.all(
        "SELECT apr_bps, kind FROM accounts.rate_terms WHERE rate_bucket = %s AND from_on <= %s "
        "AND coalesce(to_on, 'infinity') >= %s",
        bucket,
        on,
        on,
    )
    assert len(found) == 1, "periods of one bucket neither overlap nor leave a day out"
    return found[0][0], found[0][1]


CAPS = {"scra": 600, "hardship": 999, "mla": 2200}
steps = st.lists(
    st.tuples(
        st.sampled_from(("scra", "hardship", "mla")),
        st.integers(0, 50),
        st.one_of(st.none(), st.integers(0, 50)),
        st.one_of(st.none(), st.integers(0, DAYS)),
    ),
    max_size=4,
    unique_by=lambda step: step[0],
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given_steps=steps)
def test_on_each_day_the_lowest_of_the_rates_laid_over_holds(desk: CommandDesk, given_steps: list[Step]) -> None:
    spans = dict[str, tuple[int, int]]()
    with desk.connection.transaction(force_rollback=True):
        for kind, start, length, lifted in given_steps:
            until = None if length is None else start + length
            last = None if until is None else day(until)
            cap_rates(desk.connection, LINE, day(start), until=last, cap_bps=CAPS[kind], kind=kind, why=kind)
            spans[kind] = (start, DAYS if until is None else until)
            if lifted is not None:
                lift_cap(desk.connection, LINE, kind, day(lifted))
                spans[kind] = (start, min(spans[kind][1], lifted))
        for number in range(0, DAYS + 1, 3):
            laid = [CAPS[kind] for kind, (first, last) in spans.items() if first <= number <= last]
            assert held(desk, "standard", day(number))[0] == min([2499, *laid])
            assert held(desk, "promotional", day(number))[0] == min([999, *laid])


def test_lifting_what_lies_between_leaves_the_lower_and_then_the_agreed_rate(desk: CommandDesk) -> None:
    connection: psycopg.Connection = desk.connection
    cap_rates(connection, LINE, day(10), until=None, cap_bps=999, kind="hardship", why="plan")
    cap_rates(connection, LINE, day(20), until=None, cap_bps=600, kind="scra", why="service")
    lift_cap(connection, LINE, "hardship", day(30))
    assert held(desk, "standard", day(40)) == (600, "scra")
    lift_cap(connection, LINE, "scra", day(50))
    assert held(desk, "standard", day(50)) == (600, "scra")
    assert held(desk, "standard", day(51)) == (2499, "note")
    assert held(desk, "standard", day(15)) == (999, "hardship")
