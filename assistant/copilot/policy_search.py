"""Policy search for the agent, over the documents as staff see them."""

from datetime import date

from pydantic import BaseModel

from policies.search import PolicySearch, SearchQuery
from policies.show import edition_id, numbered


class FoundSection(BaseModel):
    """A section's passage. score: of the search, higher fits better; only comparable within one answer."""

    document: str
    version: int | str
    section: str
    title: str
    text: str
    effective_from: date
    score: float


async def found(search: PolicySearch, text: str, today: date, k: int) -> list[FoundSection]:
    """The best `k`, in force today. Raises psycopg.Error."""
    passages = await search.search(SearchQuery(text=text, as_of=today, k=k, audience="staff"))
    return [
        FoundSection(
            document=edition_id(one.document, one.states),
            version=numbered(one.version),
            section=one.section,
            title=one.title,
            text=one.text,
            effective_from=one.effective_from,
            score=round(one.score, 4),
        )
        for one in passages
    ]
