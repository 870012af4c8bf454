"""The command line of the capital-markets desk: `python -m accounts assign | remittance | tape`."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import psycopg

    from accounts.funding.once import Order

COMMANDS = ("assign", "remittance", "tape")


class _Parsers(Protocol):
    def add_parser(self, name: str, *, help: str) -> argparse.ArgumentParser: ...


def options(commands: _Parsers) -> Sequence[argparse.ArgumentParser]:
    """Add the desk's subcommands; `--url` is the caller's to add."""
    assign = commands.add_parser("assign", help="assign receivables to funding pools by the rules (role accounts_ops)")
    assign.add_argument("--as-of", type=date.fromisoformat, help="cut-off, a closed day; the last one unless given")
    assign.add_argument("--run-id", help="id of the run, `assign:<cut-off>` unless given; again: the first result")
    remit = commands.add_parser("remittance", help="a pool's report of a month, as JSON (role accounts_ops)")
    remit.add_argument("--pool", required=True)
    remit.add_argument("--month", required=True, type=_month, help="YYYY-MM, closed")
    remit.add_argument(
        "--issue", action="store_true", help="book the servicing fee and the payment, and keep the report"
    )
    tape = commands.add_parser("tape", help="export a loan tape with control totals (roles accounts_ops, _auditor)")
    tape.add_argument("--format", choices=("csv", "parquet"), default="csv")
    tape.add_argument("--as-of", type=date.fromisoformat, help="a closed day; the last one unless given")
    tape.add_argument("--out", required=True, type=Path)
    return (assign, remit, tape)


def _month(given: str) -> date:
    return datetime.strptime(given, "%Y-%m").replace(tzinfo=UTC).date()


def run(given: argparse.Namespace) -> int:
    """Run one of COMMANDS; prints a JSON object. Exit codes: 0 done, 1 refused or the books do not tie."""
    import psycopg

    from accounts.commands.base import Refused
    from accounts.funding.remittance import DoesNotTie
    from accounts.funding.tape import TapeDoesNotTie
    from accounts.ledger import CommandConflict

    tasks: dict[str, Callable[[psycopg.Connection, argparse.Namespace], dict[str, object]]] = {
        "assign": _assign,
        "remittance": _remittance,
        "tape": _tape,
    }
    try:
        with psycopg.connect(given.url) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            answer = tasks[given.command](connection, given)
    except (Refused, DoesNotTie, TapeDoesNotTie, CommandConflict) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(json.dumps(answer, indent=1, default=str, sort_keys=True) + "\n")
    return 0


def _assign(connection: "psycopg.Connection", given: argparse.Namespace) -> dict[str, object]:
    from accounts.funding.assign import assign

    cutoff = given.as_of or _last_closed(connection)
    return assign(connection, _order(given.run_id or f"assign:{cutoff}"), cutoff).result


def _remittance(connection: "psycopg.Connection", given: argparse.Namespace) -> dict[str, object]:
    from dateutil.relativedelta import relativedelta

    from accounts.funding.carry import carry
    from accounts.funding.remittance import remittance
    from accounts.funding.settle import issue

    order = _order(f"remittance:{given.pool}:{given.month:%Y-%m}")
    carry(connection, given.pool, given.month + relativedelta(day=31), order.at)
    if given.issue:
        return issue(connection, order, given.pool, given.month).result
    return remittance(connection, given.pool, given.month).plain()


def _tape(connection: "psycopg.Connection", given: argparse.Namespace) -> dict[str, object]:
    from accounts.funding.tape import export

    return export(connection, given.as_of or _last_closed(connection), given.out, given.format)


def _last_closed(connection: "psycopg.Connection") -> date:
    from accounts.closeday import business_date

    return business_date(connection) - timedelta(days=1)


def _order(command_id: str) -> "Order":
    from accounts.funding.once import Order

    return Order(command_id, "command line", datetime.now(UTC))
