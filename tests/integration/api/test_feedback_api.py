"""What people think of an answer: theirs alone to say, and the newest word is kept."""

import uuid

from tests.serving import Api


async def test_the_newest_word_on_an_own_answer_is_kept(api: Api) -> None:
    client = api.client(api.lender.who("current"))
    turn = await client.say(await client.thread(), "hello")
    for body in ({"liked": True}, {"liked": False, "reason": "unclear"}):
        answer = await client.post("/v1/feedback", {"turn_id": turn["turn_id"], **body})
        assert answer.status_code == 204
    kept = api.rows("SELECT liked, reason, prompt FROM assistant.feedback WHERE turn_id = %s", turn["turn_id"])
    assert kept == [(False, "unclear", turn["prompt"])]


async def test_nobody_says_it_of_somebody_elses_answer(api: Api) -> None:
    person = api.lender.who("current")
    client = api.client(person)
    turn = await client.say(await client.thread(), "hello")
    for other in (api.client(api.lender.somebody_else(person)), api.client()):
        refused = await other.post("/v1/feedback", {"turn_id": turn["turn_id"], "liked": False})
        assert refused.status_code == 404
    assert api.rows("SELECT 1 FROM assistant.feedback WHERE turn_id = %s", turn["turn_id"]) == []


async def test_what_is_no_opinion_is_refused(api: Api) -> None:
    client = api.client(api.lender.who("current"))
    for body in (
        {"turn_id": "not-a-uuid", "liked": True},
        {"turn_id": str(uuid.uuid4()), "liked": True, "reason": "because"},
        {"turn_id": str(uuid.uuid4())},
    ):
        assert (await client.post("/v1/feedback", body)).status_code == 422
