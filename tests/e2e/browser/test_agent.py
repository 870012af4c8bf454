"""The agent's desk beyond the journey: a draft that is stopped, the keys, and what is over."""

from playwright.sync_api import expect

from tests.e2e.browser.chat import ANSWER_MS, Chat
from tests.e2e.browser.conftest import Enter
from tests.e2e.browser.people import Casting
from tests.e2e.browser.visit import Visit


def asked_for(enter: Enter, handle: str) -> Visit:
    """A borrower who has said something and waits for a person."""
    visit = enter(handle, "/chat")
    Chat(visit).ask("Is there a penalty for paying off my loan early?")
    visit.at("talk-to-person").click()
    expect(visit.at("handoff-state")).to_have_attribute("data-state", "waiting", timeout=ANSWER_MS)
    return visit


def test_a_draft_that_must_not_be_sent_waits_for_a_second_press(enter: Enter, casting: Casting) -> None:
    handle = casting.borrower("instalment_loan", without=("spanish_preference",))
    visit = asked_for(enter, handle)
    desk = enter(casting.staff("support_agent"), "/copilot")
    desk.at("queue-row").filter(has_text=casting.name(handle)).get_by_test_id("accept").click()
    composer = desk.at("agent-composer")
    composer.fill("I promise that your limit increase will be approved.")
    expect(desk.at("warning").first).to_be_visible(timeout=ANSWER_MS)
    desk.state("copilot-warned")
    composer.press("Control+Enter")
    expect(desk.at("agent-send")).to_have_attribute("data-held", "true")
    expect(desk.at("message-agent")).to_have_count(0)
    composer.fill("There is no penalty for paying early.")
    composer.press("Control+Enter")
    expect(visit.at("message-agent").last).to_contain_text("no penalty", timeout=ANSWER_MS)

    desk.page.locator("h1").click()
    desk.page.keyboard.press("?")
    expect(desk.at("shortcuts-dialog")).to_be_visible()
    desk.state("copilot-shortcuts")
    desk.page.keyboard.press("Escape")
    desk.tab_through(50)
    desk.page.locator("h1").click()
    desk.page.keyboard.press("r")
    desk.at("return-confirm").click()
    expect(desk.at("over")).to_be_visible(timeout=ANSWER_MS)
    desk.state("copilot-over")
