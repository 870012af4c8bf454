"""Real pages in headless Chromium. `make e2e` runs these; `make test` does not collect them."""

import os
from collections.abc import Callable, Generator, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.browser.browsers import QUIET, executable
from tests.e2e.browser.people import Casting
from tests.e2e.browser.report import RUNNING, record
from tests.e2e.browser.stacks import Stack, up
from tests.e2e.browser.visit import Visit

collect_ignore_glob = [] if RUNNING in os.environ else ["test_*.py"]
Enter = Callable[..., Visit]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Every journey is a line of the report, with the figure that it measured."""
    outcome = yield
    if outcome.when == "call" or outcome.failed:
        figures = [str(value) for name, value in item.user_properties if name == "figure"]
        told = "; ".join(figures) or ("passed" if outcome.passed else str(call.excinfo and call.excinfo.value)[:600])
        record(item.name, int(outcome.failed), told)
    return outcome


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    with up() as running:
        yield running


@pytest.fixture(scope="session")
def casting(stack: Stack) -> Casting:
    return Casting(stack)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Callable[[str, str], Visit]]:
    """Open a tab of somebody's own on an origin: `tab(origin, who)`. At the end every tab must have had no fault."""
    opened: list[Visit] = []

    def open_tab(origin: str, person: str) -> Visit:
        context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce", locale="en-US")
        context.set_default_timeout(20_000)
        visit = Visit(context.new_page(), origin, person).watch()
        opened.append(visit)
        return visit

    yield open_tab
    problems: list[str] = []
    for visit in opened:
        try:
            visit.end()
        except AssertionError as error:
            problems.append(f"{visit.person}: {error}")
        visit.page.context.close()
    assert not problems, "\n".join(problems)


@pytest.fixture
def enter(stack: Stack, tab: Callable[[str, str], Visit]) -> Enter:
    """Somebody signs in by the sign-in page and comes to a page: `enter(handle, "/chat")`."""

    def sign_in(handle: str, page: str) -> Visit:
        visit = tab(stack.url, handle)
        visit.page.goto(f"{stack.url}/sign-in?next={page}")
        visit.at("sign-in-search").fill(handle)
        visit.page.locator(f'[data-testid="person"][data-handle="{handle}"]').click()
        visit.page.wait_for_url(lambda address: urlsplit(address).path == urlsplit(page).path)
        return visit

    return sign_in
