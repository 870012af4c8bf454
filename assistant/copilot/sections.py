"""The policy sections behind warnings and actions, as citations that open; each document is read once."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from psycopg_pool import AsyncConnectionPool

from assistant.copilot.rules import Section
from assistant.results import Citation
from policies.show import ShownDocument, UnknownDocument, show

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


class Sections:
    """Over the indexed documents in their newest versions, as staff see them."""

    def __init__(self, pool: AsyncConnectionPool[Any]) -> None:
        self._pool = pool
        self._documents: dict[str, ShownDocument | None] = {}

    async def citations(self, wanted: Sequence[Section]) -> Mapping[Section, Citation]:
        """Those that are indexed; another is left out, so a warning goes without its source rather than not at all."""
        for document in {one.document for one in wanted} - self._documents.keys():
            self._documents[document] = await self._read(document)
        found = {one: self._citation(one) for one in wanted}
        return {one: citation for one, citation in found.items() if citation is not None}

    async def _read(self, document: str) -> ShownDocument | None:
        try:
            return await show(self._pool, document, audience="staff")
        except UnknownDocument:
            return None

    def _citation(self, wanted: Section) -> Citation | None:
        document = self._documents[wanted.document]
        section = (
            next((one for one in document["sections"] if one["section"] == wanted.section), None) if document else None
        )
        if document is None or section is None:
            return None
        return Citation(
            id=1,
            document=document["document"],
            version=int(document["version"]),
            section=section["section"],
            title=section["title"],
            effective_from=document["effective_from"],
            quote=_SENTENCE_END.split(section["text"].strip(), maxsplit=1)[0],
        )
