"""The columns of a loan tape: one row an account, no name, no id that could be looked up."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from accounts.funding.facts import AccountFacts
from accounts.terms.delinquency import bucket

Kind = Literal["text", "integer", "date", "flag"]
Value = str | int | bool | date | None


@dataclass(frozen=True, slots=True)
class Seen:
    """An account as a tape shows it: at the close of `on`, named by the keyed hash of its id."""

    facts: AccountFacts
    on: date
    account_hash: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name (units last), its type in both formats, and what it holds."""

    name: str
    kind: Kind
    value: Callable[[Seen], Value]


def account_hash(account_id: str, key: str) -> str:
    """The name of an account on tapes: a keyed BLAKE2b, since six digits without a key could be tried out."""
    return hashlib.blake2b(account_id.encode(), key=key.encode()[:64], digest_size=16).hexdigest()


def _term_left(seen: Seen) -> int | None:
    return seen.facts.remaining_dues if seen.facts.term_months is not None else None


def _bucket(seen: Seen) -> str:
    return bucket(seen.facts.days_past_due, seen.facts.status == "charged_off")


COLUMNS = (
    Column("as_of_date", "date", lambda s: s.on),
    Column("account_hash", "text", lambda s: s.account_hash),
    Column("product", "text", lambda s: s.facts.product),
    Column("state", "text", lambda s: s.facts.state),
    Column("tier", "text", lambda s: s.facts.tier),
    Column("status", "text", lambda s: s.facts.status),
    Column("pool_id", "text", lambda s: s.facts.pool_id),
    Column("sold", "flag", lambda s: s.facts.sold),
    Column("origination_date", "date", lambda s: s.facts.opened_on),
    Column("agreement_date", "date", lambda s: s.facts.agreement_date),
    Column("age_months", "integer", lambda s: s.facts.age_months(s.on)),
    Column("original_balance_cents", "integer", lambda s: s.facts.original_cents),
    Column("credit_limit_cents", "integer", lambda s: s.facts.credit_limit_cents),
    Column("principal_cents", "integer", lambda s: s.facts.principal_cents),
    Column("interest_cents", "integer", lambda s: s.facts.interest_cents),
    Column("fees_cents", "integer", lambda s: s.facts.fees_cents),
    Column("credit_balance_cents", "integer", lambda s: s.facts.credit_cents),
    Column("written_down_cents", "integer", lambda s: s.facts.written_down_cents),
    Column("current_balance_cents", "integer", lambda s: s.facts.balance_cents),
    Column("apr_bps", "integer", lambda s: s.facts.apr_bps),
    Column("disclosed_apr_bps", "integer", lambda s: s.facts.disclosed_apr_bps),
    Column("term_months", "integer", lambda s: s.facts.term_months),
    Column("remaining_term_months", "integer", _term_left),
    Column("days_past_due", "integer", lambda s: s.facts.days_past_due),
    Column("dpd_bucket", "text", _bucket),
    Column("past_due_cents", "integer", lambda s: s.facts.past_due_cents),
    Column("next_due_date", "date", lambda s: s.facts.next_due_on),
    Column("last_payment_date", "date", lambda s: s.facts.last_payment_on),
    Column("last_payment_cents", "integer", lambda s: s.facts.last_payment_cents),
    Column("charge_off_date", "date", lambda s: s.facts.charged_off_on),
    Column("charge_off_cents", "integer", lambda s: s.facts.charged_off_cents),
    Column("modified", "flag", lambda s: s.facts.modified),
    Column("hardship", "flag", lambda s: s.facts.hardship),
    Column("scra", "flag", lambda s: "servicemember" in s.facts.flags),
    Column("bankruptcy", "flag", lambda s: "bankruptcy" in s.facts.flags),
    Column("disputed", "flag", lambda s: s.facts.disputed),
)
"""Balances come from journal entries by posting day; terms, dues and flags from their dated rows."""


def row_of(facts: AccountFacts, on: date, key: str) -> list[Value]:
    """The values of an account in the order of COLUMNS."""
    seen = Seen(facts, on, account_hash(facts.account_id, key))
    return [column.value(seen) for column in COLUMNS]
