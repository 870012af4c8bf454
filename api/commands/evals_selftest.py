"""`assist evals selftest`: does the gate catch what harms, and only that?"""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from rich.table import Table

from api.commands.evals_run import Chosen
from api.commands.failures import UsageProblem
from api.commands.session import console, out, progress_bars, settings_for
from evals.engine import run as engine
from evals.engine.fingerprints import checkout, fingerprints
from evals.engine.run import RunInvalid, Spec
from evals.gate import margins
from evals.records import Report
from evals.selftest import aa as noise
from evals.selftest.aa import AA
from evals.selftest.experiment import Played, Result, experiment, summed
from evals.selftest.generate import generate
from evals.selftest.mutation import Mutation, MutationError
from evals.selftest.outcome import Outcome
from evals.selftest.page import page
from evals.selftest.planted import planted
from policies.embeddings import MiniLM, Remembered
from prompts.loader import ROOT, load
from stack import embedded

_WHICH = ("planted", "generated", "all", "none")
_FEWEST_SEEDS = 3
_REPOSITORY = Path(__file__).parents[2]
_RESULT, _AA_RESULT = Path("reports/selftest.json"), Path("reports/aa.json")
_PAGE, _NOISE = Path("docs/evals-selftest.md"), Path("evals/baselines/noise.json")
_REMEMBERED = 40_000
_MOST_ALARMS = 0.05


@dataclass(frozen=True)
class Asked:
    """mutations: which; number: of generated ones. aa: seeds of the A/A, 0 for none; every:
    of how many cases the A/A plays one; play: also play eval cases."""

    mutations: str
    seed: int
    number: int
    aa: int
    every: int
    suite: str
    play: bool
    write: bool
    data_dir: Path | None


def run(asked: Asked, *, as_json: bool) -> None:
    """Exits 1 when a planted mutation is decided wrongly or the A/A has more than 5 % false alarms.

    Raises UsageProblem.
    """
    if asked.mutations not in _WHICH or (asked.aa and asked.aa < _FEWEST_SEEDS) or asked.every < 1:
        raise UsageProblem(f"--mutations is one of {', '.join(_WHICH)}; --aa needs {_FEWEST_SEEDS} seeds or more.")
    player = _Player(asked)
    result = _experiment(asked, player) if asked.mutations != "none" else None
    found = _aa(asked, player) if asked.aa else None
    _keep(result, found, asked)
    if as_json:
        told = {"mutations": result and result.model_dump(), "aa": found and found.model_dump()}
        sys.stdout.write(json.dumps(told, indent=1) + "\n")
    else:
        _print(result, found)
    if (result and result.wrong) or (found and found.alarm_share > _MOST_ALARMS):
        raise SystemExit(1)


