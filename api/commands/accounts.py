"""`assist accounts seed`, `reconcile` and `close-day`: they work on the embedded books under the role accounts_ops."""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

import psycopg

from accounts import closeday, seeding
from accounts import reconcile as books
from api.commands.failures import UsageProblem
from api.commands.session import out, progress_bars, settings_for
from stack import embedded as stack


def seed(borrowers: int, number: int, data_dir: Path | None, *, as_json: bool) -> None:
    """Fill empty books. Raises AlreadySeeded."""
    if borrowers < 1:
        raise UsageProblem("Give at least one borrower: --borrowers 260.")
    with progress_bars() as progress:
        embedded = stack.prepare(settings_for(data_dir).data_dir, progress, seed=False, ingest=False)
        report = seeding.seed(embedded.accounts_ops_url, number, borrowers, lambda done, _: progress("portfolio", done))
        progress("portfolio", 1.0)
    if as_json:
        out.print_json(json.dumps(asdict(report)))
        return
    out.print(f"{report.borrowers} borrowers, {report.accounts} accounts, {report.entries} journal entries")


def reconcile(data_dir: Path | None, *, as_json: bool) -> None:
    """Run every check on the books; exit code 1 when one finds something."""
    with progress_bars() as progress:
        embedded = stack.prepare(settings_for(data_dir).data_dir, progress, ingest=False)
    with psycopg.connect(embedded.accounts_ops_url) as connection:
        findings = books.reconcile(connection)
    count = len(books.CHECKS)
    if as_json:
        found = [{"check": each.check, "concerned": list(each.concerned)} for each in findings]
        out.print_json(json.dumps({"checks": count, "findings": found}))
    else:
        for each in findings:
            out.print(f"FAILED {each.check}: {', '.join(each.concerned[:10])}", highlight=False)
        out.print(f"{count - len(findings)} of {count} checks tie out")
    if findings:
        raise SystemExit(1)


def close_days(until: str | None, data_dir: Path | None, *, as_json: bool) -> None:
    """Close the business date, or every day up to `until`. Raises WrongDay for a day that is closed or unheard of."""
    last, reports = _day(until), list[closeday.DayReport]()
    with progress_bars() as progress:
        embedded = stack.prepare(settings_for(data_dir).data_dir, progress, ingest=False)
        with psycopg.connect(embedded.accounts_ops_url, autocommit=True) as connection:
            day = closeday.business_date(connection)
            if last is not None and last < day:
                raise UsageProblem(f"{last} is closed already: the business date is {day}.")
            while day <= (last or day) and not (last is None and reports):
                step = f"Closing {day}"
                reports.append(
                    closeday.close_day(connection, day, progress=lambda done, step=step: progress(step, done))
                )
                day = closeday.business_date(connection)
    if as_json:
        out.print_json(json.dumps({"business_date": day, "closed": [_facts(each) for each in reports]}, default=str))
        return
    for each in reports:
        facts = _facts(each)
        out.print(
            f"{each.day}: {facts['statements']} statements, {each.late_fees} late fees, "
            f"{len(each.charged_off)} charged off",
            highlight=False,
        )
    out.print(f"The business date is {day}.", highlight=False)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageProblem(f"{text} is no date; write YYYY-MM-DD.") from None


def _facts(report: closeday.DayReport) -> dict[str, object]:
    return {
        "day": report.day,
        "statements": len(report.statements),
        "late_fees": report.late_fees,
        "charged_off": list(report.charged_off),
    }
