"""Text of a run made harmless for the place where it is shown; HTML is left to Jinja's autoescape."""

import re

_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""What no XML may hold, moves a terminal, hides or turns text around; tab and line feed stay."""
_MARKDOWN = re.compile(r"[\\`*_\[\]!|~$]|^[-+=]|(?<=^\d)[.)]|:(?=//|\w+:)|(?<=www)\.", re.IGNORECASE)
_REFERENCE = re.compile(r"([@#])(?=\w)")
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def visible(text: str) -> str:
    """The text with each control character written out, as `\\x1b` or `\\u202e`."""
    return _CONTROL.sub(_written, text)


def _written(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def markdown(text: str, longest: int = 300) -> str:
    """One line of Markdown that renders as the text itself: no table, link, mention, image, HTML or code of its own."""
    line = " ".join(visible(cut(text, longest)).split())
    escaped = _MARKDOWN.sub(lambda match: "\\" + match[0], line.translate(_HTML))
    return _REFERENCE.sub(r"\1&#8203;", escaped)


def cut(text: str, longest: int) -> str:
    """The text, or its beginning with a word on how much is missing."""
    if len(text) <= longest:
        return text
    return f"{text[:longest].rstrip()} ... ({len(text) - longest:,} more characters)"
