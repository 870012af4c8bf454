"""Writes happen once: keys, repeats, conflicts, tries that leave nothing, edits that name the state they change."""

from datetime import date, timedelta
from uuid import uuid4

from accounts.contract.target import Json, Skipped, Target, expect

_DOLLAR_CENTS = 100
_AHEAD = timedelta(days=20)
_SOME_ETAG = '"0000000000000000"'


def _payment(target: Target) -> tuple[str, Json]:
    """Path and body of a payment of one dollar on a business day three weeks ahead."""
    day = date.fromisoformat(target.get("/v1/business-date")["business_date"]) + _AHEAD
    body = {"amount_cents": _DOLLAR_CENTS, "scheduled_for": _weekday(day).isoformat()}
    return f"/v1/accounts/{target.account('cash_line')}/payments", body


def _weekday(day: date) -> date:
    """A Tuesday to Thursday, of which few are federal holidays."""
    while day.weekday() not in (1, 2, 3):
        day += timedelta(days=1)
    return day


def schedule_dollar(target: Target, key: str | None = None) -> Json:
    """Schedule a payment of one dollar; gives the receipt's resource."""
    path, body = _payment(target)
    response = target.write("POST", path, body, key=key)
    if response.status_code == 409:
        raise Skipped(f"the borrower can schedule no payment: {target.body(response).get('detail')}")
    return target.good(response)["resource"]


def cancel(target: Target, payment_id: str) -> Json:
    """Cancel it again; gives the receipt's resource."""
    path = f"/v1/accounts/{target.account('cash_line')}/payments/{payment_id}/cancel"
    return target.good(target.write("POST", path, None))["resource"]


def _payments(target: Target) -> list[Json]:
    return target.get(f"/v1/accounts/{target.account('cash_line')}/payments?limit=100")["payments"]


def keys_are_asked_for(target: Target) -> None:
    """A write without Idempotency-Key, or with one that is too long, is refused."""
    path, body = _payment(target)
    for headers in ({}, {"Idempotency-Key": ""}, {"Idempotency-Key": "k" * 101}):
        target.problem(target.send("POST", path, json=body, headers=headers), 422)


def done_and_undone(target: Target) -> None:
    """A payment is scheduled, shows among the payments, and is cancelled; its receipt is what the document says."""
    path, body = _payment(target)
    response = target.write("POST", path, body)
    if response.status_code == 409:
        raise Skipped(f"the borrower can schedule no payment: {target.body(response).get('detail')}")
    receipt = target.good(response)
    expect(response.status_code == 201, f"POST {path} answered {response.status_code}, not 201")
    target.hold(receipt, {"$ref": "#/components/schemas/Receipt"}, f"POST {path}")
    payment_id = receipt["resource"]["payment_id"]
    listed = {each["payment_id"]: each["status"] for each in _payments(target)}
    expect(listed.get(payment_id) == "scheduled", f"the payment {payment_id} does not show as scheduled")
    expect(cancel(target, payment_id)["status"] == "cancelled", f"the payment {payment_id} was not cancelled")
    again = target.write("POST", f"{path}/{payment_id}/cancel", None)
    refused = target.problem(again, 409)
    expect(refused.get("reasons"), "a refusal gives its reasons")


def repeats_have_no_second_effect(target: Target) -> None:
    """The same key and content again: the same answer, marked as a repeat, and nothing more in the list."""
    key = f"verify-{uuid4()}"
    path, body = _payment(target)
    payment_id = schedule_dollar(target, key)["payment_id"]
    count = len(_payments(target))
    again = target.write("POST", path, body, key=key)
    expect(again.headers.get("idempotent-replayed") == "true", "a repeat is not marked by Idempotent-Replayed: true")
    expect(target.good(again)["resource"]["payment_id"] == payment_id, "a repeat made another payment")
    expect(len(_payments(target)) == count, "a repeat had a second effect")
    cancel(target, payment_id)
    first_again = target.good(target.write("POST", path, body, key=key))["resource"]
    expect(first_again["status"] == "scheduled", "a repeat does not give the first answer again")


def other_content_is_a_conflict(target: Target) -> None:
    """The same key with other content is refused and has no effect; so is the key on another operation."""
    key = f"verify-{uuid4()}"
    path, body = _payment(target)
    payment_id = schedule_dollar(target, key)["payment_id"]
    count = len(_payments(target))
    other = target.write("POST", path, {**body, "amount_cents": _DOLLAR_CENTS + 1}, key=key)
    target.problem(other, 409, "idempotency-conflict")
    target.problem(target.write("POST", f"{path}/{payment_id}/cancel", None, key=key), 409, "idempotency-conflict")
    expect(len(_payments(target)) == count, "a conflict had an effect")
    cancel(target, payment_id)


def tries_leave_nothing(target: Target) -> None:
    """`dry_run` shows before and after, keeps nothing, and leaves its key free."""
    key = f"verify-{uuid4()}"
    path, body = _payment(target)
    listed = _payments(target)
    response = target.write("POST", path, body, key=key, params={"dry_run": "true"})
    if response.status_code == 409:
        raise Skipped(f"the borrower can schedule no payment: {target.body(response).get('detail')}")
    expect(response.status_code == 200, f"a try answered {response.status_code}, not 200")
    tried = target.good(response)
    expect(tried["status"] == "preview", "a try is not marked as a preview")
    expect("before" in tried and "after" in tried, "a try shows before and after")
    expect(tried["before"] != tried["after"], "a try shows no difference")
    expect(_payments(target) == listed, "a try left a payment")
    cancel(target, schedule_dollar(target, key)["payment_id"])


def commands_are_told(target: Target) -> None:
    """What became of a command is told to its caller by its key; tries, others' keys and unknown ones are not there."""
    key, unknown = f"verify-{uuid4()}", f"verify-{uuid4()}"
    path, body = _payment(target)
    target.write("POST", path, body, key=unknown, params={"dry_run": "true"})
    made = schedule_dollar(target, key)
    told = target.get(f"/v1/commands/{key}")
    target.hold(told, {"$ref": "#/components/schemas/Receipt"}, "GET /v1/commands/{key}")
    expect((told["status"], told["resource"]) == ("done", made), "a command's receipt is not told again by its key")
    cancel(target, made["payment_id"])
    never = target.problem(target.send("GET", f"/v1/commands/{unknown}"), 404, "command-not-found")
    others = target.problem(target.send("GET", f"/v1/commands/{key}", "other"), 404, "command-not-found")
    expect(never["detail"] == others["detail"], "another's command is told from one that was never given")


def edits_name_their_state(target: Target) -> None:
    """Changing autopay needs its ETag: 428 without, 412 with another; with it, a try succeeds."""
    path = f"/v1/accounts/{target.account()}/autopay"
    tag = target.send("GET", path).headers.get("etag", "")
    expect(tag.startswith('"'), f"GET {path} has no strong ETag: {tag!r}")
    body, tried = {"amount_kind": "minimum"}, {"dry_run": "true"}
    target.problem(target.write("PUT", path, body, params=tried), 428, "if-match-required")
    stale = target.write("PUT", path, body, params=tried, headers={"If-Match": _SOME_ETAG})
    target.problem(stale, 412, "stale")
    target.good(target.write("PUT", path, body, params=tried, headers={"If-Match": tag}))
    expect(target.send("GET", path).headers.get("etag") == tag, "a try changed the ETag")
