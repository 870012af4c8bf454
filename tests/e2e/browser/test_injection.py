"""Text of models, policies, memos and people stays text on every page: nothing runs, no link leads elsewhere."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.e2e.browser.chat import ANSWER_MS, Chat
from tests.e2e.browser.conftest import Enter
from tests.e2e.browser.hostile import PAYLOAD, poison
from tests.e2e.browser.people import Casting
from tests.e2e.browser.stacks import Stack
from tests.e2e.browser.visit import Visit

MARKUP = (
    "iframe, script:not([src]), img[src*='evil'], img[src='x'], [onerror], [onload], [onmouseover], style, "
    "form[action], object, embed"
)


def harmless(visit: Visit) -> None:
    """Nothing of the payload has become an element, a link or a request."""
    assert visit.page.get_by_text("evil.example").count(), "the text did not get here: this test proves nothing"
    assert visit.ask("elements", MARKUP) == []
    links: list[str] = visit.ask("links")
    for link in links:
        parts = urlsplit(link)
        assert parts.scheme in ("tel", "mailto", "blob") or link.startswith(visit.origin), link
    assert not visit.page.evaluate("window.__pwned")


def test_the_chat(enter: Enter, casting: Casting) -> None:
    visit = enter(casting.borrower("cash_line", "instalment_loan", without=("scra", "open_dispute")), "/chat")
    chat = Chat(visit)
    poison(visit.page)
    chat.ask("Is there a penalty for paying off my loan early?")
    harmless(visit)
    drawer = chat.open_citation()
    expect(drawer).to_contain_text("evil.example")
    harmless(visit)
    chat.close(drawer)
    chat.ask("What were my last transactions on the Cash Line?")
    harmless(visit)
    chat.move_due_date(chat.ask)
    harmless(visit)
    visit.page.reload()
    expect(chat.answers().first).to_contain_text("evil.example", timeout=ANSWER_MS)
    harmless(visit)
    visit.state("injection-chat")


def test_what_a_borrower_writes_on_both_sides_of_the_desk(enter: Enter, casting: Casting, stack: Stack) -> None:
    """No poisoning on the way here: the words are typed, stored, and shown to both."""
    handle = casting.borrower("cash_line", without=("open_dispute",))
    visit = enter(handle, "/chat")
    chat = Chat(visit)
    chat.ask("What is my balance?" + PAYLOAD)
    harmless(visit)
    visit.at("talk-to-person").click()
    expect(visit.at("handoff-state")).to_be_visible(timeout=ANSWER_MS)
    desk = enter(casting.staff("support_agent"), "/copilot")
    row = desk.at("queue-row").filter(has_text=casting.name(handle))
    row.get_by_test_id("accept").click()
    expect(desk.at("agent-composer")).to_be_visible(timeout=ANSWER_MS)
    harmless(desk)
    desk.page.get_by_text(re.compile("You have the floor")).first.wait_for()
    with stack.http(casting.staff("support_agent")) as http:
        (mine,) = [one for one in http.get("/v1/handoffs?mine=true").json()["handoffs"] if one["state"] == "accepted"][
            :1
        ]
        http.post(f"/v1/handoffs/{mine['handoff_id']}/return", json={}).raise_for_status()


def test_the_copilot_and_operations(enter: Enter, casting: Casting, stack: Stack) -> None:
    handle = casting.borrower("cash_line", "instalment_loan", without=("scra",))
    with stack.http(handle) as http:
        thread = http.post("/v1/threads", json={}).raise_for_status().json()["thread_id"]
        http.post(f"/v1/threads/{thread}/turns", json={"text": "What is my balance?"}).raise_for_status()
        http.post(f"/v1/threads/{thread}/handoff", json={}).raise_for_status()
    desk = enter(casting.staff("support_agent"), "/copilot")
    expect(desk.at("queue-row").first).to_be_visible(timeout=ANSWER_MS)
    poison(desk.page)
    desk.page.reload()
    row = desk.at("queue-row").filter(has_text=casting.name(handle))
    row.get_by_test_id("accept").click()
    expect(desk.at("agent-composer")).to_be_visible(timeout=ANSWER_MS)
    desk.at("suggest").click()
    expect(desk.at("suggestion-text")).to_contain_text("evil.example", timeout=ANSWER_MS)
    harmless(desk)
    desk.state("injection-copilot")
    ops = enter(casting.staff("supervisor"), "/ops")
    poison(ops.page)
    for tab in ("approvals", "handoffs", "releases", "monitors", "conversations"):
        ops.at(f"tab-{tab}").click()
        expect(ops.at(f"tab-{tab}")).to_have_attribute("aria-current", "page")
    ops.at("conversation-row").first.click()
    expect(ops.page.get_by_text("evil.example").first).to_be_visible(timeout=ANSWER_MS)
    harmless(ops)
