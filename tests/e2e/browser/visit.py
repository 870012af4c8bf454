"""One person's tab: what it shows in every width and scheme, and everything that went wrong in it meanwhile."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from playwright.sync_api import ConsoleMessage, Dialog, Frame, Locator, Page, Request

from tests.e2e.browser.report import PICTURES, ROOT, record

WIDTHS: Mapping[str, tuple[int, int]] = {"phone": (360, 740), "desktop": (1280, 800)}
SCHEMES = ("light", "dark")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LEAST_TARGET_PX = 24
WATCH = """
window.__pwned = 0;
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`));
"""
_TOLD = ROOT / "tests" / "e2e" / "browser" / "page.js"
_AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


@dataclass
class Visit:
    """page: the tab. origin, issuer: the only places it may talk to.

    expected: console lines that a test itself brings about.
    """

    page: Page
    origin: str
    person: str
    expected: tuple[str, ...] = ()
    faults: list[str] = field(default_factory=list[str])
    findings: list[str] = field(default_factory=list[str])
    states: int = 0
    issuer: str | None = None

    def watch(self) -> "Visit":
        self.page.add_init_script(WATCH)
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.faults.append(f"page error: {error}"))
        self.page.on("dialog", self._asked)
        self.page.on("request", self._requested)
        return self

    def at(self, testid: str) -> Locator:
        return self.page.get_by_test_id(testid)

    def state(self, name: str) -> None:
        """Keep how this state looks, and hold it to WCAG and to the size of targets, in each width and scheme."""
        before = self.page.viewport_size
        for width, (x, y) in WIDTHS.items():
            self.page.set_viewport_size({"width": x, "height": y})
            for scheme in SCHEMES:
                self.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
                self._looked_at(f"{name}-{width}-{scheme}")
        if before:
            self.page.set_viewport_size(before)
        self.page.emulate_media(color_scheme="light")
        self.states += 1

    def _looked_at(self, name: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")
        found = [f"{one['id']}: {one['nodes'][0]['target']}" for one in self._axe()]
        for frame in self.page.frames:
            small: list[str] = self._asked_of(frame, "small", LEAST_TARGET_PX)
            wide: int = self._asked_of(frame, "wide")
            found += [f"target too small: {one}" for one in small]
            found += [f"scrolls sideways by {wide} px"] if wide > 1 else []
        self.findings += [f"{name}: {one}" for one in found]
        record(f"axe {name}", len(found), "; ".join(found) or "no violation")

    def ask(self, what: str, about: object = None) -> Any:
        """One of the questions of page.js."""
        return self._asked_of(self.page.main_frame, what, about)

    def _asked_of(self, frame: Frame, what: str, about: object = None) -> Any:
        return frame.evaluate(f"(about) => ({_TOLD.read_text().strip()}).{what}(about)", about)

    def _axe(self) -> list[dict[str, Any]]:
        """What axe finds on the page and in its frames: it looks into those that hold it, too."""
        for frame in self.page.frames:
            frame.evaluate(_AXE)
        options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
        return self.page.evaluate("async (options) => (await axe.run(document, options)).violations", options)

    def tab_through(self, most: int = 60) -> None:
        """Go through the whole page by Tab: whatever has the focus is to be seen."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            self.page.wait_for_timeout(30)
            hidden: str | None = self.ask("covered")
            if hidden:
                self.findings.append(f"focus is hidden: {hidden}")

    @contextmanager
    def tolerating(self, *lines: str) -> Generator[None]:
        """Console errors that hold one of `lines` are brought about by the test itself."""
        self.expected, before = (*self.expected, *lines), self.expected
        yield
        self.page.wait_for_timeout(50)
        self.expected = before

    def end(self) -> None:
        """Raise AssertionError with everything that was found wrong on the way."""
        if self.page.evaluate("window.__pwned"):
            self.faults.append("a script from data ran")
        assert not self.faults + self.findings, "\n".join(self.faults + self.findings)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(one in message.text for one in self.expected):
            self.faults.append(f"console: {message.text[:300]} {message.location.get('url', '')}")

    def _asked(self, dialog: Dialog) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _requested(self, request: Request) -> None:
        issuer = (self.issuer,) if self.issuer else ()
        if not request.url.startswith((self.origin, *issuer, "data:", "blob:", "about:")):
            self.faults.append(f"request to elsewhere: {request.url}")
