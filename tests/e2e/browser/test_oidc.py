"""People of an OpenID Connect issuer sign in by code and PKCE, and give a second factor where a change needs one."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from playwright.sync_api import Request, expect

from tests.e2e.browser.chat import ANSWER_MS, Chat
from tests.e2e.browser.issuers import signed_in_by_issuer
from tests.e2e.browser.people import Casting
from tests.e2e.browser.stacks import Stack
from tests.e2e.browser.visit import Visit
from tests.oidc_provider import Provider

Signed = tuple[Stack, Provider]
STEP_UP = "403"
"""Browsers log an answer of 403 as an error of the console; this one is the question for the second factor."""
ASKED = "Please change my phone number to 512-555-0143"
OTHER = "somebody-else"


@pytest.fixture(scope="module")
def signed(stack: Stack, casting: Casting) -> Iterator[Signed]:
    handle = casting.borrower("cash_line", "instalment_loan", without=("scra", "spanish_preference", "open_dispute"))
    subject = said(stack.token(handle))["sub"]
    people = {subject: {"role": "borrower", "name": casting.name(handle)}, OTHER: {"role": "borrower"}}
    with signed_in_by_issuer(stack, people) as running:
        yield running


@pytest.fixture
def visit(signed: Signed, tab: Callable[[str, str], Visit]) -> Visit:
    """A borrower in the chat, signed in at the issuer."""
    api, provider = signed
    visit = tab(api.url, "a borrower of an issuer")
    visit.issuer = provider.url
    visit.page.goto(f"{api.url}/sign-in?next=/chat")
    visit.page.wait_for_url(f"{api.url}/chat")
    return visit


def said(token: str) -> dict[str, Any]:
    """The claims of a token; its signature is for the service to check."""
    return jwt.decode(token, options={"verify_signature": False})


def sent(request: Request) -> dict[str, Any]:
    return said(request.headers["authorization"].removeprefix("Bearer "))


def test_a_change_goes_on_by_itself_once_the_issuer_gave_a_second_factor(signed: Signed, visit: Visit) -> None:
    _, provider = signed
    person = next(iter(provider.people))
    seen: list[Request] = []
    visit.page.context.on("request", lambda one: seen.append(one))
    chat = Chat(visit)
    chat.ask(ASKED)
    with visit.tolerating(STEP_UP):
        chat.proposal().get_by_test_id("proposal-confirm").click()
        expect(visit.at("step-up-issuer")).to_be_visible()
    assert visit.at("step-up-code").count() == 0
    visit.state("chat-step-up-issuer")

    provider.people[person] = provider.people.pop(person)
    with visit.page.context.expect_page():
        visit.at("step-up-issuer").click()
    expect(visit.page.get_by_role("alert")).to_contain_text("Somebody else", timeout=ANSWER_MS)
    expect(chat.proposal()).to_have_attribute("data-state", "open")
    visit.state("chat-step-up-somebody-else")

    provider.people[OTHER] = provider.people.pop(OTHER)
    with visit.page.context.expect_page() as opened:
        visit.at("step-up-issuer").click()
    expect(chat.proposal().get_by_test_id("receipt")).to_be_visible(timeout=ANSWER_MS)
    assert opened.value.is_closed()

    asked = [parse_qs(urlsplit(one.url).query) for one in seen if one.url.startswith(f"{provider.url}/authorization")]
    assert [(one["acr_values"], one["max_age"]) for one in asked] == [(["2"], ["0"])] * 2
    refused, taken = (sent(one) for one in seen if one.url.endswith("/confirm"))
    assert (refused["sub"], refused.get("acr")) == (person, None)
    assert (taken["sub"], taken["acr"], taken["iss"]) == (person, "2", provider.url)
    assert all("oidc-client" not in one.url for one in seen if one.frame.page is visit.page)


def test_inside_another_page_the_change_goes_on_in_a_tab_of_its_own(signed: Signed, visit: Visit) -> None:
    api, provider = signed
    visit.page.goto(f"{api.url}/example")
    visit.page.evaluate(
        "token => { Tidewell.signIn(token); Tidewell.open(); }", provider.token(next(iter(provider.people)))
    )
    frame = visit.page.frame_locator("iframe")
    expect(frame.get_by_test_id("starter").first).to_be_visible(timeout=ANSWER_MS)
    frame.get_by_test_id("composer").fill(ASKED.replace("0143", "0144"))
    frame.get_by_test_id("send").click()
    with visit.tolerating(STEP_UP):
        frame.get_by_test_id("proposal-confirm").last.click(timeout=ANSWER_MS)
        expect(frame.get_by_test_id("step-up-elsewhere")).to_be_visible(timeout=ANSWER_MS)
    visit.state("embed-step-up-issuer")
    with visit.page.context.expect_page() as opened:
        frame.get_by_test_id("step-up-elsewhere").click()
    opened.value.wait_for_url("**/chat#thread=*", timeout=ANSWER_MS)
    card = opened.value.get_by_test_id("proposal-card").last
    card.get_by_test_id("proposal-confirm").click(timeout=ANSWER_MS)
    expect(card.get_by_test_id("receipt")).to_be_visible(timeout=ANSWER_MS)
    expect(frame.get_by_test_id("step-up")).to_have_count(0, timeout=ANSWER_MS)
    expect(frame.get_by_test_id("receipt")).to_be_visible(timeout=ANSWER_MS)
