"""The schemas of events: sound, the same as promised or wider, and without a word that could name a person."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from accounts.events import compat
from accounts.events.catalogue import UnknownEvent, payload_schema, schemas

SUBJECTS = sorted(name for name in schemas() if name != "envelope.v1")
PRIVATE = {
    *("name", "handle", "email", "phone", "address", "last4", "bank_last4", "description", "why", "text", "content"),
    *("waived_why", "frozen_reason", "return_reason", "stopped_reason", "effect", "income_change", "situation"),
}
PAYMENT = compat.shape(schemas()["payment.v1"])


def names(schema: dict[str, Any]) -> Iterator[str]:
    for name, part in schema.get("properties", {}).items():
        yield name
        yield from names(part)
        yield from names(part.get("items", {}))


@pytest.mark.parametrize("name", [*SUBJECTS, "envelope.v1"])
def test_a_schema_is_a_schema_and_is_called_as_its_file(name: str) -> None:
    schema = schemas()[name]
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:lending:events:{name}.json"
    assert schema["description"].endswith(".")


@pytest.mark.parametrize("name", SUBJECTS)
def test_an_event_has_the_type_and_version_of_its_file(name: str) -> None:
    subject, version = name.split(".v")
    properties = schemas()[name]["properties"]
    assert schemas()[name]["$ref"] == "urn:lending:events:envelope.v1.json"
    assert properties["version"] == {"const": int(version)}
    assert all(kind.startswith(f"{subject}.") for kind in properties["type"]["enum"])
    if "status" in properties["payload"]["properties"]:
        states = properties["payload"]["properties"]["status"]["enum"]
        assert properties["type"]["enum"] == [f"{subject}.{state}" for state in [*states, "removed"]]


@pytest.mark.parametrize("name", SUBJECTS)
def test_amounts_have_a_currency_and_nobody_is_named(name: str) -> None:
    payload = schemas()[name]["properties"]["payload"]
    found = set(names(payload))
    assert found & PRIVATE == set()
    assert any(each.endswith("_cents") for each in found) == ("currency" in payload["required"])
    assert set(payload["required"]) <= set(payload["properties"])


def test_what_was_promised_still_holds_and_all_of_it_is_written_down() -> None:
    assert compat.broken() == []
    assert compat.locked() == compat.current(), "run: python -m accounts.events.compat"


def test_an_event_without_a_schema_is_said_to_be_unknown() -> None:
    with pytest.raises(UnknownEvent, match=r"weather\.v1"):
        payload_schema("weather.changed", 1)
    with pytest.raises(UnknownEvent, match=r"payment\.v2"):
        payload_schema("payment.posted", 2)


def test_a_schema_may_gain_optional_properties_and_values() -> None:
    wider = copy.deepcopy(PAYMENT)
    wider["payload.settled_on"] = {"type": ["string", "null"], "format": "date"}
    wider["type"]["enum"].append("payment.disputed")
    assert compat.breaks(PAYMENT, wider) == []


@given(path=st.sampled_from(sorted(PAYMENT)))
def test_a_schema_may_not_lose_a_property(path: str) -> None:
    narrower = {name: part for name, part in PAYMENT.items() if name != path}
    assert compat.breaks(PAYMENT, narrower) == [f"{path} is gone"]


@given(path=st.sampled_from(sorted(PAYMENT)), extra=st.sampled_from(["type", "required", "const"]))
def test_a_property_stays_what_it_was(path: str, extra: str) -> None:
    changed = copy.deepcopy(PAYMENT)
    changed[path][extra] = {"type": "array", "required": None, "const": "other"}[extra]
    assert len(compat.breaks(PAYMENT, changed)) == 1


@pytest.mark.parametrize("path", [path for path, part in PAYMENT.items() if "enum" in part])
def test_values_may_not_go_away(path: str) -> None:
    fewer = copy.deepcopy(PAYMENT)
    gone = fewer[path]["enum"].pop()
    assert compat.breaks(PAYMENT, fewer) == [f"{path} may no longer be {[gone]}"]


def test_a_new_property_may_not_be_required() -> None:
    wider = copy.deepcopy(PAYMENT) | {"payload.settled_on": {"type": "string", "required": True}}
    assert compat.breaks(PAYMENT, wider) == ["payload.settled_on is new and required"]


def test_a_new_subject_breaks_nothing_and_a_dropped_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compat, "locked", lambda: {"payment.v1": PAYMENT, "weather.v1": {}})
    assert compat.broken() == ["weather.v1: the schema is gone"]
    assert compat.main() == 1
