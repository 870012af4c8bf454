"""A played case as it is read: turns with what was said, called, cited, proposed, guarded and answered."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assistant.results import GuardVerdict, TurnResult
from evals.records import CaseRecord
from evals.reporting.escaping import cut, visible


@dataclass(frozen=True)
class TurnView:
    """One turn: what was said with its result, or what the person decided about a proposal (`act`) and what became of
    it (`decided`)."""

    text: str
    result: TurnResult | None
    act: str | None = None
    decided: str | None = None

    @property
    def interventions(self) -> list[GuardVerdict]:
        """Guards that did something."""
        return [guard for guard in self.result.guards if guard.verdict != "pass"] if self.result else []


def turns(record: CaseRecord) -> Iterator[TurnView]:
    """Raises pydantic.ValidationError where a turn is not one of the assistant's."""
    for turn in record.turns:
        act: object = turn.get("act")
        if act is not None:
            yield TurnView("", None, str(act), _decided(turn.get("decided")))
        else:
            result: dict[str, Any] | None = turn.get("result")
            yield TurnView(str(turn.get("text") or ""), TurnResult.model_validate(result) if result else None)


def _decided(told: dict[str, Any] | None) -> str | None:
    return f"{told.get('tool')}: {told.get('gave')}" if told else None


def lines(record: CaseRecord, longest: int) -> Iterator[str]:
    """The whole case as plain lines: words, calls, results (each cut to `longest`), sources, proposals, grades."""
    yield f"{visible(record.id)} ({visible(record.domain)}), asked by {visible(record.person or 'nobody signed in')}"
    for turn in turns(record):
        if turn.act:
            yield f"decides: {visible(turn.act)} -> {visible(turn.decided or '')}"
        else:
            yield f"> {visible(turn.text)}"
        if turn.result:
            yield from _result_lines(turn.result, longest)
        yield from (f"  guard {visible(one.name)}: {one.verdict}" for one in turn.interventions)
    yield ", ".join(f"{visible(name)} {'ok' if passed else 'WRONG'}" for name, passed in record.grades.items())
    yield from (f"  hard fault, {fault.kind}: {visible(fault.detail)}" for fault in record.hard)
    yield from (f"  {visible(fault)}" for fault in record.faults)
    yield from (f"  the simulated user: {visible(fault)}" for fault in record.user_faults)


def _result_lines(result: TurnResult, longest: int) -> Iterator[str]:
    for call in result.tool_calls:
        yield f"  {visible(call.name)} {words(call.arguments)}"
        yield from (f"    {line}" for line in as_json(call.result, longest).splitlines())
    yield f"[{result.outcome}] {visible(result.answer)}"
    for one in result.citations:
        yield f"  [{one.id}] {visible(one.document)} v{one.version}#{visible(one.section)}: {visible(one.quote)}"
    for proposal in result.proposals:
        yield f"  proposal {visible(str(proposal.get('tool')))} ({visible(str(proposal.get('state')))})"


def as_json(value: object, longest: int) -> str:
    """Indented JSON with control characters written out, cut to `longest` characters with a word on the rest."""
    return visible(cut(json.dumps(value, ensure_ascii=False, indent=1, default=str), longest))


def words(value: object) -> str:
    """A short value on one line: arguments of a call."""
    return visible(json.dumps(value, ensure_ascii=False, default=str))
