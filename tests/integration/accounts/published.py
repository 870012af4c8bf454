"""What a strict consumer makes of an event: its schema, formats and all, and nothing beside it."""

from functools import cache
from typing import Any, Protocol, cast

from jsonschema import Draft202012Validator, FormatChecker, ValidationError
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
