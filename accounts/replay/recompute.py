"""Recomputing an account from its commands."""

from accounts.commands.base import Books, Reason, Refused, Result


def recompute(books: Books) -> Result:
    """Run the account's commands again with this one in its place. Raises Refused."""
    raise Refused("not-backdated", [Reason("backdated", "Accounts are not recomputed yet.")])
