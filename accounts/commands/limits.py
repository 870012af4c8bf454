"""A line's limit lowered, the line frozen and opened again."""

from typing import Literal

from accounts.commands.base import Books, Command, Result
from accounts.commands.content import Cents, Text
from accounts.commands.lifecycle import Reasons, line_of, pairs, refuse_if
from accounts.posting.limits import AdverseAction, freeze, record_adverse_action, set_limit, unfreeze
from accounts.posting.standing import Standing
from accounts.terms.money import dollars
from accounts.terms.offering import AMOUNTS

NOT_OPEN = {
    "frozen": "The line is frozen.",
    "closed": "The line is closed.",
    "charged_off": "The line is charged off.",
}
BY_LENDER = "Only Tidewell decides this; ask without `reasons` for a change of your own."


class DecreaseLimit(Command):
    """Lower a line's limit: at the borrower's request, or by the lender, then with the reasons of its notice.

    Below what is owed and pending, nothing is available until the balance is lower. Source: 12 CFR 1002.9.
    """

    kind = "decrease_limit"
    limit_cents: Cents
    reasons: Reasons = ()

    def check(self, books: Books) -> None:
        line, reasons = line_of(books, "limit-not-possible"), list[tuple[str, str]]()
        least, _ = AMOUNTS["cash_line"]
        if line.status not in ("open", "frozen"):
            reasons.append((line.status, NOT_OPEN[line.status]))
        if self.limit_cents >= line.limit_cents:
            text = f"The limit is {dollars(line.limit_cents)}; a decrease is to less than that."
            reasons.append(("amount", text))
        if self.limit_cents < least:
            text = f"A Cash Line has a limit of {dollars(least)} or more; to have none, close the line."
            reasons.append(("amount", text))
        if self.reasons and books.actor.role == "borrower":
            reasons.append(("by-lender", BY_LENDER))
        refuse_if("limit-not-possible", reasons)

    def record(self, books: Books) -> Result:
        if not self.reasons:
            return {}
        reasons = pairs(self.reasons)
        action = AdverseAction(
            books.command_id, books.borrower_id, "limit_decreased", books.value_on, reasons, books.account
        )
        return {"adverse_action_id": record_adverse_action(books.connection, action)}

    def apply(self, books: Books) -> Result:
        set_limit(books.connection, books.account, self.limit_cents)
        available = max(books.state().available_cents, 0)
        return {
            "account_id": books.account,
            "credit_limit_cents": self.limit_cents,
            "available_credit_cents": available,
        }


class FreezeLine(Command):
    """Stop draws on a line; payments and what is pending go on. `by` the lender only for staff."""

    kind = "freeze_line"
    why: Text = "Frozen at the borrower's request"
    by: Literal["borrower", "lender"] = "borrower"

    def check(self, books: Books) -> None:
        line, reasons = line_of(books, "freeze-not-possible"), list[tuple[str, str]]()
        if line.status != "open":
            reasons.append((line.status, NOT_OPEN[line.status]))
        if self.by == "lender" and books.actor.role == "borrower":
            reasons.append(("by-lender", "Only Tidewell freezes a line in its own name."))
        refuse_if("freeze-not-possible", reasons)

    def apply(self, books: Books) -> Result:
        freeze(books.connection, books.account, books.value_on, self.by, self.why)
        return {"account_id": books.account, "status": "frozen", "frozen_by": self.by, "why": self.why}


class UnfreezeLine(Command):
    """Open a frozen line again; one that the lender froze needs staff."""

    kind = "unfreeze_line"

    def check(self, books: Books) -> None:
        line = line_of(books, "unfreeze-not-possible")
        refuse_if("unfreeze-not-possible", _still_frozen(line, books.actor.role == "borrower"))

    def apply(self, books: Books) -> Result:
        unfreeze(books.connection, books.account)
        return {"account_id": books.account, "status": "open"}


def _still_frozen(line: Standing, by_borrower: bool) -> list[tuple[str, str]]:
    if line.status != "frozen":
        return [("not-frozen", NOT_OPEN.get(line.status, "The line is not frozen."))]
    if line.frozen_by == "lender" and by_borrower:
        why = (line.frozen_reason or "").rstrip(".")
        return [("by-lender", f"Tidewell froze the line: {why}. Support can look at it with you, 1-800-555-0142.")]
    return []
