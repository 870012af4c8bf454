"""Names fall into groups by the reviewed list; who is in none is `other`."""

import pytest

from accounts.seeding import names
from evals.name_groups import OTHER, name_group


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("Linh Nguyen", "asian"),
        ("Grace Washington", "black"),
        ("Rosa Taylor", "hispanic"),
        ("Thuy Hernandez", "hispanic"),
        ("Aisha Carter", "middle_eastern"),
        ("Joseph Begay", "native"),
        ("Hannah Robinson", "white"),
        ("Joseph Taylor", OTHER),
        (None, OTHER),
        ("", OTHER),
    ],
)
def test_the_family_name_decides_then_the_given_name(name: str | None, group: str) -> None:
    assert name_group(name) == group


def test_most_seeded_names_are_in_a_group() -> None:
    found = [name_group(f"{first} {family}") for first in names.FIRST for family in names.FAMILY]
    assert found.count(OTHER) / len(found) < 0.1
    assert set(found) == {"asian", "black", "hispanic", "middle_eastern", "native", "white", OTHER}
