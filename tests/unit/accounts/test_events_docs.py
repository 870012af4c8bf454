"""The page on events says what is there, and its consumer does what it promises."""

import runpy
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.events.catalogue import schemas

PAGE = (Path(__file__).parents[3] / "docs" / "events.md").read_text("utf-8")
Event = dict[str, Any]
Fresh = Callable[[Iterable[Event], set[str], dict[str, int]], Iterator[Event]]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Fresh:
    """The function that the page shows."""
    file = tmp_path_factory.mktemp("page") / "consumer.py"
    file.write_text(PAGE.split("```python\n")[1].split("```")[0])
    return cast(Fresh, runpy.run_path(str(file))["fresh"])


def test_every_subject_is_on_the_page_with_what_becomes_of_it() -> None:
    for name, schema in schemas().items():
        if name != "envelope.v1":
            states = ", ".join(kind.split(".")[1] for kind in schema["properties"]["type"]["enum"])
            assert f"| `{name}` | {states} | {schema['description']} |" in PAGE


def event(account: str, sequence: int) -> Event:
    return {"event_id": f"{account}{sequence}", "account_id": account, "sequence": sequence, "subject_id": "S"}


RUNS = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=5)


@given(accounts=st.lists(st.sampled_from("abc"), max_size=20), runs=RUNS)
def test_the_consumer_of_the_page_acts_once_on_each_event_in_order(
    fresh: Fresh, accounts: list[str], runs: list[tuple[int, int]]
) -> None:
    """A relay sends some events, crashes, and goes on some events further back."""
    events = [event(account, n + 1) for n, account in enumerate(accounts)]
    arriving, at = list[Event](), 0
    for ahead, back in runs:
        arriving += events[at : at + ahead]
        at = max(min(at + ahead, len(events)) - back, 0)
    arriving += events[at:]
    assert list(fresh(arriving, set(), {})) == events
