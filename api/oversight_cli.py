"""`assist audit ...` and `assist controls ...`: what auditors and operators look into."""

from typing import Annotated

import typer

from api.options import AsJson, DataDir

audit_app = typer.Typer(
    help="The audit record: is it whole, and what happened in a turn.", no_args_is_help=True, rich_markup_mode=None
)
controls_app = typer.Typer(help="The control checks.", no_args_is_help=True, rich_markup_mode=None)


@audit_app.command()
def verify(as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Check every chain of audit records; names the first broken record of each and exits with 1."""
    from api.commands import audit as command

    command.verify(data_dir, as_json=as_json)


@audit_app.command()
def show(
    turn: Annotated[str, typer.Argument(help="The turn_id that an answer carries.")],
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Put together what was seen, said and done in a turn; exits with 1 where it is not what was recorded."""
    from api.commands import audit as command

    command.show(turn, data_dir, as_json=as_json)


@audit_app.command("delete-old")
def delete_old(as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Delete the records that are past their time for keeping and about nobody under legal hold."""
    from api.commands import audit as command

    command.delete_old(data_dir, as_json=as_json)


@controls_app.command()
def run(as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Run every control check; exits with 1 when one fails."""
    from api.commands import controls as command

    command.run(data_dir, as_json=as_json)
