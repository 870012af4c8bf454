"""What an answer gives away, looked for as it stands and decoded: instructions, secrets, links to elsewhere."""

import base64
import binascii
import codecs
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from prompts import loader
from tools.untrusted import normalise, skeleton

_RUN = 10
"""So many words in a row are a fragment of the instructions; fewer occur by chance."""
_OWN_HOST = "tidewell.example"
_LEET = str.maketrans("431057", "aeiost")
_JWT = re.compile(r"\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]+)?")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_HEX = re.compile(r"\b(?:[0-9a-fA-F]{2}){8,}\b")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_RELATIVE = re.compile(r"(?!//)(?![a-z][a-z0-9+.-]*:)(?!(?:[\w-]+\.)+[a-z]{2,}(?:[/:?#]|$)).*", re.I | re.S)
_LINKS = (
    re.compile(r"\b[a-z][a-z0-9+.-]*:(?://|\\\\)[^\s<>()\[\]\"']+", re.I),
    re.compile(r"\b(?:javascript|data|vbscript):[^\s<>()\[\]\"']+", re.I),
    re.compile(r"(?<![\w:/])//[\w-]+(?:\.[\w-]+)+[^\s<>()\[\]\"']*"),
    re.compile(r"(?<![\w./@-])www\.[\w-]+(?:\.[\w-]+)+[^\s<>()\[\]\"']*", re.I),
    re.compile(r"(?<![\w./@-])(?:[a-z0-9-]+\.)+[a-z]{2,}/[^\s<>()\[\]\"']+", re.I),
    re.compile(r"!?\[[^\]]*\]\(\s*([^)\s]+)"),
    re.compile(r"(?m)^\s*\[[^\]]+\]:\s*(\S+)"),
    re.compile(r"<(?:img|a|iframe|script|link|form)\b[^>]*?(?:src|href|action)\s*=\s*[\"']?([^\"'\s>]+)", re.I),
)


def instructions(system: str) -> frozenset[tuple[str, ...]]:
    """The runs of words of a system prompt that no fixed wording of the product has too."""
    return frozenset(_runs(system) - _said_anyway())


def fragment(answer: str, secret: frozenset[tuple[str, ...]], known: Sequence[str] = ()) -> str | None:
    """A run of the instructions that an answer tells, however written. known: texts that may be told (passages)."""
    told = {run for text in readings(answer) for run in _runs(text)} & secret
    for text in known if told else ():
        told -= _runs(text)
    return " ".join(min(told)) if told else None


def holds(answer: str, canary: str) -> bool:
    """Whether a canary stands in a text, spaces and case aside, however written."""
    wanted = {_run_together(canary), _run_together(canary.translate(_LEET))}
    return any(one in _run_together(text) for text in readings(answer) for one in wanted)


def _run_together(text: str) -> str:
    return re.sub(r"\W", "", text.lower())


def token(answer: str) -> str | None:
    """Something that looks like a signed token."""
    found = _JWT.search(answer)
    return found.group() if found else None


def foreign_link(answer: str) -> str | None:
    """The first link or image that leads elsewhere than to the lender."""
    for pattern in _LINKS:
        for match in pattern.finditer(answer):
            link = match.group(1) if pattern.groups else match.group()
            if not _is_own(link.rstrip(".,;:!?")):
                return link
    return None


def _is_own(link: str) -> bool:
    """The lender's own, or no way out at all: a place in the page, words that name no host."""
    if _RELATIVE.match(link):
        return True
    try:
        parts = urlsplit(link if _SCHEME.match(link) else f"https://{link.lstrip('/')}")
    except ValueError:
        return False
    host = (parts.hostname or "").lower()
    return parts.scheme == "https" and (host == _OWN_HOST or host.endswith(f".{_OWN_HOST}"))


def readings(text: str) -> Iterator[str]:
    """A text, and what it is when its encodings are undone."""
    plain = normalise(text)
    yield plain
    yield skeleton(plain)
    yield skeleton(plain).translate(_LEET)
    yield plain[::-1]
    yield codecs.decode(plain, "rot13")
    yield unquote(plain)
    yield re.sub(r"(?<=\S) (?=\S(?:\s|$))", "", plain)
    for match in _BASE64.finditer(plain):
        yield _undone(match.group())
    for match in _HEX.finditer(plain):
        yield bytes.fromhex(match.group()).decode("utf-8", "replace")


def _undone(text: str) -> str:
    body = text.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(body + "=" * (-len(body) % 4)).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1)}


@cache
def _said_anyway() -> frozenset[tuple[str, ...]]:
    """The runs of all phrasings and hand-off texts, which are there to be said."""
    root = Path(loader.ROOT)
    files = [*(root / "phrasings").rglob("*.md"), *(root / "phrasings").rglob("*.yaml"), root / "handoffs.yaml"]
    return frozenset(run for path in files for run in _runs(path.read_text(encoding="utf-8")))
