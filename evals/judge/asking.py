"""Asks a chat model for an object of a given shape; what is none is asked for once more, then it is a failure."""

import asyncio
import re
from collections.abc import Sequence
from typing import TypeVar

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage
from pydantic import BaseModel, ValidationError

Shape = TypeVar("Shape", bound=BaseModel)
_FENCED = re.compile(r"\A\s*```(?:json)?\s*(.*?)\s*```\s*\Z", re.DOTALL)
_SHOWN = 120
_TRIES = 2


class JudgeFailed(RuntimeError):
    """The judge cannot be reached or gives no verdict: a fault of the infrastructure, never of what was judged."""


class Malformed(ValueError):
    """The judge's reply is not the object it was asked for; the message shows how it begins."""


async def ask(model: BaseChatModel, messages: Sequence[BaseMessage], shape: type[Shape]) -> Shape:
    """Raises JudgeFailed."""
    problem: Malformed | None = None
    for _ in range(_TRIES):
        # Any provider's client raises errors of its own; all of them mean that there is no verdict.
        (reply,) = await asyncio.gather(model.ainvoke(list(messages)), return_exceptions=True)
        if isinstance(reply, Exception):
            raise JudgeFailed(f"the judge did not answer: {type(reply).__name__}: {reply}") from reply
        if isinstance(reply, BaseException):
            raise reply
        try:
            return read(reply.text, shape)
        except Malformed as malformed:
            problem = malformed
    raise JudgeFailed(str(problem))


def read(reply: str, shape: type[Shape]) -> Shape:
    """The object in a reply, which may be fenced as code. Raises Malformed."""
    fenced = _FENCED.match(reply)
    try:
        return shape.model_validate_json(fenced[1] if fenced else reply)
    except ValidationError as error:
        raise Malformed(f"the judge gave no verdict but {reply[:_SHOWN]!r}") from error
