"""Which receivables a pool takes, as data, and why one does not qualify."""

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from accounts.funding.facts import AccountFacts

Tier = Literal["A", "B", "C", "D"]
Product = Literal["cash_line", "instalment_loan"]
State = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Flag = Literal["bankruptcy", "deceased", "identity_theft", "servicemember", "attorney_represented", "cease_contact"]
EXCLUDING_FLAGS: Final[tuple[Flag, ...]] = ("bankruptcy", "deceased", "identity_theft", "servicemember")
REASONS: Final = {
    "nothing_owed": "nothing is owed",
    "status": "the account is not open",
    "charged_off": "the account is charged off",
    "product": "the product is not taken",
    "tier": "the tier is not taken",
    "state": "the state is not taken",
    "days_past_due": "too many days past due",
    "seasoning": "not seasoned long enough",
    "balance": "the balance is too high",
    "flag": "a flag excludes it",
    "scra": "the borrower is a servicemember under the SCRA",
    "dispute": "a dispute is open",
    "hardship": "a hardship plan runs",
}
"""What each reason code says."""
SINCE_TRANSFER: Final = frozenset({"charged_off", "days_past_due", "flag", "scra", "dispute", "hardship"})
"""Reasons that make an assigned receivable a candidate for repurchase; the others are met or moot once it is in."""


class Criteria(BaseModel):
    """Conditions that a receivable must meet at the cut-off; an empty list or null asks for nothing.

    max_balance_cents: principal, charged interest and fees. min_seasoning_months: whole months since opening.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    products: tuple[Product, ...] = ()
    tiers: tuple[Tier, ...] = ()
    states: tuple[State, ...] = ()
    max_days_past_due: int | None = Field(default=None, ge=0, le=10_000)
    min_seasoning_months: int = Field(default=0, ge=0, le=600)
    max_balance_cents: int | None = Field(default=None, ge=0, le=10**12)
    excluded_flags: tuple[Flag, ...] = EXCLUDING_FLAGS
    takes_hardship: bool = False
    takes_disputed: bool = False

    def unmet(self, facts: AccountFacts, on: date) -> tuple[str, ...]:
        """Codes of REASONS for what the account does not meet at the close of `on`; empty when it qualifies."""
        flags = {str(flag) for flag in self.excluded_flags} & set(facts.flags)
        found = {
            "nothing_owed": facts.balance_cents <= 0,
            "charged_off": facts.status == "charged_off",
            "status": facts.status not in ("open", "charged_off"),
            "product": bool(self.products) and facts.product not in self.products,
            "tier": bool(self.tiers) and facts.tier not in self.tiers,
            "state": bool(self.states) and facts.state not in self.states,
            "days_past_due": self.max_days_past_due is not None and facts.days_past_due > self.max_days_past_due,
            "seasoning": facts.age_months(on) < self.min_seasoning_months,
            "balance": self.max_balance_cents is not None and facts.balance_cents > self.max_balance_cents,
            "flag": bool(flags - {"servicemember"}),
            "scra": "servicemember" in flags,
            "dispute": facts.disputed and not self.takes_disputed,
            "hardship": facts.hardship and not self.takes_hardship,
        }
        return tuple(code for code, missing in found.items() if missing)

    def breaches(self, facts: AccountFacts, on: date) -> tuple[str, ...]:
        """Codes for which an account that is in the pool ought to be bought back."""
        return tuple(code for code in self.unmet(facts, on) if code in SINCE_TRANSFER)
