"""Late fees and returned-payment fees: assessed by the dated schedule, explained, waived, and marked as paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import psycopg

from accounts import ledger, rows
from accounts.ids import ident
from accounts.ledger import Entry, Line
from accounts.posting import state as states
from accounts.posting.state import AccountState
from accounts.terms.delinquency import counts_as_full
from accounts.terms.latefee import LateFeeRule, fee_schedule, is_repeat, late_fee_cents, returned_payment_fee_cents
from accounts.terms.money import dollars


@dataclass(frozen=True, slots=True)
class Assessment:
    """A fee about to be charged. `rule` is the term it follows, `why` the sentence that tells the borrower."""

    kind: str
    account_id: str
    amount_cents: int
    due_number: int | None
    due_date_missed: date | None
    payment_id: str | None
    rule: str
    why: str

    @property
    def command_id(self) -> str:
        return f"{self.kind}:{self.account_id}:{self.payment_id or self.due_number}"


# What is credited today or tomorrow comes after the grace days. Late fees billed with a due are left out of what is
# short of it (16 CFR 444.4). What was disputed on a day since the due date is not late: the fee of the rest is charged
# on its day or not at all, and a bill made while something was disputed left it out already (12 CFR 1026.13(d), (f)).
_LATE = """
SELECT d.account_id, d.number, d.due_date, d.amount_cents, coalesce(s.minimum_due_cents, d.amount_cents),
  (SELECT coalesce(sum(x.amount_cents), 0) FROM due_payments x JOIN payments p USING (payment_id)
    WHERE x.account_id = d.account_id AND x.number = d.number AND p.credited_on < %(on)s)::bigint,
  (SELECT coalesce(sum(f.amount_cents), 0) FROM fees f WHERE f.account_id = d.account_id AND f.kind = 'late_fee'
    AND f.assessed_on BETWEEN s.period_start AND s.period_end
    AND coalesce(f.waived_on > s.period_end, true))::bigint,
  coalesce(q.cents, 0)
FROM dues d JOIN accounts a USING (account_id) LEFT JOIN statements s USING (statement_id)
LEFT JOIN LATERAL (SELECT bool_or(x.opened_on <= d.late_fee_on) AS in_time,
    max(disputed_of_due(d.account_id, d.amount_cents, least(%(on)s, x.resolved_on - 1))) AS cents
  FROM disputes x WHERE x.account_id = d.account_id AND x.opened_on <= %(on)s
  AND coalesce(x.resolved_on, 'infinity') > greatest(d.due_date, x.opened_on)
  AND x.opened_on > coalesce(s.period_end, '-infinity')
  AND x.kind IN ('billing_error', 'electronic_transfer', 'identity_theft')) AS q ON true
WHERE d.late_fee_on <= %(on)s AND (d.paid_on IS NULL OR d.paid_on >= %(on)s) AND d.cancelled_why IS NULL
AND a.status IN ('open', 'frozen', 'closed') AND d.account_id = ANY(%(ids)s)
AND NOT EXISTS (SELECT 1 FROM fees f WHERE f.account_id = d.account_id AND f.kind = 'late_fee'
  AND f.due_number = d.number)
AND NOT EXISTS (SELECT 1 FROM hardship_plans h WHERE h.account_id = d.account_id
  AND h.started_on <= d.late_fee_on AND d.due_date <= coalesce(h.ended_on, h.ends_on))
AND NOT EXISTS (SELECT 1 FROM flags g WHERE g.borrower_id = d.borrower_id AND g.since <= d.late_fee_on
  AND coalesce(g.until, 'infinity') >= d.late_fee_on AND g.kind IN ('bankruptcy', 'deceased', 'identity_theft'))
