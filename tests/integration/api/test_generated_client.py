"""The generated Python client against the real API: sign in, converse, be refused, all in its own types."""

import asyncio

import pytest
from tidewell_client import AuthenticatedClient, Client
from tidewell_client.api.development import development_sign_in
from tidewell_client.api.sign_in import sign_in_configuration
from tidewell_client.api.threads import threads_create, threads_read, threads_say
from tidewell_client.models import NewThread, Opening, Problem, SignIn, SignInConfiguration, ThreadsMessage, TurnResult

from tests.serving import Api


@pytest.fixture
def anonymous(api: Api) -> Client:
    return Client(api.url, httpx_args={"trust_env": False})


async def signed_in(api: Api, anonymous: Client) -> AuthenticatedClient:
    handle = api.lender.who("current")["handle"]
    answer = await development_sign_in.asyncio(client=anonymous, body=SignIn(handle=handle))
    assert answer is not None
    assert not isinstance(answer, Problem)
    return AuthenticatedClient(api.url, answer.additional_properties["token"], httpx_args={"trust_env": False})


async def test_a_conversation_by_the_generated_client(api: Api, anonymous: Client) -> None:
    client = await signed_in(api, anonymous)
    thread = await threads_create.asyncio(client=client, body=Opening())
    assert isinstance(thread, NewThread)
    answer = await threads_say.asyncio(thread.thread_id, client=client, body=ThreadsMessage(text="Hello"))
    assert isinstance(answer, TurnResult)
    assert answer.outcome == "answered"
    assert answer.thread_id == thread.thread_id


async def test_a_refusal_is_a_typed_problem(api: Api, anonymous: Client) -> None:
    client = await signed_in(api, anonymous)
    refused = await threads_read.asyncio("no-such-thread", client=client)
    assert isinstance(refused, Problem)
    assert refused.type_.endswith("/thread-not-found")
    assert refused.status == 404


async def test_the_blocking_form_answers_the_same(anonymous: Client) -> None:
    found = await asyncio.to_thread(lambda: sign_in_configuration.sync(client=anonymous))
    assert isinstance(found, SignInConfiguration)
    assert found.mode == "development"
