"""What underwriting decided about an application, and the offer that the borrower takes up."""

from typing import Literal

from accounts.commands.applications import OVER, ApplicationId, application_of
from accounts.commands.base import Books, Command, Result
from accounts.commands.content import Cents
from accounts.commands.lifecycle import BankLast4, CycleDay, DueDay, Reasons, TermMonths, Tier, pairs, refuse_if
from accounts.commands.opening import open_one, unpriced
from accounts.posting import applications
from accounts.posting.applications import OFFER_DAYS, Decision, Filed
from accounts.posting.limits import AdverseAction, record_adverse_action, set_limit
from accounts.posting.opening import Opening
from accounts.posting.standing import standing
from accounts.reads.errors import NotFound
from accounts.roles import SUPERVISOR
from accounts.terms.offering import Product, offer_refusals

DEFAULT_CYCLE_DAY: CycleDay = 12
DEFAULT_DUE_DAY = 15


class DecideApplication(Command):
    """Record the decision of underwriting, with its principal reasons verbatim when it is not what was asked for.

    An increase that is approved raises the limit at once; other approvals and counteroffers are open for 90 days.
    Source: 12 CFR 1002.9(a), (b)(2).
    """

    kind = "decide_application"
    roles = SUPERVISOR
    application_id: ApplicationId
    decision: Literal["approved", "declined", "counteroffer"]
    reasons: Reasons = ()
    offered_cents: Cents | None = None
    tier: Tier | None = None
    term_months: TermMonths | None = None

    def check(self, books: Books) -> None:
        found = application_of(books, self.application_id)
        if found.status != "in_review":
            refuse_if("decision-not-possible", [(found.status, OVER[found.status])])
        reasons = list[tuple[str, str]]()
        if bool(self.reasons) == (self.decision == "approved"):
            reasons.append(("reasons", "A decline or a counteroffer has one to four reasons, an approval none."))
        if self.decision == "declined" and (self.offered_cents or self.tier or self.term_months):
            reasons.append(("offer", "A decline offers nothing."))
        if self.decision == "approved" and self.offered_cents not in (None, found.requested_cents):
            reasons.append(("offer", "An approval is for what was asked; another amount is a counteroffer."))
        if self.decision == "counteroffer":
            reasons += self._counter(books, found)
        if self.decision != "declined" and found.kind == "new_account":
            reasons += self._terms(books, found)
        refuse_if("decision-not-possible", reasons)

    def _counter(self, books: Books, found: Filed) -> list[tuple[str, str]]:
        if self.offered_cents is None or self.offered_cents >= found.requested_cents:
            return [("offer", "A counteroffer is for less than what was asked.")]
        if (
            found.account_id
            and self.offered_cents <= standing(books.connection, found.account_id, books.today).limit_cents
        ):
            return [("offer", "A counteroffer to an increase is for more than the limit.")]
        return []

    def _terms(self, books: Books, found: Filed) -> list[tuple[str, str]]:
        if self.tier is None:
            return [("tier", "An offer names the pricing tier.")]
        product: Product = "cash_line" if found.product == "cash_line" else "instalment_loan"
        amount = self.offered_cents or found.requested_cents
        months = self.term_months or found.term_months
        if product == "instalment_loan" and months is None:
            return [("term", "An offer of a loan names its term.")]
        refused = offer_refusals(product, found.state or "", amount, months)
        return [*refused, *unpriced(books, product, self.tier)]

    def record(self, books: Books) -> Result:
        found, on, offer = application_of(books, self.application_id), books.today, self.decision != "declined"
        opens = found.kind == "new_account" and offer
        waits = opens or self.decision == "counteroffer"
        number = applications.next_account_id(books.connection, found.product) if opens else None
        until = on + OFFER_DAYS if waits else None
        decision = Decision(
            *(self.decision, on, pairs(self.reasons), self.offered_cents, self.tier, self.term_months, until, number)
        )
        applications.decide(books.connection, self.application_id, decision)
        told: Result = {"application_id": self.application_id, "status": self.decision, "decided_on": on}
        if offer:
            told |= {"offered_cents": self.offered_cents or found.requested_cents, "offer_until": until}
        if self.reasons:
            told["adverse_action_id"] = self._tell(books, found)
        return told

    def _tell(self, books: Books, found: Filed) -> str:
        kind = "application_declined" if self.decision == "declined" else "counteroffer"
        action = AdverseAction(
            *(books.command_id, books.borrower_id, kind, books.today, pairs(self.reasons)),
            account_id=found.account_id,
            application_id=found.application_id,
        )
        return record_adverse_action(books.connection, action)

    def apply(self, books: Books) -> Result:
        found = applications.filed(books.connection, self.application_id, books.borrower_id)
        if found is None or found.account_id != books.account or self.decision != "approved":
            return {}
        set_limit(books.connection, books.account, found.requested_cents)
        return {"account_id": books.account, "credit_limit_cents": found.requested_cents}


class AcceptOffer(Command):
    """Take up an offer: the account is opened under the number that was kept for it, or the limit is raised.

    A new line closes its cycles on `cycle_day`, a new loan falls due on `due_day`; `bank_last4` is the linked account.
    """

    kind = "accept_offer"
    application_id: ApplicationId
    bank_last4: BankLast4 | None = None
    cycle_day: CycleDay = DEFAULT_CYCLE_DAY
    due_day: DueDay = DEFAULT_DUE_DAY

    def check(self, books: Books) -> None:
        found, reasons = application_of(books, self.application_id), list[tuple[str, str]]()
        if found.status not in ("approved", "counteroffer"):
            reasons.append((found.status, OVER[found.status]))
        elif found.accepted_on is not None:
            reasons.append(("accepted", f"The offer was accepted on {found.accepted_on}."))
        elif found.kind == "line_increase" and found.status == "approved":
            reasons.append(("approved", "The increase is approved and in effect; there is nothing to accept."))
        elif found.offer_until is None or found.offer_until < books.today:
            reasons.append(("lapsed", "The offer is not open any more; a new application can be submitted."))
        elif found.kind == "line_increase":
            now = standing(books.connection, books.account, books.today)
            if now.status != "open" or now.limit_cents >= found.agreed_cents:
                reasons.append(("not-open", "Only an open line with a lower limit can be raised."))
        elif self.bank_last4 is None:
            reasons.append(("bank", "Say which bank account is linked: its last four digits."))
        refuse_if("offer-not-possible", reasons)

    def record(self, books: Books) -> Result:
        applications.accept(books.connection, self.application_id, books.today)
        return {"application_id": self.application_id, "accepted_on": books.today}

    def apply(self, books: Books) -> Result:
        found = application_of(books, self.application_id)
        if found.kind == "line_increase":
            set_limit(books.connection, books.account, found.agreed_cents)
            return {"account_id": books.account, "credit_limit_cents": found.agreed_cents}
        line = found.product == "cash_line"
        if found.tier is None or found.state is None or self.bank_last4 is None:
            raise NotFound(f"The offer of {self.application_id} is not complete.")
        opening = Opening(
            *(books.account, books.borrower_id, found.state, found.tier, books.value_on, self.bank_last4),
            limit_cents=found.agreed_cents if line else 0,
            cycle_day=self.cycle_day if line else 0,
            principal_cents=0 if line else found.agreed_cents,
            term_months=0 if line else found.term_months or 0,
            due_day=0 if line else self.due_day,
        )
        return open_one(books, opening)
