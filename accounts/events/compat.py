"""Schemas only grow: a version that was committed may gain optional properties and new values, nothing else.

`python -m accounts.events.compat` brings `schemas.lock` up to date; it refuses what would break a consumer.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from accounts.events.catalogue import Schema, schemas

LOCK = Path(__file__).parent / "schemas.lock"
Shape = dict[str, dict[str, Any]]
"""Path of a property -> what it may be; `required` says whether it is always there."""


def shape(schema: Schema) -> Shape:
    """What a consumer may rely on: every property by its path, `payload.postings[].amount_cents`."""
    return dict(_properties(schema, ""))


def _properties(schema: Schema, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    required = schema.get("required", ())
    for name, part in schema.get("properties", {}).items():
        kept = {key: part[key] for key in ("type", "format", "enum", "const") if key in part}
        yield f"{path}{name}", kept | ({"required": True} if name in required else {})
        yield from _properties(part, f"{path}{name}.")
        yield from _properties(part.get("items", {}), f"{path}{name}[].")


def breaks(locked: Shape, now: Shape) -> list[str]:
    """Why consumers of the locked shape could not read events of the new one; empty: they can."""
    found = list[str]()
    for path, before in locked.items():
        after = now.get(path)
        if after is None:
            found.append(f"{path} is gone")
        elif {**before, "enum": None} != {**after, "enum": None}:
            found.append(f"{path} was {before}, is {after}")
        elif lost := [value for value in before.get("enum", ()) if value not in after.get("enum", ())]:
            found.append(f"{path} may no longer be {lost}")
        elif ("enum" in after) != ("enum" in before):
            found.append(f"{path} takes other values")
    found += [f"{path} is new and required" for path in now if path not in locked and now[path].get("required")]
    return found


def locked() -> Mapping[str, Shape]:
    """Schema name -> the shape that was promised."""
    return json.loads(LOCK.read_text("utf-8")) if LOCK.exists() else {}


def current() -> Mapping[str, Shape]:
    """Schema name -> the shape that its file has."""
    return {name: shape(schema) for name, schema in schemas().items()}


def broken() -> list[str]:
    """What the present files break of what was promised, as `schema: why`."""
    now, promised = current(), locked()
    gone = [f"{name}: the schema is gone" for name in promised if name not in now]
    return gone + [f"{name}: {why}" for name in promised if name in now for why in breaks(promised[name], now[name])]


def main() -> int:
    """Write the lock file. Exit code 1 when something promised would break: make a new version of that schema."""
    if found := broken():
        sys.stderr.write("\n".join(found) + "\n")
        return 1
    lines = [f"{json.dumps(name)}: {json.dumps(known, sort_keys=True)}" for name, known in current().items()]
    LOCK.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
