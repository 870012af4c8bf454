"""`assist evals work`: this machine's part of a run that is spread."""

import os
import time
from pathlib import Path

from api.commands.evals_run import Chosen, queue_url
from api.commands.failures import UsageProblem
from api.commands.session import out, progress_bars, settings_for
from assistant.settings import Settings
from evals.engine import run as engine
from evals.engine import spread, spread_worker
from evals.engine.manifest import Manifest
from evals.engine.run import Spec
from evals.engine.spread import FingerprintDiffers
from evals.engine.spread_worker import Playing
from stack import embedded

_LOOK_S = 1.0


def work(workers: int | None, queue: str | None, wait_s: int, model: str | None, data_dir: Path | None) -> None:
    """Play until the run is complete. Raises UsageProblem where no run begins, or this checkout is another than its."""
    settings = settings_for(data_dir, model)
    with progress_bars() as steps:
        stack = embedded.prepare(settings.data_dir, steps)
        url = queue_url(queue, settings, stack)
        manifest = _waiting(url, wait_s)
        spec = _spec(manifest, settings)
        prepared = engine.prepare(spec, settings, stack, steps)
    try:
        spread.check(manifest, prepared.prints)
    except FingerprintDiffers as error:
        raise UsageProblem(str(error)) from error
    playing = Playing(prepared.target, {case.id: case for case in spec.cases}, prepared.folder / "workers.log")
    played = spread_worker.work(url, manifest, playing, workers or os.cpu_count() or 1)
    out.print(f"{played} cases played here; the run is complete.", highlight=False)


def _waiting(url: str, wait_s: int) -> Manifest:
    """The oldest run that waits for workers. Raises UsageProblem where none begins in time."""
    looking, until = spread.client(url), time.monotonic() + wait_s
    try:
        while True:
            if runs := spread.runs(looking):
                return runs[0]
            if time.monotonic() > until:
                raise UsageProblem(f"No run began within {wait_s} s; start one: `assist evals run --spread`.")
            time.sleep(_LOOK_S)
    finally:
        looking.destroy()


def _spec(manifest: Manifest, settings: Settings) -> Spec:
    """The run as this checkout has it. Raises UsageProblem."""
    if manifest.model != settings.model:
        raise UsageProblem(f"The run asks {manifest.model}; start the worker with --model {manifest.model}.")
    chosen = Chosen(manifest.suite, manifest.lane, manifest.seed, manifest.repeats, 1, tuple(manifest.cases), ())
    return chosen.spec(prompts=None, fresh=False, ragas=False)
