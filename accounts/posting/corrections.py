"""What disputes post: provisional credits, their end, and corrections as if the error had never been."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import psycopg

from accounts import ledger
from accounts.ledger import Bucket, Entry, Line
from accounts.posting import interest
from accounts.posting import state as states
from accounts.posting.dues import ease_dues
from accounts.posting.state import AccountState

PROVISIONAL = "1450"
CORRECTIONS = "5300"
Place = tuple[Bucket, str | None]
"""A bucket of an account, and of which rate where it is principal."""


@dataclass(frozen=True, slots=True)
class Case:
    """A dispute on a day: whose, about which entry, and when something is posted for it.

    entry_name: the command of the disputed entry as it was first given; a recomputation may have posted it again.
    """

    dispute_id: str
    account_id: str
    entry_name: str | None
    on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class _Posted:
    """An entry of the account's timeline with its postings on the account."""

    entry_id: UUID
    kind: str
    effective_on: date
    lines: tuple[Line, ...]

    @property
    def place(self) -> Place:
        """Where most of it went."""
        line = max(self.lines, key=lambda each: abs(each.amount_cents))
        assert line.bucket is not None
        return line.bucket, line.rate_bucket


_POSTED = """
SELECT e.entry_id, e.kind, e.effective_on, p.gl_code, p.amount_cents, p.bucket, p.rate_bucket
FROM journal_entries e JOIN postings p USING (entry_id)
WHERE e.account_id = %s AND p.account_id = e.account_id
AND e.kind <> 'replay_reversal' AND regexp_replace(e.command_id, '#RP-[0-9a-f]+$', '') = %s
AND NOT EXISTS (SELECT 1 FROM journal_entries r WHERE r.reverses = e.entry_id AND r.kind = 'replay_reversal')
ORDER BY p.line
"""


def _posted(connection: psycopg.Connection, case: Case, name: str | None) -> _Posted | None:
    """The entry of a command as it stands in the account's timeline."""
    found = connection.execute(_POSTED, [case.account_id, name]).fetchall() if name else []
    if not found:
        return None
    first, kind, effective_on, *_ = found[0]
    return _Posted(first, kind, effective_on, tuple(Line(*row[3:]) for row in found))


def give_provisional(connection: psycopg.Connection, case: Case, cents: int) -> None:
    """Credit `cents` while the dispute is investigated. Source: 12 CFR 1005.11(c)(2)(i)."""
    state = states.load(connection, [case.account_id])[case.account_id]
    disputed = _posted(connection, case, case.entry_name)
    first = disputed.place if disputed else ("principal", None)
    lines = (*credit_lines(state, cents, first, case.on), Line(PROVISIONAL, cents), *_written_up(state, cents))
    text = "Provisional credit while your dispute is investigated"
    ledger.post(connection, [_entry(case, state, "provisional", "provisional_credit", case.on, text, lines)])


def take_provisional_back(connection: psycopg.Connection, case: Case) -> int:
    """End the dispute's provisional credit from today on, if there is one; gives its cents."""
    state = states.load(connection, [case.account_id])[case.account_id]
    given = _posted(connection, case, f"provisional:{case.dispute_id}")
    if given is None:
        return 0
    entry = _taken_back(case, state, given, case.on)
    ledger.post(connection, [entry])
    return -sum(line.amount_cents for line in given.lines)


