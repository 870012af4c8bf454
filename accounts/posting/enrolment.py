"""Enrolment in autopay: set, stopped, changed in time or after the next due date, and the discount with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import psycopg

from accounts.posting import caps
from accounts.posting import state as states
from accounts.posting.state import DAY, AccountState
from accounts.terms.calendar import autopay_change_by

AmountKind = Literal["minimum", "statement_balance", "fixed"]
Choice = Literal["minimum", "statement_balance", "fixed", "off"]
STOPPED_BY_BORROWER = "Stopped by the borrower"
_WHY = "Autopay discount of 0.25 percentage point while enrolled"
_ENDED = "The agreed rate again: autopay has ended"
AUTOPAY_DISCOUNT_BPS = 25
AUTOPAY_DISCOUNT_FROM = date(2025, 9, 1)


@dataclass(frozen=True, slots=True)
class Wish:
    """What autopay shall do: an amount kind with `fixed_cents` for a fixed one, or `off`."""

    choice: Choice
    fixed_cents: int | None = None


_NEXT_DUE = """
SELECT min(due_date) FROM dues WHERE account_id = %s AND due_date >= %s AND cancelled_why IS NULL
"""
_PLAN = """
INSERT INTO autopay (account_id, borrower_id, enrolled, bank_last4, change_on, change_kind, change_fixed_cents)
SELECT account_id, borrower_id, false, bank_last4, %(on)s, %(choice)s, %(fixed)s FROM accounts
WHERE account_id = %(account)s
ON CONFLICT (account_id) DO UPDATE SET change_on = excluded.change_on, change_kind = excluded.change_kind,
  change_fixed_cents = excluded.change_fixed_cents
"""
_ENROL = """
INSERT INTO autopay (account_id, borrower_id, enrolled, amount_kind, fixed_cents, bank_last4, enrolled_on)
SELECT account_id, borrower_id, true, %(choice)s, %(fixed)s, bank_last4, %(on)s FROM accounts
WHERE account_id = %(account)s
ON CONFLICT (account_id) DO UPDATE SET enrolled = true, amount_kind = excluded.amount_kind,
  fixed_cents = excluded.fixed_cents, bank_last4 = excluded.bank_last4, stopped_on = NULL, stopped_reason = NULL,
  enrolled_on = CASE WHEN autopay.enrolled THEN autopay.enrolled_on ELSE excluded.enrolled_on END,
  change_on = NULL, change_kind = NULL, change_fixed_cents = NULL
"""
_STOP = """
UPDATE autopay SET enrolled = false, stopped_on = %(on)s, stopped_reason = %(why)s, change_on = NULL,
  change_kind = NULL, change_fixed_cents = NULL WHERE account_id = %(account)s
"""
_DUE_CHANGES = """
SELECT account_id, change_kind, change_fixed_cents FROM autopay
WHERE change_on <= %(on)s AND (%(ids)s::text[] IS NULL OR account_id = ANY(%(ids)s)) ORDER BY account_id
"""
# The agreed rate below the discount that holds on a day; null where the discount runs already.
_AGREED = """
SELECT CASE WHEN kind = 'autopay_discount' OR layers @> '[{"kind": "autopay_discount"}]' THEN NULL
  ELSE coalesce((layers -> 0 ->> 'apr_bps')::int, apr_bps) END FROM rate_terms
WHERE account_id = %(account)s AND rate_bucket = 'standard' AND from_on <= %(on)s
AND coalesce(to_on, 'infinity') >= %(on)s
"""
# A discount that was agreed without the rate below it lies over the note.
_UNDERLAY = """
UPDATE rate_terms SET layers = jsonb_build_array(jsonb_build_object('kind', 'note', 'why', %(why)s::text, 'apr_bps',
    coalesce((layers -> 0 ->> 'apr_bps')::int, apr_bps) + %(discount)s))
  || coalesce(layers, jsonb_build_array(jsonb_build_object('kind', kind, 'apr_bps', apr_bps, 'why', why)))
WHERE account_id = %(account)s AND coalesce(to_on, 'infinity') >= %(on)s
AND coalesce(layers -> 0 ->> 'kind', kind) = 'autopay_discount'
"""
_LAPSED = """
SELECT DISTINCT r.account_id FROM rate_terms r JOIN autopay u USING (account_id)
WHERE (r.kind = 'autopay_discount' OR r.layers @> '[{"kind": "autopay_discount"}]')
AND (r.to_on IS NULL OR r.to_on >= %(on)s) AND NOT u.enrolled
AND (%(ids)s::text[] IS NULL OR r.account_id = ANY(%(ids)s)) ORDER BY 1
"""


def takes_effect_on(connection: psycopg.Connection, account_id: str, on: date) -> date:
    """From which day a change asked for on `on` counts: at once up to 3 business days before the next due date.

    Later, the next debit is under way, and the change counts from the day after it. Source: docs/product-terms.md.
    """
    row = connection.execute(_NEXT_DUE, [account_id, on]).fetchone()
    due: date | None = row[0] if row else None
    return on if due is None or on <= autopay_change_by(due) else due + DAY


def ask(connection: psycopg.Connection, account_id: str, wish: Wish, on: date) -> date:
    """Carry out a wish now or keep it for after the next due date. Gives the day from which it counts."""
    from_on = takes_effect_on(connection, account_id, on)
    if from_on == on:
        _carry_out(connection, account_id, wish, on)
    else:
        values = {"account": account_id, "on": from_on, "choice": wish.choice, "fixed": wish.fixed_cents}
        connection.execute(_PLAN, values)
    return from_on


def switch_autopay(connection: psycopg.Connection, on: date, ids: Sequence[str] | None = None) -> None:
    """Changes whose day has come are carried out, and who is no longer enrolled pays the agreed rate again.

    A step of closing a day, before `run_autopay`; a second time it does nothing.
    """
    values = {"on": on, "ids": None if ids is None else list(ids)}
    for account_id, choice, fixed in connection.execute(_DUE_CHANGES, values).fetchall():
        _carry_out(connection, account_id, Wish(choice, fixed), on)
    for (account_id,) in connection.execute(_LAPSED, values).fetchall():
        _end_discount(connection, account_id, on)


def _carry_out(connection: psycopg.Connection, account_id: str, wish: Wish, on: date) -> None:
    if wish.choice == "off":
        connection.execute(_STOP, {"account": account_id, "on": on, "why": STOPPED_BY_BORROWER})
        _end_discount(connection, account_id, on)
        return
    values = {"account": account_id, "on": on, "choice": wish.choice, "fixed": wish.fixed_cents}
    connection.execute(_ENROL, values)
    if not has_discount(states.load(connection, [account_id])[account_id]):
        return
    agreed = connection.execute(_AGREED, values).fetchone()
    if agreed and agreed[0] is not None:
        cap = agreed[0] - AUTOPAY_DISCOUNT_BPS
        caps.cap_rates(connection, account_id, on, until=None, cap_bps=cap, kind="autopay_discount", why=_WHY)


def has_discount(state: AccountState) -> bool:
    """Whether autopay lowers this account's rate: instalment loans by agreements from 2025-09-01 on."""
    return state.product == "instalment_loan" and state.agreement_date >= AUTOPAY_DISCOUNT_FROM


def _end_discount(connection: psycopg.Connection, account_id: str, on: date) -> None:
    """The agreed rate again from `on`, or what else is laid over it."""
    values = {"account": account_id, "on": on, "discount": AUTOPAY_DISCOUNT_BPS, "why": _ENDED}
    connection.execute(_UNDERLAY, values)
    caps.lift_cap(connection, account_id, "autopay_discount", on - DAY)
