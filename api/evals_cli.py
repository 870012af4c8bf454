"""`assist evals`: the evaluation suite and its gate."""

from typing import Annotated

import typer

from api.options import AsJson, DataDir, Model

evals_app = typer.Typer(
    help="The evaluation suite and the gate before every prompt change.", no_args_is_help=True, rich_markup_mode=None
)


@evals_app.command("run")
def evals_run(
    suite: Annotated[str, typer.Option(help="Which suite of cases.")] = "local",
    model: Model = None,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Run the eval cases and print a table by domain; exit 1 when a case fails its graders."""
    from api.commands import evals as command

    command.run(suite, model, data_dir, as_json=as_json)


@evals_app.command("show")
def evals_show(case: Annotated[str, typer.Argument(help="Id of a case of the last run.")]) -> None:
    """Print what happened in a case of the last run: what was said, called, read and graded."""
    from api.commands import evals as command

    command.show(case)
