"""The borrower's journey without a pointer, and what a screen reader is told: whole messages, no tokens."""

from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser.chat import ANSWER_MS, Chat
from tests.e2e.browser.conftest import Enter
from tests.e2e.browser.people import Casting
from tests.e2e.browser.visit import Visit

WATCH = """() => {
  window.__told = [];
  const at = document.querySelector('[data-testid="announcer"]');
  new MutationObserver(() => { const words = at.textContent.trim(); if (words) window.__told.push(words); })
    .observe(at, {childList: true, subtree: true, characterData: true});
}"""


def reach(page: Page, selector: str, most: int = 80) -> None:
    """Go by Tab until what fits has the focus, as somebody without a pointer does."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement?.matches(selector) ?? false", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def say(visit: Visit, chat: Chat, text: str) -> Locator:
    """Type into what has the focus, and wait for the whole answer."""
    before = chat.answers().count()
    visit.page.keyboard.type(text)
    visit.page.keyboard.press("Enter")
    return chat.answered(before)


def test_the_whole_journey_by_keyboard(enter: Enter, casting: Casting) -> None:
    handle = casting.borrower("cash_line", "instalment_loan", without=("scra", "spanish_preference", "open_dispute"))
    visit = enter(handle, "/chat")
    chat, page = Chat(visit), visit.page
    page.evaluate(WATCH)
    reach(page, '[data-testid="composer"]')
    say(visit, chat, "Is there a penalty for paying off my loan early?")

    page.keyboard.press("Shift+Tab")
    page.locator("body").press("Home")
    page.evaluate("document.activeElement.blur()")
    reach(page, '[data-testid^="citation-"]')
    page.keyboard.press("Enter")
    expect(visit.at("citation-drawer")).to_be_visible()
    page.keyboard.press("Escape")
    expect(visit.at("citation-drawer")).to_have_count(0)
    assert page.evaluate("document.activeElement.dataset.testid ?? ''").startswith("citation-"), "focus went elsewhere"

    reach(page, '[data-testid="composer"]')
    chat.move_due_date(lambda text: say(visit, chat, text))
    page.evaluate("document.activeElement.blur()")
    reach(page, '[data-testid="proposal-confirm"]')
    page.keyboard.press("Enter")
    expect(visit.at("receipt")).to_be_visible(timeout=ANSWER_MS)

    page.evaluate("document.activeElement.blur()")
    reach(page, '[data-testid="talk-to-person"]')
    page.keyboard.press("Space")
    expect(visit.at("handoff-state")).to_be_visible(timeout=ANSWER_MS)
    visit.tab_through()
    page.set_viewport_size({"width": 360, "height": 740})
    visit.tab_through()


def test_a_screen_reader_hears_each_answer_once_and_whole(enter: Enter, casting: Casting) -> None:
    visit = enter(casting.borrower("cash_line"), "/chat")
    chat = Chat(visit)
    visit.page.evaluate(WATCH)
    answer = chat.ask("How much of my line can I still use?")
    visit.page.wait_for_function("window.__told.length > 0")
    told: list[str] = visit.page.evaluate("window.__told")
    said = answer.locator(".rich").first.inner_text().split("\n")[0][:40]
    assert sum(said[:25] in one for one in told) == 1, told
    assert len(told) <= 4, told
    assert not visit.page.locator('[data-testid="message-assistant"] [aria-live]:not([aria-live="off"])').count()
