"""`assist evals gate`: may this change merge?"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from api.commands.failures import UsageProblem
from api.commands.session import console, out
from evals.gate import margins, waivers
from evals.gate.baseline import Baseline, BaselineError, Blessing, read, suite_name
from evals.gate.decide import Finding, decide
from evals.gate.history import History, HistoryError
from evals.gate.screen import screen
from evals.gate.verdict import Verdict
from evals.records import Report

ROOT = Path(__file__).parents[2]
VERDICT = Path("reports/gate.json")


@dataclass(frozen=True)
class Asked:
    """What the command line names. base_run: a baseline or report file in place of the one at `base`."""

    base: str
    base_run: Path | None
    run: Path | None
    suite: str
    lane: str
    waive: Sequence[str]
    reason: str | None


def gate(asked: Asked, *, as_json: bool) -> None:
    """Print the verdict and write it to reports/gate.json; exits 0 PASS, 1 REGRESSION, 2 INVALID, 3 INCONCLUSIVE.

    Raises UsageProblem for what cannot be read or waived.
    """
    if asked.waive and not asked.reason:
        raise UsageProblem("A waiver needs a reason: --waive METRIC --reason WHY.")
    try:
        verdict = _judged(asked)
    except (HistoryError, BaselineError, margins.MarginsError, waivers.WaiverError) as error:
        raise UsageProblem(str(error)) from error
    VERDICT.parent.mkdir(parents=True, exist_ok=True)
    VERDICT.write_text(verdict.model_dump_json(indent=1) + "\n", encoding="utf-8")
    if as_json:
        sys.stdout.write(verdict.model_dump_json(indent=1) + "\n")
    else:
        for part in screen(verdict):
            out.print(part)
    if verdict.exit_code:
        raise SystemExit(verdict.exit_code)


def _judged(asked: Asked) -> Verdict:
    history = History(ROOT)
    base = _base(asked, history)
    head = report_of(asked.run) if asked.run else _newest(asked)
    rules = margins.load(datetime.now(UTC).date())
    verdict = decide(base, head, rules, _review(asked, history))
    ref = str(asked.base_run) if asked.base_run else f"{asked.base} ({history.commit_of(asked.base)[:12]})"
    verdict = verdict.model_copy(update={"base": verdict.base.model_copy(update={"ref": ref})})
    return _with_waivers(verdict, asked, history)


def _base(asked: Asked, history: History) -> Baseline:
    if asked.base_run is None:
        return history.baseline(asked.base, asked.suite, asked.lane)
    text = _text(asked.base_run)
    try:
        return read(text, str(asked.base_run))
    except BaselineError:
        report = report_of(asked.base_run)
    blessing = Blessing(by="nobody", at=report.started_at, reason="a run, not blessed", commit=report.commit)
    return Baseline.of(report, blessing)


def _newest(asked: Asked) -> Report:
    name = "evals.json" if suite_name(asked.suite) == "core" else f"evals-{asked.suite}.json"
    path = Path("reports") / name
    if not path.is_file():
        raise UsageProblem(f"There is no run of suite {asked.suite} yet ({path}); `assist evals run` makes one.")
    return report_of(path)


def report_of(path: Path) -> Report:
    """Raises UsageProblem for a file that is no report of a run."""
    try:
        return Report.model_validate_json(_text(path))
    except ValueError as error:
        raise UsageProblem(f"{path} is no report of a run: {error}") from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageProblem(f"{path} cannot be read: {error.strerror}.") from error


def _review(asked: Asked, history: History) -> Sequence[Finding]:
    return []


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
