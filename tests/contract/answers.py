"""How schemathesis asks the account system: whose token, which real ids, and what every answer is held to."""

from typing import Any

import psycopg
import schemathesis
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.checks import CheckFunction, not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from accounts.app import contract_document
from tests.contract.conftest import Contract

CHECKS: list[CheckFunction] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
"""No 5xx and no undocumented answer. That odd input is refused is not among them: "5" may stand for 5."""
STAFF = ("support_agent", "supervisor", "service", "auditor")
ROLES = (*["doer"] * 8, "borrower", *STAFF, "reader", "previewer", "nobody")
DOCUMENT = contract_document()
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
_BODIES: dict[str, dict[str, list[object]]] = DOCUMENT["components"]["schemas"]
_IDS = {
    "account_id": "SELECT account_id FROM accounts WHERE borrower_id = %s",
    "payment_id": "SELECT payment_id FROM payments WHERE borrower_id = %s ORDER BY submitted_on DESC LIMIT 20",
    "draw_id": "SELECT draw_id FROM draws WHERE borrower_id = %s ORDER BY requested_at DESC LIMIT 20",
    "fee_id": "SELECT fee_id FROM fees WHERE borrower_id = %s LIMIT 20",
    "dispute_id": "SELECT dispute_id FROM disputes WHERE borrower_id = %s LIMIT 20",
    "application_id": "SELECT application_id FROM applications WHERE borrower_id = %s LIMIT 20",
}


def headers(contract: Contract, role: str) -> dict[str, str]:
    """A fresh token of a role; nothing for nobody."""
    if role == "nobody":
        return {}
    if role in ("reader", "previewer"):
        token = contract.issuer.delegate(contract.borrower, "borrower", preview=role == "previewer")
    else:
        token = contract.token(role)
    return {"Authorization": f"Bearer {token}"}


def doer(case: Case) -> str:
    """Who may do it, by the words of the document: staff's commands say whose they are."""
    raw = case.operation.definition.raw
    if raw["description"].startswith(("Staff", "Supervisor")):
        return "supervisor"
    by_services = "403" in raw["responses"] and (
        case.method.upper() == "GET" or raw["description"].startswith("Service")
    )
    return "service" if by_services else "borrower"


def known_ids(contract: Contract) -> dict[str, list[str]]:
    """Ids of what the borrower has, by the name of their place in paths."""
    with psycopg.connect(contract.database.url("accounts_ops")) as connection:
        return {
            name: [str(row[0]) for row in connection.execute(query.encode(), [contract.borrower])]
            for name, query in _IDS.items()
        }


def aim(case: Case, ids: dict[str, list[str]], data: st.DataObject) -> None:
    """Put real ids into most paths, and the document's own examples into some bodies, so that much is possible."""
    places = case.path_parameters or {}
    for name in places:
        if ids.get(name) and data.draw(st.integers(0, 9), label="aim") < 9:
            places[name] = data.draw(st.sampled_from(ids[name]), label=name)
    schema: dict[str, Any] = _schema(case)
    named = str(schema.get("$ref", "")).rsplit("/", 1)[-1]
    examples = schema.get("examples") or _BODIES.get(named, {}).get("examples")
    if examples and data.draw(st.booleans(), label="example"):
        case.body = data.draw(st.sampled_from(examples), label="body")


def _schema(case: Case) -> dict[str, Any]:
    content = case.operation.definition.raw.get("requestBody", {}).get("content", {})
    return content.get("application/json", {}).get("schema", {})


def ask(case: Case, contract: Contract, role: str) -> int:
    """Send a case and hold its answer to the document. Raises what schemathesis raises; gives the status."""
    answer = case.call(base_url=contract.url, headers=headers(contract, role), timeout=30)
    case.validate_response(answer, checks=CHECKS)
    return answer.status_code