AND NOT (d.late_fee_on < %(on)s AND coalesce(q.in_time, false))
ORDER BY d.account_id, d.number
"""
_EARLIER = """
SELECT account_id, due_date_missed FROM fees
WHERE kind = 'late_fee' AND status <> 'reversed' AND account_id = ANY(%s)
"""


def assess_late_fees(connection: psycopg.Connection, on: date, ids: Sequence[str]) -> int:
    """Charge the late fee of every due that payments of its days of grace left short; one per missed due date.

    A waived fee leaves the payment late for the next one.
    None while a hardship plan runs or Special Servicing has the account, none for what is disputed. Gives the number
    of fees charged.
    """
    missed = connection.execute(_LATE, {"on": on, "ids": ids}).fetchall()
    if not missed:
        return 0
    loaded = states.load(connection, [row[0] for row in missed])
    earlier = dict[str, list[date]]()
    for account_id, due_date in connection.execute(_EARLIER, [list(loaded)]):
        earlier.setdefault(account_id, []).append(due_date)
    found = list[Assessment]()
    for account_id, number, due_date, amount, billed, paid, late_fees, disputed in missed:
        state = loaded[account_id]
        missing, minimum = amount - paid - disputed, max(billed - disputed, 0)
        if missing <= late_fees or (disputed and counts_as_full(paid, amount - disputed)):
            continue
        rule = fee_schedule().late_rule(state.product, state.state, on)
        repeat = is_repeat(due_date, earlier.get(account_id, ()))
        fee = late_fee_cents(rule, minimum, missing, repeat)
        earlier.setdefault(account_id, []).append(due_date)
        what = "minimum payment" if state.product == "cash_line" else "instalment"
        again = " and another payment was late within the six cycles before" if repeat else ""
        why = (
            f"The {what} of {dollars(minimum)} due on {due_date} had not been received by the end of day "
            f"{rule.days} after the due date{again}, so a late fee of {dollars(fee)} was charged on {on}."
        )
        found.append(Assessment("late_fee", account_id, fee, number, due_date, None, late_rule_text(rule), why))
    return _charge(connection, loaded, found, on, "Late fee")


def late_rule_text(rule: LateFeeRule) -> str:
    """The term of the agreement that a late fee follows."""
    if rule.kind == "flat":
        amount = dollars(rule.amount_cents)
        if rule.repeat_cents != rule.amount_cents:
            amount += f", {dollars(rule.repeat_cents)} if another payment was late within the six cycles before"
        limit = "never more than the payment that was due"
    else:
        amount = f"{rule.percent_bps / 100:g}% of the unpaid instalment"
        limit = f"at most {dollars(rule.cap_cents)}"
    return f"Late fee {amount}, after {rule.days} days, {limit}; one per missed due date."


def assess_returned_fees(
    connection: psycopg.Connection, returned: Sequence[tuple[str, str, int, str]], on: date
) -> int:
    """Charge the returned-payment fee for (payment id, account id, amount due in cents, reason); where there is one."""
    loaded = states.load(connection, [row[1] for row in returned])
    found = list[Assessment]()
    for payment_id, account_id, due_cents, reason in returned:
        state = loaded[account_id]
        rule = fee_schedule().returned_rule(state.state, on)
        fee = returned_payment_fee_cents(rule, due_cents)
        why = f"Your payment was returned by your bank ({reason}), so a fee of {dollars(fee)} was charged on {on}."
        text = f"Returned-payment fee {dollars(rule.amount_cents)}, never more than the payment that was due."
        found.append(Assessment("returned_payment_fee", account_id, fee, None, None, payment_id, text, why))
    return _charge(connection, loaded, found, on, "Returned-payment fee")


def _charge(
    connection: psycopg.Connection, loaded: dict[str, AccountState], found: Sequence[Assessment], on: date, text: str
) -> int:
    entries, kept = list[Entry](), list[rows.Row]()
    again = ledger.renewed(connection, list(loaded), [fee.command_id for fee in found])
    for fee in found:
        if not fee.amount_cents:
            continue
        state = loaded[fee.account_id]
        from_credit = min(state.credit_cents, fee.amount_cents)
        owed = (state.line("credit", from_credit), state.line("fees", fee.amount_cents - from_credit))
        lines = (*(line for line in owed if line.amount_cents), Line(ledger.FEE_INCOME, -fee.amount_cents))
        state.apply(lines, on)
        command = again.get(fee.command_id, fee.command_id)
        entry = Entry(command, fee.account_id, state.borrower_id, fee.kind, on, on, text, lines)
        entries.append(entry)
        kept.append(_row(fee, state, entry, on))
    ledger.post(connection, entries)
    rows.insert(connection, "fees", kept, skip_existing=True)
    settle_fees(connection, [entry.account_id for entry in entries])
    return len(entries)


def _row(fee: Assessment, state: AccountState, entry: Entry, on: date) -> rows.Row:
    return {
        "fee_id": ident("FE", fee.command_id),
        "account_id": fee.account_id,
        "borrower_id": state.borrower_id,
        "kind": fee.kind,
        "amount_cents": fee.amount_cents,
        "assessed_on": on,
        "due_number": fee.due_number,
        "due_date_missed": fee.due_date_missed,
        "payment_id": fee.payment_id,
        "rule": fee.rule,
        "why": fee.why,
        "status": "charged",
        "entry_id": entry.entry_id,
    }


_SETTLE = """
UPDATE fees f SET status = CASE WHEN t.newer >= t.owed THEN 'paid' ELSE 'charged' END
FROM (SELECT fee_id, coalesce(sum(amount_cents) OVER (PARTITION BY account_id
        ORDER BY assessed_on DESC, kind DESC, due_number DESC NULLS LAST, fee_id DESC
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS newer,
      (SELECT b.fees_cents FROM balances b WHERE b.account_id = x.account_id) AS owed
  FROM fees x WHERE x.status IN ('charged', 'paid') AND x.account_id = ANY(%s)) t
WHERE t.fee_id = f.fee_id AND f.status <> CASE WHEN t.newer >= t.owed THEN 'paid' ELSE 'charged' END
"""


def settle_fees(connection: psycopg.Connection, account_ids: Sequence[str]) -> None:
    """Mark fees as paid or open again: what is owed in fees is owed for the newest ones, the oldest are paid first."""
    connection.execute(_SETTLE, [list(account_ids)])
