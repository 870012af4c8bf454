"""`assist evals record`."""

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

from api.commands.evals_run import Chosen, case_progress
from api.commands.failures import UsageProblem
from api.commands.session import out, progress_bars, settings_for
from evals.engine import run as engine
from evals.engine.run import RunInvalid
from evals.lanes import choosing
from evals.lanes.cassette import Cassette, place
from evals.lanes.choosing import PriceUnknown
from stack import embedded


def record(chosen: Chosen, model: str | None, cap_usd: float, data_dir: Path | None) -> None:
    """Play the cases against the provider and keep what it answers; what is on the cassette already is not asked again.

    Exits 1 where not every case could be played to its end; what was recorded until then is kept. Raises UsageProblem.
    """
    settings = settings_for(data_dir, model)
    if settings.model == "local":
        raise UsageProblem("The local model needs no recording; give --model openai:NAME or the like.")
    spec = replace(chosen.spec(prompts=None, fresh=True, ragas=False), workers=1, lane="recorded")
    path = place(spec.suite, settings.model)
    try:
        choosing.recording(path, settings, cap_usd)
    except (PriceUnknown, ValueError) as error:
        raise UsageProblem(str(error)) from error
    before = len(Cassette.load(path).answers)
    spec = replace(spec, make_model=partial(choosing.recording, path, settings, cap_usd))
    with progress_bars() as steps:
        stack = embedded.prepare(settings.data_dir, steps)
        prepared = engine.prepare(spec, settings, stack, steps)
    broken: list[str] = []
    try:
        with case_progress(len(spec.cases) * spec.repeats) as progress:
            prepared.play(progress)
    except RunInvalid as invalid:
        broken = invalid.reasons
    _tell(path, before, broken)


def _tell(path: Path, before: int, broken: list[str]) -> None:
    answers = Cassette.load(path).answers
    spent = sum(answer.cost_usd for answer in answers.values())
    out.print(
        f"{len(answers) - before} answers recorded, {len(answers)} on {path.name}, ${spent:.4f} in all", highlight=False
    )
    if broken:
        sys.stderr.write(f"assist: not everything was recorded: {'; '.join(broken)}\n")
        raise SystemExit(1)
