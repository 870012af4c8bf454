"""Whether a write was asked for: the person's own words, read by the local planner with nothing else in view.

Rule 4 of the design: no passage, memo, file or earlier answer, and no model that read them, can select a write tool.
"""

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Protocol

from assistant.guards.own_words import own_part

MOST_MESSAGES = 4
"""How far back a request may lie: behind our questions and their answers."""


_QUOTATION = re.compile(r"[\"“«](?!\s)([^\"“”«»\n]*\s[^\"“”«»\n]*)[\"”»]")
"""Several words in quotation marks, short enough that `own_part` took them for an amount, a day or a name."""


class ReadsRequests(Protocol):
    """The local model, as far as it is needed here."""

    def asks_for(self, texts: Sequence[str], *, staff: bool) -> frozenset[str]: ...


class WriteIntent:
    """Makes the check of one turn."""

    def __init__(self, model: ReadsRequests) -> None:
        self._model = model

    def of(self, texts: Sequence[str], *, staff: bool) -> Callable[[str], bool]:
        """texts: the person's own messages of the thread, oldest first; read when a write tool is first called."""
        return _Asked(self._model, texts[-MOST_MESSAGES:], staff)


class _Asked:
    def __init__(self, model: ReadsRequests, texts: Sequence[str], staff: bool) -> None:
        self._model, self._texts, self._staff = model, texts, staff

    def __call__(self, tool: str) -> bool:
        return tool in self._tools

    @cached_property
    def _tools(self) -> frozenset[str]:
        return self._model.asks_for([self._without_orders(own_part(text)) for text in self._texts], staff=self._staff)

    def _without_orders(self, text: str) -> str:
        """A message without the quotations that ask for a change by themselves: such an order is told, not given."""
        return _QUOTATION.sub(lambda found: " " if self._is_order(found[1]) else found[0], text)

    def _is_order(self, quoted: str) -> bool:
        return bool(self._model.asks_for([quoted], staff=self._staff))
