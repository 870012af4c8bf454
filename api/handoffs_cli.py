"""`assist handoffs`: which conversations wait for a person, and who has them."""

from typing import Annotated

import typer

from api.options import AsJson, DataDir

handoffs_app = typer.Typer(
    help="Conversations for people: which wait, who has them.", no_args_is_help=True, rich_markup_mode=None
)


@handoffs_app.command("list")
def listed(
    state: Annotated[str | None, typer.Option(help="Only waiting, accepted, returned or withdrawn ones.")] = None,
    queue: Annotated[str | None, typer.Option(help="Only of this queue.")] = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Hand-offs in the order in which they are taken; without names and words of borrowers."""
    from api.commands import handoffs as command

    command.listed(state, queue, data_dir, as_json=as_json)
