"""The chat in every state that a borrower or a visitor can bring it to, held to WCAG in both widths and schemes."""

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.chat import ANSWER_MS, Chat
from tests.e2e.browser.conftest import Enter
from tests.e2e.browser.people import Casting
from tests.e2e.browser.stacks import Stack
from tests.e2e.browser.visit import Visit

CODE_REFUSED = "403"
CARDS = (
    ("accounts", "Which accounts do I have?"),
    ("schedule", "Show me the payment schedule of my loan"),
    ("interest", "Why was I charged interest on my Cash Line?"),
    ("activity", "Show me my recent payments"),
)


@pytest.fixture
def visit(enter: Enter, casting: Casting) -> Visit:
    handle = casting.borrower("cash_line", "instalment_loan", without=("scra", "spanish_preference", "open_dispute"))
    return enter(handle, "/chat")


def over(visit: Visit, opens: str, state: str) -> None:
    """A panel over the conversation, and away again."""
    visit.at(opens).click()
    dialog = visit.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    visit.state(state)
    visit.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_figures_panels_and_what_is_said_of_an_answer(visit: Visit) -> None:
    chat = Chat(visit)
    over(visit, "about", "chat-about")
    for name, question in CARDS:
        chat.ask(question)
        visit.state(f"chat-card-{name}")
    visit.at("feedback-down").last.click()
    expect(visit.at("feedback-reason").first).to_be_visible()
    visit.state("chat-feedback")
    visit.at("feedback-reason").first.click()
    visit.state("chat-feedback-given")
    over(visit, "history", "chat-history")
    over(visit, "transcript", "chat-transcript")
    visit.at("edit").last.click()
    visit.state("chat-edit")
    visit.page.keyboard.press("Escape")
    visit.at("language").click()
    visit.state("chat-spanish")
    visit.page.context.set_offline(True)
    expect(visit.at("offline")).to_be_visible()
    visit.state("chat-offline")
    visit.page.context.set_offline(False)


def test_a_code_refused_and_a_change_declined(visit: Visit) -> None:
    chat = Chat(visit)
    chat.ask("Please change my phone number to 512-555-0143")
    with visit.tolerating(CODE_REFUSED):
        chat.proposal().get_by_test_id("proposal-confirm").click()
        visit.at("step-up-code").fill("000000")
        visit.at("step-up-submit").click()
        expect(visit.page.get_by_role("alert")).to_be_visible()
    visit.state("chat-code-refused")
    visit.page.keyboard.press("Escape")
    chat.proposal().get_by_test_id("proposal-decline").click()
    expect(chat.proposal()).to_have_attribute("data-state", "rejected", timeout=ANSWER_MS)
    visit.state("chat-declined")


def test_help_that_is_urgent(visit: Visit) -> None:
    chat = Chat(visit)
    chat.ask("I want to kill myself")
    expect(visit.at("urgent").first).to_be_visible(timeout=ANSWER_MS)
    visit.state("chat-urgent")


def test_a_visitor(stack: Stack, enter: Enter, casting: Casting) -> None:
    visit = enter(casting.staff("auditor"), "/ops")
    visit.page.evaluate("sessionStorage.clear()")
    visit.page.goto(f"{stack.url}/chat")
    chat = Chat(visit)
    visit.state("visitor-start")
    chat.ask("Is there a penalty for paying off my loan early?")
    expect(visit.at("citation-1")).to_be_visible()
    visit.state("visitor-answer")
    chat.ask("What is my balance?")
    expect(visit.at("message-assistant").last).to_contain_text("sign in")
    visit.state("visitor-sign-in")


def test_embedded_with_a_change_and_its_receipt(stack: Stack, enter: Enter, casting: Casting) -> None:
    handle = casting.borrower("cash_line", "instalment_loan", without=("scra", "spanish_preference", "open_dispute"))
    visit = enter(casting.staff("auditor"), "/ops")
    visit.page.goto(f"{stack.url}/example")
    visit.page.evaluate("token => { Tidewell.signIn(token); Tidewell.open(); }", stack.token(handle))
    frame = visit.page.frame_locator("iframe")
    expect(frame.get_by_test_id("starter").first).to_be_visible(timeout=ANSWER_MS)
    visit.state("embed-start")
    for question in ("Which accounts do I have?", "Please change my phone number to 512-555-0143"):
        answers = frame.get_by_test_id("message-assistant")
        before = answers.count()
        frame.get_by_test_id("composer").fill(question)
        frame.get_by_test_id("send").click()
        expect(answers).to_have_count(before + 1, timeout=ANSWER_MS)
        expect(answers.last).to_have_attribute("aria-busy", "false", timeout=ANSWER_MS)
    visit.state("embed-proposal")
    with visit.tolerating(CODE_REFUSED):
        frame.get_by_test_id("proposal-confirm").last.click()
        expect(frame.get_by_test_id("step-up-code")).to_be_visible()
    visit.state("embed-step-up")
    frame.get_by_test_id("step-up-code").fill(stack.code(handle))
    frame.get_by_test_id("step-up-submit").click()
    expect(frame.get_by_test_id("receipt").last).to_be_visible(timeout=ANSWER_MS)
    visit.state("embed-receipt")
    for panel in ("history", "transcript", "about"):
        frame.get_by_test_id(panel).click()
        expect(frame.get_by_role("dialog")).to_be_visible()
        visit.state(f"embed-{panel}")
        frame.get_by_test_id("close").click()
