"""Private numbers and addresses in a draft, each with where it stands."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.copilot.rules import Ours
from assistant.guards.figures import figures
from assistant.guards.private_numbers import card_numbers, social_security_numbers

_MAIL = re.compile(r"\b[\w.+-]+@([\w-]+(?:\.[\w-]+)+)\b")
_ACCOUNT_ID = re.compile(r"\b(?:CL|IL)-\d{4,}\b")
_BANK = re.compile(
    r"\b(?:account|routing|acct|cuenta|ruta)(?:\s+(?:number|no\.?|n[uú]mero|#|is|es|ending)?)*[\s:#]*(\d{6,17})\b",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"\b(?:date of birth|born on|birthday|d\.?o\.?b\.?|fecha de nacimiento|naci[oó] el)\b[^.!?\n]{0,12}?"
    r"(\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|(?:19|20)\d{2}-\d{2}-\d{2})",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Found:
    """kind: a key of the words in `wording`, e.g. `card`."""

    kind: str
    start: int
    end: int


def private_data(draft: str, ours: Ours) -> list[Found]:
    """Card, Social Security and account numbers, e-mail addresses and phones that are not ours, dates of birth."""
    found = [*_numbers(draft, "card", card_numbers(draft)), *_numbers(draft, "ssn", social_security_numbers(draft))]
    found += [Found("account", match.start(), match.end()) for match in _ACCOUNT_ID.finditer(draft)]
    found += [Found("account", match.start(1), match.end(1)) for match in _BANK.finditer(draft)]
    found += [Found("birth", match.start(1), match.end(1)) for match in _BORN.finditer(draft)]
    found += [
        Found("mail", match.start(), match.end())
        for match in _MAIL.finditer(draft)
        if match.group(1).lower() not in ours.mail_domains
    ]
    found += [
        Found("phone", figure.start, figure.end)
        for figure in figures(draft)
        if figure.kind == "phone" and figure.value not in ours.phones
    ]
    return _apart(sorted(found, key=lambda one: (one.start, -one.end)))


def _numbers(draft: str, kind: str, numbers: Sequence[str]) -> Iterator[Found]:
    at = 0
    for number in numbers:
        at = draft.index(number, at)
        yield Found(kind, at, at + len(number))
        at += len(number)


def _apart(found: Sequence[Found]) -> list[Found]:
    """Without what lies inside another."""
    kept: list[Found] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
