"""Who plays a case: the seeded person whose situation it names, the same one every time for a seed.

Nobody's books are written by two cases: such a case gets somebody whom no other one has.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any

from evals.books import Books
from evals.case import Case, Read, Situation

Person = dict[str, Any]
_APART = frozenset({"deceased", "attorney_represented", "bankruptcy", "cease_contact", "identity_theft"})
"""Situations in which collection stops and other people take over; only cases that name them get such a person."""


class NobodyFits(LookupError):
    """No seeded person is in the situation; the case cannot run on this portfolio."""


class NobodyLeft(NobodyFits):
    """Everybody in the situation plays another case that writes; the case needs a world of its own."""


class Casting:
    """Finds people. `books_of` opens the account system for one of them. seed: 0 is the blessed choice."""

    def __init__(self, people: Sequence[Person], books_of: Callable[[Person], Books], seed: int = 0) -> None:
        self._people = sorted(people, key=lambda person: str(person["handle"]))
        self._books_of = books_of
        self._seed = seed
        self._takers: dict[str, Person] = {}
        """Who is kept for a case that writes, by the case's id."""
        self._changed: set[str] = set()
        """Those of these cases after which the books are others."""

    def reserve(self, cases: Iterable[Case]) -> None:
        """Choose for all cases of a suite that write, before any of them has, so that the choice does not depend on
        which of them run here and in which order. Those whom few people fit choose first. A case that finds nobody is
        told so when it is played. Where nobody is left, cases that leave the books as they are share people."""
        writing = [case for case in cases if case.writes and case.person != "anonymous"]
        for case in sorted(writing, key=lambda case: (_leaves_as_is(case), self._how_many(case), case.id)):
            try:
                self._taken(case)
            except NobodyFits:
                continue

    def principal(self, case: Case) -> Person | None:
        """Who asks; None for a case of an anonymous caller. Raises NobodyFits."""
        if isinstance(case.person, str):
            return None
        if case.writes and case.person.role == "borrower":
            return self._taken(case)
        return self._first(case.person, case.id, [], case.facts)

    def served(self, case: Case) -> Person | None:
        """The borrower whom a member of staff serves in the case. Raises NobodyFits."""
        if case.serves is None:
            return None
        return self._taken(case) if case.writes else self._first(case.serves, case.id, [], case.facts)

    def other(self, case: Case, principal: Person | None) -> Person | None:
        """The other borrower the case is about, never the one who asks. Raises NobodyFits."""
        if case.other_person is None:
            return None
        return self._first(case.other_person, f"{case.id}/other", [principal] if principal else [])

    def second(self, maker: Person) -> Person:
        """A supervisor who may approve what `maker` proposed: anybody but the maker. Raises NobodyFits."""
        return self._first(Situation(role="supervisor"), f"approves/{maker['handle']}", [maker])

    def _how_many(self, case: Case) -> int:
        """How many people fit by what the directory tells."""
        wanted = case.serves or case.person
        return sum(isinstance(wanted, Situation) and _listed(person, wanted) for person in self._people)

    def _taken(self, case: Case) -> Person:
        """The borrower whose books the case writes. Raises NobodyFits, NobodyLeft."""
        if case.id not in self._takers:
            self._takers[case.id] = self._free(case)
            self._changed |= set() if _leaves_as_is(case) else {case.id}
        return self._takers[case.id]

    def _free(self, case: Case) -> Person:
        wanted = case.serves or case.person
        assert isinstance(wanted, Situation)
        changed = [taker for name, taker in self._takers.items() if name in self._changed]
        for taken in (list(self._takers.values()), *([changed] if _leaves_as_is(case) else [])):
            with suppress(NobodyFits):
                return self._first(wanted, case.id, taken, case.facts)
        self._first(wanted, case.id, [], case.facts)
        raise NobodyLeft(f"everybody who is {wanted.model_dump(exclude_defaults=True)} is taken")

    def _first(self, wanted: Situation, seed: str, apart_from: list[Person], facts: Sequence[Read] = ()) -> Person:
        fitting = [person for person in self._people if person not in apart_from and _listed(person, wanted)]
        drawn = seed if self._seed == 0 else f"{self._seed}/{seed}"
        start = int.from_bytes(hashlib.sha256(drawn.encode()).digest()[:4], "big") % max(1, len(fitting))
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


def _leaves_as_is(case: Case) -> bool:
    """Whether the books stand at the case's end as before it, as long as nothing is wrong."""
    return case.expect.end_state is not None and case.expect.end_state.unchanged is True


def _listed(person: Person, wanted: Situation) -> bool:
    """What the directory alone can tell."""
    tags: set[str] = set(person["situation"])
    return (
        person["role"] == wanted.role
        and set(wanted.tags) <= tags
        and not (tags & _APART) - set(wanted.tags)
        and not tags & set(wanted.without)
        and wanted.state in (None, person.get("state"))
        and wanted.language in (None, person.get("language"))
    )
