"""A caller's message on its way in: checked before anything is stored."""

import unicodedata
from typing import Annotated

from pydantic import Field

from api.errors import MessageRefused

RunId = Annotated[str, Field(pattern=r"^[!-~]{1,80}$")]
"""A turn's idempotency key: printable ASCII without spaces, best a UUID."""
_KEPT_CONTROLS = "\n\t"


def accept_text(raw: str, max_chars: int) -> str:
    """The message in NFC without control characters. Raises MessageRefused with words for the person.

    A lone surrogate (broken unicode) becomes the replacement character, so that the rest can still be read.
    """
    if len(raw) > max_chars:
        raise MessageRefused(
            "message-too-long",
            f"The message has {len(raw):,} characters; at most {max_chars:,} can be read. Send the question by itself.",
        )
    readable = raw.encode("utf-8", "replace").decode("utf-8", "replace")
    controls = sum(1 for char in readable if unicodedata.category(char) == "Cc" and char not in _KEPT_CONTROLS + "\r")
    if controls > max(4, len(readable) // 20):
        raise MessageRefused("message-not-text", "That looks like a file rather than a message. Write it in words.")
    text = "".join(
        char for char in unicodedata.normalize("NFC", readable) if char in _KEPT_CONTROLS or ord(char) >= 32
    ).strip()
    if not any(char.isalnum() or char in "?¿!" for char in text):
        raise MessageRefused("message-empty", "The message is empty. Write what you would like to know.")
    return text
