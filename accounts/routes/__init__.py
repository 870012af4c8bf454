"""The HTTP edges of the account system."""

from accounts.routes import (
    account,
    activity,
    autopay,
    borrower,
    care,
    complaints,
    credits,
    disputes,
    draws,
    fees,
    figures,
    hardship,
    ledger,
    payments,
    people,
    public,
    statements,
)

ROUTERS = tuple(
    module.router
    for module in (
        public,
        borrower,
        account,
        figures,
        statements,
        activity,
        care,
        disputes,
        hardship,
        people,
        complaints,
        draws,
        payments,
        autopay,
        fees,
        credits,
        ledger,
    )
)
