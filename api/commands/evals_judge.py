"""`assist evals judge calibrate` and `assist evals judge score`."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from rich.table import Table

from api.commands.failures import UsageProblem
from api.commands.session import out, settings_for
from assistant.models.choose import ModelNotConfigured
from evals import report as reports
from evals.case import load_suite
from evals.judge import calibrate as calibrating
from evals.judge import labels, pinned, scoring
from evals.judge.asking import JudgeFailed
from evals.judge.calibrate import Calibration
from evals.judge.choosing import judge as chosen_judge
from evals.judge.choosing import judging_model
from evals.judge.judging import Judge
from evals.ragas_adapter import RAGAS_JUDGED, Scorer
from evals.records import Report

_INVALID = 2


def calibrate(model: str | None, data_dir: Path | None, *, write: bool, as_json: bool) -> None:
    """Ask the judge about every labelled answer and print how far it agrees. Exits 2 where the judge gives no verdict.

    Raises UsageProblem, LabelsBroken.
    """
    judge, setting = _judge(model, data_dir)
    labelled = labels.load()
    try:
        found = asyncio.run(calibrating.verdicts(judge, labelled))
    except JudgeFailed as failed:
        _failed(failed)
    result = calibrating.compare(labelled, found, setting, labels.digest(), datetime.now(UTC))
    if write:
        pinned.write(pinned.standing().model_copy(update={"measured": result.measured}))
    if as_json:
        sys.stdout.write(result.model_dump_json(indent=1) + "\n")
    else:
        _print(result)


def score(run: Path | None, model: str | None, data_dir: Path | None, *, ragas: bool) -> None:
    """Add the judge's verdicts to the newest report of the core suite, or to `run`, with ragas' judge metrics if they
    are wanted. Exits 2, and writes nothing, where the judge gives no verdict.

    Raises UsageProblem.
    """
    place = run or reports.place("core")
    if not place.is_file():
        raise UsageProblem(f"There is no report at {place}; `assist evals run` writes one.")
    report = Report.model_validate_json(place.read_text(encoding="utf-8"))
    judge, setting = _judge(model, data_dir)
    cases = {case.id: case for case in load_suite(report.suite)}
    try:
        more = _ragas(setting, data_dir) if ragas else None
        results = asyncio.run(scoring.scored(report.results, cases, judge, more))
    except JudgeFailed as failed:
        _failed(failed)
    judged = report.model_copy(update={"results": results, "summary": reports.summary(results)})
    place.write_text(judged.model_dump_json(indent=1), encoding="utf-8")
    for name, value in judged.summary.items():
        if name.startswith(scoring.PREFIX) or name.removeprefix("ragas_") in RAGAS_JUDGED:
            out.print(f"{name:22} {value:.1%}", highlight=False)
    _print_standing(pinned.standing().advisory_because(pinned.prompt(), setting, labels.digest()))


def _judge(model: str | None, data_dir: Path | None) -> tuple[Judge, str]:
    try:
        return chosen_judge(settings_for(data_dir, None), pinned.prompt(), model)
    except ModelNotConfigured as error:
        raise UsageProblem(str(error)) from error


def _ragas(setting: str, data_dir: Path | None) -> Scorer:
    from evals.ragas_adapter import judged_scorer
    from policies.embeddings import MiniLM

    model, _ = judging_model(settings_for(data_dir, None), pinned.prompt(), setting)
    return judged_scorer(MiniLM(threads=1), model)


def _failed(failed: JudgeFailed) -> NoReturn:
    sys.stderr.write(f"assist: {failed}. Nothing was measured; this says nothing about the assistant.\n")
    raise SystemExit(_INVALID) from None


def _print(found: Calibration) -> None:
    table = Table("criterion", "kappa", "95% interval", "agreement", "both yes", "label yes", "judge yes", "both no")
    for name, agreed in found.measured.criteria.items():
        counts = found.confusion[name]
        kappa = "-" if agreed.kappa is None else f"{agreed.kappa:.2f}"
        interval = "-" if agreed.lower is None else f"{agreed.lower:.2f} to {agreed.upper:.2f}"
        cells = (counts.yes_yes, counts.yes_no, counts.no_yes, counts.no_no)
        table.add_row(name, kappa, interval, f"{agreed.agreement:.0%}", *(str(cell) for cell in cells))
    out.print(table)
    out.print(f"{found.measured.model} with {found.measured.prompt}", highlight=False)
    for author, number in found.authors.items():
        out.print(f"{number} labels by {author}", highlight=False)
    _print_standing(found.advisory_because)


def _print_standing(because: list[str]) -> None:
    if because:
        out.print(f"The judge only advises: {'; '.join(because)}.", highlight=False)
    else:
        out.print("The judge's verdicts count.")
