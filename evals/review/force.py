"""How strongly a sentence binds: what it prohibits, restricts, demands, and what takes that back again."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from evals.review import data

_CLAUSE_END = re.compile(
    r"[.;:!?()]|,? but\b|,? pero\b"
    r"|, (?:and|so|then|y) (?=(?:you|it|they|we|the|then|only|call|say|ask|point|give|do|never|don|offer|copy)\b)"
    r"|, (?:and|so|then|y) (?=(?:mention|tell)\b)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w{.])\$?\d[\d,]*(?:\.\d+)?%?(?:-\d[\d-]*\d)?|\b[YMD]{2,4}(?:-[YMD]{2})+\b")
_TOKEN = re.compile(r"`[^`]+`|\[[A-Z]\d\]|\{\"[^}]+\}")
_PLACEHOLDER = re.compile(r"\{\{\s*(.*?)\s*\}\}")
_SUBORDINATE = re.compile(
    r"^\s*(?:when|where|if|whenever|once|since|because|although|while|cuando|si|donde)\b[^,]*,", re.I
)
_ORDER = (
    *("permit", "hedge", "universal", "exclusive", "forward", "clause", "exception", "urgent", "overrides"),
    "promises",
)
"""Which class reads a text first: `no matter` is no denial, `may not` no permission."""
_CLASSES = ("exclusive", "urgent", "universal", "hedge", "permit", "exception", "overrides", "promises")


@dataclass(frozen=True)
class Read:
    """A text's force. `counts`: how often each class occurs; `denied`, `affirmed`: content words by polarity."""

    counts: Counter[str]
    phrases: dict[str, list[str]]
    denied: frozenset[str]
    denied_clauses: tuple[frozenset[str], ...]
    """What is denied, clause by clause."""
    touched: frozenset[str]
    """Content words of clauses with a denial anywhere in them."""
    numbers: Counter[str]
    tokens: Counter[str]
    placeholders: tuple[str, ...]
    bare: str
    """The text without words of force, tokens and placeholders, to compare contents by."""


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    held = data.force()
    made = {name: data.alternatives(getattr(held, name)) for name in _CLASSES}
    made["forward"] = data.alternatives(held.prohibits["forward"])
    made["clause"] = data.alternatives(held.prohibits["clause"])
    return made


@cache
def _little() -> frozenset[str]:
    return frozenset((data.FOLDER / "little_words.txt").read_text(encoding="utf-8").split())


def content_words(text: str) -> list[str]:
    """Words that carry contents, in lower case and in order."""
    return [word for word in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text.lower()) if word not in _little()]


@cache
def read(text: str) -> Read:
    """The force of one text of any number of sentences."""
    patterns = _patterns()
    placeholders = tuple(" ".join(match.split()) for match in _PLACEHOLDER.findall(text))
    tokens = Counter(_TOKEN.findall(_PLACEHOLDER.sub(" ", text)))
    bare = _TOKEN.sub(" ", _PLACEHOLDER.sub(" ", text))
    numbers = Counter(_numbers(bare))
    counts: Counter[str] = Counter()
    phrases: dict[str, list[str]] = {}
    denied: list[frozenset[str]] = []
    touched: set[str] = set()
    kept: list[str] = []
    for clause in _clauses(bare):
        rest, starts = _take_out(clause, patterns, counts, phrases)
        kept.append(rest)
        words = content_words(rest)
        if starts:
            touched.update(words)
            denied.append(frozenset(content_words(rest[min(starts) :])))
    all_denied = frozenset(word for clause in denied for word in clause)
    bare_text = " ; ".join(kept)
    return Read(
        counts, phrases, all_denied, tuple(denied), frozenset(touched), numbers, tokens, placeholders, bare_text
    )


def _clauses(text: str) -> list[str]:
    made, at = list[str](), 0
    for end in _CLAUSE_END.finditer(text):
        made.append(text[at : end.start()])
        at = end.end()
    return [part for clause in (*made, text[at:]) for part in _condition_apart(clause) if part.strip()]


def _condition_apart(clause: str) -> tuple[str, ...]:
    """A condition that comes first denies nothing of what follows it."""
    condition = _SUBORDINATE.match(clause)
    return (clause[: condition.end()], clause[condition.end() :]) if condition else (clause,)


def main_clause(text: str) -> str:
    """What a sentence says to do, without the condition that it begins with."""
    condition = _SUBORDINATE.match(text)
    return text[condition.end() :].strip() if condition else text


def _take_out(
    clause: str, patterns: dict[str, re.Pattern[str]], counts: Counter[str], phrases: dict[str, list[str]]
) -> tuple[str, list[int]]:
    """The clause with its words of force blanked, and where its denials begin to hold."""
    starts: list[int] = []
    for name in _ORDER:
        for match in patterns[name].finditer(clause):
            if name in ("forward", "clause"):
                starts.append(match.end() if name == "forward" else 0)
                counts["denials"] += 1
            elif name in ("promises", "overrides") and any(start <= match.start() for start in starts):
                continue  # denied: `never promise that it will be waived` promises nothing
            else:
                counts[name] += 1
            phrases.setdefault(name, []).append(match[0].lower())
            clause = clause[: match.start()] + " " * len(match[0]) + clause[match.end() :]
    return clause, starts


def _numbers(text: str) -> list[str]:
    words = data.force().numbers
    spelt = [str(words[word]) for word in re.findall(r"[^\W\d_]+", text.lower()) if word in words]
    return [number.rstrip(",.").replace(",", "") for number in _NUMBER.findall(text)] + spelt
