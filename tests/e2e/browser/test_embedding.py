"""The chat on a host page: one script tag, a frame of its own, a session by message, nobody else's frame."""

import re

from playwright.sync_api import expect

from tests.e2e.browser.chat import ANSWER_MS
from tests.e2e.browser.conftest import Enter
from tests.e2e.browser.people import Casting
from tests.e2e.browser.stacks import Stack

FRAMES = """async () => {
  for (const at of ['/copilot', '/ops', '/sign-in']) {
    const frame = document.createElement('iframe');
    const loaded = new Promise((done) => { frame.onload = done; setTimeout(done, 1500); });
    frame.src = at;
    document.body.append(frame);
    await loaded;
  }
}"""


def test_a_host_page_opens_the_chat_and_signs_its_person_in(stack: Stack, enter: Enter, casting: Casting) -> None:
    handle = casting.borrower("cash_line", "instalment_loan", without=("scra", "spanish_preference"))
    visit = enter(casting.staff("auditor"), "/ops")
    page = visit.page
    page.goto(f"{stack.url}/example")
    visit.state("embed-closed")
    page.get_by_label(re.compile("Sign in as")).fill(handle)
    page.get_by_role("button", name="Sign in").click()
    frame = page.frame_locator("iframe")
    expect(frame.get_by_test_id("composer")).to_be_visible(timeout=ANSWER_MS)
    expect(frame.get_by_test_id("starter").first).to_be_visible(timeout=ANSWER_MS)
    accent = "getComputedStyle(document.documentElement).getPropertyValue('--tw-accent').trim()"
    inside = next(one for one in page.frames if "/chat" in one.url)
    assert inside.evaluate(accent) == "#5b2a86"
    frame.get_by_test_id("composer").fill("How much do I owe on my Cash Line?")
    frame.get_by_test_id("send").click()
    expect(frame.get_by_test_id("message-assistant").last).to_have_attribute("aria-busy", "false", timeout=ANSWER_MS)
    expect(frame.get_by_test_id("message-assistant").last).to_contain_text("$")
    visit.state("embed-open")
    page.get_by_role("button", name="Close chat").click()
    expect(page.get_by_role("button", name="Chat with us")).to_be_focused()


def test_no_page_but_the_chat_is_framed(stack: Stack, enter: Enter, casting: Casting) -> None:
    visit = enter(casting.staff("auditor"), "/ops")
    page = visit.page
    page.goto(f"{stack.url}/example")
    with visit.tolerating("frame-ancestors", "Refused to frame", "Framing", "CSP"):
        page.evaluate(FRAMES)
        held = [one for one in page.frames[1:] if one.url.startswith(stack.url) and "chat" not in one.url]
    assert not held, [one.url for one in held]
