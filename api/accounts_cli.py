"""`assist accounts`: the account system's books. Commands are imported when they run, so that help is instant."""

from pathlib import Path
from typing import Annotated

import typer

from api.options import AsJson, DataDir

accounts_app = typer.Typer(
    help="The account system: seed, close days, reconcile, print statements, verify the contract.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@accounts_app.command()
def seed(
    borrowers: Annotated[int, typer.Option("--borrowers", help="How many borrowers.")] = 260,
    number: Annotated[int, typer.Option("--seed", help="The same number gives the same books.")] = 7,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Fill empty books with fourteen months of lending; books that are there stay as they are (exit 1)."""
    from api.commands import accounts as command

    command.seed(borrowers, number, data_dir, as_json=as_json)


@accounts_app.command()
def reconcile(as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Prove that ledger, subledgers, statements and events tie out; exit 1 when something does not."""
    from api.commands import accounts as command

    command.reconcile(data_dir, as_json=as_json)


@accounts_app.command("close-day")
def close_day(
    until: Annotated[
        str | None, typer.Option("--until", help="Close every day up to this one, YYYY-MM-DD (default: one day).")
    ] = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Close the business date: interest, cycles, autopay, fees, delinquency. Stopped anywhere, call it again."""
    from api.commands import accounts as command

    command.close_days(until, data_dir, as_json=as_json)


@accounts_app.command()
def statement(
    person: Annotated[str, typer.Argument(help="Whose (see `assist people`).")],
    period: Annotated[str, typer.Option(help="latest, a month YYYY-MM, or a statement's id.")] = "latest",
    account: Annotated[str | None, typer.Option(help="Account id (default: the first with a statement).")] = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Print a statement with its line items and the computation of its interest."""
    from api.commands import statements as command

    command.statement(person, period, account, data_dir, as_json=as_json)


@accounts_app.command()
def verify(
    url: Annotated[str | None, typer.Option("--url", help="Base URL of a system (default: the embedded one).")] = None,
    token_file: Annotated[
        Path | None, typer.Option("--token-file", help='JSON {"borrower": token, "other": token, ...}.')
    ] = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Check that a system keeps the contract (docs/accounts-api.md); exit 1 when a check fails.

    It schedules payments of one dollar for the borrower and cancels them again.
    """
    from api.commands import verify as command

    command.verify(url, token_file, data_dir, as_json=as_json)
