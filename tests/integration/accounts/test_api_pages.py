"""Lists come in pages: every row once, in order, whatever is added while they are read; other cursors are refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.reads.errors import BadCursor
from accounts.reads.pages import Page, decode, encode
from tests.integration.accounts.conftest import LINE

LISTS = ("transactions", "payments", "statements", "draws", "fees", "disputes")


@given(st.lists(st.text(), min_size=1), st.text())
def test_a_cursor_gives_back_its_key_in_its_own_list_alone(key: list[str], scope: str) -> None:
    cursor = encode(key, scope)
    assert decode(cursor, scope) == key
    with pytest.raises(BadCursor):
        decode(cursor, scope + "x")


@given(st.text(max_size=80))
def test_what_no_list_gave_is_refused(text: str) -> None:
    with pytest.raises(BadCursor):
        Page(10, text).bounds("payments CL-1")


def test_a_full_last_page_has_no_next_one() -> None:
    rows: list[dict[str, Any]] = [{"id": number} for number in range(3)]
    assert Page(3).cut(rows, "s", lambda row: (row["id"],)) == (rows, None)
    shown, cursor = Page(2).cut(rows, "s", lambda row: (row["id"],))
    assert shown == rows[:2]
    assert cursor is not None
    assert decode(cursor, "s") == ["1"]


@pytest.mark.parametrize("what", LISTS)
async def test_pages_of_two_add_up_to_the_whole_list(client: Any, what: str) -> None:
    path = f"/v1/accounts/{LINE}/{what}"
    whole = (await client.get(path, "B-1001"))[what]
    found, cursor = list[Any](), ""
    while True:
        page = await client.get(f"{path}?limit=2{cursor}", "B-1001")
        assert len(page[what]) <= 2
        found += page[what]
        if "next_cursor" not in page:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert found == whole


async def test_a_cursor_of_other_filters_is_refused(client: Any) -> None:
    path = f"/v1/accounts/{LINE}/transactions"
    cursor = (await client.get(f"{path}?limit=1", "B-1001"))["next_cursor"]
    refused = await client.response(f"{path}?limit=1&kind=payment&cursor={cursor}", "B-1001")
    assert (refused.status_code, refused.json()["code"]) == (422, "bad-cursor")
