"""Who plays: the same person for a seed, and for cases that write somebody whom no other one has."""

from typing import Any

import httpx
import pytest

from evals.books import Books
from evals.case import Case
from evals.casting import Casting, NobodyFits, NobodyLeft, Person
from tests.unit.evals.stories import TODAY

EXPECT = {"end_state": {"golden": [{"post": "accounts/{cash_line}/freeze"}]}}
UNCHANGED = {"end_state": {"unchanged": True}}


def person(handle: str, *situation: str, role: str = "borrower") -> Person:
    return {"handle": handle, "name": handle.title(), "role": role, "situation": [*situation], "borrower_id": handle}


PEOPLE = [
    *(person(f"plain-{number}", "current") for number in range(4)),
    person("rare", "current", "frozen_line"),
    person("gone", "current", "deceased"),
    person("sam", role="supervisor"),
    person("sue", role="supervisor"),
    person("abe", role="support_agent"),
]


def casting(seed: int = 0) -> Casting:
    http = httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(404)), base_url="http://accounts")
    return Casting(PEOPLE, lambda one: Books(http, lambda: str(one["handle"]), TODAY), seed)


def case(name: str, *, writes: bool = True, **fields: Any) -> Case:
    turns: list[Any] = ["freeze my line", *([{"reject": -1}] if writes else [])]
    given = {"id": name, "domain": "executed", "person": {"tags": ["current"]}, "turns": turns, "expect": EXPECT}
    return Case.model_validate({**given, **fields})


def chosen(seed: int, name: str) -> str:
    found = casting(seed).principal(case(name, writes=False))
    assert found is not None
    return str(found["handle"])


def test_a_seed_always_chooses_the_same_and_seeds_differ() -> None:
    names = [f"case-{number}" for number in range(8)]
    assert [chosen(0, name) for name in names] == [chosen(0, name) for name in names]
    assert [chosen(0, name) for name in names] != [chosen(1, name) for name in names]


def test_nobody_writes_in_books_that_another_case_writes_in() -> None:
    cases = [case(f"case-{number}") for number in range(5)]
    found = casting()
    found.reserve(cases)
    taken = [found.principal(one) for one in cases]
    assert len({str(one["handle"]) for one in taken if one}) == 5
    with pytest.raises(NobodyLeft, match="is taken"):
        found.principal(case("one-too-many"))


def test_cases_that_leave_the_books_as_they_are_share_people_where_nobody_is_left() -> None:
    changing = [case(f"case-{number}") for number in range(4)]
    refusing = [case(f"no-{number}", expect=UNCHANGED) for number in range(3)]
    found = casting()
    found.reserve([*refusing, *changing])
    taken = [str(one["handle"]) for one in map(found.principal, changing) if one]
    shared = [str(one["handle"]) for one in map(found.principal, refusing) if one]
    assert len({*taken}) == 4
    assert len({*shared}) == 1
    assert not {*taken} & {*shared}


def test_who_plays_does_not_depend_on_which_cases_come_first() -> None:
    cases = [case(f"case-{number}") for number in range(4)]
    there, back = casting(), casting()
    there.reserve(cases)
    back.reserve(reversed(cases))
    assert [there.principal(one) for one in cases] == [back.principal(one) for one in reversed(cases)][::-1]


def test_cases_that_few_people_fit_choose_first() -> None:
    cases = [*(case(f"case-{number}") for number in range(4)), case("zz-rare", person={"tags": ["frozen_line"]})]
    found = casting()
    found.reserve(cases)
    rare = found.principal(cases[-1])
    assert rare is not None
    assert rare["handle"] == "rare"


def test_cases_that_only_read_share_people() -> None:
    found = casting()
    assert all(found.principal(case(f"case-{number}", writes=False)) for number in range(20))


def test_a_situation_can_be_ruled_out() -> None:
    found = casting()
    with pytest.raises(NobodyFits):
        found.principal(case("none", person={"tags": ["frozen_line"], "without": ["current"]}, writes=False))


def test_staff_serve_a_borrower_of_their_own_case() -> None:
    served = casting().served(case("staff", person={"role": "support_agent"}, serves={"tags": ["frozen_line"]}))
    assert served is not None
    assert served["handle"] == "rare"


def test_who_approves_is_another_supervisor_than_the_maker() -> None:
    sam, sue, abe = PEOPLE[-3:]
    found = casting()
    assert (found.second(sam), found.second(sue)) == (sue, sam)
    assert found.second(abe) in (sam, sue)
