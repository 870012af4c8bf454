"""`assist keys ...` and `assist retention ...`: how what is stored is sealed, and how long it is kept."""

from typing import Annotated

import typer

from api.options import AsJson, DataDir

By = Annotated[str, typer.Option("--by", help="Who orders it, for the audit record.")]
keys_app = typer.Typer(
    help="The keys that seal what is stored: add one, seal again.", no_args_is_help=True, rich_markup_mode=None
)
retention_app = typer.Typer(
    help="How long things are kept: delete what is past its time, legal holds.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@keys_app.command()
def rotate(data_dir: DataDir = None) -> None:
    """Add a fresh key; it seals from the next start of each service on, older ones still open."""
    from api.commands import keys as command

    command.rotate(data_dir)


@keys_app.command()
def reseal(as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Seal turns and the texts of the desk again under the newest key; exits with 1 where one does not open."""
    from api.commands import keys as command

    command.reseal(data_dir, as_json=as_json)


@retention_app.command()
def run(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would be deleted; delete nothing.")] = False,
    by: By = "operator",
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Delete what is past its retention and under no hold; each deletion leaves an audit record."""
    from api.commands import retention as command

    command.run(by, data_dir, dry_run=dry_run, as_json=as_json)


@retention_app.command()
def hold(
    reason: Annotated[str, typer.Option("--reason", help="Why: a matter, a case number.")],
    about: Annotated[str | None, typer.Option("--about", help="A person: a handle or a subject.")] = None,
    thread: Annotated[str | None, typer.Option("--thread", help="One thread.")] = None,
    by: By = "operator",
    data_dir: DataDir = None,
) -> None:
    """Place a legal hold: nothing of that person or thread is deleted until it is released."""
    from api.commands import retention as command

    command.hold(about, thread, reason, by, data_dir)


@retention_app.command()
def release(
    hold_id: Annotated[str, typer.Argument(help="The hold, as `assist retention list` names it.")],
    by: By = "operator",
    data_dir: DataDir = None,
) -> None:
    """Release a legal hold."""
    from api.commands import retention as command

    command.release(hold_id, by, data_dir)


@retention_app.command("list")
def list_(as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """The retention rules and the legal holds."""
    from api.commands import retention as command

    command.listed(data_dir, as_json=as_json)
