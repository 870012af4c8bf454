"""Policy search as the tools ask for it, over the hybrid search of policies/."""

from typing import Literal, cast

from policies.search import Passage, PolicySearch, SearchQuery
from policies.show import edition_id
from tools.client import JsonObject
from tools.context import PolicyQuestion
from tools.errors import ToolFailure

COLLECTION = "policies"
"""Conversations read the lender's own documents only; other collections are for the command line."""


class HybridPolicyLookup:
    """Answers a PolicyQuestion with the best `k` passages."""

    def __init__(self, search: PolicySearch, *, k: int = 5) -> None:
        self._search = search
        self._k = k

    async def __call__(self, question: PolicyQuestion) -> JsonObject:
        """`{"passages": [...]}`, best first. Raises ToolFailure when the index is out of reach."""
        query = SearchQuery(
            text=question.text,
            as_of=question.as_of,
            collection=COLLECTION,
            k=self._k,
            product=cast(Literal["instalment_loan", "cash_line"] | None, question.product),
            state=question.state,
            agreement_date=question.agreement_date,
            audience="staff" if question.audience == "staff" else "borrower",
            language="es" if question.language == "es" else "en",
        )
        try:
            found = await self._search.search(query)
        except OSError as error:
            raise ToolFailure("temporary", "The policy library is not reachable right now.") from error
        return {"passages": [_row(passage) for passage in found]}


def _row(passage: Passage) -> JsonObject:
    return {
        "document": edition_id(passage.document, passage.states),
        "version": int(passage.version),
        "section": passage.section,
        "title": passage.title,
        "effective_from": passage.effective_from.isoformat(),
        "states_differ": passage.states_differ,
        "text": passage.text,
    }
