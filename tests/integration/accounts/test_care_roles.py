"""Each command of care under the database role that gives it over HTTP, row-level security on."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import psycopg
import pytest
from psycopg import sql

from accounts.closeday import start_on
from accounts.commands.base import Actor, Command
from accounts.commands.disputes import OpenDispute, WithdrawDispute
from accounts.commands.draws import RequestDraw
from accounts.commands.flags import EndFlag, SetFlag
from accounts.commands.hardship import EndHardship, EnrolHardship
from accounts.commands.military import RecordCoveredBorrower
from accounts.commands.opening import OpenAccount
from accounts.commands.run import Given, run
from accounts.roles import Role
from accounts.terms.calendar import EASTERN
from tests.conftest import Database
from tests.integration.accounts.desk import LINE, LOAN, OPENED, CommandDesk, command_desk

TODAY = date(2026, 4, 20)


class Counter:
    """Gives commands as a borrower or a member of staff, through that one's own database role."""

    def __init__(self, database: Database) -> None:
        self._database, self._given = database, 0

    def give(self, command: Command, account_id: str | None, role: Role = "borrower") -> dict[str, Any]:
        self._given += 1
        user, staff = ("accounts_api", "") if role == "borrower" else ("accounts_staff", role)
        at = datetime.combine(TODAY, time(10), EASTERN)
        given = Given(f"{role}:{self._given}", Actor(role, role), at, "B-1", command, account_id)
        with psycopg.connect(self._database.url(user)) as connection:
            connection.execute(
                "SELECT set_config('accounts.borrower_id', 'B-1', false), set_config('accounts.staff_id', %s, false)",
                [staff],
            )
            return run(connection, given).result


@pytest.fixture
def counter(accounts_db: Database) -> Iterator[Counter]:
    """A line with a draw and a dear loan, opened by commands on January 5, on April 20."""
    with command_desk(accounts_db) as desk:
        start_on(desk.connection, OPENED)
        desk.person()
        desk.person("B-2")
        _open(desk, LINE, {"product": "cash_line", "tier": "C", "limit_cents": 200_000, "cycle_day": 12})
        loan = {"principal_cents": 400_000, "term_months": 12, "due_day": 10}
        _open(desk, LOAN, {"product": "instalment_loan", "tier": "D", **loan})
        desk.give(RequestDraw(amount_cents=40_000))
        desk.close_until(TODAY)
        desk.connection.commit()
        yield Counter(accounts_db)


def _open(desk: CommandDesk, account_id: str, terms: dict[str, object]) -> None:
    desk.owners[account_id] = "B-1"
    desk.give(OpenAccount.model_validate({"state": "OH", "bank_last4": "1234", **terms}), account_id, "service")


def test_a_borrower_enrols_in_plans_of_both_products(counter: Counter) -> None:
    assert counter.give(EnrolHardship(plan_id="relief-12", income_change="job_lost"), LINE)["apr_bps"] == 599
    plan = counter.give(EnrolHardship(plan_id="extend-6", income_change="job_lost"), LOAN)
    assert plan["ends_on"] == "2026-10-19"
    ended = counter.give(EndHardship(why="borrower_asked"), LINE, "support_agent")
    assert ended["ended_on"] == "2026-04-20"


def test_a_borrower_opens_and_withdraws_a_dispute(counter: Counter) -> None:
    told = OpenDispute(dispute_kind="billing_error", amount_cents=5_000, description="A fee that I do not owe.")
    dispute = str(counter.give(told, LINE)["dispute_id"])
    assert counter.give(WithdrawDispute(dispute_id=dispute), LINE)["status"] == "withdrawn"


def test_staff_record_service_that_began_earlier_on_all_accounts_at_once(
    counter: Counter, accounts_db: Database
) -> None:
    counter.give(SetFlag(flag="servicemember", since=date(2026, 2, 1)), None, "support_agent")
    with psycopg.connect(accounts_db.url("accounts_ops")) as connection:
        found = connection.execute(
            "SELECT account_id FROM accounts.rate_terms WHERE kind = 'scra' AND from_on = '2026-02-01' ORDER BY 1"
        ).fetchall()
    assert found == [(LINE,), (LOAN,)]
    assert counter.give(EndFlag(flag="servicemember"), None, "support_agent")["until"] == "2026-04-20"


def test_staff_record_cover_since_opening(counter: Counter) -> None:
    cover = RecordCoveredBorrower(opened_on=OPENED, certificate_ref="DMDC-1")
    result = counter.give(cover, LOAN, "support_agent")
    assert result["mapr_bps"] > 3600 >= result["capped_mapr_bps"]


def test_another_borrower_reads_nothing_of_care(counter: Counter, accounts_db: Database) -> None:
    told = OpenDispute(dispute_kind="billing_error", amount_cents=5_000, description="A fee that I do not owe.")
    counter.give(told, LINE)
    counter.give(RecordCoveredBorrower(opened_on=OPENED, certificate_ref="DMDC-1"), LINE, "support_agent")
    tables = ("disputes", "dispute_events", "dispute_evidence", "words", "covered_borrowers")
    with psycopg.connect(accounts_db.url("accounts_api")) as connection:
        connection.execute("SELECT set_config('accounts.borrower_id', 'B-2', false)")
        for table in tables:
            rows = connection.execute(
                sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("accounts", table))
            ).fetchone()
            assert rows == (0,), table
