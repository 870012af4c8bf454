"""Templates: sandboxed, strict about variables, and limited to variables, `if`, `for` and includes.

Phrasings may also use the filters below. They change how a value looks, never which value it is: no template can
compute a number, so a sentence can only state what a result holds.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from jinja2 import DictLoader, StrictUndefined, TemplateError, meta, nodes, select_autoescape
from jinja2.sandbox import ImmutableSandboxedEnvironment

from prompts.errors import PromptError

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
_EASTERN = ZoneInfo("America/New_York")
_LABEL, _TITLE = "line.", "tool."
"""How words.yaml begins the words for the lines and the titles of proposals."""
_ISO_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
# A line of nothing but tags is no line of the text; one that ends in a tag keeps its end (trim_blocks would eat it).
_TAGS_ALONE = re.compile(r"^[ \t]*((?:\{%[^%]*%\})+)[ \t]*(?:\n|\Z)", re.MULTILINE)
_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const,
    nodes.If, nodes.For, nodes.Include, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Test,
    nodes.List, nodes.Tuple,
)  # fmt: skip


def money(cents: int) -> str:
    """Cents as US dollars: 123456 -> `$1,234.56`, negative amounts with a leading minus."""
    sign = "-" if cents < 0 else ""
    return f"{sign}${abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def size(cents: int) -> str:
    """An amount without its sign, for amounts whose direction the sentence already says."""
    return money(abs(cents))


def rate(bps: int) -> str:
    """Basis points as a percentage with two decimals: 2499 -> `24.99%`."""
    return f"{bps // 100}.{bps % 100:02d}%"


def plain(value: str) -> str:
    """An identifier as words: `late_fee` -> `late fee`."""
    return value.replace("_", " ")


def _day(language: str) -> Callable[[str], str]:
    months = _MONTHS[language].split()

    def day(iso: str) -> str:
        when = date.fromisoformat(iso[:10])
        month = months[when.month - 1]
        return f"{when.day} de {month} de {when.year}" if language == "es" else f"{month} {when.day}, {when.year}"

    return day


def written_day(day: date, language: str) -> str:
    """A day as people write it: `May 15, 2026`, `15 de mayo de 2026`."""
    return _day(language if language in _MONTHS else "en")(day.isoformat())


def _prose(language: str) -> Callable[[str], str]:
    day = _day(language)
    return lambda text: _ISO_DATE.sub(lambda match: day(match[0]), text)


def _instant(language: str) -> Callable[[str], str]:
    day, (morning, evening) = _day(language), ("a. m.", "p. m.") if language == "es" else ("a.m.", "p.m.")

    def instant(iso: str) -> str:
        when = datetime.fromisoformat(iso).astimezone(_EASTERN)
        hour = when.hour % 12 or 12
        return f"{day(when.date().isoformat())}, {hour}:{when.minute:02d} {morning if when.hour < 12 else evening} ET"

    return instant


def _day_of_month(language: str) -> Callable[[int], str]:
    endings = {1: "st", 2: "nd", 3: "rd"}

    def day_of_month(day: int) -> str:
        ending = "th" if 10 < day % 100 < 14 else endings.get(day % 10, "th")
        return f"{day} de cada mes" if language == "es" else f"{day}{ending} of each month"

    return day_of_month


def _words(table: Mapping[str, str]) -> Callable[[str], str]:
    return lambda value: table.get(value, plain(value))


def _account(table: Mapping[str, str]) -> Callable[[str], str]:
    """An account's label, of which all but the number it ends with has words of its own."""

    def account(label: str) -> str:
        named, space, number = label.rpartition(" ")
        return f"{table.get(named, named)}{space}{number}"

    return account


def _headed(table: Mapping[str, str], kind: str) -> Callable[[str], str]:
    return lambda value: table.get(kind + value, plain(value).capitalize())


def environment(
    sources: Mapping[str, str], language: str = "en", words: Mapping[str, str] | None = None
) -> ImmutableSandboxedEnvironment:
    """An environment over `sources`; `words` translates identifiers (statuses, kinds) for the filter `word`."""
    made = ImmutableSandboxedEnvironment(
        loader=DictLoader({name: _TAGS_ALONE.sub(r"\1", source) for name, source in sources.items()}),
        undefined=StrictUndefined,
        autoescape=select_autoescape(enabled_extensions=("html",), default=False),
    )
    made.globals.clear()
    made.filters.clear()
    made.filters.update(
        {
            "money": money,
            "size": size,
            "rate": rate,
            "date": _day(language),
            "instant": _instant(language),
            "day_of_month": _day_of_month(language),
            "prose": _prose(language),
            "word": _words(words or {}),
            "account": _account(words or {}),
            "label": _headed(words or {}, _LABEL),
            "title": _headed(words or {}, _TITLE),
        }
    )
    return made


def check(
    env: ImmutableSandboxedEnvironment, name: str, source: str, inputs: Iterable[str] | None, *, filters: bool
) -> None:
    """Refuse a template that uses more than the allowed constructs, or a variable that is not among `inputs`.

    Raises PromptError that names the file and line.
    """
    try:
        tree = env.parse(source, name)
    except TemplateError as error:
        raise PromptError(f"{name}: {error}") from error
    allowed = (*_ALLOWED, nodes.Filter) if filters else _ALLOWED
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, allowed):
            raise PromptError(f"{name}:{node.lineno}: {type(node).__name__} is not allowed in a template")
    if inputs is not None:
        unknown = meta.find_undeclared_variables(tree) - set(inputs)
        if unknown:
            raise PromptError(f"{name}: uses {sorted(unknown)}, which its front matter does not list as inputs")
