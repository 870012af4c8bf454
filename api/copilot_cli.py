"""`assist copilot`: what was suggested to agents, and what became of it."""

from datetime import datetime
from typing import Annotated

import typer

from api.options import AsJson, DataDir

copilot_app = typer.Typer(
    help="Suggestions to agents: what became of them, for eval data.", no_args_is_help=True, rich_markup_mode=None
)


@copilot_app.command()
def export(
    since: Annotated[datetime | None, typer.Option(help="Only what was decided since (ISO, UTC).")] = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Decided suggestions: with --json a line each (JSONL), without it how many there are of each kind and outcome."""
    from api.commands import copilot as command

    command.export(since, data_dir, as_json=as_json)
