"""Random histories: posted late, or reversed and posted again, they give what they give when posted in time."""

import random
from collections.abc import Callable

import psycopg
import pytest

from accounts.reconcile import reconcile
from stack import postgres
from tests.conftest import Database
from tests.faults.histories import Histories
from tests.faults.report import full, record

SEED = 20260515
HISTORIES = 1_000 if full() else 10
AT_ONCE = 20 if full() else 10


@pytest.mark.timeout(1500)
def test_a_history_told_late_ends_like_one_told_in_time(clone_database: Callable[[str], Database]):
    books = clone_database(postgres.ACCOUNTS_DATABASE)
    statements = recomputed = 0
    with psycopg.connect(books.url("accounts_ops")) as connection:
        for batch in range(HISTORIES // AT_ONCE):
            histories = Histories(connection, random.Random(SEED + batch), AT_ONCE)
            histories.live()
            statements += histories.compare()
            recomputed += histories.recomputed()
            assert reconcile(connection) == []
            connection.rollback()
    figure = f"{HISTORIES} histories, {statements} statements, {recomputed} recomputations, 0 different"
    record("replayed histories", HISTORIES, 0, figure, SEED)
    assert recomputed >= HISTORIES
