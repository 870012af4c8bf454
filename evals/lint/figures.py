"""Figures come from the account system when a case runs, or from the person's own words; a copied one is wrong as soon
as the portfolio is another."""

from collections.abc import Iterator
from decimal import Decimal

from evals.case import EndState, Expect
from evals.figures import Figure, figures
from evals.lint.finding import Finding, Written, each

_COPIED = ("money", "percent", "date", "month")


@each
def copied_figures(one: Written) -> Iterator[Finding]:
    """An amount, a percentage or a day in what is expected that the person did not say."""
    said = _said(one)
    for expect in one.expected:
        for text in expect.must_say:
            for figure in figures(text.replace("\\", ""), one.case.language):
                if figure.kind in _COPIED and not _was_said(figure.value, said):
                    yield one.finding("copied-figure", f"must_say has {figure.text!r}; read it as a fact")
        for where, value in _values(expect):
            if not _stated(value, said, one.texts):
                yield one.finding("copied-figure", f"{where} has {value!r}, which nobody said; read it with `find`")


def _said(one: Written) -> list[Figure]:
    return [figure for text in one.texts for figure in figures(text, one.case.language)]


def _values(expect: Expect) -> Iterator[tuple[str, object]]:
    """Literal values of proposals, facts and golden commands, with where they stand."""
    for proposed in expect.proposes:
        yield from ((f"{proposed.tool}.{label}", value) for label, value in proposed.lines.items())
    for fact in expect.facts:
        yield from ((f"{fact.read}.{name}", value) for name, value in fact.match.items())
    end: EndState | None = expect.end_state
    for command in (end.golden or []) if end else []:
        yield from ((f"{command.path}.{name}", value) for name, value in command.body.items())


def _stated(value: object, said: list[Figure], texts: list[str]) -> bool:
    """Whether a value is the person's own, or no figure at all."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return True
    if isinstance(value, str):
        dates = [figure for figure in figures(value) if figure.kind in _COPIED]
        return not dates or any(value in text for text in texts)
    return value == 0 or any(_was_said(number, said) for number in (Decimal(value), Decimal(value) / 100))


def _was_said(value: object, said: list[Figure]) -> bool:
    return any(value == figure.value or _day_of(figure) == value for figure in said)


def _day_of(figure: Figure) -> Decimal | None:
    """The day of the month in a date that was said."""
    return Decimal(figure.value[-1]) if figure.kind == "date" and isinstance(figure.value, tuple) else None
