"""`assist accounts verify`: the checks of the contract against the embedded account system or any other."""

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import httpx

from accounts.app import contract_document
from accounts.contract.suite import Result
from accounts.contract.suite import verify as run_checks
from accounts.contract.target import Target, Who, read_tokens
from api.commands.failures import UsageProblem
from api.commands.session import Session, open_session, out, progress_bars, settings_for
from stack.people import Person, people

_TIMEOUT_S = 30


def verify(url: str | None, token_file: Path | None, data_dir: Path | None, *, as_json: bool) -> None:
    """Print a table of checks; exit code 1 when one fails. Raises TokensUnusable."""
    if url and not token_file:
        raise UsageProblem('Give the tokens of that system: --token-file FILE with {"borrower": ..., "other": ...}.')
    if url and token_file:
        tokens = read_tokens(token_file)
    else:
        session = open_session(settings_for(data_dir))
        url, tokens = session.accounts_url, embedded_tokens(session)
    with httpx.Client(base_url=url, timeout=_TIMEOUT_S, trust_env=False) as http, progress_bars() as progress:
        results = run_checks(Target(http, tokens, contract_document()), lambda done, _: progress("Verifying", done))
    shown(url, results, as_json=as_json)
    if any(result.outcome == "failed" for result in results):
        raise SystemExit(1)


def embedded_tokens(session: Session) -> dict[Who, str]:
    """Tokens of two seeded borrowers and of everybody who may serve the first. Raises UsageProblem without any."""
    issuer = session.embedded.issuer
    known = [each for each in people(session.accounts_url, issuer) if "cash_line" in each["products"]]
    known.sort(key=lambda person: (-len(person["products"]), "current" not in person["situation"]))
    if len(known) < 2:
        raise UsageProblem("The books have too few borrowers; seed them: `assist accounts seed`.")
    first = str(next((each for each in known if _open(session, each)), known[0])["borrower_id"])
    other = next(str(each["borrower_id"]) for each in known if each["borrower_id"] != first)
    return {
        "borrower": issuer.delegate(first, "borrower", write=True),
        "other": issuer.delegate(other, "borrower", write=True),
        "reader": issuer.delegate(first, "borrower"),
        "previewer": issuer.delegate(first, "borrower", preview=True),
        "support_agent": issuer.delegate("verify-agent", "support_agent", write=True, borrower=first),
        "supervisor": issuer.delegate("verify-supervisor", "supervisor", write=True, borrower=first),
        "service": issuer.delegate("verify", "service", write=True, borrower=first),
        "auditor": issuer.delegate("verify-auditor", "auditor"),
    }


def _open(session: Session, person: Person) -> bool:
    """Whether the person has an open Cash Line."""
    token = session.embedded.issuer.delegate(str(person["borrower_id"]), "borrower")
    headers = {"Authorization": f"Bearer {token}"}
    answer = httpx.get(f"{session.accounts_url}/v1/accounts", headers=headers, timeout=_TIMEOUT_S, trust_env=False)
    accounts = answer.raise_for_status().json()["accounts"]
    return any(each["product"] == "cash_line" and each["status"] == "open" for each in accounts)


def shown(url: str, results: list[Result], *, as_json: bool) -> None:
    """Print the table, or one JSON object."""
    counts = Counter(result.outcome for result in results)
    if as_json:
        out.print_json(json.dumps({"url": url, **counts, "checks": [asdict(result) for result in results]}))
        return
    width = max(len(result.name) for result in results)
    for result in results:
        out.print(f"{result.outcome:<8} {result.group:<8} {result.name:<{width}}  {result.detail}", highlight=False)
    told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()))
    out.print(f"\n{url}: {told}", highlight=False)
