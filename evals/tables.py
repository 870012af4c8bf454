"""A report as a person reads it: a table by domain, the failures with their reasons, one case's transcript."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from rich.table import Table

from evals.records import CaseRecord, Report
from evals.report import median_ms, share

_COLUMNS = ("outcome", "facts", "grounded", "citations", "abstention")


def by_domain(report: Report) -> Table:
    """Cases and passed cases of each domain, the share that each grader passes, and the median turn."""
    table = Table("domain", box=None, pad_edge=False)
    for name in ("cases", "passed", *_COLUMNS, "p50 ms"):
        table.add_column(name, justify="right")
    for domain in sorted({record.domain for record in report.results}):
        table.add_row(domain, *_row([record for record in report.results if record.domain == domain]))
    table.add_row("all", *_row(report.results), style="bold")
    return table


def _row(records: Sequence[CaseRecord]) -> Iterator[str]:
    yield str(len(records))
    yield str(sum(record.passed for record in records))
    for name in _COLUMNS:
        applies = any(name in record.grades for record in records)
        yield f"{share(records, name):.0%}" if applies else "-"
    yield f"{median_ms(records):.0f}"


def failures(report: Report) -> Iterator[str]:
    for record in report.results:
        if not record.passed:
            yield f"{'! ' if record.critical else '  '}{record.id} ({record.outcome}): {'; '.join(record.faults)}"


def closing(report: Report) -> Iterator[str]:
    """The sums below the table, ragas scores included, and what the run misses."""
    ragas = {name[6:]: value for name, value in report.summary.items() if name.startswith("ragas_")}
    if ragas:
        yield "ragas: " + ", ".join(f"{name} {value:.2f}" for name, value in ragas.items())
    passed = len(report.results) - len(report.failed)
    yield f"{report.suite}: {passed} of {len(report.results)} cases pass ({report.model}, {report.seconds:.0f} s)"
    yield from (f"missed: {reason}" for reason in report.missed)


def transcript(record: CaseRecord, say: Callable[[str], None]) -> None:
    """What was said, what the tools gave, what was answered from which sources, and how it was graded."""
    say(f"{record.id} ({record.domain}), asked by {record.person or 'somebody who is not signed in'}")
    for turn in record.turns:
        result: dict[str, Any] = turn["result"]
        say(f"\n> {turn['text']}")
        for call in result["tool_calls"]:
            say(f"  {call['name']} {json.dumps(call['arguments'], ensure_ascii=False)}")
            say("    " + json.dumps(call["result"], ensure_ascii=False, indent=1).replace("\n", "\n    "))
        say(f"[{result['outcome']}] {result['answer']}")
        for citation in result["citations"]:
            place = f"{citation['document']} v{citation['version']}#{citation['section']}"
            say(f"  [{citation['id']}] {place}: {citation['quote']}")
        if guards := [guard for guard in result["guards"] if guard["verdict"] != "pass"]:
            say("  guards: " + ", ".join(f"{guard['name']} {guard['verdict']}" for guard in guards))
    verdicts = ", ".join(f"{name} {'ok' if passed else 'WRONG'}" for name, passed in record.grades.items())
    say(f"\n{verdicts}")
    for fault in record.faults:
        say(f"  {fault}")
