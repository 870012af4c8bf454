"""Ends of accounts and what is reported about them: paid off, charged off, bureau reporting."""

from collections.abc import Sequence
from datetime import date

import psycopg

from accounts import ledger
from accounts.ledger import Entry, Line
from accounts.posting import dues, interest
from accounts.posting import state as states
from accounts.posting.standing import eased_dues, settled_dues
from accounts.terms.delinquency import charge_off_date

CHARGE_OFF_AT_LEAST_DAYS = 89

_PAID_OFF = """
UPDATE accounts a SET status = 'paid_off', paid_off_on = (SELECT max(p.credited_on) FROM payments p
  WHERE p.account_id = a.account_id AND p.status = 'posted')
FROM balances b WHERE b.account_id = a.account_id AND a.product = 'instalment_loan' AND a.status = 'open'
AND b.account_id = ANY(%s) AND b.owed_cents <= 0 RETURNING a.account_id
"""
_REOPENED = """
UPDATE accounts a SET status = 'open', paid_off_on = NULL FROM balances b
WHERE b.account_id = a.account_id AND a.status = 'paid_off' AND b.owed_cents > 0 AND a.account_id = ANY(%s)
RETURNING a.account_id
"""


def settle_paid_off(connection: psycopg.Connection, account_ids: list[str]) -> None:
    """Loans that owe nothing are paid off and nothing further falls due; a returned payment opens them again."""
    if not account_ids:
        return
    done = connection.execute(_PAID_OFF, [account_ids]).fetchall()
    dues.cancel_ahead(connection, [row[0] for row in done], "paid_off")
    reopened = [row[0] for row in connection.execute(_REOPENED, [account_ids])]
    connection.execute(
        "UPDATE dues SET cancelled_why = NULL WHERE cancelled_why = 'paid_off' AND account_id = ANY(%s)",
        [reopened],
    )


_OLDEST = """
SELECT d.account_id, min(d.due_date) FROM dues d JOIN accounts a USING (account_id)
WHERE d.paid_on IS NULL AND d.cancelled_why IS NULL AND d.due_date < %(on)s AND a.status IN ('open', 'frozen', 'closed')
AND d.account_id = ANY(%(ids)s)
AND (d.account_id, d.number) NOT IN (SELECT * FROM unnest(%(accounts)s::text[], %(numbers)s::int[]))
GROUP BY 1 ORDER BY 1
"""


def charge_off(connection: psycopg.Connection, on: date, ids: Sequence[str]) -> list[str]:
    """On the last day of a month, charge off what reached 180 (line) or 120 (loan) days past due in it.

    The receivable is written down and stays owed; interest stops. Source: 65 FR 36903; docs/product-terms.md.
    """
    settled = settled_dues(connection, ids, on)
    values = {"accounts": [due[0] for due in settled], "numbers": [due[1] for due in settled]}
    oldest: dict[str, date] = dict(connection.execute(_OLDEST, {"on": on, "ids": ids, **values}).fetchall())
    oldest = {
        account_id: due_date
        for account_id, due_date in oldest.items()
        if (on - due_date).days >= CHARGE_OFF_AT_LEAST_DAYS
    }
    loaded = states.load(connection, oldest)
    entries, charges = list[Entry](), list[interest.Charge]()
    names = [f"chargeoff:{account_id}{part}" for account_id in loaded for part in ("", ":interest")]
    names = dict(zip(names, names, strict=True)) | ledger.renewed(connection, list(loaded), names)
    for account_id, state in loaded.items():
        if charge_off_date(state.product, oldest[account_id]) > on:
            continue
        if charge := interest.charge_through(state, on, names[f"chargeoff:{account_id}:interest"]):
            charges.append(charge)
            if entry := charge.entry(on, on, "Interest up to charge-off"):
                entries.append(entry)
                state.apply(entry.lines, on)
        lines = (Line(ledger.CHARGE_OFFS, state.owed_cents), Line(ledger.WRITTEN_DOWN, -state.owed_cents))
        text = "Charged off; the balance is still owed"
        entries.append(
            Entry(names[f"chargeoff:{account_id}"], account_id, state.borrower_id, "charge_off", on, on, text, lines)
        )
    ledger.post(connection, entries)
    interest.record(connection, charges)
    done = [entry.account_id for entry in entries if entry.kind == "charge_off"]
    connection.execute(
        "UPDATE accounts SET status = 'charged_off', charged_off_on = %s WHERE account_id = ANY(%s)",
        [on, done],
    )
    connection.execute(
        "UPDATE autopay SET enrolled = false, stopped_on = %s, stopped_reason = 'The account was charged off' "
        "WHERE enrolled AND account_id = ANY(%s)",
        [on, done],
    )
    return done


_REPORT = """
INSERT INTO bureau_reports (account_id, borrower_id, month_end, days_past_due, past_due_cents, reported)
SELECT account_id, borrower_id, %(on)s, days, past_due, CASE WHEN status IN ('charged_off', 'paid_off') THEN status
  WHEN days >= 150 THEN '150' WHEN days >= 120 THEN '120' WHEN days >= 90 THEN '90' WHEN days >= 60 THEN '60'
  WHEN days >= 30 THEN '30' ELSE 'current' END
FROM (SELECT a.account_id, a.borrower_id, a.status, coalesce(%(on)s - min(d.due_date), 0) AS days,
    coalesce(sum(d.amount_cents - d.paid_cents - coalesce(g.cents, 0)), 0) AS past_due
  FROM accounts a LEFT JOIN (due_status d LEFT JOIN
      unnest(%(accounts)s::text[], %(numbers)s::int[], %(cents)s::bigint[], %(settled)s::boolean[])
      AS g (account_id, number, cents, settled) ON g.account_id = d.account_id AND g.number = d.number)
    ON d.account_id = a.account_id AND d.due_date < %(on)s AND d.paid_on IS NULL AND d.cancelled_why IS NULL
    AND g.settled IS NOT TRUE
  WHERE a.opened_on <= %(on)s AND a.status <> 'closed' AND a.account_id = ANY(%(ids)s)
  AND NOT EXISTS (SELECT 1 FROM bureau_reports r WHERE r.account_id = a.account_id AND r.reported = 'paid_off')
  GROUP BY a.account_id) AS standing
ON CONFLICT DO NOTHING
"""


def report_to_bureaus(connection: psycopg.Connection, on: date, ids: Sequence[str]) -> None:
    """Keep what is reported for a month end; late only from 30 days past due. What is disputed is not reported."""
    eased = list(eased_dues(connection, ids, on).values())
    values = {
        "accounts": [due.account_id for due in eased],
        "numbers": [due.number for due in eased],
        "cents": [due.left_out_cents for due in eased],
        "settled": [due.settled for due in eased],
    }
    connection.execute(_REPORT, {"on": on, "ids": ids, **values})
