"""What each write tool declares: risk, limits, needed assurance, second person, and the tool that takes it back."""

from collections.abc import Mapping
from dataclasses import dataclass

from tools.drafting import Approval, Risk

_CENTS_OF_LARGEST_PAYMENT = 2_000_000
_CENTS_OF_LARGEST_LINE = 1_000_000


@dataclass(frozen=True)
class WriteSpec:
    """What a write tool declares. assurance: 1 signed in, 2 with a second factor, needed for the confirmation.

    approval: who else must say yes. most_cents: the largest amount. sensitive: arguments that only the person's own
    words or the account system may fill. undo: the tool that takes it back. version: of the tool's meaning.
    """

    risk: Risk
    assurance: int = 1
    approval: Approval | None = None
    most_cents: int | None = None
    sensitive: tuple[str, ...] = ()
    undo: str | None = None
    version: int = 1


WRITES: Mapping[str, WriteSpec] = {
    "move_due_date": WriteSpec("medium", sensitive=("account", "due_day")),
    "schedule_payment": WriteSpec(
        "medium",
        most_cents=_CENTS_OF_LARGEST_PAYMENT,
        sensitive=("account", "amount", "amount_kind", "payment_date"),
        undo="cancel_payment",
    ),
    "cancel_payment": WriteSpec("low", sensitive=("account", "payment")),
    "set_autopay": WriteSpec(
        "medium",
        most_cents=_CENTS_OF_LARGEST_PAYMENT,
        sensitive=("account", "amount_kind", "fixed_amount"),
        undo="stop_autopay",
    ),
    "stop_autopay": WriteSpec("medium", sensitive=("account",)),
    "request_draw": WriteSpec(
        "high", assurance=2, most_cents=_CENTS_OF_LARGEST_LINE, sensitive=("account", "amount"), undo="cancel_draw"
    ),
    "cancel_draw": WriteSpec("low", sensitive=("account", "draw")),
    "request_refund": WriteSpec(
        "high", assurance=2, most_cents=_CENTS_OF_LARGEST_LINE, sensitive=("account", "amount")
    ),
    "open_dispute": WriteSpec(
        "medium",
        most_cents=_CENTS_OF_LARGEST_PAYMENT,
        sensitive=("account", "dispute_kind", "transaction", "amount", "description"),
        undo="withdraw_dispute",
    ),
    "withdraw_dispute": WriteSpec("low", sensitive=("account", "dispute")),
    "enrol_hardship": WriteSpec("high", sensitive=("account", "plan", "income_change")),
    "change_contact": WriteSpec("high", assurance=2, sensitive=("channel", "language", "phone", "email")),
    "withdraw_consent": WriteSpec("low", sensitive=("consent",)),
    "freeze_line": WriteSpec("medium", sensitive=("account",), undo="unfreeze_line"),
    "unfreeze_line": WriteSpec("medium", sensitive=("account",), undo="freeze_line"),
    "close_line": WriteSpec("high", assurance=2, sensitive=("account",)),
    "request_limit_increase": WriteSpec(
        "medium",
        most_cents=_CENTS_OF_LARGEST_LINE,
        sensitive=("account", "requested_amount"),
        undo="withdraw_application",
    ),
    "withdraw_application": WriteSpec("low", sensitive=("application",)),
    "defer_payment": WriteSpec("medium", sensitive=("account",)),
    "waive_fee": WriteSpec("medium", approval="supervisor", sensitive=("account", "fee", "why")),
    "reverse_fee": WriteSpec("medium", approval="supervisor", sensitive=("account", "fee", "why")),
    "reverse_payment": WriteSpec("high", approval="supervisor", sensitive=("account", "payment", "why")),
    "send_correction": WriteSpec("medium", approval="supervisor", sensitive=("turn", "wrong", "right")),
}
"""Risk, assurance and second person as docs/acting.md has them; the account system's own limits hold besides."""
