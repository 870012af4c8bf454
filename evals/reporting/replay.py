"""One conversation of a run in the terminal, as a person reads it."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from assistant.results import Citation, ToolCall, TurnResult
from evals.records import CaseRecord
from evals.reporting.escaping import visible
from evals.reporting.transcript import TurnView, as_json, turns, words

_LONGEST = 800
"""Characters of a tool result; `--full` shows all."""


def replay(record: CaseRecord, *, full: bool = False) -> Iterator[RenderableType]:
    """Who asked, each turn, then how it was graded. Raises pydantic.ValidationError."""
    asked_by = visible(record.person or "somebody who is not signed in")
    critical = ", critical" if record.critical else ""
    yield Text(f"{visible(record.id)} ({visible(record.domain)}{critical}), epoch {record.epoch}, asked by {asked_by}")
    for turn in turns(record):
        yield from _turn(turn, 10**9 if full else _LONGEST)
    yield from _ended(record)


def _turn(turn: TurnView, longest: int) -> Iterator[RenderableType]:
    if turn.act:
        yield Text(f"decides: {visible(turn.act)}" + (f" -> {visible(turn.decided)}" if turn.decided else ""), "yellow")
        return
    yield Panel(Text(visible(turn.text)), title="person", title_align="left", border_style="cyan")
    if turn.result:
        for call in turn.result.tool_calls:
            yield from _call(call, longest)
        yield Panel(_answer(turn.result), title=_title(turn.result), title_align="left", border_style="blue")
    for guard in turn.interventions:
        detail = f": {visible(guard.detail)}" if guard.detail else ""
        yield Text(f"guard {visible(guard.name)} ({guard.direction}): {guard.verdict}{detail}", "yellow")


def _call(call: ToolCall, longest: int) -> Iterator[RenderableType]:
    style = "red" if "error" in call.result else "green"
    yield Text.assemble("  calls ", (visible(call.name), style), f" {words(call.arguments)}")
    yield Padding(Text(as_json(call.result, longest), "dim"), (0, 0, 0, 6))


def _title(result: TurnResult) -> Text:
    return Text(f"assistant, {result.outcome}, {result.timings_ms.total:,.0f} ms")


def _answer(result: TurnResult) -> Group:
    parts: list[RenderableType] = [Text(visible(result.answer))]
    if result.citations:
        parts += [Text(), *map(_source, result.citations)]
    for proposal in result.proposals:
        parts += [Text(), Text(f"proposal: {_said(proposal, 'title', 'tool')} ({_said(proposal, 'state')})", "bold")]
        parts += [Text(f"  {_said(line, 'words', 'label')}") for line in proposal.get("lines", ())]
    if result.handoff:
        urgent = ", urgent" if result.handoff.urgent else ""
        parts += [
            Text(f"handed to {visible(result.handoff.queue)}: {visible(result.handoff.reason)}{urgent}", "yellow")
        ]
    return Group(*parts)


def _said(told: dict[str, object], *names: str) -> str:
    """The first of these fields that is there."""
    return visible(str(next((told[name] for name in names if told.get(name)), "?")))


def _source(one: Citation) -> Text:
    place = f"{one.document} v{one.version}#{one.section}, {one.title}"
    return Text.assemble((f"[{one.id}] {visible(place)}\n", "dim"), f"    {visible(one.quote)}")


def _ended(record: CaseRecord) -> Iterator[RenderableType]:
    for name, passed in record.grades.items():
        yield Text.assemble(f"{visible(name):>14}  ", ("ok", "green") if passed else ("WRONG", "bold red"))
    for fault in record.hard:
        yield Text(f"hard fault, {fault.kind}: {visible(fault.detail)}", "bold red")
    for fault in record.faults:
        yield Text(f"  {visible(fault)}", "red")
    if record.error:
        yield Text(f"errored, no failure: {visible(record.error)}", "magenta")
    for fault in record.user_faults:
        yield Text(f"the simulated user: {visible(fault)}", "yellow")
    if record.scores:
        yield Text(", ".join(f"{visible(name)} {value:.4g}" for name, value in record.scores.items()), "dim")
