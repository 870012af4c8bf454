"""The note that tells which edition of a document governs passes the guards with its own title and dates."""

from datetime import date
from typing import Any

import pytest

from assistant.guards.claims import unsupported
from assistant.guards.evidence import Evidence
from assistant.guards.knowledge import Knowledge, learn
from assistant.guards.reading import Reading
from prompts import loader
from tools.caller import Caller

KNOWN: Knowledge = learn(loader.load())
PASSAGE: dict[str, Any] = {
    "passage": "P1",
    "document": "POL-RATE-01",
    "version": 1,
    "document_title": "Pricing tiers and APR",
    "effective_from": "2024-01-01",
    "effective_to": "2025-06-30",
    "text": "A rate is fixed.",
}
NOTE = (
    "An earlier version governs for you, by the date of your agreement: version {version} of "
    '"{title}", in force from January 1, 2024 to June 30, 2025.'
)


def problem(note: str) -> str | None:
    evidence = Evidence(Caller("B-1", "borrower", 1, "token"), date(2026, 5, 15), [], [{"passages": [PASSAGE]}], [])
    return unsupported(Reading(note, evidence, KNOWN))


def test_the_edition_that_governs_is_named_with_its_title() -> None:
    assert problem(NOTE.format(version=1, title="Pricing tiers and APR")) is None


@pytest.mark.parametrize(("version", "title"), [(1, "Closing a Cash Line"), (3, "Pricing tiers and APR")])
def test_another_title_or_version_is_held_back(version: int, title: str) -> None:
    assert problem(NOTE.format(version=version, title=title)) is not None
