"""People are named by their situation: by one that the portfolio has, and never by somebody's name."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import yaml

from accounts.seeding import names
from evals.casting import Casting, NobodyFits
from evals.lint.finding import Finding, Written, each

PLACE = Path(__file__).with_name("situations.yaml")


@each
def copied_names(one: Written) -> Iterator[Finding]:
    """A name that somebody seeded may bear makes a case depend on who is in the portfolio."""
    patterns = [text for expect in one.expected for text in (*expect.must_say, *expect.forbidden)]
    for text in (*one.texts, *patterns):
        if found := _full_name().search(text):
            says = f"{found.group()!r} may be somebody of the portfolio; use {{other_name}} or a name nobody has"
            yield one.finding("copied-name", says)


@cache
def _full_name() -> re.Pattern[str]:
    first, family = ("|".join(map(re.escape, part)) for part in (names.FIRST, names.FAMILY))
    return re.compile(rf"\b(?:{first})[ -](?:{family})\b", re.IGNORECASE)


@each
def unknown_situations(one: Written) -> Iterator[Finding]:
    """A tag that the directory does not have fits nobody."""
    for situation in (one.case.person, one.case.serves, one.case.other_person):
        if situation is None or isinstance(situation, str):
            continue
        for tag in sorted({*situation.tags, *situation.without} - tags()):
            yield one.finding("unreachable", f"nobody is ever tagged {tag!r}; `assist people` shows the tags")
        if both := sorted({*situation.tags} & {*situation.without}):
            yield one.finding("unreachable", f"{', '.join(both)} is asked for and ruled out")


@cache
def tags() -> frozenset[str]:
    """Situations that the seeded directory knows."""
    return frozenset(yaml.safe_load(PLACE.read_text(encoding="utf-8"))["tags"])


def nobody_there(written: Sequence[Written], casting: Casting) -> Iterator[Finding]:
    """Cases for which the seeded portfolio has nobody, or nobody who is not taken by another case that writes."""
    casting.reserve(one.case for one in written)
    for one in written:
        try:
            person, served = casting.principal(one.case), casting.served(one.case)
            casting.other(one.case, served or person)
        except NobodyFits as nobody:
            yield one.finding("unreachable", f"{nobody}; describe a situation that somebody is in")
