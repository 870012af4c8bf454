"""A small indexed world: two documents with versions, an edition and staff text, beside a regulation."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

import numpy as np
import pytest
from numpy.typing import NDArray
from psycopg_pool import AsyncConnectionPool

from policies.search import PolicySearch

FRONT = """---
id: {id}
title: {title}
version: {version}
effective_from: {start}
effective_to: {end}
products: {products}
states: {states}
audience: {audience}
owner: Servicing Policy
governed_by: {governed}
sources: []
summary: {title} in short.
asks: ["{title}?"]
---
"""


class Database(Protocol):
    def url(self, role: str) -> str: ...


class Words:
    """An encoder without a model: texts that share words lie near each other."""

    name = "words"

    def __init__(self) -> None:
        self.encoded = 0

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        self.encoded += len(texts)
        out = np.full((len(texts), 384), 0.001, dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                out[row, sum(map(ord, word)) % 384] += 1
        return out / np.linalg.norm(out, axis=1, keepdims=True)


def write(folder: Path, body: str, **given: str) -> Path:
    """Write one document; `given` overrides front matter and `edition` names a state edition."""
    edition = given.pop("edition", "")
    fields = {
        "id": "POL-LATE-01",
        "title": "Late fee",
        "version": "1",
        "start": "2025-01-01",
        "end": "null",
        "products": "[cash_line]",
        "states": f"[{edition}]" if edition else "[all]",
        "audience": "borrower",
        "governed": "today",
    } | given
    name = f"{fields['id']}.v{fields['version']}{'.' + edition if edition else ''}.md"
    path = folder / name
    path.write_text(FRONT.format(**fields) + f"## What it says {{#says}}\n{body}\n", encoding="utf-8")
    return path


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    write(folder, "The late fee was thirty dollars then.", end="2025-12-31")
    write(folder, "The late fee is thirty-two dollars now.", version="2", start="2026-01-01")
    write(folder, "The late fee in California is fifteen dollars.", version="2", start="2026-01-01", edition="CA")
    write(folder, "Agents may waive a late fee once.", id="POL-S-WAIVE-01", title="Waivers", audience="staff")
    write(folder, "Loans cost a rate.", id="POL-RATE-01", title="Rates", products="[instalment_loan]")
    return folder


@pytest.fixture
def regulations(tmp_path: Path) -> Path:
    path = tmp_path / "laws.jsonl"
    rows = [
        {"cite": f"1 X {n}", "title": "Late fees", "text": f"Late fee rule {n}.", "asof": "2023-04"} for n in (1, 2, 3)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def encoder() -> Words:
    return Words()


@pytest.fixture
def ingest_url(assistant_db: Database) -> str:
    return assistant_db.url("policies_ingest")


@pytest.fixture
async def pool(assistant_db: Database) -> AsyncIterator[AsyncConnectionPool]:
    opened: AsyncConnectionPool = AsyncConnectionPool(assistant_db.url("assistant_app"), min_size=1, open=False)
    async with opened:
        yield opened


@pytest.fixture
def search(pool: AsyncConnectionPool, encoder: Words) -> PolicySearch:
    return PolicySearch(pool, encoder)
