"""What Tidewell offers, to whom. Source: docs/product-terms.md, Cash Line, Instalment loan, Eligibility."""

from typing import Literal

from accounts.terms.money import dollars

Product = Literal["cash_line", "instalment_loan"]
NAMES: dict[Product, str] = {"cash_line": "Cash Line", "instalment_loan": "instalment loan"}
AMOUNTS: dict[Product, tuple[int, int]] = {
    "cash_line": (50_000, 1_000_000),
    "instalment_loan": (100_000, 1_500_000),
}
"""Least and most cents: a line's limit, a loan's principal."""
TERM_MONTHS = (12, 60)
NOT_OFFERED: dict[Product, frozenset[str]] = {
    "cash_line": frozenset({"AR", "CT", "WV", "PR", "MA", "CO"}),
    "instalment_loan": frozenset({"AR", "CT", "WV", "PR"}),
}


def offer_refusals(
    product: Product, state: str, amount_cents: int, term_months: int | None
) -> tuple[tuple[str, str], ...]:
    """Why a product is not offered so, as (code, sentence); empty when it is. It says nothing about a decision."""
    reasons = list[tuple[str, str]]()
    least, most = AMOUNTS[product]
    if state in NOT_OFFERED[product]:
        reasons.append(("state", f"The {NAMES[product]} is not offered in {state}."))
    if not least <= amount_cents <= most:
        reasons.append(("amount", f"The {NAMES[product]} is from {dollars(least)} to {dollars(most)}."))
    shortest, longest = TERM_MONTHS
    if product == "instalment_loan" and (term_months is None or not shortest <= term_months <= longest):
        reasons.append(("term", f"An instalment loan runs {shortest} to {longest} months."))
    if product == "cash_line" and term_months is not None:
        reasons.append(("term", "A Cash Line has no term."))
    return tuple(reasons)
