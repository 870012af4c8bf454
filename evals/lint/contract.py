"""What a case reads of the account system, and the commands of its golden run, are in the account system's contract."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, cast

from accounts.app import contract_document
from evals.case import Command, Read
from evals.lint.finding import Finding, Written, each

Schema = Mapping[str, Any]
_SLOT = re.compile(r"\{(\w+)\}")
_GIVEN = re.compile(r"account|cash_line|instalment_loan|said_\d+")


@each
def unknown_reads(one: Written) -> Iterator[Finding]:
    """A resource, a list or a field that no answer has."""
    case = one.case
    situations = [found for found in (case.person, case.serves, case.other_person) if not isinstance(found, str)]
    reads: list[Read] = [*case.facts, *(where for situation in situations if situation for where in situation.where)]
    for command in _commands(one):
        reads += command.find.values()
    for read in reads:
        if fault := _fault(read):
            yield one.finding("unknown-field", fault)


def _commands(one: Written) -> list[Command]:
    ends = [expect.end_state for expect in one.expected if expect.end_state]
    return [command for end in ends for command in end.golden or []]


def _fault(read: Read) -> str | None:
    answer = _answer(read.read)
    if answer is None:
        return f"the account system has no resource {read.read!r}"
    if read.rows:
        rows = _property(answer, read.rows)
        if rows is None:
            return f"{read.read} has no list {read.rows!r}"
        answer = _items(rows)
    for name in read.match:
        if _property(answer, name) is None:
            return f"rows of {read.read} have no field {name!r}"
    at: Schema | None = answer
    for step in read.field.split(".") if read.field else ():
        at = _items(at) if step.isdigit() else _property(at, step)
        if at is None:
            return f"{read.read} has no field {read.field!r}"
    return None


@each
def unknown_commands(one: Written) -> Iterator[Finding]:
    """A golden command that the account system does not take, or a value that nothing gives."""
    for command in _commands(one):
        operation = _at(command.method.lower(), f"/v1/{command.path}")
        if operation is None:
            yield one.finding("unknown-command", f"the account system has no {command.method} {command.path}")
            continue
        slots = {slot for text in (command.path, *map(str, command.body.values())) for slot in _SLOT.findall(text)}
        for slot in sorted(slots - command.find.keys()):
            if not _GIVEN.fullmatch(slot):
                yield one.finding("unknown-command", f"nothing says what {{{slot}}} of {command.path} is")
        if unused := sorted(command.find.keys() - slots):
            yield one.finding("unknown-command", f"{command.path} finds {', '.join(unused)} and does not use it")
        body = _body(operation)
        for name in command.body:
            if body is not None and _property(body, name) is None:
                yield one.finding("unknown-command", f"{command.method} {command.path} takes no {name!r}")


def _body(operation: Schema) -> Schema | None:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    return _resolved(content["schema"]) if content else None


def _answer(resource: str) -> Schema | None:
    """The schema of what a read answers; None where there is no such resource."""
    for path in (f"/v1/{resource}", f"/v1/accounts/any/{resource}"):
        found = _at("get", path)
        if found:
            return _resolved(found["responses"]["200"]["content"]["application/json"]["schema"])
    return None


def _at(method: str, path: str) -> Schema | None:
    """The operation at an address."""
    for template, methods in _contract()["paths"].items():
        if method in methods and re.fullmatch(_SLOT.sub("[^/]+", template), path):
            return cast(Schema, methods[method])
    return None


def _property(schema: Schema | None, name: str) -> Schema | None:
    """The schema of a field; of alternatives, of the first that has it."""
    for one in _alternatives(schema):
        found = one.get("properties", {}).get(name)
        if found is not None:
            return _resolved(found)
    return None


def _items(schema: Schema | None) -> Schema | None:
    """The schema of a list's rows."""
    lists = [one["items"] for one in _alternatives(schema) if "items" in one]
    return _resolved(lists[0]) if lists else None


def _alternatives(schema: Schema | None) -> list[Schema]:
    if schema is None:
        return []
    given = [schema, *schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())]
    return [_resolved(one) for one in given]


def _resolved(schema: Schema) -> Schema:
    name = schema.get("$ref")
    return _contract()["components"]["schemas"][str(name).rpartition("/")[2]] if name else schema


@cache
def _contract() -> dict[str, Any]:
    return contract_document()
