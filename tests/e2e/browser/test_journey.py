"""The whole of it: a borrower asks, opens a source, has something changed, asks for a person; an agent takes over."""

from playwright.sync_api import expect

from tests.e2e.browser.chat import ANSWER_MS, Chat
from tests.e2e.browser.conftest import Enter
from tests.e2e.browser.people import Casting
from tests.e2e.browser.stacks import Stack

STEP_UP = "403"
"""Browsers log an answer of 403 as an error of the console; this one is the question for the code."""


def test_a_borrower_is_served_by_the_assistant_and_by_a_person(enter: Enter, casting: Casting, stack: Stack) -> None:
    handle = casting.borrower("cash_line", "instalment_loan", without=("scra", "spanish_preference", "open_dispute"))
    visit = enter(handle, "/chat")
    chat = Chat(visit)
    expect(visit.at("starter").first).to_be_visible()
    visit.state("chat-start")

    chat.ask("Is there a penalty for paying off my loan early?")
    visit.state("chat-answer")
    drawer = chat.open_citation()
    expect(drawer).to_contain_text("POL-PAYOFF-01")
    visit.state("chat-citation")
    chat.close(drawer)

    expect(chat.move_due_date(chat.ask)).to_contain_text("Move the due date")
    visit.state("chat-proposal")
    chat.confirm()
    visit.state("chat-receipt")

    chat.ask("Please change my phone number to 512-555-0143")
    with visit.tolerating(STEP_UP):
        chat.proposal().get_by_test_id("proposal-confirm").click()
        expect(visit.at("step-up-code")).to_be_visible()
    visit.state("chat-step-up")
    visit.at("step-up-code").fill(stack.code(handle))
    visit.at("step-up-submit").click()
    expect(chat.proposal().get_by_test_id("receipt")).to_be_visible(timeout=ANSWER_MS)
    visit.state("chat-step-up-receipt")

    visit.at("talk-to-person").click()
    expect(visit.at("handoff-state")).to_have_attribute("data-state", "waiting")
    visit.state("chat-waiting")

    desk = enter(casting.staff("support_agent"), "/copilot")
    row = desk.at("queue-row").filter(has_text=casting.name(handle))
    expect(row).to_be_visible(timeout=ANSWER_MS)
    desk.state("copilot-queue")
    row.get_by_test_id("accept").click()
    expect(desk.at("agent-composer")).to_be_visible(timeout=ANSWER_MS)
    expect(desk.at("snapshot")).to_be_visible(timeout=ANSWER_MS)
    desk.state("copilot-conversation")
    expect(visit.at("handoff-state")).to_have_attribute("data-state", "accepted", timeout=ANSWER_MS)

    visit.at("composer").fill("When do I pay my next instalment?")
    visit.at("send").click()
    expect(desk.page.get_by_text("When do I pay my next instalment?").first).to_be_visible(timeout=ANSWER_MS)
    desk.at("suggest").click()
    expect(desk.at("suggestion-insert")).to_be_visible(timeout=ANSWER_MS)
    desk.state("copilot-suggestion")
    desk.at("suggestion-insert").click()
    expect(desk.at("agent-composer")).not_to_have_value("")
    desk.at("agent-send").click()
    expect(visit.at("message-agent").last).to_be_visible(timeout=ANSWER_MS)
    visit.state("chat-agent-speaks")

    desk.at("return").click()
    desk.state("copilot-return")
    desk.at("return-confirm").click()
    expect(visit.at("talk-to-person")).to_be_visible(timeout=ANSWER_MS)
    chat.ask("How much do I owe on my Cash Line?")
    visit.state("chat-assistant-again")
