"""The OpenAPI document: what FastAPI knows of the routes, how callers sign in, what refusals look like, and examples.

`docs/openapi.json` is this document, and the typed clients are generated from it (`make clients-generate`). Examples
are data (`openapi_examples.yaml`): operation -> request and answer.
"""

import json
from pathlib import Path
from typing import Any, cast

import yaml
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

EXAMPLES = Path(__file__).with_name("openapi_examples.yaml")
_ABOUT = """Conversations with the Tidewell assistant, what it proposes to do, and the rooms where people serve.

Sign in and send the token as `Authorization: Bearer ...`; without one the caller is anonymous and keeps its thread by
the `X-Anonymous-Key` that it was given. Refusals are problem documents (RFC 9457): `detail` says what to do.
"""
_PROBLEM: dict[str, Any] = {
    "title": "Problem",
    "description": "Why it was not done, and what to do (RFC 9457).",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "Its end is a stable code, e.g. `.../thread-not-found`."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}
_METHODS = frozenset({"get", "post", "put", "delete", "patch"})


def operation_id(route: APIRoute) -> str:
    """A name that reads well in a generated client: the module of the route (or its package's) and its function."""
    rooms = [part for part in route.endpoint.__module__.split(".") if part != "routes"]
    return f"{rooms[-1]}_{route.name}"


class DescribedApp(FastAPI):
    """An app that names its operations by their modules, and tells the whole document."""

    def __init__(self, **given: Any) -> None:
        super().__init__(generate_unique_id_function=operation_id, **given)

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            told = get_openapi(title=self.title, version=self.version, description=_ABOUT, routes=self.routes)
            self.openapi_schema = completed(told, cast(dict[str, Any], yaml.safe_load(EXAMPLES.read_text("utf-8"))))
        return self.openapi_schema


def completed(document: dict[str, Any], examples: dict[str, Any]) -> dict[str, Any]:
    """The document with sign-in, problems and examples. Raises KeyError for an example of no operation."""
    document = _named(document)
    parts = document.setdefault("components", {})
    schemas: dict[str, Any] = parts.setdefault("schemas", {})
    schemas["Problem"] = _PROBLEM
    for name, schema in schemas.items():
        schema["title"] = name.replace("-", "") if "-" in name else schema.get("title", name)
        for part in schema.get("properties", {}).values():
            # A whole object as default is what generators of clients stumble over; the schema tells enough.
            if isinstance(part.get("default"), dict):
                part.pop("default")
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    parts["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}
    document["security"] = [{"bearer": []}, {}]
    operations = {
        f"{method.upper()} {path}": operation
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in _METHODS
    }
    refused = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for operation in operations.values():
        operation["responses"].pop("422", None)
        operation["responses"].setdefault("default", {"description": "Not done", "content": refused})
    for name, example in examples.items():
        _shown(operations[name], example)
    return document


def _named(document: dict[str, Any]) -> dict[str, Any]:
    """Models of one name come as `api__routes__threads__Message`: they become `ThreadsMessage`, in their titles too."""
    told = json.dumps(document)
    schemas: dict[str, dict[str, Any]] = document.get("components", {}).get("schemas", {})
    long = {name: "".join(map(str.title, name.split("__")[-2:-1])) + name.split("__")[-1] for name in schemas}
    for name in (name for name in schemas if "__" in name):
        told = told.replace(f'"{name}"', f'"{long[name]}"').replace(f'schemas/{name}"', f'schemas/{long[name]}"')
    renamed: dict[str, Any] = json.loads(told)
    for name in (name for name in schemas if "__" in name):
        renamed["components"]["schemas"][long[name]]["title"] = long[name]
    return renamed


def _shown(operation: dict[str, Any], example: dict[str, Any]) -> None:
    if "request" in example:
        operation["requestBody"]["content"]["application/json"]["example"] = example["request"]
    if "answer" in example:
        status = next(code for code in operation["responses"] if code.startswith("2"))
        operation["responses"][status]["content"]["application/json"]["example"] = example["answer"]
