"""The evals' own reading of figures."""

from decimal import Decimal

import pytest

from evals.figures import figures


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("You owe $1,234.56 now", "money", Decimal("1234.56")),
        ("at most 15 dollars", "money", Decimal(15)),
        ("about 85 cents a day", "money", Decimal("0.85")),
        ("an APR of 24.99%", "percent", Decimal("24.99")),
        ("0.25 percentage point", "percent", Decimal("0.25")),
        ("9.99 por ciento", "percent", Decimal("9.99")),
        ("due 2026-05-22", "date", (2026, 5, 22)),
        ("due May 22, 2026", "date", (2026, 5, 22)),
        ("due May 22nd", "date", (None, 5, 22)),
        ("el 22 de mayo de 2026", "date", (2026, 5, 22)),
        ("on 05/22/2026", "date", (2026, 5, 22)),
        ("since May 2026", "month", (2026, 5)),
        ("until 8:00 p.m. today", "time", "8:00 pm"),
        ("until 8 pm today", "time", "8:00 pm"),
        ("call 1-800-555-0142", "id", "1-800-555-0142"),
        ("account CL-104233", "id", "CL-104233"),
        ("within 60 days", "number", Decimal(60)),
        ("after the 5th day", "number", Decimal(5)),
        ("two business days", "number", Decimal(2)),
    ],
)
def test_a_figure_is_read_with_its_kind(text: str, kind: str, value: object) -> None:
    assert [(figure.kind, figure.value) for figure in figures(text)] == [(kind, value)]


def test_spanish_words_are_figures_only_in_spanish() -> None:
    assert [figure.value for figure in figures("tiene tres días", "es")] == [Decimal(3)]
    assert figures("once you pay, one person answers", "en") == []


def test_no_part_of_a_figure_is_read_twice() -> None:
    found = figures("Pay $43.00 by June 6, 2026 at 8:00 p.m. on CL-104233, 24.99% APR")
    assert sorted(figure.kind for figure in found) == ["date", "id", "money", "percent", "time"]


def test_a_range_gives_both_ends() -> None:
    assert [figure.value for figure in figures("1 to 28")] == [Decimal(1), Decimal(28)]
