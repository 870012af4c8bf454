"""The API with people who sign in by OpenID Connect: their accounts are read; the seeded people are nobody here."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from langchain_core.messages import AIMessage, BaseMessage
from pydantic import SecretStr

from api.app import ApiConfig
from api.app import create_app as create_api
from assistant.bootstrap import Overrides
from assistant.settings import Settings
from stack.issuers import issuer_for
from tests.conftest import INDEXED, Database
from tests.oidc_provider import CLIENT, SECRET, Provider, running
from tests.serving import Client, Lender, Puppet, calls, encoder, puppet, serving


@pytest.fixture(scope="module")
def signed(
    lender: Lender, clone_database: Callable[[str], Database], data_dir: Path
) -> Iterator[tuple[str, Provider, Puppet]]:
    """URL of an API in OIDC mode over the real account system, its provider, its model."""
    ana = lender.who("current")
    with running({str(ana["borrower_id"]): {"role": "borrower", "name": ana["name"]}}) as provider:
        provider.for_accounts = lender.issuer.delegate
        url = clone_database(INDEXED).url("assistant_app")
        known = {"oidc_issuer": provider.url, "oidc_client_id": CLIENT, "oidc_client_secret": SecretStr(SECRET)}
        settings = Settings(data_dir=data_dir, database_url=SecretStr(url)).model_copy(update=known)
        model = puppet()
        app = create_api(
            ApiConfig(settings, url, lender.url, issuer_for(settings, data_dir)),
            Overrides(model=model, encoder=encoder()),
        )
        with serving(app) as served:
            yield served, provider, model


async def test_a_borrower_reads_their_own_account_with_an_exchanged_token(
    signed: tuple[str, Provider, Puppet], lender: Lender
) -> None:
    url, provider, model = signed
    (subject,) = provider.people

    async def read(_: Sequence[BaseMessage]) -> AIMessage:
        return calls(("list_accounts", {}))

    model.play = read
    client = Client(url, provider.token(subject))
    answer = await client.say(await client.thread(), "Which accounts do I have?")
    assert answer["tool_calls"][0]["name"] == "list_accounts"
    assert provider.asked[-1]["audience"] == "accounts"


async def test_the_seeded_people_cannot_sign_in_and_their_tokens_do_not_count(
    signed: tuple[str, Provider, Puppet], lender: Lender
) -> None:
    url, _, _ = signed
    assert (await Client(url).get("/v1/development/people")).status_code == 404
    refused = await Client(url, lender.token(lender.who("current"))).post("/v1/threads")
    assert refused.status_code == 401


async def test_the_sign_in_page_is_told_where_to_go_and_no_secret(signed: tuple[str, Provider, Puppet]) -> None:
    url, provider, _ = signed
    answer = await Client(url).get("/v1/sign-in/configuration")
    assert answer.json() == {
        "mode": "oidc",
        "authority": provider.url,
        "client_id": CLIENT,
        "scope": "openid profile offline_access",
        "step_up_acr": "2",
    }
    assert SECRET not in answer.text


async def test_the_sign_in_page_is_told_who_came_back(signed: tuple[str, Provider, Puppet]) -> None:
    url, provider, _ = signed
    (subject,) = provider.people
    answer = await Client(url, provider.token(subject)).get("/v1/sign-in/me")
    assert answer.json() == {"name": provider.people[subject]["name"], "role": "borrower", "assurance": 1}
    assert (await Client(url).get("/v1/sign-in/me")).status_code == 401


async def test_an_issuer_out_of_reach_is_told_as_such(signed: tuple[str, Provider, Puppet]) -> None:
    url, provider, _ = signed
    (subject,) = provider.people
    fresh = provider.token(subject, jti="fresh")
    provider.down = True
    try:
        answer = await Client(url, fresh).post("/v1/threads")
    finally:
        provider.down = False
    assert answer.status_code == 503
    assert answer.json()["type"].endswith("/sign-in-unavailable")
