"""Returned payments: reversed as of their credit day, with the fee and what happens to autopay."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import psycopg

from accounts import ledger
from accounts.ledger import Bucket, Entry, Line
from accounts.posting import dues, interest
from accounts.posting import state as states
from accounts.posting.fees import assess_returned_fees, settle_fees
from accounts.posting.state import AccountState
from accounts.terms.returncodes import return_codes

AUTOPAY_STOP_RETURNS = 2
AUTOPAY_STOP_DAYS = timedelta(days=90)

_RETURNED = """
SELECT p.payment_id, p.account_id, p.credited_on, p.entry_id, CASE a.product WHEN 'cash_line' THEN
  (SELECT s.minimum_due_cents FROM statements s WHERE s.account_id = p.account_id ORDER BY s.period_end DESC LIMIT 1)
  ELSE (SELECT d.amount_cents FROM dues d WHERE d.account_id = p.account_id
    ORDER BY d.due_date < p.credited_on, abs(d.due_date - p.credited_on) LIMIT 1) END
FROM payments p JOIN accounts a USING (account_id)
WHERE p.payment_id = ANY(%s) AND p.status = 'posted' ORDER BY p.payment_id FOR UPDATE OF p
"""


def return_payments(connection: psycopg.Connection, returned: Sequence[tuple[str, str]], on: date) -> int:
    """Reverse posted payments, given as (payment id, ACH return code). Gives how many; others were not posted.

    Interest already charged for days on which the payment had counted is charged again for what it had lowered.
    Source: docs/product-terms.md, Payments.
    """
    codes, known = dict(returned), return_codes()
    found = connection.execute(_RETURNED, [list(codes)]).fetchall()
    loaded = states.load(connection, [row[1] for row in found])
    originals = _lines(connection, [row[3] for row in found])
    entries, charges = list[Entry](), list[interest.Charge]()
    for payment_id, account_id, credited, entry_id, _ in found:
        state, reason = loaded[account_id], known[codes[payment_id]].reason
        command, text = f"return:{payment_id}", f"Returned payment: {reason}"
        lines, spent = _taken_back(state, originals[entry_id])
        who = (account_id, state.borrower_id, "returned_payment")
        if lines:
            entries.append(Entry(command, *who, credited, on, text, lines, entry_id))
        if spent:
            entries.append(Entry(f"{command}:credit", *who, on, on, text, spent, entry_id))
            state.apply(spent, on)
        charge = interest.correction(state, lines, credited, f"{command}:interest")
        state.apply(lines, credited)
        if charge and (entry := charge.entry(on, on, "Interest for days on which the returned payment had counted")):
            entries.append(entry)
            state.apply(entry.lines, on)
        charges += [charge] if charge else []
    ledger.post(connection, entries)
    interest.record(connection, charges)
    connection.cursor().executemany(
        "UPDATE payments SET status = 'returned', returned_on = %s, return_code = %s, return_reason = %s, "
        "return_entry_id = %s WHERE payment_id = %s",
        [(on, codes[r[0]], known[codes[r[0]]].reason, _entry(entries, r[0]), r[0]) for r in found],
    )
    dues.uncover(connection, [row[0] for row in found])
    charged = [(row, known[codes[row[0]]]) for row in found]
    fees = [
        (row[0], row[1], row[4] or 0, code.reason)
        for row, code in charged
        if code.fee and loaded[row[1]].status != "charged_off"
    ]
    assess_returned_fees(connection, fees, on)
    settle_fees(connection, list(loaded))
    _stop_autopay(connection, list(loaded), on)
    return len(found)


def _entry(entries: Sequence[Entry], payment_id: str) -> UUID:
    """The entry that took a payment back; where all of it was credit spent since, that one."""
    names = (f"return:{payment_id}", f"return:{payment_id}:credit")
    return next(entry.entry_id for entry in entries if entry.command_id in names)


def _taken_back(state: AccountState, original: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Counter-postings as of the credit date; and, from the day of the return on, what was credit and is spent."""
    back = [Line(line.gl_code, -line.amount_cents, line.bucket, line.rate_bucket) for line in original]
    credit = sum(line.amount_cents for line in back if line.bucket == "credit")
    spent = max(credit - state.credit_cents, 0)
    if not spent:
        return tuple(back), ()
    kept = [line for line in back if line.bucket != "credit" and line.gl_code != ledger.CASH]
    cash = sum(line.amount_cents for line in back if line.gl_code == ledger.CASH)
    first = (*kept, state.line("credit", credit - spent), Line(ledger.CASH, cash + spent))
    second = (state.line("principal", spent, "standard"), Line(ledger.CASH, -spent))
    return tuple(line for line in first if line.amount_cents), second


def _lines(connection: psycopg.Connection, entry_ids: Sequence[object]) -> dict[object, list[Line]]:
    found = dict[object, list[Line]]()
    entry: object
    bucket: Bucket | None
    for entry, gl_code, amount, bucket, rate_bucket in connection.execute(
        "SELECT entry_id, gl_code, amount_cents, bucket, rate_bucket FROM postings "
        "WHERE entry_id = ANY(%s) AND gl_code < '9' ORDER BY entry_id, line",
        [list(entry_ids)],
    ):
        found.setdefault(entry, []).append(Line(gl_code, amount, bucket, rate_bucket))
    return found


def _stop_autopay(connection: psycopg.Connection, account_ids: Sequence[str], on: date) -> None:
    """After 2 returns in 90 days autopay is switched off."""
    connection.execute(
        "UPDATE autopay a SET enrolled = false, stopped_on = %(on)s, "
        "stopped_reason = 'Switched off after 2 returned payments in 90 days' "
        "WHERE a.enrolled AND a.account_id = ANY(%(ids)s) AND (SELECT count(*) FROM payments p "
        "WHERE p.account_id = a.account_id AND p.returned_on > %(since)s) >= %(stop)s",
        {"on": on, "ids": list(account_ids), "since": on - AUTOPAY_STOP_DAYS, "stop": AUTOPAY_STOP_RETURNS},
    )
