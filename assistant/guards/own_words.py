"""What the person said in a thread, read for one purpose: whether they stated a sensitive argument of a write.

Only their own messages count, never an answer of the assistant or a tool's result; and of their messages not what they
quote, forward or paste as somebody else's. All is read normalised (tools.untrusted), so that nothing hides in it.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from assistant.guards.figures import figures
from assistant.models.local.amounts import asked_amount
from assistant.models.local.dates import named_days
from assistant.models.local.schema_words import named_values
from assistant.models.local.stated import day_of_month
from prompts.schema import ToolText
from tools import registry
from tools.untrusted import normalise, skeleton

_MOST_MESSAGES = 20
"""The newest messages of a thread that count."""
_MOST_CHARS = 2_000
_LAST_CHARS = 1_000
_QUOTED = (
    re.compile(r"```.*?(?:```|\Z)", re.DOTALL),
    re.compile(r"^[ \t]*>.*(?:\n[ \t]*\S.*)*$", re.MULTILINE),
    re.compile(r"^[ \t]*-{2,}[ \t]*(?:forwarded|original|mensaje|begin)\b.*\Z", re.I | re.M | re.S),
    re.compile(
        r"^[ \t]*(?:from|de):[^\n]*\n(?:[^\n]*\n)?[ \t]*(?:to|sent|date|subject|para|fecha|enviado|asunto):.*\Z",
        re.I | re.M | re.S,
    ),
    re.compile(r"[\"“«](?=.*[{\[<(:]).{40,}[\"”»]", re.DOTALL),
    re.compile(r"[\"“«][^\"“”«»]{40,}?[\"”»]"),
)
"""Fenced and indented quotations (these with the lines below them up to an empty one, as in CommonMark: a paste marks
its first line only), forwarded messages, and what stands in quotation marks where it is longer than an amount, a date
or a name (with marks of its own inside it: to the last quotation mark)."""
_MACHINE = re.compile(
    r"\{\s*[\"']|<!--|\[/?inst\]|</?\w+>|^\s*(?:system|assistant|user|tool)\s*:"
    rf"|\b(?:{'|'.join(registry.TOOLS)})\b",
    re.MULTILINE,
)
"""What people do not write of their own accord: names of tools, JSON, markup, the roles of a transcript. A message with
any of it holds somebody else's text, and where that begins and ends cannot be told."""
_NEAR = timedelta(days=92)
"""A day without a year that is farther ahead is one that has been."""
_PHONE_DIGITS = 10
_SEPARATORS = r"[\s().+-]*"


def own_part(text: str) -> str:
    """A message, normalised, without what it quotes, forwards or pastes as somebody else's; nothing of one in which
    machine text stands."""
    own = normalise(text[: 2 * _MOST_CHARS])
    for quoted in _QUOTED:
        own = quoted.sub(" ", own)
    return "" if _MACHINE.search(skeleton(own)) else own[:_MOST_CHARS]


class ThreadWords:
    """The `OwnWords` of one thread.

    texts: the person's messages, oldest first. today: the business date, from which days in words are counted.
    tools: the prompts' descriptions, whose lists of words name the values of enumerations.
    """

    def __init__(self, texts: Sequence[str], today: date, tools: Mapping[str, ToolText]) -> None:
        self._said = [_Message(text, today) for text in texts[-_MOST_MESSAGES:]]
        self._today = today
        self._tools = tools
        self._texts = texts

    @property
    def last(self) -> str:
        """The newest message, normalised, quotations included: it is what the person sent."""
        return normalise(self._texts[-1])[:_LAST_CHARS] if self._texts else ""

    @property
    def newest(self) -> "ThreadWords":
        return ThreadWords(self._texts[-1:], self._today, self._tools)

    def amount(self, cents: int) -> bool:
        return any(cents in message.amounts for message in self._said)

    def day(self, day: date) -> bool:
        return any(day in message.days for message in self._said)

    def asks_for_later(self, today: date) -> bool:
        asked = frozenset[date]().union(*(message.asked_days for message in self._said))
        return today not in asked and any(today < day <= today + _NEAR for day in asked)

    def day_of_month(self, number: int) -> bool:
        return any(number == message.day_of_month for message in self._said)

    def contains(self, text: str) -> bool:
        wanted = normalise(text).strip().casefold()
        return bool(wanted) and any(message.contains(wanted) for message in self._said)

    def chose(self, tool: str, argument: str, value: str) -> bool:
        described = self._tools[tool].arguments.get(argument, "") if tool in self._tools else ""
        for message in reversed(self._said):
            if named := named_values(described, message.text):
                return value in named
        return False


class _Message:
    """One message of the person, without what is not their own; what it states is read when it is first asked."""

    def __init__(self, text: str, today: date) -> None:
        self.text = own_part(text)
        self._today = today

    @cached_property
    def amounts(self) -> frozenset[int]:
        """In cents. One that is asked for beside others that are denied (`not $200`) stands alone."""
        asked = asked_amount(self.text, self._today)
        if asked is not None:
            return frozenset({int(asked * 100)})
        told = (figure.value for figure in figures(self.text) if figure.kind == "money")
        return frozenset(int(value * 100) for value in told if isinstance(value, Decimal))

    @cached_property
    def days(self) -> frozenset[date]:
        """Days named in figures or words; one without a year is read both ahead and back."""
        return frozenset(
            named.day for ahead in (True, False) for named in named_days(self.text, self._today, ahead=ahead)
        )

    @cached_property
    def asked_days(self) -> frozenset[date]:
        """Days ahead that are no part of a story: `i get paid on friday` names none."""
        return frozenset(
            named.day for named in named_days(self.text, self._today) if not named.told or named.day == self._today
        )

    @cached_property
    def day_of_month(self) -> int | None:
        return day_of_month(self.text)

    def contains(self, wanted: str) -> bool:
        """As a whole word, to the letter; a telephone number however its digits are grouped."""
        text = self.text.casefold()
        if wanted.isdigit():
            is_phone = len(wanted) == _PHONE_DIGITS
            grouped = rf"(?:\+?1{_SEPARATORS})?{_SEPARATORS.join(wanted)}" if is_phone else wanted
            return re.search(rf"(?<![0-9a-wyz_@$.,]){grouped}(?![\w@]|[.,]\d)", text) is not None
        return re.search(rf"(?<![\w@.+%-]){re.escape(wanted)}(?![\w@+%-]|\.\w)", text) is not None
