"""A run as one comment on a pull request: below the host's limit whatever the run, found again by a hidden marker."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from evals.gate.reasons import amount, shown
from evals.gate.verdict import MetricVerdict, SliceVerdict, Verdict
from evals.records import Report
from evals.reporting.costs import costs
from evals.reporting.escaping import markdown
from evals.reporting.page import moved_slices
from evals.reporting.results import CaseResult, results, within
from evals.reporting.tallies import Tally, by_slice, tally

LIMIT = 65_000
"""Characters; GitHub refuses a comment of 65,536 and more."""
_SIZES = (25, 10, 3)
"""Rows of a section: the first size with which the comment fits."""
_SIGNS = {"PASS": "✅", "REGRESSION": "❌", "INCONCLUSIVE": "⚠️", "INVALID": "🚫"}


def comment(report: Report, verdict: Verdict | None = None) -> str:
    """The whole comment; its first line is the marker by which a bot finds the one it wrote before."""
    texts = (_Comment(report, verdict, most).text() for most in _SIZES)
    return next((text for text in texts if len(text) <= LIMIT), _bare(report, verdict))


def _bare(report: Report, verdict: Verdict | None) -> str:
    """For a run whose texts are all too long: what was decided, and where to read the rest."""
    told = verdict.verdict if verdict else "no verdict"
    return f"{marker(report)}\n\n## Evals: {told}\n\nToo long to show here; `assist evals report` writes the page.\n"


def marker(report: Report) -> str:
    """The same for every run of a suite in a lane."""
    return f"<!-- lending-assistant-evals {report.lane} {''.join(filter(str.isalnum, report.suite))} -->"


@dataclass(frozen=True)
class _Comment:
    """most: rows of each section."""

    report: Report
    verdict: Verdict | None
    most: int

    def text(self) -> str:
        cases = results(self.report, self.verdict.quarantined if self.verdict else ())
        parts = [*self._head(cases), *self._cases(cases), *self._figures(cases), *self._closing()]
        return "\n\n".join(parts) + "\n"

    def _head(self, cases: Sequence[CaseResult]) -> Iterator[str]:
        report, verdict, counts = self.report, self.verdict, tally(cases)
        yield marker(report)
        sign = f"{_SIGNS[verdict.verdict]} {verdict.verdict}" if verdict else "No verdict: compared with no baseline"
        yield f"## Evals, suite {markdown(report.suite)}, lane {report.lane}: {sign}"
        share, low, high = counts.pass_rate
        yield (
            f"**{counts.passed}** pass, **{counts.failed}** fail, **{counts.errored}** errored, "
            f"**{counts.quarantined}** quarantined of {counts.cases} cases; "
            f"{share:.1%} pass (95% {low:.1%} to {high:.1%})"
            + (f"; the simulated user was at fault in {counts.user_faulted}" if counts.user_faulted else "")
        )
        if verdict and verdict.reasons:
            yield self._list(markdown(reason, 400) for reason in verdict.reasons)
        if report.missed:
            yield "Missed thresholds:\n" + self._list(markdown(reason, 400) for reason in report.missed)

    def _cases(self, cases: Sequence[CaseResult]) -> Iterator[str]:
        verdict = self.verdict
        newly = set(verdict.newly_failing) if verdict else set[str]()
        failed = within(cases, "failed")
        yield from self._table("Newly failing", [one for one in failed if one.id in newly], opened=True)
        yield from self._table("Errored (infrastructure)", within(cases, "errored"), opened=True)
        if verdict and verdict.newly_fixed:
            yield "<details><summary>Newly fixed</summary>\n\n" + self._ids(verdict.newly_fixed) + "\n\n</details>"
        rest = [one for one in failed if one.id not in newly]
        yield from self._table("Failing, as before" if verdict else "Failing", rest, opened=verdict is None)
        yield from self._table("Quarantined", within(cases, "quarantined"), opened=False)
        if verdict and verdict.added:
            yield "<details><summary>Added, not compared</summary>\n\n" + self._ids(verdict.added) + "\n\n</details>"

    def _table(self, title: str, cases: Sequence[CaseResult], *, opened: bool) -> Iterator[str]:
        if not cases:
            return
        rows = [
            f"| {markdown(one.id, 80)}{' **critical**' if one.first.critical else ''} "
            f"| {markdown(one.first.domain, 40)} | {markdown(one.faults[0], 200) if one.faults else 'passes now'} |"
            for one in cases[: self.most]
        ]
        shown = "\n".join(("| case | domain | first fault |", "|---|---|---|", *rows))
        start = "<details open>" if opened else "<details>"
        yield f"{start}<summary>{title} ({len(cases)})</summary>\n\n{shown}{self._more(len(cases))}\n\n</details>"

    def _figures(self, cases: Sequence[CaseResult]) -> Iterator[str]:
        verdict = self.verdict
        if verdict and verdict.metrics:
            yield self._details(
                "Metrics", "metric | base | head | change | margin | decided", map(_metric, verdict.metrics)
            )
        if moved := moved_slices(verdict):
            columns = "slice | cases | base | head | newly failing | newly fixed | p (Holm) | decided"
            yield self._details("Slices that moved", columns, map(_slice, moved))
        domains = by_slice(cases).get("domain", {})
        columns = "domain | cases | pass | fail | errored | quarantined | share"
        yield self._details("Domains", columns, (_domain(name, one) for name, one in domains.items()))

    def _details(self, title: str, columns: str, rows: Iterable[str]) -> str:
        every = list(rows)
        rule = "|" + "---|" * (columns.count("|") + 1)
        table = "\n".join((f"| {columns} |", rule, *every[: self.most]))
        return f"<details><summary>{title} ({len(every)})</summary>\n\n{table}{self._more(len(every))}\n\n</details>"

    def _closing(self) -> Iterator[str]:
        report, verdict = self.report, self.verdict
        if verdict:
            base, changed = verdict.base, verdict.fingerprints.changed
            age = f", {base.age_days} days old" if base.age_days is not None else ""
            yield f"Baseline {markdown(base.ref, 80)}{age}; changed since: {', '.join(changed) or 'nothing'}."
            if verdict.notes:
                yield self._list(markdown(note, 300) for note in verdict.notes)
        spent = costs(report.results)
        price = "" if spent.usd is None else f", ${spent.usd:,.4f}"
        yield (
            f"{report.seconds:.0f} s, turns p50 {spent.p50_ms:,.0f} ms, p95 {spent.p95_ms:,.0f} ms, "
            f"{spent.tokens:,} tokens{price}; "
            f"model {markdown(report.model, 60)}, prompt {markdown(report.prompt, 80)}, "
            f"seed {report.seed}, commit {markdown(report.commit[:12])}."
        )
        yield f"Play a case again: `assist evals run --case ID --seed {report.seed}`; read one: `assist evals show ID`."

    def _list(self, lines: Iterable[str]) -> str:
        every = list(lines)
        return "\n".join(f"- {line}" for line in every[: self.most]) + self._more(len(every))

    def _ids(self, ids: Sequence[str]) -> str:
        return ", ".join(markdown(one, 80) for one in ids[: self.most]) + self._more(len(ids))

    def _more(self, count: int) -> str:
        return f"\n\n... and {count - self.most} more" if count > self.most else ""


def _metric(one: MetricVerdict) -> str:
    waived = (
        f" (waived: {markdown(one.waived, 120)})"
        if one.waived
        else ""
        if one.blocks or one.verdict == "PASS"
        else " (shown only)"
    )
    figures = (shown(one.base, one), shown(one.head, one), amount(one.difference, one, sign=True))
    name = markdown(one.name, 40)
    return f"| {name} | {' | '.join(figures)} | {amount(one.margin, one)} | {one.verdict}{waived} |"


def _slice(one: SliceVerdict) -> str:
    figures = (f"{one.base:.0%}", f"{one.head:.0%}", len(one.newly_failing), len(one.newly_fixed))
    told = " | ".join(str(figure) for figure in (one.n, *figures))
    return f"| {markdown(one.name, 60)} | {told} | {one.adjusted:.2g} | {one.verdict.replace('_', ' ')} |"


def _domain(name: str, one: Tally) -> str:
    counts = (one.cases, one.passed, one.failed, one.errored, one.quarantined)
    return f"| {markdown(name, 40)} | {' | '.join(map(str, counts))} | {one.pass_rate.share:.0%} |"
