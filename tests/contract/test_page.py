"""docs/accounts-api.md names every operation of the OpenAPI document, and nothing that is not there."""

import re
from pathlib import Path
from typing import Any

import pytest

from accounts.app import contract_document

PAGE = Path(__file__).parents[2] / "docs" / "accounts-api.md"
DOCUMENT: dict[str, Any] = contract_document()
OPERATIONS = {f"{method.upper()} {path}" for path, item in DOCUMENT["paths"].items() for method in item}


def test_the_page_names_every_operation_and_no_other() -> None:
    named = set(re.findall(r"`((?:GET|POST|PUT|PATCH|DELETE) /[^`?]*)", PAGE.read_text()))
    assert named == OPERATIONS


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_the_row_of_an_operation_has_its_parameters_and_the_keys_of_its_body(operation: str) -> None:
    method, path = operation.split(" ")
    known = DOCUMENT["paths"][path][method.lower()]
    row = next(line for line in PAGE.read_text().splitlines() if line.startswith(f"| `{operation}`"))
    for parameter in known.get("parameters", []):
        if parameter["in"] == "query" and parameter["name"] not in ("dry_run", "limit", "cursor"):
            assert f"{parameter['name']}=" in row
    paged = any(parameter["name"] == "cursor" for parameter in known.get("parameters", []))
    assert paged == ("(pages)" in row)
    for key in _keys(known):
        assert re.search(rf"\b{key}\b", row), f"{operation}: {key}"


def _keys(operation: dict[str, Any]) -> list[str]:
    """The first keys of the body, or of the answer of a read; what every answer may have is said once above."""
    answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    schema: dict[str, str] = content or ({} if "Receipt" in str(answer) else answer)
    reference = schema.get("$ref", "").rsplit("/", 1)[-1]
    found = DOCUMENT["components"]["schemas"].get(reference, {})
    return [key for key in found.get("properties", {}) if key not in ("currency", "next_cursor")]
