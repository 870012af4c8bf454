"""`assist evals judge`: a judge for what rules cannot grade."""

from pathlib import Path
from typing import Annotated

import typer

from api.options import AsJson, DataDir

JudgeModel = Annotated[
    str | None, typer.Option("--model", help="In place of the pinned one: openai:, anthropic: or compatible:NAME.")
]

judge_app = typer.Typer(
    help="A judge for what rules cannot grade; it advises until people's labels say that it counts.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@judge_app.command("calibrate")
def calibrate(
    model: JudgeModel = None,
    write: Annotated[bool, typer.Option("--write", help="Keep what was measured in evals/judge/judge.yaml.")] = False,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Measure how far the judge agrees with the labels: Cohen's kappa with its interval, and where they differ."""
    from api.commands import evals_judge as command

    command.calibrate(model, data_dir, write=write, as_json=as_json)


@judge_app.command("score")
def score(
    run: Annotated[Path | None, typer.Option(help="Report of the run (default: the core suite's newest).")] = None,
    model: JudgeModel = None,
    ragas: Annotated[bool, typer.Option(help="Also faithfulness and answer relevancy as ragas has them.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Add the judge's verdicts to a run's report; 2 when it gives none."""
    from api.commands import evals_judge as command

    command.score(run, model, data_dir, ragas=ragas)
