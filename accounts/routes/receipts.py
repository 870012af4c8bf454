"""What a write answers."""

from datetime import date
from typing import Any, Literal

from accounts.reads.answers import Answer, Maybe


class Receipt(Answer):
    """A command that was run (`done`) or tried out (`preview`). Amounts in cents of `currency`.

    resource: what was made or changed. before, after: the account's figures around it, in a preview.
    """

    command_id: str
    status: Literal["done", "preview"]
    business_date: date
    value_on: date
    currency: Literal["USD"] = "USD"
    resource: dict[str, Any]
    before: Maybe[dict[str, Any]] = None
    after: Maybe[dict[str, Any]] = None
