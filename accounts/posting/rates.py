"""Changes of the rate that an account's principal bears."""

from datetime import date

import psycopg

from accounts import rows
from accounts.posting import state as states
from accounts.posting.state import DAY, RateTerm


def lower_rates(
    connection: psycopg.Connection, account_id: str, on: date, *, until: date | None, cap_bps: int, kind: str, why: str
) -> None:
    """Cap the APR of every rate bucket at `cap_bps` from `on` to `until` (None: open), then the agreed rate again.

    Rates that are lower already stay. `on` must be later than the start of the terms it cuts.
    """
    state = states.load(connection, [account_id])[account_id]
    for term in state.rates:
        if term.apr_bps <= cap_bps or (term.to_on and term.to_on < on) or (until and term.from_on > until):
            continue
        start, end = max(on, term.from_on), term.to_on if until is None else min(until, term.to_on or until)
        if term.from_on < start:
            _insert_cut(connection, state, term, RateTerm(term.rate_bucket, kind, start, end, cap_bps), why)
        else:
            connection.execute(
                "UPDATE rate_terms SET kind = %s, to_on = %s, apr_bps = %s, why = %s "
                "WHERE account_id = %s AND rate_bucket = %s AND from_on = %s",
                [kind, end, cap_bps, why, account_id, term.rate_bucket, term.from_on],
            )
        if end and (term.to_on is None or end < term.to_on):
            again = RateTerm(term.rate_bucket, term.kind, end + DAY, term.to_on, term.apr_bps)
            _insert(connection, state, again, f"The agreed rate again after: {why}")


def _insert_cut(
    connection: psycopg.Connection, state: states.AccountState, term: RateTerm, capped: RateTerm, why: str
) -> None:
    """End a running term the day before the capped one starts."""
    connection.execute(
        "UPDATE rate_terms SET to_on = %s WHERE account_id = %s AND rate_bucket = %s AND from_on = %s",
        [capped.from_on - DAY, state.account_id, term.rate_bucket, term.from_on],
    )
    _insert(connection, state, capped, why)


def _insert(connection: psycopg.Connection, state: states.AccountState, term: RateTerm, why: str) -> None:
    row = {
        "account_id": state.account_id,
        "borrower_id": state.borrower_id,
        "rate_bucket": term.rate_bucket,
        "kind": term.kind,
        "from_on": term.from_on,
        "to_on": term.to_on,
        "apr_bps": term.apr_bps,
        "why": why,
    }
    rows.insert(connection, "rate_terms", [row])
