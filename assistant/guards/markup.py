"""What is mended in a reply rather than refused: links to places that nobody vouches for."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

_MARKDOWN_LINK = re.compile(r"!?\[([^\]\n]*)\]\(\s*([^)\s]*)[^)]*\)")
_LINK = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]*://|\bwww\.|\b(?:javascript|data|vbscript):)[^\s<>()\[\]]*[^\s<>()\[\].,;:!?]",
    re.IGNORECASE,
)
SUSPECT = re.compile(r"<[a-z!/?]|&(?:#\w+|\w+);|javascript:", re.IGNORECASE)


def without_links(text: str, allowed: Sequence[str]) -> str:
    """The text with foreign links taken out; a Markdown link keeps its words."""

    def keep_words(match: re.Match[str]) -> str:
        return match.group() if _is_allowed(match.group(2), allowed) and match.group()[0] != "!" else match.group(1)

    def drop(match: re.Match[str]) -> str:
        return match.group() if _is_allowed(match.group(), allowed) else ""

    return _LINK.sub(drop, _MARKDOWN_LINK.sub(keep_words, text))


def _is_allowed(link: str, allowed: Sequence[str]) -> bool:
    try:
        parts = urlsplit(link if "//" in link else f"https://{link}")
    except ValueError:
        return False
    host = (parts.hostname or "").lower()
    return parts.scheme == "https" and any(host == known or host.endswith(f".{known}") for known in allowed)
