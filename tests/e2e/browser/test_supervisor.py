"""Two people for one fee: an agent drafts the waiver beside a conversation, a supervisor approves it in operations."""

from playwright.sync_api import expect

from tests.e2e.browser.chat import ANSWER_MS
from tests.e2e.browser.conftest import Enter
from tests.e2e.browser.people import Casting
from tests.e2e.browser.stacks import Stack


def test_a_supervisor_approves_a_fee_waiver(enter: Enter, casting: Casting, stack: Stack) -> None:
    handle = casting.borrower("cash_line", tags=("current", "recent_late_fee"))
    with stack.http(handle) as http:
        thread = http.post("/v1/threads", json={}).raise_for_status().json()["thread_id"]
        http.post(f"/v1/threads/{thread}/turns", json={"text": "why was I charged a late fee?"}).raise_for_status()
        http.post(f"/v1/threads/{thread}/handoff", json={}).raise_for_status()

    desk = enter(casting.staff("support_agent"), "/copilot")
    row = desk.at("queue-row").filter(has_text=casting.name(handle))
    row.get_by_test_id("accept").click()
    desk.at("panel-act").click()
    expect(desk.at("draft-box")).to_be_visible(timeout=ANSWER_MS)
    desk.at("draft-text").fill("Waive the late fee as a courtesy")
    desk.at("draft-send").click()
    draft = desk.at("draft-proposal").last
    expect(draft).to_be_visible(timeout=ANSWER_MS)
    desk.state("copilot-draft")
    draft.get_by_test_id("proposal-confirm").click()
    expect(draft).to_have_attribute("data-state", "awaiting_approval", timeout=ANSWER_MS)

    ops = enter(casting.staff("supervisor"), "/ops")
    ops.at("tab-approvals").click()
    waiting = ops.at("approval-row").first
    expect(waiting).to_be_visible(timeout=ANSWER_MS)
    ops.state("ops-approvals")
    waiting.get_by_test_id("approve").click()
    expect(ops.at("decide")).to_be_visible()
    ops.state("ops-approve-asked")
    ops.at("decide").click()
    expect(ops.at("decided").first).to_be_visible(timeout=ANSWER_MS)
    ops.state("ops-approved")
    expect(draft).to_have_attribute("data-state", "done", timeout=ANSWER_MS)


def test_every_tab_of_operations(enter: Enter, casting: Casting) -> None:
    ops = enter(casting.staff("supervisor"), "/ops")
    for tab in ("handoffs", "conversations", "releases", "monitors"):
        ops.at(f"tab-{tab}").click()
        expect(ops.at(f"tab-{tab}")).to_have_attribute("aria-current", "page")
        ops.page.wait_for_load_state("networkidle") if tab != "handoffs" else ops.page.wait_for_timeout(500)
        ops.state(f"ops-{tab}")
    ops.tab_through(40)


def test_the_sign_in_page(stack: Stack, enter: Enter, casting: Casting) -> None:
    visit = enter(casting.staff("auditor"), "/ops")
    visit.page.goto(f"{stack.url}/sign-in")
    expect(visit.page.get_by_role("heading", level=1)).to_be_visible()
    visit.state("sign-in")


def test_an_address_that_does_not_exist(stack: Stack, enter: Enter, casting: Casting) -> None:
    visit = enter(casting.staff("auditor"), "/ops")
    with visit.tolerating("404"):
        visit.page.goto(f"{stack.url}/nowhere")
        expect(visit.page.get_by_role("heading", level=1)).to_have_text("This page does not exist")
        visit.state("not-found")
