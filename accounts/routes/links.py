"""Links between operations: where an id in an answer can be used. They follow from paths and schemas."""

from typing import Any

from accounts.routes.document_parts import Json


def add_links(document: Json) -> None:
    """Link every answer that holds an id to the operations whose path ends its known part with that id.

    A list links by its first row, a receipt by its `resource`, or by the request where the caller chose the id.
    Source: OpenAPI 3.1, Link Object.
    """
    paths: Json = document["paths"]
    for path, item in paths.items():
        for method, operation in item.items():
            for target, name in _children(paths, path):
                place = _place(document, operation, method, name)
                if place is not None:
                    _link(operation, paths[target], path, name, place)


def _children(paths: Json, path: str) -> list[tuple[str, str]]:
    """Paths that go on from `path` with one id and nothing else unknown, with the name of that id."""
    found = list[tuple[str, str]]()
    for other in paths:
        rest = other.removeprefix(path + "/")
        if other != rest and rest.startswith("{") and rest.count("{") == 1:
            found.append((other, rest[1 : rest.index("}")]))
    return found


def _place(document: Json, operation: Json, method: str, name: str) -> str | None:
    """Where the id is, as a runtime expression; None where it is not."""
    if method == "post":
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
        chosen = name in _named(document, body).get("properties", {})
        return f"$request.body#/{name}" if chosen else f"$response.body#/resource/{name}"
    for key, kind in _schema(document, operation).get("properties", {}).items():
        if name in _named(document, kind.get("items", {})).get("properties", {}):
            return f"$response.body#/{key}/0/{name}"
    return None


def _schema(document: Json, operation: Json) -> Json:
    good = next(answer for status, answer in operation["responses"].items() if status.startswith("2"))
    return _named(document, good.get("content", {}).get("application/json", {}).get("schema", {}))


def _named(document: Json, schema: Json) -> Json:
    reference: str | None = schema.get("$ref")
    return document["components"]["schemas"][reference.rsplit("/", 1)[-1]] if reference else schema


def _link(operation: Json, item: Json, path: str, name: str, place: str) -> None:
    """Add the links of one id to the answer that has it."""
    inherited = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    known: dict[str, Any] = {each: f"$request.path.{each}" for each in inherited}
    good = next(status for status in operation["responses"] if status.startswith("2"))
    links: Json = operation["responses"][good].setdefault("links", {})
    for target in item.values():
        links[target["operationId"]] = {
            "operationId": target["operationId"],
            "parameters": {**known, name: place},
            "description": f"Go on with this {name}.",
        }
