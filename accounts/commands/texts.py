"""Texts in commands, bounded and without the NUL character, which the database cannot hold; bodies of requests."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

_NO_NUL = r"^[^\x00]+$"
Words = Annotated[str, StringConstraints(min_length=1, max_length=4000, pattern=_NO_NUL)]
"""What somebody says in their own words. It is kept out of events."""
Reference = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[!-~]+$")]
"""An id of something in another system: a document, a certificate, an approval."""
Channel = Literal["chat", "phone", "in_app", "mail"]
"""How it reached the lender."""


class Body(BaseModel):
    """What a request carries where the path names the rest of the command; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")
