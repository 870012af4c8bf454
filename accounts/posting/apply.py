"""How money that comes in or is given back lowers what is owed."""

from datetime import date

from accounts.ledger import Line
from accounts.posting.state import AccountState
from accounts.terms.allocate import Allocation, PrincipalBucket, allocate_line_payment, allocate_loan_payment


def split(state: AccountState, amount_cents: int, required_cents: int, on: date) -> tuple[Allocation, tuple[Line, ...]]:
    """Divide a payment by the product's rule into postings on the account; `required_cents` is its part towards dues.

    Source: docs/product-terms.md; accounts.terms.allocate.
    """
    if state.product == "instalment_loan":
        parts = allocate_loan_payment(amount_cents, state.interest_cents, state.fees_cents, state.principal_cents)
        buckets = _shares(state, parts.principal_cents)
    else:
        owed = [
            PrincipalBucket(name, state.apr_bps(name, on), cents)
            for name in sorted(state.principal)
            if (cents := state.principal_of(name)) > 0
        ]
        parts = allocate_line_payment(amount_cents, required_cents, state.interest_cents, state.fees_cents, owed)
        buckets = parts.principal_by_bucket
    lines = [state.line("interest", -parts.interest_cents), state.line("fees", -parts.fees_cents)]
    lines += [state.line("principal", -cents, name) for name, cents in buckets]
    lines.append(state.line("credit", -parts.credit_cents))
    return parts, tuple(line for line in lines if line.amount_cents)


def _shares(state: AccountState, principal_cents: int) -> tuple[tuple[str, int], ...]:
    """A loan's principal is one bucket."""
    return tuple((name, principal_cents) for name in state.principal)
