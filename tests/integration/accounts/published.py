"""What a strict consumer makes of events: each as its schema says, formats and all; all of them together the tables."""

import json
from functools import cache
from typing import Any, Protocol, cast

import psycopg
from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from psycopg import sql
from referencing import Registry, Resource

from accounts.events.catalogue import schemas


class _Validator(Protocol):
    def validate(self, instance: object) -> None: ...


@cache
def _validator(name: str) -> _Validator:
    known = Registry[Any]().with_resources(
        [(schema["$id"], Resource[Any].from_contents(dict(schema))) for schema in schemas().values()]
    )
    made = Draft202012Validator(dict(schemas()[name]), registry=known, format_checker=FormatChecker())
    return cast(_Validator, made)


def problem(body: dict[str, Any]) -> str | None:
    """What is wrong with a published event, by its schema and by what its schema does not name; None: nothing."""
    name = f"{body['type'].split('.')[0]}.v{body['version']}"
    try:
        _validator(name).validate(body)
    except ValidationError as error:
        return f"{body['type']} {error.json_path}: {error.message}"
    unnamed = set(body["payload"]) - set(schemas()[name]["properties"]["payload"]["properties"])
    return f"{body['type']} also has {unnamed}" if unnamed else None


_ANNOUNCED = """
SELECT c.relname::text, split_part(encode(t.tgargs, 'escape'), '\\000', 1) FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgname = 'announce_new' AND c.relname <> 'postings'
AND c.relnamespace = 'accounts'::regnamespace ORDER BY 1
"""
_LAST = """
SELECT payload FROM (SELECT DISTINCT ON (subject_id) type, payload FROM accounts.outbox
  WHERE split_part(type, '.', 1) = %s ORDER BY subject_id, seq DESC) l WHERE type <> %s
"""


def announced(connection: psycopg.Connection) -> dict[str, str]:
    """Table -> subject, as the triggers of the database have it; the journal's entries and postings apart."""
    return dict(connection.execute(_ANNOUNCED.encode()).fetchall())


def told_otherwise(connection: psycopg.Connection) -> list[str]:
    """Tables whose rows are not what the last events of each row say."""
    found = list[str]()
    for table, subject in announced(connection).items():
        now = sql.SQL("SELECT to_jsonb(t) FROM {} t").format(sql.Identifier("accounts", table))
        rows = {json.dumps(row, sort_keys=True) for (row,) in connection.execute(now)}
        last = connection.execute(_LAST, [subject, f"{subject}.removed"])
        if rows != {json.dumps(row, sort_keys=True) for (row,) in last}:
            found.append(table)
    return found
