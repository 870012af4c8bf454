"""The OpenAPI document: committed as it is; every example fits, every operation has a name and tells of refusals."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from openapi_spec_validator import validate

from api.app import ApiConfig, create_app
from api.openapi import EXAMPLES
from assistant.settings import Settings
from stack.issuer import DevelopmentIssuer

COMMITTED = Path(__file__).resolve().parents[3] / "docs" / "openapi.json"
SHOWN: dict[str, dict[str, Any]] = yaml.safe_load(EXAMPLES.read_text("utf-8"))


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    issuer = DevelopmentIssuer(tmp_path_factory.mktemp("issuer"))
    return json.loads(json.dumps(create_app(ApiConfig(Settings(), "", "", issuer)).openapi()))


def test_the_committed_document_is_this_one(document: dict[str, Any]) -> None:
    assert json.loads(COMMITTED.read_text("utf-8")) == document, "run `make clients-generate` and commit what changed"


def test_it_is_valid(document: dict[str, Any]) -> None:
    validate(document)


def test_every_operation_has_a_name_of_its_own_and_says_how_it_refuses(document: dict[str, Any]) -> None:
    operations: list[dict[str, Any]] = [one for item in document["paths"].values() for one in item.values()]
    names = [one["operationId"] for one in operations]
    assert len(set(names)) == len(names)
    assert all("default" in one["responses"] for one in operations)
    assert not [path for path in document["paths"] if not path.startswith(("/v1/", "/healthz", "/readyz", "/metrics"))]


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_an_example_fits_what_it_is_an_example_of(document: dict[str, Any], name: str) -> None:
    method, path = name.split(" ")
    operation = document["paths"][path][method.lower()]
    if "request" in SHOWN[name]:
        _fits(document, operation["requestBody"]["content"]["application/json"]["schema"], SHOWN[name]["request"])
    if "answer" in SHOWN[name]:
        status = next(code for code in operation["responses"] if code.startswith("2"))
        schema = operation["responses"][status]["content"]["application/json"]["schema"]
        _fits(document, schema, SHOWN[name]["answer"])


def _fits(document: dict[str, Any], schema: dict[str, Any], value: object) -> None:
    jsonschema.validate(value, {**schema, "components": document["components"]})
