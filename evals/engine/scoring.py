"""The ragas scores of records that are there already: one pass at the end, so that no worker loads ragas."""

import asyncio
from collections.abc import Mapping, Sequence

from evals.case import Case
from evals.records import CaseRecord


def scored(records: Sequence[CaseRecord], cases: Mapping[str, Case]) -> list[CaseRecord]:
    """The records with their ragas scores; errored ones and those of no known case stay as they are."""
    return asyncio.run(_scored(records, cases))


async def _scored(records: Sequence[CaseRecord], cases: Mapping[str, Case]) -> list[CaseRecord]:
    from evals.ragas_adapter import scorer
    from evals.recording import played_of
    from policies.embeddings import MiniLM

    score = scorer(MiniLM(threads=2))
    done: list[CaseRecord] = []
    for record in records:
        case = cases.get(record.id)
        if case is None or not record.context:
            done.append(record)
            continue
        scores = await score(played_of(record, case))
        done.append(record.model_copy(update={"scores": {**record.scores, **scores}}))
    return done
