"""Counts what callers ask for before anything is done for it."""

from fastapi import Request

from assistant.assistant import Assistant
from assistant.rates import Kind
from tools.caller import Caller


async def take(request: Request, kind: Kind, caller: Caller) -> None:
    """One more turn, word on an answer, or decision on a proposal (`confirmation`). Raises RateExceeded."""
    assistant: Assistant = request.app.state.assistant
    await assistant.rates.take(kind, caller, request.client.host if request.client else "")
