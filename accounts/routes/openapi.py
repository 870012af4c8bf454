"""The OpenAPI 3.1 document: what FastAPI knows, completed with every problem, header, link and example.

What an operation can answer follows from what its route depends on: a token, the write side, `If-Match`, parameters.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from accounts.routes import caller, writer
from accounts.routes.document_parts import (
    DESCRIPTION,
    ETAG,
    PARAMETERS,
    PROBLEM,
    PROBLEMS,
    REPLAYED,
    SECURITY,
    TAGS,
    Json,
    problem_answer,
)
from accounts.routes.links import add_links

_READINGS = (caller.own_reading, caller.open_reading, caller.directory_reading, caller.audit_reading, writer.writing)
_LOCAL_TIME = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"
_EXAMPLES = Path(__file__).with_name("examples.json")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a route depends on, and so what it can answer."""

    route: APIRoute
    calls: frozenset[object]
    matched: bool
    checked: bool

    @property
    def writes(self) -> bool:
        return writer.writing in self.calls

    @property
    def secured(self) -> bool:
        return caller.claims in self.calls

    @property
    def problems(self) -> list[int]:
        """The statuses of problems that this operation can answer."""
        limited = self.writes or {caller.directory_reading, caller.audit_reading} & self.calls
        about = "{" in self.route.path_format or self.route.path_format.startswith("/v1/me") or self.writes
        can = {
            401: self.secured,
            403: limited,
            404: self.secured and about,
            409: self.writes,
            412: self.matched,
            422: self.checked,
            428: self.matched,
            503: self.calls & set(_READINGS),
        }
        declared = {int(status) for status in self.route.responses if str(status).isdigit() and int(status) >= 400}
        return sorted(declared | {status for status, possible in can.items() if possible})


def facts_of(route: APIRoute) -> Facts:
    """The facts of a route, from its whole tree of dependencies."""
    parts = list(_tree(route.dependant))
    headers = {field.alias for part in parts for field in part.header_params}
    constrained = any(field.field_info.metadata for part in parts for field in part.path_params)
    asked = any(part.query_params or part.body_params for part in parts) or headers - {"authorization"}
    return Facts(
        route,
        calls=frozenset(part.call for part in parts),
        matched="If-Match" in headers,
        checked=bool(constrained or asked),
    )


def _tree(dependant: Dependant) -> Iterator[Dependant]:
    yield dependant
    for each in dependant.dependencies:
        yield from _tree(each)


def install(app: FastAPI, routers: Iterable[APIRouter]) -> None:
    """Make `app` serve the completed document at /openapi.json; it is built at the first request."""
    plain, routes = app.openapi, [route for router in routers for route in router.routes]

    @cache
    def document() -> Json:
        return complete(plain(), [route for route in routes if isinstance(route, APIRoute)])

    app.openapi = document


def complete(document: Json, routes: Iterable[APIRoute]) -> Json:
    """The document with everything that a caller has to know; changes and returns it."""
    document["info"]["description"] = DESCRIPTION
    schemas: Json = document["components"]["schemas"]
    for generated in ("HTTPValidationError", "ValidationError"):
        schemas.pop(generated, None)
    for schema in schemas.values():
        _local_times(schema)
        if "currency" in schema.get("properties", {}):
            schema["required"] = sorted({*schema.get("required", []), "currency"})
    schemas["Problem"] = PROBLEM
    document["components"]["securitySchemes"] = SECURITY
    document["components"]["responses"] = {name: problem_answer(code) for code, (name, *_) in PROBLEMS.items()}
    examples: dict[str, Any] = json.loads(_EXAMPLES.read_text())
    edited = {fact.route.path_format for fact in map(facts_of, routes) if fact.matched}
    for fact in map(facts_of, routes):
        for method in fact.route.methods or ():
            operation = document["paths"][fact.route.path_format][method.lower()]
            tagged = fact.matched or (method == "GET" and fact.route.path_format in edited)
            _complete(operation, fact, tagged, examples.get(operation["operationId"]))
    used = {tag for item in document["paths"].values() for each in item.values() for tag in each["tags"]}
    document["tags"] = [{"name": tag, "description": TAGS.get(tag, tag)} for tag in sorted(used)]
    add_links(document)
    return document


def _local_times(schema: Json) -> None:
    """A time of day here has no offset, which the format `time` asks for (RFC 3339, full-time)."""
    for field in schema.get("properties", {}).values():
        for kind in (field, *field.get("anyOf", [])):
            if kind.get("format") == "time":
                del kind["format"]
                kind["pattern"] = _LOCAL_TIME


def _complete(operation: Json, fact: Facts, tagged: bool, example: Any) -> None:
    scope = "accounts:write" if fact.writes else "accounts:read"
    operation["security"] = [{"bearer": [scope]}] if fact.secured else []
    operation.setdefault("tags", [fact.route.endpoint.__module__.rsplit(".", 1)[-1]])
    for parameter in operation.get("parameters", []):
        if parameter["name"] in PARAMETERS:
            words, shown = PARAMETERS[parameter["name"]]
            parameter.setdefault("description", words)
            parameter["schema"].setdefault("examples", [shown])
    answers: Json = operation["responses"]
    answers.pop("422", None)
    good = next(status for status in answers if status.startswith("2"))
    if example is not None:
        answers[good]["content"]["application/json"]["example"] = example
    headers = {**({"Idempotent-Replayed": REPLAYED} if fact.writes else {}), **({"ETag": ETAG} if tagged else {})}
    if headers:
        answers[good]["headers"] = headers
    answers[good]["description"] = _success(fact, good)
    if fact.writes and good != "200":
        answers["200"] = {**answers[good], "description": "What it would do (`dry_run`); nothing was kept."}
    for status in fact.problems:
        answers[str(status)] = {"$ref": f"#/components/responses/{PROBLEMS[status][0]}"}


def _success(fact: Facts, status: str) -> str:
    if not fact.writes:
        return "The answer."
    return "Done." if status != "200" else "Done, or with `dry_run` what it would do."