def correct(connection: psycopg.Connection, case: Case, cents: int) -> int:
    """Correct an error of `cents` from the day it was made on, with the interest it caused; gives that interest.

    A provisional credit is replaced by the correction. Where the error is a payment that should not have been taken,
    the money goes back to the bank account instead. Source: 12 CFR 1026.13(e), 1005.11(c)(1).
    """
    state = states.load(connection, [case.account_id])[case.account_id]
    disputed = _posted(connection, case, case.entry_name)
    given = _posted(connection, case, f"provisional:{case.dispute_id}")
    if disputed and disputed.kind == "payment":
        take_provisional_back(connection, case)
        _pay_back(connection, case, disputed, cents)
        return 0
    entries, charges = list[Entry](), list[interest.Charge]()
    if given:
        entry = _taken_back(case, state, given, given.effective_on)
        entries.append(entry)
        state.apply(entry.lines, given.effective_on)
        charges += _caused(state, entry, f"provisional_end:{case.dispute_id}:interest")
    since = disputed.effective_on if disputed else given.effective_on if given else case.on
    place = disputed.place if disputed else ("principal", None)
    lines = (*credit_lines(state, cents, place, since), _offset(disputed, cents), *_written_up(state, cents))
    entry = _entry(case, state, "correction", "dispute_correction", since, "Error corrected after your dispute", lines)
    entries.append(entry)
    state.apply(entry.lines, since)
    charges += _caused(state, entry, f"correction:{case.dispute_id}:interest")
    for charge in charges:
        if posted := _interest_entry(case, state, charge):
            entries.append(posted)
            state.apply(posted.lines, case.on)
    ledger.post(connection, entries)
    interest.record(connection, charges)
    if state.product == "cash_line":
        ease_dues(connection, case.account_id, state.owed_cents)
    return -sum(charge.total_cents for charge in charges)


_FEE_TEXT = "Fee reversed after your dispute"
_FEE = """
UPDATE fees SET status = 'reversed', waived_on = %s, waived_why = 'Reversed after a dispute'
WHERE {} AND account_id = %s AND status IN ('charged', 'paid') RETURNING fee_id, amount_cents
"""


def mark_fee_reversed(connection: psycopg.Connection, case: Case, cents: int) -> None:
    """Where the disputed entry was a fee, and all of it is corrected, say so on the fee."""
    disputed = _posted(connection, case, case.entry_name)
    if disputed:
        standing = _FEE.format("entry_id = %s AND amount_cents <= %s")
        connection.execute(standing, [case.on, disputed.entry_id, cents, case.account_id])


def reverse_fees(connection: psycopg.Connection, case: Case, fee_ids: Sequence[str]) -> int:
    """Take back fees that the error caused; gives their sum in cents. Source: 12 CFR 1026.13(e)(1)."""
    found = connection.execute(_FEE.format("fee_id = ANY(%s)"), [case.on, list(fee_ids), case.account_id]).fetchall()
    state = states.load(connection, [case.account_id])[case.account_id]
    entries = list[Entry]()
    for fee_id, cents in sorted(found):
        credit = credit_lines(state, cents, ("fees", None), case.on)
        lines = (*credit, Line(ledger.FEE_INCOME, cents), *_written_up(state, cents))
        name = f"correction:{fee_id}"
        entries.append(
            _entry(case, state, name, "dispute_correction", case.on, "Fee reversed after your dispute", lines)
        )
        state.apply(lines, case.on)
    ledger.post(connection, entries)
    return sum(cents for _, cents in found)


def credit_lines(state: AccountState, cents: int, first: Place, on: date) -> tuple[Line, ...]:
    """Postings that take `cents` off an account: in the place given first, then principal from the highest APR down,
    fees, interest; what is left over is a credit balance.
    """
    dearest = sorted(state.principal, key=lambda bucket: -_apr_bps(state, bucket, on))
    order: list[Place] = [first, *(("principal", bucket) for bucket in dearest), ("fees", None), ("interest", None)]
    left, lines = cents, list[Line]()
    for bucket, rate_bucket in dict.fromkeys(place for place in order if place != ("principal", None)):
        if bucket == "principal":
            held = state.principal_of(rate_bucket or "standard")
        else:
            held = {"fees": state.fees_cents, "interest": state.interest_cents}.get(bucket, 0)
        part = min(left, max(held, 0))
        if part:
            lines.append(state.line(bucket, -part, rate_bucket))
        left -= part
    return (*lines, state.line("credit", -left)) if left else tuple(lines)


def _apr_bps(state: AccountState, rate_bucket: str, on: date) -> int:
    terms = [term for term in state.rates if term.rate_bucket == rate_bucket]
    running = [term for term in terms if term.from_on <= on and (term.to_on is None or on <= term.to_on)]
    return max((term.apr_bps for term in running or terms), default=0)


