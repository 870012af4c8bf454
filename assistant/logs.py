"""Logs: one JSON object a line, and nothing in it that a person said or that tells who somebody is.

What a library says of an error can hold a row, a prompt or an address. So an exception is told by its type, its
SQLSTATE or HTTP status and the places it passed, never by its message or variables, and a library's own log line by
its fixed beginning. What is left is scrubbed and bounded.
"""

import json
import logging
import re
import sys
from collections.abc import Mapping, MutableMapping, Sequence
from pathlib import PurePath
from traceback import extract_tb
from typing import Any, TextIO, cast

import structlog

_MAX_CHARS = 300
_MAX_ITEMS = 20
_MAX_DEPTH = 4
_MAX_CAUSES = 4
_MAX_PLACES = 6
_KEPT = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?"
)
_SCRUBBED = (
    (re.compile(r"[\w.+\-]+@[\w\-]+\.[\w.\-]+"), "[address]"),
    (re.compile(r"eyJ[\w\-]+\.[\w\-]+(?:\.[\w\-]*)?|(?i:bearer|api[_-]?key|password)[ =:]+\S+"), "[secret]"),
    (re.compile(r"(?<![\w-])\+?\(?\d(?:[ .()\-]{0,2}\d){6,}(?![\w-])"), "[number]"),
)
_CONNECTIONS = ("psycopg.pool",)
"""Loggers whose lines tell of connections alone, so that what was filled in is kept (and scrubbed)."""


_OWN_HANDLERS = ("dbos",)
"""Loggers that would print by themselves."""
_FILLED_IN = re.compile(r"""[:'"{(\[<%\n\d]""")
_MAX_FIXED = 120


def configure(stream: TextIO | None = None) -> None:
    """Send every log line of this process, of libraries too, to `stream` (standard error) in this form."""
    target = stream or sys.stderr
    structlog.configure(
        processors=[structlog.processors.add_log_level, scrub, structlog.processors.TimeStamper("iso"), _line],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(target),
        cache_logger_on_first_use=False,
    )
    handler = _Foreign()
    root = logging.getLogger()
    root.handlers = [each for each in root.handlers if not isinstance(each, _Foreign)] + [handler]
    root.setLevel(logging.WARNING)
    for name in _OWN_HANDLERS:
        logging.getLogger(name).handlers = [handler]
        logging.getLogger(name).propagate = False


def causes(error: BaseException) -> list[str]:
    """The error and what it came from, outermost first: type, SQLSTATE or HTTP status, and the last places."""
    told: list[str] = []
    each: BaseException | None = error
    while each is not None and len(told) < _MAX_CAUSES:
        code = getattr(each, "sqlstate", None) or getattr(each, "status_code", None)
        frames = extract_tb(each.__traceback__)[-_MAX_PLACES:]
        places = [f"{PurePath(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
        name = f"{type(each).__module__}.{type(each).__qualname__}".removeprefix("builtins.")
        told.append(
            " ".join([name, *([str(code)] if code else []), *(["at", " < ".join(reversed(places))] if places else [])])
        )
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
    return told


def scrub(_: object, __: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """structlog's processor: exceptions become their causes, strings are scrubbed, everything is bounded."""
    raised = event.pop("exc_info", None)
    if raised is True:
        raised = sys.exc_info()[1]
    elif isinstance(raised, tuple):
        raised = cast(tuple[Any, ...], raised)[1]
    clean: dict[str, Any] = {key: _clean(value, 0) for key, value in event.items()}
    if isinstance(raised, BaseException):
        clean["causes"] = causes(raised)
    return clean


def scrubbed(text: str) -> str:
    """The text without addresses, secrets and long numbers; ids and dates stay. At most 300 characters."""
    parts: list[str] = []
    end = 0
    for kept in _KEPT.finditer(text[: 4 * _MAX_CHARS]):
        parts += [_without(text[end : kept.start()]), kept.group()]
        end = kept.end()
    whole = "".join([*parts, _without(text[end : 4 * _MAX_CHARS])])
    return whole if len(whole) <= _MAX_CHARS else whole[:_MAX_CHARS] + " ..."


def _without(text: str) -> str:
    for pattern, label in _SCRUBBED:
        text = pattern.sub(label, text)
    return text


def _clean(value: object, depth: int) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value if not isinstance(value, int) or abs(value) < 10**9 else "[number]"
    if isinstance(value, BaseException):
        return causes(value)
    if depth >= _MAX_DEPTH:
        return f"[{type(value).__name__}]"
    if isinstance(value, Mapping):
        rows = list(cast(Mapping[object, object], value).items())[:_MAX_ITEMS]
        return {scrubbed(str(key)): _clean(inner, depth + 1) for key, inner in rows}
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(inner, depth + 1) for inner in list(cast(Sequence[object], value))[:_MAX_ITEMS]]
    return scrubbed(str(value))


def _line(_: object, __: str, event: MutableMapping[str, Any]) -> str:
    return json.dumps(event, ensure_ascii=False, default=str)


class _Foreign(logging.Handler):
    """Lines of libraries, in the same form."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith(_CONNECTIONS):
            said = record.getMessage()
        else:
            said = _FILLED_IN.split(str(record.msg), maxsplit=1)[0].strip()[:_MAX_FIXED]
        facts: dict[str, Any] = {"logger": record.name, "exc_info": record.exc_info}
        log = structlog.get_logger()
        log.log(max(record.levelno, logging.INFO), said or "said", **facts)
