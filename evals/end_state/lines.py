"""Changes of the books as lines that two runs have in common: without generated ids, instants, keys and hashes."""

import json
import re
from collections.abc import Iterable, Sequence

from evals.end_state.watch import Change, Column, Columns, Row

_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?")
_OWNED = frozenset({"account_id", "borrower_id"})
"""Keys of a borrower's rows that name what was there before; everywhere else a key of a new row is new itself."""


def lines(changes: Sequence[Change], columns: Columns) -> list[tuple[str | None, str]]:
    """Each change with the borrower whose row it is (None: nobody's), as one line of JSON, in an order of its own."""
    made = _made(changes, columns)
    told = [(_owner(change), _named(_line(change, columns[change.table]), made)) for change in changes]
    return sorted(told, key=lambda one: (one[0] or "", one[1]))


def _owner(change: Change) -> str | None:
    owner = (change.now or change.was or {}).get("borrower_id")
    return str(owner) if owner is not None else None


def _line(change: Change, columns: Sequence[Column]) -> str:
    was, now = (_kept(row, columns) for row in (change.was, change.now))
    if was is not None and now is not None:
        names = [column.name for column in columns if column.name in was and was[column.name] != now[column.name]]
        keys = {column.name: now[column.name] for column in columns if column.key and column.name in now}
        was, now = {name: was[name] for name in names}, {**keys, **{name: now[name] for name in names}}
    told = {"table": change.table, "was": was, "now": now}
    return _INSTANT.sub("<instant>", json.dumps(told, sort_keys=True, ensure_ascii=False))


def _kept(row: Row | None, columns: Iterable[Column]) -> Row | None:
    """The row without what no two runs share."""
    if row is None:
        return None
    return {column.name: row[column.name] for column in columns if not _is_passing(column)}


def _is_passing(column: Column) -> bool:
    return column.counted or column.kind.startswith("timestamp") or column.name == "content_hash"


def _made(changes: Sequence[Change], columns: Columns) -> dict[str, str]:
    """Ids that came with new rows, with what stands in their place."""
    made: dict[str, str] = {}
    for change in changes:
        if change.was is None and change.now is not None:
            keys = [column for column in columns[change.table] if column.key]
            for column in keys:
                if column.kind == "uuid" or (len(keys) == 1 and column.kind == "text" and column.name not in _OWNED):
                    made.setdefault(str(change.now[column.name]), f"<{change.table}>")
    return made


def _named(line: str, made: dict[str, str]) -> str:
    for key in sorted(made, key=len, reverse=True):
        line = line.replace(json.dumps(key, ensure_ascii=False)[1:-1], made[key])
    return line