def _taken_back(case: Case, state: AccountState, given: _Posted, on: date) -> Entry:
    """The counter-entry; credit that was paid out meanwhile becomes principal."""
    cents, lines = -sum(line.amount_cents for line in given.lines), list[Line]()
    for line in given.lines:
        raised = -line.amount_cents
        if line.bucket != "credit":
            lines.append(Line(line.gl_code, raised, line.bucket, line.rate_bucket))
            continue
        there = min(raised, state.credit_cents)
        lines += [
            each for each in (state.line("credit", there), _principal(state, raised - there)) if each.amount_cents
        ]
    lines += [Line(PROVISIONAL, -cents), *_written_up(state, -cents)]
    text = "Provisional credit taken back"
    reverses = given.entry_id
    return _entry(case, state, "provisional_end", "provisional_reversed", on, text, tuple(lines), reverses)


def _pay_back(connection: psycopg.Connection, case: Case, payment: _Posted, cents: int) -> None:
    """Send a payment back; what it had paid is owed again, principal and credit first."""
    state = states.load(connection, [case.account_id])[case.account_id]
    rank = {"credit": 0, "principal": 1, "fees": 2, "interest": 3}
    left, lines = cents, list[Line]()
    for line in sorted(payment.lines, key=lambda each: rank.get(each.bucket or "", 4)):
        if line.bucket not in rank:
            continue
        held = state.credit_cents if line.bucket == "credit" else -line.amount_cents
        part = min(left, max(min(-line.amount_cents, held), 0))
        if part:
            lines.append(Line(line.gl_code, part, line.bucket, line.rate_bucket))
        left -= part
    if left:
        lines.append(_principal(state, left))
    lines += [Line(ledger.CASH, -cents), *_written_up(state, -cents)]
    text = "Payment sent back after your dispute"
    ledger.post(connection, [_entry(case, state, "correction", "dispute_correction", case.on, text, tuple(lines))])


def _principal(state: AccountState, cents: int) -> Line:
    return state.line("principal", cents, "standard")


def _offset(disputed: _Posted | None, cents: int) -> Line:
    """Against what the correction is booked: income that was none, else a loss."""
    kind = disputed.kind if disputed else ""
    codes = {
        "interest": ledger.INTEREST_INCOME,
        **dict.fromkeys(("late_fee", "returned_payment_fee"), ledger.FEE_INCOME),
    }
    return Line(codes.get(kind, CORRECTIONS), cents)


def _written_up(state: AccountState, cents: int) -> tuple[Line, ...]:
    """On a charged-off account less (more) is written down, as less (more) is owed."""
    if state.status != "charged_off":
        return ()
    return (Line(ledger.WRITTEN_DOWN, cents), Line(ledger.CHARGE_OFFS, -cents))


def _caused(state: AccountState, entry: Entry, command_id: str) -> list[interest.Charge]:
    """The interest already charged on days on which the entry counts."""
    if state.status == "charged_off":
        return []
    charge = interest.correction(state, entry.lines, entry.effective_on, command_id)
    return [charge] if charge else []


def _interest_entry(case: Case, state: AccountState, charge: interest.Charge) -> Entry | None:
    total = charge.total_cents
    if total >= 0:
        return charge.entry(case.on, case.on, "Interest of a provisional credit taken back")
    lines = (*credit_lines(state, -total, ("interest", None), case.on), Line(ledger.INTEREST_INCOME, -total))
    account, borrower = state.account_id, state.borrower_id
    text = "Interest on the disputed amount taken back"
    return Entry(charge.command_id, account, borrower, "interest", case.on, case.on, text, lines, posted_at=case.at)


def _entry(
    case: Case,
    state: AccountState,
    name: str,
    kind: str,
    effective_on: date,
    text: str,
    lines: tuple[Line, ...],
    reverses: UUID | None = None,
) -> Entry:
    command = f"{name}:{case.dispute_id}"
    who = (case.account_id, state.borrower_id)
    return Entry(command, *who, kind, effective_on, case.on, text, lines, reverses, posted_at=case.at)
