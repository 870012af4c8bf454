"""Texts in commands: bounded, and without the NUL character, which the database cannot hold."""

from typing import Annotated, Literal

from pydantic import StringConstraints

_NO_NUL = r"^[^\x00]+$"
Words = Annotated[str, StringConstraints(min_length=1, max_length=4000, pattern=_NO_NUL)]
"""What somebody says in their own words. It is kept out of events."""
Reference = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[!-~]+$")]
"""An id of something in another system: a document, a certificate, an approval."""
Channel = Literal["chat", "phone", "in_app", "mail"]
"""How it reached the lender."""
