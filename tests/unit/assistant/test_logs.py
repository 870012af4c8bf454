"""A log line is JSON, scrubbed and bounded; of an error it tells what an operator needs and nothing a person said."""

import ast
import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import structlog

from assistant import logs

ROOT = Path(__file__).resolve().parents[3]
SECRET = "quillfeather"


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root, dbos = logging.getLogger(), logging.getLogger("dbos")
    before = (root.handlers, root.level, dbos.handlers, dbos.propagate)
    written = io.StringIO()
    logs.configure(written)
    yield written
    structlog.reset_defaults()
    root.handlers, dbos.handlers, dbos.propagate = before[0], before[2], before[3]
    root.setLevel(before[1])


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def fails() -> None:
    try:
        raise psycopg.errors.CheckViolation(f"Failing row contains ({SECRET})")
    except psycopg.Error as error:
        raise RuntimeError(f"could not store {SECRET}") from error


def test_an_error_is_told_by_types_and_places_only(stream: io.StringIO) -> None:
    memo = SECRET
    try:
        fails()
    except RuntimeError:
        structlog.get_logger("x").exception("turn_crashed", turn_id="t-1")
    (line,) = lines(stream)
    assert (line["event"], line["level"], line["turn_id"]) == ("turn_crashed", "error", "t-1")
    outer, inner = line["causes"]
    assert outer.startswith("RuntimeError at test_logs.py:")
    assert "psycopg.errors.CheckViolation 23514 at" in inner
    assert memo not in stream.getvalue()


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("write to ana.b@example.co.uk now", "write to [address] now"),
        ("call +1 (415) 555-0123 or 415.555.0123", "call [number] or [number]"),
        ("ssn 078-05-1120, card 4111 1111 1111 1111", "ssn [number], card [number]"),
        ("Authorization: Bearer abc.def", "Authorization: [secret]"),
        ("got eyJhbGciOi.eyJzdWIi.c2ln", "got [secret]"),
        (
            "turn 6f9619ff-8b86-4011-b42d-00c04fc964ff on 2026-05-15",
            "turn 6f9619ff-8b86-4011-b42d-00c04fc964ff on 2026-05-15",
        ),
        ("account IL-200871 chain 12 record 1234567", "account IL-200871 chain 12 record [number]"),
        ("x" * 5000, "x" * 300 + " ..."),
    ],
)
def test_what_is_left_is_scrubbed_and_bounded(stream: io.StringIO, said: str, kept: str) -> None:
    structlog.get_logger().warning("said", detail=said, more={"inner": [said]})
    (line,) = lines(stream)
    assert line["detail"] == kept
    assert line["more"] == {"inner": [kept]}


def test_nested_wide_and_odd_values_are_bounded(stream: io.StringIO) -> None:
    structlog.get_logger().warning(
        "odd", deep=[[[[[[1]]]]]], wide=list(range(1000)), error=ValueError(SECRET), big=4111_1111_1111
    )
    (line,) = lines(stream)
    assert len(line["wide"]) == 20
    assert line["error"] == ["ValueError"]
    assert line["big"] == "[number]"
    assert SECRET not in stream.getvalue()


@pytest.mark.parametrize("name", ["uvicorn.error", "dbos", "asyncio", "langchain", "psycopg"])
def test_of_a_librarys_line_only_the_fixed_text_is_kept(
    stream: io.StringIO, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # a server that another test of this worker ran has set up uvicorn's own handlers
    monkeypatch.setattr(logging.getLogger("uvicorn"), "propagate", True)
    log = logging.getLogger(name)
    log.error("Exception in step: %s", SECRET)
    log.error(f"Exception in workflow: {SECRET}")
    log.error("Task exception was never retrieved\nfuture: <Task exception=ValueError('%s')>", SECRET)
    try:
        fails()
    except RuntimeError:
        log.exception("Exception in ASGI application\n")
    written = lines(stream)
    assert [line["logger"] for line in written] == [name] * 4
    assert written[0]["event"] == "Exception in step"
    assert written[3]["causes"][0].startswith("RuntimeError at")
    assert SECRET not in stream.getvalue()


def test_connections_that_fail_are_told_with_why(stream: io.StringIO) -> None:
    logging.getLogger("psycopg.pool").warning(
        "error connecting in %r: %s", "pool-1", "connection refused, password=abc"
    )
    (line,) = lines(stream)
    assert "connection refused" in line["event"]
    assert "abc" not in line["event"]


def test_no_log_call_formats_an_error_or_words_into_its_values() -> None:
    """A rule for the sources: values are names, ids, counts or exceptions, never `str(error)` or an f-string."""
    found: list[str] = []
    for room in ("api", "assistant", "stack", "tools", "policies"):
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and ast.unparse(node.func).startswith(("_log.", "log.")):
                    values = [*node.args, *(keyword.value for keyword in node.keywords)]
                    formats = [
                        each
                        for value in values
                        for each in ast.walk(value)
                        if isinstance(each, ast.JoinedStr)
                        or (isinstance(each, ast.Call) and ast.unparse(each.func) in ("str", "repr", "format"))
                    ]
                    if formats and path.name != "logs.py":
                        found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert found == []
