"""Who plays a case: the seeded person whose situation it names, the same one every time."""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from evals.books import Books
from evals.case import Case, Read, Situation

Person = dict[str, Any]
_APART = frozenset({"deceased", "attorney_represented", "bankruptcy", "cease_contact", "identity_theft"})
"""Situations in which collection stops and other people take over; only cases that name them get such a person."""


class NobodyFits(LookupError):
    """No seeded person is in the situation; the case cannot run on this portfolio."""


class Casting:
    """Finds people. `books_of` opens the account system for one of them."""

    def __init__(self, people: Sequence[Person], books_of: Callable[[Person], Books]) -> None:
        self._people = sorted(people, key=lambda person: str(person["handle"]))
        self._books_of = books_of

    def principal(self, case: Case) -> Person | None:
        """Who asks; None for a case of an anonymous caller. Raises NobodyFits."""
        if isinstance(case.person, str):
            return None
        return self._first(case.person, case.id, [], case.expect.facts)

    def other(self, case: Case, principal: Person | None) -> Person | None:
        """The other borrower the case is about, never the one who asks. Raises NobodyFits."""
        if case.other_person is None:
            return None
        return self._first(case.other_person, f"{case.id}/other", [principal] if principal else [])

    def _first(self, wanted: Situation, seed: str, apart_from: list[Person], facts: Sequence[Read] = ()) -> Person:
        fitting = [person for person in self._people if person not in apart_from and _listed(person, wanted)]
        start = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4], "big") % max(1, len(fitting))
        for person in [*fitting[start:], *fitting[:start]]:
            if wanted.role != "borrower" or self._fits(person, wanted, facts):
                return person
        raise NobodyFits(f"nobody seeded is {wanted.model_dump(exclude_defaults=True)}")

    def _fits(self, person: Person, wanted: Situation, facts: Sequence[Read]) -> bool:
        """Whether the books say so too, and have what the case asks about."""
        books = self._books_of(person)
        if wanted.holds is not None:
            owned = Counter(str(account["product"]) for account in books.accounts())
            if owned != Counter(wanted.holds):
                return False
        return all(books.holds(condition) for condition in wanted.where) and all(books.values(fact) for fact in facts)


def _listed(person: Person, wanted: Situation) -> bool:
    """What the directory alone can tell."""
    tags: set[str] = set(person["situation"])
    return (
        person["role"] == wanted.role
        and set(wanted.tags) <= tags
        and not (tags & _APART) - set(wanted.tags)
        and wanted.state in (None, person.get("state"))
        and wanted.language in (None, person.get("language"))
    )
