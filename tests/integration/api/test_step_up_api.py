"""Step-up over HTTP: the person's own code gives their own token a second factor, and nothing else does."""

from typing import Any

import httpx
import pytest

from stack.people import Person, identity_of
from tests.serving import Api, Client

PATH = "/v1/development/step-up"


@pytest.fixture
def people(api: Api) -> list[Person]:
    """Borrowers whom no other test of this file steps up."""
    return [person for person in api.lender.people if person["role"] == "borrower"]


def code_of(api: Api, person: Person) -> str:
    return api.lender.issuer.codes.code(identity_of(person).subject)


async def step_up(api: Api, person: Person, code: Any) -> httpx.Response:
    return await api.client(person).post(PATH, {"code": code})


async def test_the_own_code_gives_a_second_factor_for_the_same_person(api: Api, people: list[Person]) -> None:
    person = people[0]
    answer = await step_up(api, person, f" {code_of(api, person)} ")
    assert answer.status_code == 200
    identity = api.lender.issuer.verify(answer.json()["token"])
    assert (identity.subject, identity.role, identity.assurance) == (person["borrower_id"], "borrower", 2)
    threads = await Client(api.url, answer.json()["token"]).get("/v1/threads")
    assert threads.status_code == 200


async def test_a_code_that_was_taken_is_refused(api: Api, people: list[Person]) -> None:
    code = code_of(api, people[1])
    assert (await step_up(api, people[1], code)).status_code == 200
    again = await step_up(api, people[1], code)
    assert again.status_code == 403
    assert again.json()["type"].endswith("code-refused")
    assert "next one" in again.json()["detail"]


async def test_the_code_of_another_is_refused(api: Api, people: list[Person]) -> None:
    answer = await step_up(api, people[2], code_of(api, people[3]))
    assert answer.status_code == 403
    assert "token" not in answer.json()


async def test_after_five_wrong_codes_the_right_one_is_not_looked_at(api: Api, people: list[Person]) -> None:
    for _ in range(5):
        assert (await step_up(api, people[4], "not it")).status_code == 403
    stopped = await step_up(api, people[4], code_of(api, people[4]))
    assert stopped.status_code == 429
    assert 0 < int(stopped.headers["retry-after"]) <= 600


@pytest.mark.parametrize("body", [{}, {"code": None}, {"code": 123456}, {"code": "1" * 21}])
async def test_what_is_no_code_at_all_is_not_counted(api: Api, people: list[Person], body: dict[str, Any]) -> None:
    assert (await api.client(people[5]).post(PATH, body)).status_code == 422


async def test_nobody_signed_in_has_no_second_factor(api: Api, people: list[Person]) -> None:
    answer = await Client(api.url).post(PATH, {"code": code_of(api, people[6])})
    assert answer.status_code == 401
    expired = await Client(api.url, "no.such.token").post(PATH, {"code": code_of(api, people[6])})
    assert expired.status_code == 401
