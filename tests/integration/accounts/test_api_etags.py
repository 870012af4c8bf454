"""An edit names the state it changes: the tag follows from what is edited, a stale or absent one is refused."""

from typing import Any

import pytest

from accounts.routes.etags import MatchMissing, MatchStale, etag, require_match


def test_the_same_content_has_the_same_tag_whatever_the_order_of_its_keys() -> None:
    assert etag({"a": 1, "b": 2}) == etag({"b": 2, "a": 1})
    assert etag({"a": 1}) != etag({"a": 2})
    assert etag([]) != etag([{"a": None}])


def test_an_edit_without_the_tag_is_refused() -> None:
    with pytest.raises(MatchMissing):
        require_match(None, etag({"a": 1}))


@pytest.mark.parametrize("sent", ['"0000"', 'W/"0000"', ""])
def test_a_tag_of_another_state_is_refused(sent: str) -> None:
    with pytest.raises(MatchStale):
        require_match(sent, etag({"a": 1}))


@pytest.mark.parametrize("form", ["{0}", '"0000", {0}', " {0} ", "*"])
def test_the_tag_itself_one_of_several_and_the_star_match(form: str) -> None:
    current = etag({"a": 1})
    require_match(form.format(current), current)
    if form != "*":
        with pytest.raises(MatchStale):
            require_match(form.format(current), etag({"a": 2}))


def test_a_weak_tag_never_matches() -> None:
    current = etag({"a": 1})
    with pytest.raises(MatchStale):
        require_match(f"W/{current}", current)


async def test_reading_autopay_gives_a_tag_that_stays_while_nothing_is_edited(client: Any) -> None:
    first = await client.response("/v1/accounts/CL-100001/autopay", "B-1001")
    again = await client.response("/v1/accounts/CL-100001/autopay", "B-1001")
    assert first.headers["ETag"] == again.headers["ETag"]
