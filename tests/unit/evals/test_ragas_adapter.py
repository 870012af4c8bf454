"""ragas behind its one adapter: the metrics mean what the table says they mean."""

import hashlib
import json
from collections.abc import Sequence

import numpy as np
import pytest
from langchain_core.messages import AIMessage, BaseMessage
from numpy.typing import NDArray

from assistant.models.scripted import ScriptedModel
from evals import ragas_adapter
from evals.judge.asking import JudgeFailed
from evals.ragas_adapter import Scorer
from tests.unit.evals.stories import call, case, citation, played, turn


class WordEncoder:
    """Counts of hashed words: equal texts are equal vectors, and no model file is needed."""

    name = "hashed-words"
    dimensions = 64

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split():
                row[hashlib.sha256(word.encode()).digest()[0] % self.dimensions] += 1
        return rows


@pytest.fixture(scope="module")
def score() -> Scorer:
    return ragas_adapter.scorer(WordEncoder())


async def test_context_ids(score: Scorer) -> None:
    made = case(citations={"all_of": ["POL-PAYOFF-01"]})
    found = call("search_policies", {"passages": [{"document": "POL-PAYOFF-01"}, {"document": "POL-PAY-01.CA"}]})
    scores = await score(played(made, turn("No. [1]", [found], citations=[citation()])))
    assert (scores["context_precision"], scores["context_recall"]) == (0.5, 1.0)
    other = call("search_policies", {"passages": [{"document": "POL-PAY-01"}]})
    scores = await score(played(made, turn("No.", [other])))
    assert (scores["context_precision"], scores["context_recall"]) == (0.0, 0.0)


async def test_tool_calls_by_name_whatever_the_order(score: Scorer) -> None:
    made = case(calls=["get_balance", ["search_policies", "list_fees"]])
    scores = await score(played(made, turn(calls=[call("list_fees"), call("get_balance")])))
    assert scores["tool_call_f1"] == scores["tool_call_accuracy"] == 1.0
    scores = await score(played(made, turn(calls=[call("get_balance")])))
    assert scores["tool_call_f1"] == pytest.approx(0.6667)
    assert (await score(played(made, turn(calls=[]))))["tool_call_accuracy"] == 0.0


async def test_an_answer_on_the_subject_is_nearer_to_the_documents_summary(score: Scorer) -> None:
    made = case(citations={"any_of": ["POL-PAYOFF-01"]})
    near = await score(played(made, turn("There is no penalty for paying early, and a payoff quote gives the total.")))
    far = await score(played(made, turn("Our phone lines open at eight on weekdays.")))
    assert near["semantic_similarity"] > far["semantic_similarity"]


async def test_nothing_is_scored_without_a_reference(score: Scorer) -> None:
    assert await score(played(case())) == {}


def _judges(messages: Sequence[BaseMessage]) -> AIMessage:
    """Plays ragas' judge: two statements, one of them supported; the question is guessed word for word."""
    prompt = messages[-1].text
    if "noncommittal" in prompt:
        return AIMessage(json.dumps({"question": "what do I owe", "noncommittal": 0}))
    if "verdict" in prompt:
        verdicts = [{"statement": name, "reason": "", "verdict": at} for at, name in enumerate(("first", "second"))]
        return AIMessage(json.dumps({"statements": verdicts}))
    return AIMessage(json.dumps({"statements": ["first", "second"]}))


async def test_a_judge_adds_faithfulness_and_relevancy() -> None:
    judged = ragas_adapter.judged_scorer(WordEncoder(), ScriptedModel(script=_judges))
    assert await judged(played(case(), turn())) == {"answer_relevancy": pytest.approx(1), "faithfulness": 0.5}
    assert set(await judged(played(case(), turn(calls=[])))) == {"answer_relevancy"}
    assert await judged(played(case(), turn(outcome="abstained"))) == {}


async def test_a_judge_that_gives_no_object_is_a_failure_of_the_judge() -> None:
    judged = ragas_adapter.judged_scorer(WordEncoder(), ScriptedModel(script=lambda _: AIMessage("perhaps")))
    with pytest.raises(JudgeFailed):
        await judged(played(case(), turn()))
