"""Lists come in pages that add up to the whole, stay put when rows are added, and refuse cursors of other lists."""

from accounts.contract.target import Json, Target, expect
from accounts.contract.writes import cancel, schedule_dollar

PAGED = ("statements", "transactions", "payments", "fees", "draws", "disputes")


def pages_add_up(target: Target) -> None:
    """Pages of three rows, followed to the end, are the list."""
    for account in target.accounts():
        for what in PAGED:
            path = f"/v1/accounts/{account['account_id']}/{what}"
            whole = target.get(f"{path}?limit=100")
            if "next_cursor" not in whole and len(whole[what]) <= 60:
                expect(_followed(target, path, what) == whole[what], f"the pages of {path} are not the list")


def pages_stay_put(target: Target) -> None:
    """A payment scheduled between two pages neither repeats nor hides a row of the second; it may be one itself."""
    path = f"/v1/accounts/{target.account()}/payments"
    first = target.get(f"{path}?limit=2")
    if "next_cursor" not in first:
        return
    after = f"{path}?limit=3&cursor={first['next_cursor']}"
    before = target.get(after)["payments"]
    payment_id = schedule_dollar(target)["payment_id"]
    try:
        kept = [row for row in target.get(after)["payments"] if row["payment_id"] != payment_id]
        expect(kept == before[: len(kept)], f"a new payment moved the second page of {path}")
        expect(len(kept) >= len(before) - 1, f"a new payment hid rows of the second page of {path}")
    finally:
        cancel(target, payment_id)


def cursors_are_of_their_list(target: Target) -> None:
    """Garbled cursors and those of another list are refused."""
    path = f"/v1/accounts/{target.account()}"
    cursors = ["nonsense", "%00", ""]
    cursors += [page["next_cursor"] for page in [target.get(f"{path}/payments?limit=1")] if "next_cursor" in page]
    for cursor in cursors:
        target.problem(target.send("GET", f"{path}/transactions?cursor={cursor}"), 422)


def _followed(target: Target, path: str, what: str) -> list[Json]:
    found, cursor = list[Json](), ""
    while True:
        page = target.get(f"{path}?limit=3{cursor}")
        expect(len(page[what]) <= 3, f"{path} gave more rows than its limit")
        found += page[what]
        if "next_cursor" not in page:
            return found
        cursor = f"&cursor={page['next_cursor']}"
