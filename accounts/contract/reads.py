"""Every read answers what its schema says, and figures of one account agree with each other."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise

from accounts.contract.target import Failed, Json, Skipped, Target, expect, names_of


def read_operations(document: Json) -> Iterator[tuple[str, Json]]:
    """The reads that need nothing but an account: path and operation."""
    for path, item in document["paths"].items():
        if "get" in item and names_of(path) <= {"account_id", "which"}:
            yield path, item["get"]


def shape_of(path: str, operation: Json) -> Callable[[Target], None]:
    """A check that the read answers as documented for every account of the borrower."""

    def check(target: Target) -> None:
        ids = [str(each["account_id"]) for each in target.accounts()] if "{account_id}" in path else [""]
        if not any(_answers(target, path.format(account_id=each, which="latest"), operation) for each in ids):
            raise Skipped("no account of the borrower has it")

    return check


def _answers(target: Target, path: str, operation: Json) -> bool:
    who = "borrower" if "403" not in operation["responses"] else "service"
    response = target.send("GET", path, who if operation["security"] else None)
    status = str(response.status_code)
    if status not in operation["responses"]:
        raise Failed(f"GET {path} answered {status}, which is not documented")
    if not response.is_success:
        target.problem(response, response.status_code)
        return False
    schema: Json = operation["responses"][status]["content"]["application/json"]["schema"]
    target.hold(target.good(response), schema, f"GET {path}")
    for name, header in operation["responses"][status].get("headers", {}).items():
        if name == "ETag":
            target.hold(response.headers.get(name), header["schema"], f"GET {path}, header {name}")
    return True


def balances_add_up(target: Target) -> None:
    """What is owed is the sum of its parts."""
    for account in target.accounts():
        shown = target.get(f"/v1/accounts/{account['account_id']}/balance")
        parts = shown["principal_cents"] + shown["interest_cents"] + shown["fees_cents"]
        owed = shown["current_balance_cents"]
        expect(owed == parts - shown["credit_balance_cents"], f"{account['account_id']}: {owed} is not its parts' sum")


def statements_add_up(target: Target) -> None:
    """A statement's balance follows from the one before and its own columns, and its line items from nothing else."""
    for account in target.accounts():
        path = f"/v1/accounts/{account['account_id']}/statements"
        listed = target.get(path)["statements"]
        for each in listed:
            moved = each["draws_cents"] + each["fees_cents"] + each["interest_cents"] - each["payments_cents"]
            expect(
                each["new_balance_cents"] == each["previous_balance_cents"] + moved,
                f"statement {each['statement_id']} does not add up",
            )
        for newer, older in pairwise(listed):
            follows = newer["previous_balance_cents"] == older["new_balance_cents"]
            expect(follows, f"statement {newer['statement_id']} does not start from the one before")
        if listed:
            whole = target.get(f"{path}/latest")
            moved = sum(line["amount_cents"] for line in whole["line_items"])
            change = whole["new_balance_cents"] - whole["previous_balance_cents"]
            expect(moved == change, f"the line items of {whole['statement_id']} add up to {moved}, not {change}")


def past_balances(target: Target) -> None:
    """A past balance is the ledger's: nothing before opening, the sum of its parts, none for a day ahead."""
    for account in target.accounts():
        path = f"/v1/accounts/{account['account_id']}"
        before = date.fromisoformat(account["opened_on"]) - timedelta(days=1)
        owed = target.get(f"{path}/balance?as_of={before}")["current_balance_cents"]
        expect(owed == 0, f"{account['account_id']} owes {owed} cents the day before it was opened")
        as_of = target.get(f"{path}/balance")["as_of"]
        then = target.get(f"{path}/balance?as_of={as_of}")
        parts = then["principal_cents"] + then["interest_cents"] + then["fees_cents"] - then["credit_balance_cents"]
        expect(then["current_balance_cents"] == parts, f"{account['account_id']} as of {as_of} is not its parts' sum")
    ahead = date.fromisoformat(target.get("/v1/business-date")["business_date"]) + timedelta(days=1)
    account_id = target.accounts()[0]["account_id"]
    for wrong in (ahead, "yesterday"):
        target.problem(target.send("GET", f"/v1/accounts/{account_id}/balance?as_of={wrong}"), 422, "as-of")


def trial_balance(target: Target) -> None:
    """The whole ledger adds up to zero, today and a month ago; a borrower does not see it."""
    target.problem(target.send("GET", "/v1/trial-balance"), 403)
    today = date.fromisoformat(target.get("/v1/business-date")["business_date"])
    for day in (today, today - timedelta(days=30)):
        shown = target.get(f"/v1/trial-balance?as_of={day}", "auditor")
        total = sum(each["debit_cents"] - each["credit_cents"] for each in shown["accounts"])
        expect(total == shown["total_cents"] == 0, f"the trial balance of {day} is {total} cents")
