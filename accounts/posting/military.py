"""Rates of servicemembers and covered borrowers, and the payments that follow from them.

Source: 50 U.S.C. 3937(a); 10 U.S.C. 987(b); 32 CFR 232.4.
"""

from datetime import date

import psycopg

from accounts.posting import caps
from accounts.posting import state as states
from accounts.posting.state import DAY
from accounts.terms.amortise import disclosure, schedule
from accounts.terms.scra import CAP_BPS, forgiven_of_instalment_cents

_WHY = "Servicemember cap of 6% while on active duty"
_PLANNED = """
SELECT d.number, d.due_date, d.principal_cents, d.interest_cents, d.forgiven_cents,
  coalesce(lag(d.due_date) OVER (ORDER BY d.due_date, d.number), a.opened_on), d.paid_on IS NULL
FROM dues d JOIN accounts a USING (account_id)
WHERE d.account_id = %s AND d.cancelled_why IS NULL ORDER BY d.due_date, d.number
"""


def cap_service(connection: psycopg.Connection, account_id: str, since: date, until: date | None = None) -> None:
    """Cap a debt from before service at 6% from `since` to `until`; later debts keep their rate.

    The excess is forgiven, and each instalment is lower by its part of it.
    """
    state = states.load(connection, [account_id]).get(account_id)
    if state is None or state.opened_on >= since:
        return
    caps.cap_rates(connection, account_id, since, until=until, cap_bps=CAP_BPS, kind="scra", why=_WHY)
    if state.product == "instalment_loan":
        _forgive(connection, account_id, state.apr_bps("standard", since - DAY), since, until)


def end_service(connection: psycopg.Connection, account_id: str, last_day: date) -> None:
    """End the cap after `last_day`; the rate and the instalments agreed hold again from the next day on."""
    state = states.load(connection, [account_id]).get(account_id)
    capped = [term.from_on for term in state.rates if term.kind == "scra"] if state else []
    if state is None or not capped:
        return
    caps.lift_cap(connection, account_id, "scra", last_day)
    if state.product == "instalment_loan":
        _forgive(connection, account_id, state.apr_bps("standard", min(capped) - DAY), min(capped), last_day)


def _forgive(connection: psycopg.Connection, account_id: str, apr_bps: int, since: date, until: date | None) -> None:
    """Set what of each unpaid instalment's planned interest is forgiven, by the capped days between due dates."""
    changed = list[tuple[int, int, int, str, int]]()
    for number, due, principal, interest, forgiven, before, unpaid in connection.execute(_PLANNED, [account_id]):
        if principal is None or not unpaid:
            continue
        first, last = max(since, before), due - DAY if until is None else min(until, due - DAY)
        capped_days = max((last - first).days + 1, 0)
        agreed = interest + forgiven
        off = forgiven_of_instalment_cents(agreed, apr_bps, capped_days, (due - before).days)
        changed.append((principal + agreed - off, agreed - off, off, account_id, number))
    connection.cursor().executemany(
        "UPDATE dues SET amount_cents = %s, interest_cents = %s, forgiven_cents = %s "
        "WHERE account_id = %s AND number = %s",
        changed,
    )


_LOAN = """
SELECT original_principal_cents, origination_fee_cents, term_months,
  array(SELECT d.due_date FROM dues d WHERE d.account_id = a.account_id ORDER BY d.number)
FROM accounts a WHERE a.account_id = %s
"""


def cap_covered(connection: psycopg.Connection, account_id: str, apr_bps: int) -> None:
    """Cap a covered borrower's loan at `apr_bps` from its first day on; schedule and disclosure follow."""
    state = states.load(connection, [account_id])[account_id]
    why = "Rate lowered so that the military APR is at most 36%"
    caps.cap_rates(connection, account_id, state.opened_on, until=None, cap_bps=apr_bps, kind="mla", why=why)
    row = connection.execute(_LOAN, [account_id]).fetchone()
    if row is None or state.product != "instalment_loan":
        return
    principal, fee, term, due_dates = row
    disclosed = disclosure(principal, apr_bps, term, fee)
    planned = schedule(principal, apr_bps, state.opened_on, due_dates[:term], disclosed.payment_cents)
    connection.cursor().executemany(
        "UPDATE dues SET amount_cents = %s, principal_cents = %s, interest_cents = %s "
        "WHERE account_id = %s AND number = %s",
        [(each.amount_cents, each.principal_cents, each.interest_cents, account_id, each.number) for each in planned],
    )
    connection.execute(
        "UPDATE accounts SET finance_charge_cents = %s, disclosed_apr_bps = %s WHERE account_id = %s",
        [disclosed.finance_charge_cents, disclosed.apr_bps, account_id],
    )
