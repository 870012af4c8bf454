"""`assist evals show`."""

from api.commands.failures import UsageProblem
from api.commands.session import out
from evals import report as reports
from evals import tables


def show(case: str) -> None:
    """The transcript of one case of its suite's last run, with tool results. Raises UsageProblem."""
    found = reports.read_all()
    if not found:
        raise UsageProblem("There is no report yet; `assist evals run` writes one.")
    record = next((record for report in found for record in report.results if record.id == case), None)
    if record is None:
        suites = ", ".join(report.suite for report in found)
        raise UsageProblem(f"The last runs ({suites}) have no case {case!r}.")
    tables.transcript(record, lambda line: out.print(line, markup=False, highlight=False))
