"""The judge's verdicts as scores of records: `judge_<criterion>`, 1 where it is met."""

import asyncio
from collections.abc import Mapping, Sequence

from evals.case import Case
from evals.judge.judging import Judge, material
from evals.judge.verdict import CRITERIA
from evals.ragas_adapter import Scorer
from evals.recording import played_of
from evals.records import CaseRecord

PREFIX = "judge_"
_AT_ONCE = 4


async def scored(
    records: Sequence[CaseRecord], cases: Mapping[str, Case], judge: Judge, ragas: Scorer | None = None
) -> list[CaseRecord]:
    """The records with the judge's verdicts on the last answer of each; those that errored stay as they are.

    ragas: also these scores, by a judge too.

    Raises JudgeFailed with the first answer it gives no verdict on: a run that is judged in part says nothing.
    """
    gate = asyncio.Semaphore(_AT_ONCE)

    async def one(record: CaseRecord) -> CaseRecord:
        case = cases.get(record.id)
        if case is None or not record.context:
            return record
        played = played_of(record, case)
        async with gate:
            found = await judge.judge(material(played.said))
            more = await ragas(played) if ragas else {}
        scores = {f"{PREFIX}{name}": float(found.of(name)) for name in CRITERIA}
        return record.model_copy(update={"scores": {**record.scores, **scores, **more}})

    return await asyncio.gather(*(one(record) for record in records))
