"""A run as JUnit XML: failures, errors (infrastructure) and skipped (quarantined) apart, fingerprints as properties.

Source: the schema that Jenkins' xUnit plugin checks (junit-10.xsd), which pytest's own reports follow too.
"""

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree

from evals.gate.verdict import Verdict
from evals.records import Report
from evals.reporting.costs import cost
from evals.reporting.escaping import cut, visible
from evals.reporting.results import CaseResult, results
from evals.reporting.tallies import tally
from evals.reporting.transcript import lines

_LONGEST = 4_000
_LONGEST_RESULT = 200
_Tree = ElementTree.Element


def xml(report: Report, verdict: Verdict | None = None) -> str:
    """The document with its declaration."""
    cases = results(report, verdict.quarantined if verdict else ())
    suites = ElementTree.Element("testsuites")
    suite = ElementTree.SubElement(suites, "testsuite", _sums(report, cases))
    properties = ElementTree.SubElement(suite, "properties")
    for name, value in _properties(report, verdict):
        ElementTree.SubElement(properties, "property", {"name": name, "value": visible(value)})
    for one in cases:
        _case(suite, report, one)
    ElementTree.indent(suites)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(suites, encoding="unicode") + "\n"


def _sums(report: Report, cases: Sequence[CaseResult]) -> dict[str, str]:
    counts = tally(cases)
    return {
        "name": f"evals.{visible(report.suite)}.{report.lane}",
        "tests": str(counts.cases),
        "failures": str(counts.failed),
        "errors": str(counts.errored),
        "skipped": str(counts.quarantined),
        "time": f"{report.seconds:.3f}",
        "timestamp": visible(report.started_at),
    }


def _properties(report: Report, verdict: Verdict | None) -> Iterator[tuple[str, str]]:
    yield from (("model", report.model), ("prompt", report.prompt), ("commit", report.commit))
    yield from (("seed", str(report.seed)), ("repeats", str(report.repeats)))
    for name, value in report.fingerprints.model_dump().items():
        yield f"fingerprint.{name}", str(value)
    if verdict:
        yield "verdict", verdict.verdict
        yield "baseline", verdict.base.ref
        yield "changed", " ".join(verdict.fingerprints.changed)


def _case(suite: _Tree, report: Report, one: CaseResult) -> None:
    seconds = sum(cost(record).ms for record in one.epochs) / 1000
    place = visible(f"evals.{report.suite}.{one.first.domain}")
    told = {"name": visible(one.id), "classname": place, "time": f"{seconds:.3f}"}
    case = ElementTree.SubElement(suite, "testcase", told)
    faults = [visible(fault) for fault in one.faults]
    if one.state == "quarantined":
        why = "passes now" if one.rate == 1 else "; ".join(faults)
        ElementTree.SubElement(case, "skipped", {"message": cut(f"quarantined: {why}", _LONGEST)})
    elif one.state != "passed":
        tag, kind = ("error", "infrastructure") if one.state == "errored" else ("failure", _kind(one))
        ended = ElementTree.SubElement(case, tag, {"type": kind, "message": cut("; ".join(faults), 500)})
        ended.text = cut("\n".join([*faults, *_conversation(one)]), _LONGEST)


def _kind(one: CaseResult) -> str:
    """The first hard fault, else the first grader that says no."""
    hard = [fault.kind for record in one.epochs for fault in record.hard]
    wrong = [name for record in one.epochs for name, passed in record.grades.items() if not passed]
    return str(next(iter([*hard, *wrong]), "failed"))


def _conversation(one: CaseResult) -> Iterator[str]:
    """The first epoch that went wrong."""
    return lines(next((record for record in one.epochs if not record.passed), one.first), _LONGEST_RESULT)
