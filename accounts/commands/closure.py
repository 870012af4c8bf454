"""A line closed for good: no draws any more, the balance stays payable."""

from accounts.commands.base import Books, Command, Result
from accounts.commands.content import Text
from accounts.commands.lifecycle import Reasons, line_of, pairs, refuse_if
from accounts.commands.limits import BY_LENDER
from accounts.posting.limits import AdverseAction, close, record_adverse_action
from accounts.posting.standing import Standing


class CloseLine(Command):
    """Close a line at the borrower's request, or by the lender, then with the reasons of its notice.

    What is owed stays payable on the same terms; a credit balance is refunded on request. A line that owes nothing is
    done. Source: docs/product-terms.md, Closure; 12 CFR 1002.9.
    """

    kind = "close_line"
    why: Text = "Closed at the borrower's request"
    reasons: Reasons = ()

    def check(self, books: Books) -> None:
        line = line_of(books, "closure-not-possible")
        reasons = list(closure_refusals(line))
        if self.reasons and books.actor.role == "borrower":
            reasons.append(("by-lender", BY_LENDER))
        refuse_if("closure-not-possible", reasons)

    def record(self, books: Books) -> Result:
        if not self.reasons:
            return {}
        reasons = pairs(self.reasons)
        action = AdverseAction(
            books.command_id, books.borrower_id, "line_closed", books.value_on, reasons, books.account
        )
        return {"adverse_action_id": record_adverse_action(books.connection, action)}

    def apply(self, books: Books) -> Result:
        close(books.connection, books.account, books.value_on, self.why)
        owed = books.state().owed_cents
        return {
            "account_id": books.account,
            "status": "closed",
            "closed_on": books.value_on,
            "still_owed_cents": max(owed, 0),
            "credit_balance_cents": max(-owed, 0),
        }


def closure_refusals(line: Standing) -> list[tuple[str, str]]:
    """Why a line cannot be closed, as (code, sentence)."""
    if line.status == "closed":
        return [("closed", "The line is closed already.")]
    if line.status == "charged_off":
        return [("charged_off", "The line is charged off; what is owed can still be paid.")]
    if line.pending_draws:
        text = "A draw is pending. Cancel it before its cut-off, or close the line once it has arrived."
        return [("pending-draw", text)]
    return []
