"""The OpenAPI document is valid, complete and true."""

from collections.abc import Iterator
from typing import Any, Protocol, cast

import httpx
import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from accounts.app import AppConfig, create_app
from accounts.routes import ROUTERS
from stack.issuer import DevelopmentIssuer

Json = dict[str, Any]
OPEN = {"healthz", "business_date"}


@pytest.fixture(scope="module")
def document(issuer: DevelopmentIssuer) -> Json:
    """As served, without a database."""
    app = create_app(AppConfig("postgresql://nowhere.invalid/none", issuer.public_path, wait_s=0.1))
    return httpx.Response(200, content=TestClient(app).get("/openapi.json").content).json()


def operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def test_it_is_a_valid_document_of_version_3_1(document: Json) -> None:
    assert document["openapi"].startswith("3.1")
    validate(document)


def test_every_route_is_in_it(document: Json) -> None:
    routes = {(getattr(route, "path", ""), tuple(getattr(route, "methods", ()))) for r in ROUTERS for route in r.routes}
    assert len(routes) == sum(1 for _ in operations(document))


def test_operations_have_names_of_their_own_tags_and_words(document: Json) -> None:
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(names) == len(set(names))
    known = {tag["name"] for tag in document["tags"]}
    for _, _, operation in operations(document):
        assert set(operation["tags"]) <= known
        assert operation["description"].endswith((".", ")")), operation["operationId"]
    for tag in document["tags"]:
        assert tag["description"] != tag["name"], f"say in document_parts.TAGS what {tag['name']} is"


def test_every_error_is_a_problem_document(document: Json) -> None:
    assert "HTTPValidationError" not in document["components"]["schemas"]
    for _, _, operation in operations(document):
        for status, answer in operation["responses"].items():
            if not status.startswith("2"):
                name = answer["$ref"].rsplit("/", 1)[-1]
                shared = document["components"]["responses"][name]
                assert list(shared["content"]) == ["application/problem+json"]


def test_what_needs_a_token_says_so_and_answers_401(document: Json) -> None:
    for _, method, operation in operations(document):
        if operation["operationId"] in OPEN:
            assert operation["security"] == []
        else:
            scope = "accounts:read" if method == "get" else "accounts:write"
            assert operation["security"] == [{"bearer": [scope]}]
            assert "401" in operation["responses"]


def test_every_write_has_an_idempotency_key_a_dry_run_and_its_refusals(document: Json) -> None:
    for _, method, operation in operations(document):
        if method == "get":
            continue
        parameters = {parameter["name"]: parameter for parameter in operation["parameters"]}
        assert parameters["Idempotency-Key"]["required"]
        assert "dry_run" in parameters
        assert {"200", "401", "403", "404", "409", "422", "503"} <= set(operation["responses"])
        good = operation["responses"]["200"]
        assert good["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Receipt"}
        assert "Idempotent-Replayed" in good["headers"]
        edit = "If-Match" in parameters
        assert edit == ("412" in operation["responses"]) == ("428" in operation["responses"])


def test_what_is_edited_has_an_etag_where_it_is_read(document: Json) -> None:
    edits = [(path, method) for path, method, each in operations(document) if "412" in each["responses"]]
    assert edits
    for path, method in edits:
        assert method in ("put", "patch", "delete")
        assert "ETag" in document["paths"][path]["get"]["responses"]["200"]["headers"]


def test_every_request_body_has_an_example_that_its_schema_allows(document: Json) -> None:
    for _, _, operation in operations(document):
        if "requestBody" in operation:
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            assert schema.get("examples"), operation["operationId"]
            for example in schema["examples"]:
                _check(document, schema, example)


def test_every_answer_has_an_example_that_its_schema_allows(document: Json) -> None:
    for _, _, operation in operations(document):
        for status, answer in operation["responses"].items():
            if status.startswith("2"):
                content = answer["content"]["application/json"]
                assert "example" in content, operation["operationId"]
                _check(document, content["schema"], content["example"])


def test_links_lead_to_operations_and_name_all_of_their_path(document: Json) -> None:
    by_name = {operation["operationId"]: path for path, _, operation in operations(document)}
    found = 0
    for _, _, operation in operations(document):
        for answer in operation["responses"].values():
            for link in answer.get("links", {}).values():
                path = by_name[link["operationId"]]
                assert {part[1:-1] for part in path.split("/") if part.startswith("{")} == set(link["parameters"])
                found += 1
    assert found > 40


def test_links_find_their_id_in_the_example_of_the_answer(document: Json) -> None:
    """As runtime expressions: `$response.body#/resource/draw_id` is a pointer into the answer."""
    for _, _, operation in operations(document):
        for answer in operation["responses"].values():
            for link in answer.get("links", {}).values():
                for expression in link["parameters"].values():
                    if expression.startswith("$response.body#/"):
                        shown = answer["content"]["application/json"]["example"]
                        found = _at(shown, expression.partition("#/")[2].split("/"))
                        assert found, (operation["operationId"], expression)


def _at(value: Any, steps: list[str]) -> Any:
    for step in steps:
        value = value[int(step) if step.isdigit() else step]
    return value


class _Checker(Protocol):
    def validate(self, instance: object) -> None: ...


def _check(document: Json, schema: Json, value: object) -> None:
    checker = cast(_Checker, Draft202012Validator({**schema, "components": document["components"]}))
    checker.validate(value)
