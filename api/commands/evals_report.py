"""`assist evals report`: what a run found, as tables, a page, JUnit XML, a pull-request comment and JSON lines."""

import webbrowser
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from api.commands.evals_present import report_of
from api.commands.failures import UsageProblem
from api.commands.session import console, out
from evals import report as reports
from evals.case import suite_name
from evals.gate.verdict import Verdict
from evals.records import Report
from evals.reporting import html, jsonl, junit, markdown, pairing, terminal

_GATE = Path("reports/gate.json")


@dataclass(frozen=True)
class Wanted:
    """Where each format is written; with none of them given, all are written under reports/."""

    html: Path | None
    junit: Path | None
    markdown: Path | None
    jsonl: Path | None

    def or_all(self, suite: str) -> "Wanted":
        if any((self.html, self.junit, self.markdown, self.jsonl)):
            return self
        place = reports.place(suite)
        return Wanted(*(place.with_suffix(suffix) for suffix in (".html", ".junit.xml", ".md", ".jsonl")))


def report(run: Path | None, gate: Path | None, suite: str, wanted: Wanted, *, opens: bool) -> None:
    """Print the tables and write the files, telling where. Raises UsageProblem."""
    place = run or reports.place(suite_name(suite))
    if not place.is_file():
        raise UsageProblem(f"There is no run at {place}; `assist evals run` writes one.")
    found = report_of(place)
    verdict = _verdict(found, gate)
    for part in terminal.printed(found, out.width, verdict.quarantined if verdict else ()):
        out.print(part, highlight=False, soft_wrap=False)
    if verdict:
        out.print(f"gate: {verdict.verdict}", highlight=False)
    for path in _written(found, verdict, wanted.or_all(found.suite), place):
        out.print(f"wrote {path} ({path.stat().st_size:,} bytes)", markup=False, highlight=False)
        if opens and path.suffix == ".html":
            webbrowser.open(path.resolve().as_uri())


def _verdict(found: Report, gate: Path | None) -> Verdict | None:
    """The verdict at `gate`, which has to be about this run; without `gate` the gate's newest, if it is."""
    try:
        verdict = pairing.read(gate or _GATE)
    except pairing.NotAVerdict as error:
        raise UsageProblem(str(error)) from error
    except OSError as error:
        if gate is None:
            return None
        raise UsageProblem(f"{gate} cannot be read: {error.strerror}.") from error
    if pairing.is_about(verdict, found):
        return verdict
    if gate:
        raise UsageProblem(f"The verdict in {gate} is about another run: judge this one with `assist evals gate`.")
    console.print(f"The verdict in {_GATE} is about another run and is left out.", highlight=False)
    return None


def _written(found: Report, verdict: Verdict | None, wanted: Wanted, source: Path) -> Iterable[Path]:
    makers: tuple[tuple[Path | None, Callable[[], Iterable[str]]], ...] = (
        (wanted.html, lambda: [html.html(found, verdict, str(source))]),
        (wanted.junit, lambda: [junit.xml(found, verdict)]),
        (wanted.markdown, lambda: [markdown.comment(found, verdict)]),
        (wanted.jsonl, lambda: (f"{line}\n" for line in jsonl.lines(found))),
    )
    for path, make in makers:
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w", encoding="utf-8") as file:
                file.writelines(make())
            yield path
