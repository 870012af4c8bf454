"""Text of a run cannot leave its place."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.reporting.escaping import cut, markdown, visible
from tests.unit.evals.reporting.runs import HOSTILE

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)


def test_control_characters_are_written_out() -> None:
    assert visible("a\x1b[31m\x00\u202e\ud800\ufeffb\tc\nd") == "a\\x1b[31m\\x00\\u202e\\ud800\\ufeffb\tc\nd"


@given(ANY_TEXT)
def test_nothing_invisible_is_left_and_what_is_left_is_xml(text: str) -> None:
    shown = visible(text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff\ufffe\uffff]", shown)
    shown.encode()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a | b", "a \\| b"),
        ("`code`", "\\`code\\`"),
        ("<img src=x>", "&lt;img src=x&gt;"),
        ("[a](http://b.example)", "\\[a\\](http\\://b.example)"),
        ("one\ntwo", "one two"),
        ("- item", "\\- item"),
        ("1. item", "1\\. item"),
        (":boom:", "\\:boom:"),
        ("www.b.example", "www\\.b.example"),
        ("see @team and #7", "see @&#8203;team and #&#8203;7"),
        ("$x$", "\\$x\\$"),
    ],
)
def test_markdown_is_text(text: str, shown: str) -> None:
    assert markdown(text) == shown


def test_a_hostile_line_stays_one_cell() -> None:
    cell = markdown(HOSTILE)
    assert "\n" not in cell
    assert not re.search(r"(?<!\\)[|`\[]", cell)
    assert "<" not in cell


def test_a_cut_tells_how_much_is_missing() -> None:
    assert cut("abc", 3) == "abc"
    assert cut("a" * 1500, 200) == "a" * 200 + " ... (1,300 more characters)"
