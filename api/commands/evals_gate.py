"""`assist evals gate`: may this change merge?"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from api.commands.evals_present import Present, report_of
from api.commands.failures import UsageProblem
from api.commands.session import console, out, settings_for
from evals.case import load_suite, suite_name
from evals.gate import margins, waivers
from evals.gate.baseline import Baseline, BaselineError, Blessing, read
from evals.gate.decide import decide
from evals.gate.history import History, HistoryError
from evals.gate.prompts_since import findings
from evals.gate.rescore import rescored
from evals.gate.screen import screen
from evals.gate.verdict import Verdict
from evals.recording import grade_again
from evals.records import Report
from prompts.errors import PromptError

ROOT = Path(__file__).parents[2]
VERDICT = Path("reports/gate.json")
_RULES = ("evals/margins.yaml", "evals/quarantine.yaml", "evals/review/*.yaml", "evals/baselines/noise.json")
_PROBLEMS = (HistoryError, BaselineError, margins.MarginsError, waivers.WaiverError, PromptError)


@dataclass(frozen=True)
class Asked:
    """What the command line names. base_run: a baseline or report file in place of the baseline at `base`."""

    base: str
    base_run: Path | None
    run: Path | None
    suite: str
    lane: str
    waive: Sequence[str]
    reason: str | None
    model: str | None = None
    data_dir: Path | None = None


def gate(asked: Asked, *, as_json: bool) -> None:
    """Print the verdict and write it to reports/gate.json; exits 0 PASS, 1 REGRESSION, 2 INVALID, 3 INCONCLUSIVE.

    Raises UsageProblem for what cannot be read or waived.
    """
    if bool(asked.waive) != bool(asked.reason):
        raise UsageProblem("A waiver names what it lets pass and why: --waive METRIC --reason WHY.")
    try:
        verdict = _judged(asked, History(ROOT))
    except _PROBLEMS as error:
        raise UsageProblem(f"{str(error)[:1].upper()}{str(error)[1:]}.") from error
    VERDICT.parent.mkdir(parents=True, exist_ok=True)
    VERDICT.write_text(verdict.model_dump_json(indent=1) + "\n", encoding="utf-8")
    if as_json:
        sys.stdout.write(verdict.model_dump_json(indent=1) + "\n")
    else:
        for line in screen(verdict):
            out.print(line)
    if verdict.exit_code:
        raise SystemExit(verdict.exit_code)


def _judged(asked: Asked, history: History) -> Verdict:
    rules = margins.load(datetime.now(UTC).date())
    base, ref = _base(asked, history)
    head = _head(asked, base)
    reviewed = () if asked.base_run else findings(base, head.fingerprints, history, ROOT, _vectors(asked))
    base, head, notes = _same_graders(asked, base, head, history)
    verdict = decide(base, head, rules, reviewed)
    named = verdict.base.model_copy(update={"ref": ref})
    notes = [*verdict.notes, *notes, *_elsewhere(asked, head, history), *_own_rules(asked, base, history)]
    verdict = verdict.model_copy(update={"base": named, "notes": notes})
    return _with_waivers(verdict, asked, history)


def _vectors(asked: Asked) -> Path:
    """Where vectors of worked examples are kept between gates."""
    return settings_for(asked.data_dir).data_dir / "evals" / "review"


def _base(asked: Asked, history: History) -> tuple[Baseline, str]:
    if asked.base_run is None:
        commit = history.commit_of(asked.base)[:12]
        return history.baseline(asked.base, suite_name(asked.suite), asked.lane), f"{asked.base} ({commit})"
    try:
        return read(asked.base_run.read_bytes(), str(asked.base_run)), str(asked.base_run)
    except (OSError, BaselineError):
        report = report_of(asked.base_run)
    blessing = Blessing(by="nobody", at=report.started_at, reason="a run, not blessed", commit=report.commit)
    return Baseline.of(report, blessing), str(asked.base_run)


def _head(asked: Asked, base: Baseline) -> Report:
    if asked.run:
        return report_of(asked.run)
    return Present(suite_name(asked.suite), asked.lane, base.seed, base.repeats, asked.model, asked.data_dir).report()


def _same_graders(asked: Asked, base: Baseline, head: Report, history: History) -> tuple[Baseline, Report, list[str]]:
    """Both graded by the present graders where those of the two differ and the baseline's transcripts are there."""
    if asked.base_run or base.fingerprints.graders == head.fingerprints.graders:
        return base, head, []
    packed = history.transcripts(asked.base, base.suite, base.lane)
    if packed is None:
        return base, head, []
    cases = load_suite(base.suite)
    present = Present(base.suite, base.lane, model=asked.model, data_dir=asked.data_dir).fingerprints(cases)
    again = rescored(base, packed, head, cases, grade_again, present)
    return *again, ["the graders changed: both sides were graded again by the present ones"]


def _elsewhere(asked: Asked, head: Report, history: History) -> list[str]:
    """Told where a run that was named is of another commit than the checkout, whose prompts were reviewed."""
    if asked.run is None or asked.base_run or head.commit == (here := history.commit_of("HEAD")):
        return []
    return [f"the run is of commit {head.commit[:12]}; the prompts that were reviewed are those of {here[:12]}"]


def _own_rules(asked: Asked, base: Baseline, history: History) -> list[str]:
    """Told where what the gate decides by is not what it was at the blessing: a margin must not move unseen."""
    if asked.base_run:
        return []
    since = base.blessing.commit if history.knows(base.blessing.commit) else asked.base
    names = sorted({path for pattern in _RULES for path in _named(pattern, since, history)})
    changed = [name for name in names if history.file(since, name) != _bytes(ROOT / name)]
    told = ", ".join(changed)
    return [f"the gate's own rules are not those of the blessing; look at them too: {told}"] if changed else []


def _named(pattern: str, commit: str, history: History) -> list[str]:
    """Files of a folder's pattern that are there now, or were at the commit."""
    return [*(path.relative_to(ROOT).as_posix() for path in ROOT.glob(pattern)), *history.names(commit, pattern)]


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _with_waivers(verdict: Verdict, asked: Asked, history: History) -> Verdict:
    """With the waivers of this very set-up that were logged, and those given now, which are logged."""
    path = ROOT / waivers.PLACE
    known = waivers.read(path)
    if not asked.waive:
        return waivers.apply(verdict, known)
    may = waivers.waivable(verdict)
    if wrong := [target for target in asked.waive if target not in may]:
        raise UsageProblem(f"{', '.join(wrong)} cannot be waived; what can: {', '.join(may) or 'nothing'}.")
    given = [_waiver(target, asked.reason or "", verdict, history) for target in asked.waive]
    waivers.append(path, given)
    console.print(f"logged in {waivers.PLACE}; commit it with the change", highlight=False)
    return waivers.apply(verdict, [*known, *given])


def _waiver(target: str, reason: str, verdict: Verdict, history: History) -> waivers.Waiver:
    return waivers.Waiver(
        target=target,
        reason=reason,
        who=history.person(),
        when=datetime.now(UTC).isoformat(timespec="seconds"),
        commit=verdict.head_commit,
        suite=verdict.suite,
        lane=verdict.lane,
        setup=waivers.setup_of(verdict),
    )
