"""What the HTML page shows, worked out; the templates only lay it out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evals.gate.verdict import MetricVerdict, SliceVerdict, Verdict
from evals.records import CaseRecord, Report
from evals.reporting.costs import Costs, cost, costs
from evals.reporting.plots import Histogram, IntervalMark, Scale, histogram, scale
from evals.reporting.results import CaseResult, results, within
from evals.reporting.tallies import Graded, Tally, by_slice, graders, pass_hat_k, tally

_ROOM = 5_000_000
"""Characters for all tool results and answers of a page together; what goes beyond is cut, and the page says so."""
_TELLING = 20
"""Cases from which on a grader's interval decides where the axis starts; wider ones are cut there."""
_LONGEST, _SHORTEST = 4_000, 200


@dataclass(frozen=True)
class MetricRow:
    """A grader's share in this run and, where the gate compared it, what it found."""

    graded: Graded
    mark: IntervalMark
    compared: MetricVerdict | None


@dataclass(frozen=True)
class SliceRow:
    value: str
    tally: Tally
    mark: IntervalMark


@dataclass(frozen=True)
class DomainCost:
    domain: str
    cases: int
    costs: Costs


@dataclass(frozen=True)
class Section:
    """Cases under one heading; `told` is what is said when there are none."""

    key: str
    title: str
    cases: Sequence[CaseResult]
    told: str
    opened: bool = True


@dataclass(frozen=True)
class Page:
    report: Report
    verdict: Verdict | None
    tally: Tally
    pass_k: float | None
    sections: Sequence[Section]
    scale: Scale
    slice_scale: Scale
    metrics: Sequence[MetricRow]
    other_metrics: Sequence[MetricVerdict]
    slices: dict[str, Sequence[SliceRow]]
    moved_slices: Sequence[SliceVerdict]
    latency: Histogram | None
    costs: Costs
    domain_costs: Sequence[DomainCost]
    longest: int
    domains: Sequence[str]


def page(report: Report, verdict: Verdict | None = None) -> Page:
    cases = results(report, verdict.quarantined if verdict else ())
    scored = graders(cases)
    sliced = by_slice(cases)
    bounds = scale([one.share.low for one in scored if one.cases >= _TELLING])
    sliced_bounds = scale([one.pass_rate.low for kind in sliced.values() for one in kind.values()])
    compared = {metric.name: metric for metric in verdict.metrics} if verdict else {}
    names = {one.name for one in scored}
    return Page(
        report=report,
        verdict=verdict,
        tally=tally(cases),
        pass_k=pass_hat_k(cases),
        sections=sections(cases, verdict),
        scale=bounds,
        slice_scale=sliced_bounds,
        metrics=[_metric(one, bounds, compared.get(one.name)) for one in scored],
        other_metrics=[metric for name, metric in compared.items() if name not in names],
        slices={kind: _slice_rows(rows, sliced_bounds) for kind, rows in sliced.items()},
        moved_slices=moved_slices(verdict),
        latency=histogram([ms for record in report.results for ms in record.ms], "ms"),
        costs=costs(report.results),
        domain_costs=_domain_costs(report.results),
        longest=_longest(report.results),
        domains=sorted({record.domain for record in report.results}),
    )


def sections(cases: Sequence[CaseResult], verdict: Verdict | None) -> list[Section]:
    """Each case in one section: what is newly wrong first, what passes last and closed."""
    newly = set(verdict.newly_failing) if verdict else set[str]()
    fixed = set(verdict.newly_fixed) if verdict else set[str]()
    failed, passed = within(cases, "failed"), within(cases, "passed")
    first = [one for one in failed if one.id in newly]
    compared = [
        Section("newly-failing", "Newly failing", first, "No case fails that passed in the baseline."),
        Section("newly-fixed", "Newly fixed", [one for one in passed if one.id in fixed], "No case is newly fixed."),
    ]
    rest = [one for one in failed if one.id not in newly]
    errored = within(cases, "errored")
    return [
        *compared[: 1 if verdict else 0],
        Section("failing", "Failing before too, or added" if verdict else "Failing", rest, "No other case fails."),
        Section("errored", "Errored (infrastructure, not counted as failures)", errored, "No case errored."),
        *compared[1 if verdict else 2 :],
        Section("quarantined", "Quarantined", within(cases, "quarantined"), "No case is quarantined."),
        Section("passing", "Passing", [one for one in passed if one.id not in fixed], "No case passes.", opened=False),
    ]


def moved_slices(verdict: Verdict | None) -> list[SliceVerdict]:
    """Slices in which something changed: regressions first, then by p-value."""
    moved = [one for one in verdict.slices if one.newly_failing or one.newly_fixed] if verdict else []
    return sorted(moved, key=lambda one: (one.verdict != "regression", one.adjusted, one.name))


def _metric(one: Graded, bounds: Scale, compared: MetricVerdict | None) -> MetricRow:
    return MetricRow(one, bounds.mark(one.share, compared.base if compared else None), compared)


def _slice_rows(rows: dict[str, Tally], bounds: Scale) -> list[SliceRow]:
    return [SliceRow(value, one, bounds.mark(one.pass_rate)) for value, one in rows.items()]


def _domain_costs(records: Sequence[CaseRecord]) -> list[DomainCost]:
    domains = sorted({record.domain for record in records})
    apart = {domain: [record for record in records if record.domain == domain] for domain in domains}
    rows = [DomainCost(domain, len({one.id for one in of}), costs(of)) for domain, of in apart.items()]
    return sorted(rows, key=lambda row: (-(row.costs.usd or 0), -row.costs.tokens, row.domain))


def _longest(records: Sequence[CaseRecord]) -> int:
    """How many characters one tool result or answer may have on the page."""
    texts = 1
    for record in records:
        for turn in record.turns:
            result: dict[str, Any] = turn.get("result") or {}
            texts += 1 + len(result.get("tool_calls", ()))
    return max(_SHORTEST, min(_LONGEST, _ROOM // texts))


def case_ms(record: CaseRecord) -> float:
    return cost(record).ms
