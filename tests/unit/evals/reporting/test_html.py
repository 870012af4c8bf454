"""The page: self-contained, verdict and failures first, nothing in it but its own markup."""

import base64
import hashlib
import re
from html.parser import HTMLParser

from evals.reporting.html import html
from tests.unit.evals.reporting.runs import failed, record, run, turn, verdict
from tests.unit.evals.reporting.snapshots import assert_as_reviewed

VOID = {"meta", "input", "rect", "line", "circle"}


class Read(HTMLParser):
    """Tags in order, addresses, and whether every element is closed where it should be."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.attributes: set[str] = set()
        self._open: list[str] = []
        self.crossed: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "action")]
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self._open or self._open.pop() != tag:
            self.crossed.append(tag)


def test_the_page_is_as_reviewed() -> None:
    assert_as_reviewed("run.html", html(run(), verdict(), "reports/evals.json"))


def test_the_page_is_well_formed_and_asks_nobody() -> None:
    read = Read(html(run(), verdict()))
    assert read.crossed == []
    assert all(address.startswith("#") for address in read.addresses)
    assert read.tags.count("script") == read.tags.count("style") == 1
    assert not {name for name in read.attributes if name == "style" or name.startswith("on")}


def test_the_policy_names_the_pages_own_style_and_script() -> None:
    page = html(run(), verdict())
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    assert policy[1].startswith("default-src 'none';")
    for tag in ("style", "script"):
        (body,) = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert digest in policy[1]


def test_hostile_text_is_shown_as_text() -> None:
    page = html(run(), verdict())
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; ]]&gt;" in page
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e]", page)


def test_the_verdict_then_failures_then_figures_then_what_passes() -> None:
    page = html(run(), verdict())
    wanted = (
        "<h1>REGRESSION",
        'id="newly-failing"',
        'id="failing"',
        'id="errored"',
        'id="newly-fixed"',
        'id="metrics"',
    )
    places = [page.index(part) for part in (*wanted, 'id="passing"')]
    assert places == sorted(places)
    assert page.count('<details class="case') == 9


def test_what_changed_and_the_baselines_age_are_told() -> None:
    page = html(run(), verdict())
    for part in (
        "the baseline is 14 days old",
        "Changed since: <b>prompts</b>",
        "<code>00ff</code>",
        "1,200 cases would decide",
    ):
        assert part in page


def test_each_case_tells_how_to_play_it_again() -> None:
    page = html(run(record("a"), seed=7))
    assert "assist evals run --suite core --case a --seed 7" in page


def test_a_run_without_verdict_or_cases_says_so() -> None:
    page = html(run(record("a")))
    assert "No verdict" in page
    assert "No other case fails." in page
    empty = html(run(record("a")).model_copy(update={"results": []}))
    for part in ("The run holds no case.", "No turn was timed.", "No case passes."):
        assert part in empty


def test_acts_proposals_citations_guards_and_user_faults_are_shown() -> None:
    page = html(run(), verdict())
    for part in (
        "decides: confirm, move_due_date: done",
        "Proposal: Move the due date",
        "New due day: 17th of each month",
        "[1] POL-PAYOFF-01 v1#no-prepayment-penalty",
        "Guard number_grounding (output): rebuild, 12 has no source",
        "The simulated user: gave another date than its goal",
        "Handed to servicing because of asks_for_person, urgent",
    ):
        assert part in page


def test_epochs_are_shown_apart() -> None:
    page = html(run(record("a"), failed("a", epoch=1), repeats=2))
    assert "50% of 2 epochs" in page
    assert page.count("<h3>Epoch") == 2
    assert "pass^2 0.0%" in page


def test_four_hundred_large_cases_stay_small_and_say_what_is_cut() -> None:
    heavy = turn("x" * 5_000)
    heavy["result"]["tool_calls"][0]["result"] = {"passages": "y" * 10_000}
    cases = [record(f"case-{number}", turns=[heavy, heavy]) for number in range(400)]
    page = html(run(*cases), source="reports/evals.json")
    assert len(page.encode()) < 10_000_000
    assert "more characters)" in page
    assert "all of them are in reports/evals.json" in page
