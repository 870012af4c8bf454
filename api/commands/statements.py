"""`assist accounts statement`: a statement as the account system gives it to the borrower."""

import json
from pathlib import Path
from typing import Any

import httpx

from accounts.terms.money import dollars
from api.commands.failures import UsageProblem
from api.commands.session import Session, open_session, out, settings_for
from stack.people import find, people

Json = dict[str, Any]


def statement(person: str, period: str, account: str | None, data_dir: Path | None, *, as_json: bool) -> None:
    """Print one statement. Raises PersonUnknown; UsageProblem where there is no such statement."""
    session = open_session(settings_for(data_dir))
    found = _read(session, person, period, account)
    if as_json:
        out.print_json(json.dumps(found))
        return
    for line in lines(found):
        out.print(line, highlight=False)


def _read(session: Session, person: str, period: str, account: str | None) -> Json:
    issuer = session.embedded.issuer
    who = find(people(session.accounts_url, issuer), person)
    token = issuer.delegate(str(who["borrower_id"]), "borrower")
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=session.accounts_url, headers=headers, timeout=10, trust_env=False) as http:
        ids = [account] if account else [each["account_id"] for each in http.get("/v1/accounts").json()["accounts"]]
        for account_id in ids:
            answer = http.get(f"/v1/accounts/{account_id}/statements/{period}")
            if answer.is_success:
                return answer.json()
    raise UsageProblem(f"{who['name']} has no statement {period} on {' or '.join(ids) or 'any account'}.")


def lines(found: Json) -> list[str]:
    """The statement as text: columns, line items, and how the interest was computed."""
    columns = (
        ("Previous balance", "previous_balance_cents"),
        ("Payments", "payments_cents"),
        ("Draws", "draws_cents"),
        ("Fees", "fees_cents"),
        ("Interest", "interest_cents"),
        ("New balance", "new_balance_cents"),
        ("Minimum due", "minimum_due_cents"),
    )
    text = [
        f"{found['account_id']}  statement {found['statement_id']}",
        f"{found['period_start']} to {found['period_end']}, sent {found['sent_on']}, due {found['due_date']}",
        "",
        *(f"{name:<18}{dollars(found[key]):>14}" for name, key in columns),
        "",
        *(_line(each) for each in found["line_items"]),
        "",
        f"Interest: {found['interest']['method'].replace('_', ' ')}, {found['interest']['days']} days",
    ]
    for bucket in found["interest"]["buckets"]:
        text.append(
            f"  {bucket['name']}: {dollars(bucket['average_daily_balance_cents'])} on average a day x "
            f"{bucket['daily_rate']} ({bucket['apr_bps'] / 100:g}% APR) = {dollars(bucket['interest_cents'])}"
        )
    return text


def _line(item: Json) -> str:
    return f"{item['date']}  {item['description']:<52}{dollars(item['amount_cents']):>14}"
