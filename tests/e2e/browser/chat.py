"""The borrower's chat as a person uses it: by what is on the page, never by its code."""

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.e2e.browser.visit import Visit

ANSWER_MS = 30_000
DAYS = (12, 26, 19, 5)


class Chat:
    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.page = visit.page
        expect(visit.at("composer")).to_be_visible()

    def answers(self) -> Locator:
        return self.visit.at("message-assistant")

    def ask(self, text: str) -> Locator:
        """Say something and wait for the whole answer."""
        before = self.answers().count()
        self.visit.at("composer").fill(text)
        self.visit.at("send").click()
        return self.answered(before)

    def answered(self, before: int) -> Locator:
        expect(self.answers()).to_have_count(before + 1, timeout=ANSWER_MS)
        answer = self.answers().nth(before)
        expect(answer).to_have_attribute("aria-busy", "false", timeout=ANSWER_MS)
        return answer

    def open_citation(self) -> Locator:
        """The first citation of the newest answer, in its drawer."""
        self.answers().last.locator('[data-testid^="citation-"]').first.click()
        drawer = self.visit.at("citation-drawer")
        expect(drawer).to_be_visible()
        expect(drawer.locator("mark").first).to_be_visible()
        return drawer

    def close(self, dialog: Locator) -> None:
        self.page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)

    def move_due_date(self, say: Callable[[str], Locator]) -> Locator:
        """Ask for a due day until one is within the lender's reach; the card that it makes. say: how to speak."""
        for day in DAYS:
            answer = say(f"Please move the due date of my loan to the {day}th")
            if answer.get_by_test_id("proposal-card").count():
                return answer.get_by_test_id("proposal-card")
        raise AssertionError(f"the due date can move to none of {DAYS}")

    def proposal(self) -> Locator:
        card = self.visit.at("proposal-card").last
        expect(card).to_be_visible()
        return card

    def confirm(self, code: str | None = None) -> Locator:
        """Confirm the newest proposal, with a one-time code where one is asked for; its receipt."""
        card = self.proposal()
        card.get_by_test_id("proposal-confirm").click()
        if code is not None:
            self.visit.at("step-up-code").fill(code)
            self.visit.at("step-up-submit").click()
        receipt = card.get_by_test_id("receipt")
        expect(receipt).to_be_visible(timeout=ANSWER_MS)
        return receipt
