"""The HTTP edges of the account system."""

from accounts.routes import account, activity, borrower, care, draws, figures, ledger, public, statements

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
        draws,
        ledger,
    )
)
