"""Draws on a Cash Line: ask for one, take it back."""

from accounts.commands.base import Books, Command, Reason, Refused, Result
from accounts.posting.draws import DrawRequest, request_draws


class RequestDraw(Command):
    """Pay out part of the available credit to the linked bank account. Source: docs/product-terms.md, Cash Line."""

    kind = "request_draw"
    amount_cents: int

    def apply(self, books: Books) -> Result:
        request = DrawRequest(books.command_id, books.account, books.at, self.amount_cents)
        refused = request_draws(books.connection, [request])
        if refused:
            error = refused[request.command_id]
            raise Refused("draw-not-possible", [Reason("draw", text) for text in error.reasons])
        return {"draw_id": request.draw_id, "status": "pending", "amount_cents": self.amount_cents}