class _Player:
    """Plays the suite in worlds of the engine; what is set up once is kept."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self.settings = settings_for(asked.data_dir)
        self.keep_in = self.settings.data_dir / "evals" / "selftest"
        self._stack: embedded.Embedded | None = None

    def part(self, seed: int) -> Spec:
        """Each `every`-th case of the suite: what a sample of it says costs so much less."""
        spec = self.spec(seed=seed)
        chosen = sorted(spec.cases, key=lambda case: case.id)[:: self._asked.every]
        return replace(spec, cases=chosen, fresh=True)

    def spec(self, *, seed: int = 0, prompts: Path | None = None) -> Spec:
        chosen = Chosen(self._asked.suite, "local", seed, 1, os.cpu_count(), (), ())
        return chosen.spec(prompts=prompts, fresh=False, ragas=False)

    def play(self, spec: Spec) -> Report:
        """An invalid run is given as it is: the gate says INVALID."""
        with progress_bars() as steps:
            if self._stack is None:
                self._stack = embedded.prepare(self.settings.data_dir, steps)
            try:
                return engine.run_suite(spec, self.settings, self._stack, steps=steps)
            except RunInvalid as invalid:
                return invalid.report

    def prints(self) -> str:
        """What a run at any seed depends on."""
        spec = self.spec()
        found = fingerprints(spec.cases, load(), self.settings)
        return found.model_dump_json(exclude={"commit", "dirty"}) + spec.suite


def _experiment(asked: Asked, player: _Player) -> Result:
    mutations = _chosen(asked)
    started_at = datetime.now(UTC).isoformat(timespec="seconds")
    encoder = Remembered(MiniLM(threads=1), size=_REMEMBERED)
    outcomes: list[Outcome] = []
    try:
        for one in experiment(mutations, ROOT, encoder, player.keep_in, _played(asked, player)):
            outcomes.append(one)
            _tell(one, len(outcomes), len(mutations))
    except MutationError as error:
        raise UsageProblem(f"{error}.") from error
    return summed(outcomes, checkout(_REPOSITORY)[0], started_at, asked.seed, ROOT)


def _chosen(asked: Asked) -> list[Mutation]:
    mutations = planted() if asked.mutations in ("planted", "all") else []
    if asked.mutations in ("generated", "all"):
        # Generated ones go through the review alone: a run of the suite for each would take days.
        made = generate(ROOT, asked.seed, asked.number)
        mutations += [one.model_copy(update={"behaves": False}) for one in made]
    return mutations


def _played(asked: Asked, player: _Player) -> Played | None:
    if not asked.play or asked.mutations == "generated":
        return None
    rules = margins.load(datetime.now(UTC).date())
    run = _kept(player, lambda seed: player.spec(seed=seed), 1)
    return Played(run(0, 0), lambda folder: player.play(player.spec(prompts=folder)), rules)


def _aa(asked: Asked, player: _Player) -> AA:
    rules = margins.load(datetime.now(UTC).date())
    seeds = list(range(1, asked.aa + 1))
    run = _kept(player, player.part, asked.every)

    def told(seed: int, turn: int) -> Report:
        console.print(f"A/A: seed {seed}{', again' if turn else ''}", highlight=False)
        return run(seed, turn)

    return noise.measure(seeds, told, rules)


def _kept(player: _Player, spec_of: Callable[[int], Spec], every: int) -> Callable[[int, int], Report]:
    def play(seed: int, turn: int) -> Report:
        # Played afresh the second time: what the journal kept of the first would be no second run.
        return player.play(replace(spec_of(seed), fresh=True))

    return noise.kept_runs(play, player.keep_in / "runs", f"{player.prints()} every {every}")


def _keep(result: Result | None, found: AA | None, asked: Asked) -> None:
    """Results under reports/; with --write also the page and, of an A/A, the measured noise."""
    for made, place in ((result, _RESULT), (found, _AA_RESULT)):
        if made:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(made.model_dump_json(indent=1) + "\n", encoding="utf-8")
    if not asked.write:
        return
    result = result or (Result.model_validate_json(_RESULT.read_text(encoding="utf-8")) if _RESULT.is_file() else None)
    seen = found or (AA.model_validate_json(_AA_RESULT.read_text(encoding="utf-8")) if _AA_RESULT.is_file() else None)
    if result:
        command = f"assist evals selftest --seed {result.seed} --n {len(result.generated)}"
        command += "" if any(one.played for one in result.planted) else " --no-play"
        aa_command = (
            f"assist evals selftest --mutations none --aa {len(seen.seeds)} --every {asked.every}" if seen else ""
        )
        told = page(result, command, seen, aa_command)
        (_REPOSITORY / _PAGE).write_text(told, encoding="utf-8")
    if found:
        place = _REPOSITORY / _NOISE
        place.parent.mkdir(parents=True, exist_ok=True)
        written = noise.noise_json(found, datetime.now(UTC).date().isoformat())
        place.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


def _tell(one: Outcome, done: int, of: int) -> None:
    mark = "ok " if one.right else "BAD"
    console.print(f"{done}/{of} {mark} {one.id} {one.verdict} {', '.join(one.named)}", highlight=False, markup=False)


def _print(result: Result | None, found: AA | None) -> None:
    if result and result.planted:
        right = sum(one.right for one in result.planted)
        out.print(f"Planted: {right} of {len(result.planted)} decided as they should be.", highlight=False)
        for one in result.wrong:
            out.print(f"  {one.id}: {one.verdict}, named {', '.join(one.named) or '-'}", highlight=False)
    for title, rates in (("Generated", result.figures), ("Held out", result.heldout)) if result else ():
        table = Table("part", "harmful", "caught", "right slice", "harmless", "false alarms", title=title)
        for one in rates:
            cells = (one.harmful, one.caught, one.named, one.harmless, one.false_alarms)
            table.add_row(one.kind, *(str(cell) for cell in cells))
        if rates:
            out.print(table)
    if found:
        low, high = found.interval
        told = f"A/A: {found.alarms} of {len(found.same) - found.invalid} seeds called a regression"
        out.print(f"{told} ({found.alarm_share:.1%}, 95 % interval {low:.1%} to {high:.1%}).", highlight=False)
        out.print(
            f"Flips: {found.flip_rate:.2%} at one seed, {found.across_flip_rate:.2%} between seeds.", highlight=False
        )
