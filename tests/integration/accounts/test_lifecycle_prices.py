"""Whatever order prices are set in, every day has one, and no past day changes."""

from collections.abc import Iterator
from datetime import date, timedelta

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.closeday import start_on
from accounts.posting.pricing import price, set_price
from tests.conftest import Database

TODAY = date(2026, 1, 5)
VERSIONS = st.lists(
    st.tuples(st.integers(1, 400), st.integers(0, 3600)), max_size=8, unique_by=lambda version: version[0]
)


@pytest.fixture
def connection(accounts_db: Database) -> Iterator[psycopg.Connection]:
    with psycopg.connect(accounts_db.url("accounts_ops"), options="-c search_path=accounts") as opened:
        start_on(opened, TODAY)
        opened.commit()
        yield opened


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(VERSIONS)
def test_a_day_has_the_newest_price_that_started_by_it(
    connection: psycopg.Connection, versions: list[tuple[int, int]]
) -> None:
    with connection.transaction(force_rollback=True):
        for after, bps in versions:
            set_price(connection, "cash_line", "C", TODAY + timedelta(days=after), bps, 0)
        starts = dict(versions)
        for day in (-300, 0, *(after + shift for after in starts for shift in (-1, 0, 1)), 500):
            expected = starts[max(past)] if (past := [after for after in starts if after <= day]) else None
            usual = 2399 if day < -188 else 2499
            found = price(connection, "cash_line", "C", TODAY + timedelta(days=day))
            assert found == (usual if expected is None else expected, 0)
        (count,) = connection.execute(
            "SELECT count(*) FROM price_schedule WHERE product = 'cash_line' AND tier = 'C' AND effective_to IS NULL"
        ).fetchall()[0]
        assert count == 1
