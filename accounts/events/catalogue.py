"""The schemas of events: one file a subject and version, read from this package once."""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

Schema = Mapping[str, Any]


class UnknownEvent(LookupError):
    """The outbox has an event of a subject or version without a schema here. Run the relay of a newer release."""


@cache
def schemas() -> Mapping[str, Schema]:
    """`payment.v1` -> JSON schema (draft 2020-12) of the whole event; `envelope.v1` is what all have in common."""
    folder = resources.files("accounts.events") / "schemas"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".json")), key=lambda file: file.name)
    return {file.name.removesuffix(".json"): json.loads(file.read_text("utf-8")) for file in files}


def payload_schema(event_type: str, version: int) -> Schema:
    """The schema of an event's payload. Raises UnknownEvent."""
    name = f"{event_type.split('.')[0]}.v{version}"
    schema = schemas().get(name)
    if schema is None:
        raise UnknownEvent(f"{event_type}: there is no schema {name}")
    return schema["properties"]["payload"]
