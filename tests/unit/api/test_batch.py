"""`assist ask --batch`: a bad line is named and does not stop the rest; labels are threads; the ids come back."""

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from api.commands import ask
from api.commands.failures import UsageProblem
from api.messages import accept_text
from stack.people import PersonUnknown


class Desk:
    """Answers like the assistant would, and remembers who said what on which thread."""

    def __init__(self) -> None:
        self.said: list[tuple[str | None, str, str]] = []
        self.about: list[str | None] = []
        self.threads = 0

    async def new_thread(self, person: str | None, about: str | None = None) -> str:
        if person == "nobody":
            raise PersonUnknown("Nobody here is called 'nobody'. Nearest: rosa.")
        self.threads += 1
        self.about.append(about)
        return f"thread-{self.threads}"

    async def ask(self, person: str | None, thread_id: str, text: str) -> dict[str, Any]:
        if text == "database":
            raise psycopg.OperationalError("server closed the connection")
        self.said.append((person, thread_id, accept_text(text, 8000)))
        return {"thread_id": thread_id, "outcome": "answered", "answer": f"{text} \N{SNOWMAN}"}


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = Desk()

    @asynccontextmanager
    async def opened(_: object) -> AsyncGenerator[Desk]:
        yield desk

    def no_stack(_: object) -> None:
        return None

    monkeypatch.setattr(ask, "open_runner", opened)
    monkeypatch.setattr(ask, "open_session", no_stack)
    return desk


def batch(tmp_path: Path, capsys: pytest.CaptureFixture[str], *lines: bytes) -> tuple[list[dict[str, Any]], int]:
    """The printed lines and the exit code."""
    file = tmp_path / "questions.jsonl"
    file.write_bytes(b"\n".join(lines) + b"\n")
    code = 0
    try:
        ask.ask(None, ask.Party(None, None), file, None, None, tmp_path / "data", as_json=True)
    except SystemExit as ended:
        code = int(ended.code or 0)
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()], code


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"{not json", "not JSON"),
        (b"[1]", "not a JSON object"),
        (b'"text"', "not a JSON object"),
        (b'{"id": "x"}', "`text` is missing"),
        (b'{"id": "x", "text": 7}', "`text` is missing"),
        (b'{"text": "hi"}', "`id` is missing"),
        (b'{"id": "x", "text": "hi", "as": 3}', "`as` is not a string"),
        (b'{"id": "x", "text": "hi", "about": {}}', "`about` is not a string"),
        (b'{"id": "x", "text": "hi", "thread": ["a"]}', "`thread` is not a string"),
        (b"\x00\x01\xff\xfe", "not UTF-8"),
        (b'{"id": "x", "text": "caf\xe9"}', "not UTF-8 at byte 24"),
        (b"[" * 100_000, "recursion"),
        (b'{"id": "x", "text": ""}', "empty"),
        (b'{"id": "x", "text": "' + b"a" * 100_000 + b'"}', "at most 8,000"),
        (b'{"id": "x", "text": "\\u0000\\u0001\\u0002\\u0003\\u0004\\u0005"}', "file rather than a message"),
        (b'{"id": "x", "text": "hi", "as": "nobody"}', "Nearest"),
        (b'{"id": "x", "text": "database"}', "assist doctor"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_bad_line_is_named_and_the_rest_goes_on(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str], line: bytes, words: str
) -> None:
    good = b'{"id": 1, "text": "first"}', b'{"id": 2, "text": "last"}'
    printed, code = batch(tmp_path, capsys, good[0], line, good[1])
    assert code == 1
    assert [row.get("id") for row in printed] == [1, None, 2]
    assert set(printed[1]) == {"line", "error"}
    assert printed[1]["line"] == 2
    assert words in printed[1]["error"]


def test_good_lines_end_with_zero_and_keep_their_ids(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = b'\xef\xbb\xbf{"id": {"a": 1}, "text": "one"}', b"", b'{"id": "\\ud83d", "text": "br\\ud83doken"}'
    printed, code = batch(tmp_path, capsys, *lines)
    assert code == 0
    assert printed[0]["id"] == {"a": 1}
    assert [text for _, _, text in desk.said] == ["one", "br?oken"]


def test_a_label_is_one_thread_of_one_person(desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = [("rosa", "a"), ("rosa", "a"), ("omar", "a"), ("rosa", "b"), (None, "a"), ("rosa", None), ("rosa", None)]
    lines = [
        json.dumps({"id": n, "text": f"q{n}", "as": who, "thread": label}).encode()
        for n, (who, label) in enumerate(asked)
    ]
    printed, code = batch(tmp_path, capsys, *lines)
    assert code == 0
    threads = [row["thread_id"] for row in printed]
    assert threads[0] == threads[1]
    assert len(set(threads)) == 6
    assert [text for _, _, text in desk.said] == [f"q{n}" for n in range(7)]


def test_a_label_of_staff_is_one_thread_for_each_borrower_served(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [
        json.dumps({"id": n, "text": "q", "as": "sam", "about": about, "thread": "a"}).encode()
        for n, about in enumerate(("rosa", "rosa", "omar", None))
    ]
    printed, code = batch(tmp_path, capsys, *lines)
    assert code == 0
    assert [row["thread_id"] for row in printed] == ["thread-1", "thread-1", "thread-2", "thread-3"]
    assert desk.about == ["rosa", "omar", None]


def test_a_thread_that_is_there_takes_no_other_borrower(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="fixed when it was made"):
        ask.ask("hello", ask.Party("sam", "rosa"), None, "thread-1", None, tmp_path, as_json=True)
