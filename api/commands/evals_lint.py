"""`assist evals lint`: what the eval cases must not hold."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path

import httpx

from api.commands.session import open_session, out, settings_for
from evals.books import Books
from evals.casting import Casting, Person
from evals.lint import lint
from stack.people import people


def run(data_dir: Path | None, *, seeded: bool, as_json: bool) -> None:
    """Print every finding; exit 1 when there is one. seeded: also whether the seeded portfolio has somebody for each
    case, which needs the embedded stack."""
    if seeded:
        with _casting(data_dir) as casting:
            findings = lint(casting=casting)
    else:
        findings = lint()
    if as_json:
        out.print_json(json.dumps([asdict(finding) for finding in findings]))
    else:
        for finding in findings:
            out.print(str(finding), markup=False, highlight=False)
        out.print(f"{len(findings)} to put right" if findings else "nothing to put right")
    if findings:
        raise SystemExit(1)


@contextmanager
def _casting(data_dir: Path | None) -> Generator[Casting]:
    """Of the data folder's own portfolio, which is only read."""
    session = open_session(settings_for(data_dir))
    issuer = session.embedded.issuer
    with httpx.Client(base_url=session.accounts_url, timeout=10, trust_env=False) as http:
        today = date.fromisoformat(str(http.get("/v1/business-date").json()["business_date"]))

        def books_of(person: Person) -> Books:
            return Books(http, lambda: issuer.delegate(str(person["borrower_id"]), "borrower"), today)

        yield Casting(people(session.accounts_url, issuer), books_of)
