"""From what a write tool resolved to a draft: the account system's preview, the lines a person is shown, the expiry."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from prompts.rendering import money
from tools.client import JsonObject
from tools.context import ToolContext
from tools.drafting import Draft, Line, Operation, Source
from tools.errors import PreviewRefused, ToolFailure
from tools.writes.preview import changes
from tools.writes.specs import WRITES, WriteSpec

MOST_DRAFTS = 3
"""Drafts of one turn; what a person can still look over."""
_EXPIRES_AFTER = {"high": timedelta(minutes=15), "medium": timedelta(minutes=60), "low": timedelta(minutes=60)}
_NEEDS_SECOND = "needs-supervisor"
Tell = Callable[[JsonObject], list[Line]]


@dataclass(frozen=True)
class Sketch:
    """What a tool worked out: canonical arguments, the request, where each sensitive argument came from.

    lines: from the preview's receipt to what the person is shown.
    """

    tool: str
    arguments: Mapping[str, Any]
    operation: Operation
    sources: Mapping[str, Source]
    lines: Tell = field(repr=False)


async def propose(context: ToolContext, sketch: Sketch) -> JsonObject:
    """Try the sketch out at the account system and add it to the turn's drafts; its result for the model.

    The same canonical arguments again are the same draft. Raises ToolFailure: `not_available` in the account system's
    own reasons, or where the turn has its drafts already.
    """
    spec = WRITES[sketch.tool]
    if (known := _same(context, sketch)) is not None:
        return {"proposal": known.shown()}
    if len(context.drafts) >= MOST_DRAFTS:
        raise ToolFailure("not_available", f"At most {MOST_DRAFTS} proposals can be made at once. Decide those first.")
    _within(sketch, spec)
    receipt, lines = await _tried(context, sketch, spec)
    draft = _made(context, sketch, spec, receipt, lines)
    context.drafts.append(draft)
    return {"proposal": draft.shown()}


async def _tried(context: ToolContext, sketch: Sketch, spec: WriteSpec) -> tuple[JsonObject, list[Line]]:
    """The preview's receipt and the lines to show. What only lacks the second person, who is asked anyway, is shown
    without figures and with the account system's reason. Raises ToolFailure."""
    if sketch.operation.system != "accounts":
        return {}, sketch.lines({})
    try:
        receipt = await context.accounts.preview(sketch.operation, context.caller.token)
    except PreviewRefused as refused:
        if spec.approval is None or refused.code != _NEEDS_SECOND:
            raise
        return {}, [*sketch.lines({}), Line(label="notice", kind="text", value=refused.message)]
    return receipt, sketch.lines(receipt)


def _made(context: ToolContext, sketch: Sketch, spec: WriteSpec, receipt: JsonObject, lines: list[Line]) -> Draft:
    about = context.caller.about
    if about is None:
        raise ToolFailure("not_allowed", "There is nobody whose account this could be.")
    now = context.clock()
    before, after = changes(receipt)
    return Draft(
        proposal_id=str(uuid.uuid4()),
        tool=sketch.tool,
        tool_version=spec.version,
        arguments=dict(sketch.arguments),
        operation=sketch.operation,
        lines=lines,
        before=before,
        after=after,
        risk=spec.risk,
        assurance=spec.assurance,
        approval=spec.approval,
        about=about,
        maker=context.caller.subject,
        maker_role=context.caller.role,
        sources=dict(sketch.sources),
        business_date=context.business_date.isoformat(),
        made_at=now,
        expires_at=now + _EXPIRES_AFTER[spec.risk],
    )


def _same(context: ToolContext, sketch: Sketch) -> Draft | None:
    asked = (sketch.tool, dict(sketch.arguments))
    return next((draft for draft in context.drafts if (draft.tool, draft.arguments) == asked), None)


def _within(sketch: Sketch, spec: WriteSpec) -> None:
    """No amount of the request is over the tool's limit, or is none. Raises ToolFailure."""
    for name, value in sketch.operation.body.items():
        if not name.endswith("_cents") or not isinstance(value, int):
            continue
        if value < 0 or (value == 0 and sketch.tool != "open_dispute"):
            raise ToolFailure("not_available", "There is nothing to pay or to move here: the amount is $0.00.")
        if spec.most_cents is not None and value > spec.most_cents:
            raise ToolFailure(
                "not_available", f"At most {money(spec.most_cents)} can be asked for here; support can do more."
            )
