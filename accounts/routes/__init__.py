"""The HTTP edges of the account system."""

from accounts.routes import (
    account,
    activity,
    applications,
    autopay,
    bank_accounts,
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
    limits,
    loans,
    payments,
    people,
    pricing,
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
        bank_accounts,
        autopay,
        fees,
        credits,
        ledger,
        applications,
        limits,
        loans,
        pricing,
    )
)
