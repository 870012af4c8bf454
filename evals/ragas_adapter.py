"""The ragas metrics behind two functions, without a judge and with one; ragas (9 s to import) loads when one is called.

Source of the metrics: ragas 0.4.3, `ragas.metrics` (id-based context precision and recall) and
`ragas.metrics.collections` (tool call accuracy and F1, semantic similarity; with a judge faithfulness and answer
relevancy).
"""

import asyncio
import os
import warnings
from collections.abc import Awaitable, Callable, Sequence
from importlib import import_module
from math import isnan
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage

from evals.graders.calls import choices
from evals.graders.citations import base, documents
from evals.judge.asking import Shape, ask
from evals.judge.judging import material
from evals.played import Played
from policies.embeddings import Encoder

Scorer = Callable[[Played], Awaitable[dict[str, float]]]
RAGAS_JUDGED = ("faithfulness", "answer_relevancy")
_QUESTIONS = 3
"""How many questions the judge makes of an answer for its relevancy; what ragas takes."""
_CONTROL = frozenset({"decline", "ask_clarification"})


def scorer(encoder: Encoder) -> Scorer:
    """A function that scores a played case; it leaves out what the case has no reference for."""
    os.environ["RAGAS_DO_NOT_TRACK"] = "true"
    ragas, by_id, modern = (import_module(name) for name in ("ragas", "ragas.metrics", "ragas.metrics.collections"))
    precision, recall = by_id.IDBasedContextPrecision(), by_id.IDBasedContextRecall()
    accuracy, f1 = modern.ToolCallAccuracy(strict_order=False), modern.ToolCallF1()
    similarity = modern.SemanticSimilarity(embeddings=_embedding(encoder))

    async def score(played: Played) -> dict[str, float]:
        scores: dict[str, float] = {}
        gold, retrieved = played.case.expect.citations.ids, retrieved_documents(played)
        if gold and retrieved:
            sample = ragas.SingleTurnSample(
                retrieved_context_ids=retrieved, reference_context_ids=_reference_ids(played)
            )
            scores["context_precision"] = await precision.single_turn_ascore(sample)
            scores["context_recall"] = await recall.single_turn_ascore(sample)
        if played.case.expect.calls:
            messages, reference = _calls(played)
            scores["tool_call_f1"] = _value(await f1.ascore(messages, reference))
            scores["tool_call_accuracy"] = (
                _value(await accuracy.ascore(messages, reference)) if _called(played) else 0.0
            )
        if gold and played.last.outcome == "answered":
            scores["semantic_similarity"] = _value(await similarity.ascore(_summary(gold[0]), played.last.answer))
        return {name: round(value, 4) for name, value in scores.items()}

    async def quietly(played: Played) -> dict[str, float]:
        with warnings.catch_warnings():  # ragas warns at every call that is missing, which is what it is to count
            warnings.simplefilter("ignore")
            return await score(played)

    return quietly


def judged_scorer(encoder: Encoder, model: BaseChatModel) -> Scorer:
    """A function that scores the last answer of a played case by what `model` says of it: `faithfulness` (share of its
    statements that its sources support) and `answer_relevancy` (how near the questions it would answer are to the one
    that was asked). Never used where no provider's model is given. It raises JudgeFailed.
    """
    os.environ["RAGAS_DO_NOT_TRACK"] = "true"
    modern = import_module("ragas.metrics.collections")
    judge = _judge(model)
    faithfulness = modern.Faithfulness(llm=judge)
    relevancy = modern.AnswerRelevancy(llm=judge, embeddings=_embedding(encoder), strictness=_QUESTIONS)

    async def score(played: Played) -> dict[str, float]:
        if played.last.outcome != "answered":
            return {}
        made = material(played.said)
        scores = {"answer_relevancy": _value(await relevancy.ascore(made.question, made.answer))}
        if made.sources:
            scores["faithfulness"] = _value(await faithfulness.ascore(made.question, made.answer, made.sources))
        return {name: round(value, 4) for name, value in scores.items() if not isnan(value)}

    return score


def retrieved_documents(played: Played) -> list[str]:
    """Documents of the passages that the last turn's searches returned, best first."""
    calls = [call.result for call in played.last.tool_calls if call.name == "search_policies"]
    found = [base(str(passage["document"])) for result in calls for passage in result.get("passages", [])]
    return list(dict.fromkeys(found))


def _reference_ids(played: Played) -> list[str]:
    """What should have been retrieved: all of `all_of`, and of `any_of` what came, or the first where none came."""
    gold = played.case.expect.citations
    came = [document for document in gold.any_of if document in retrieved_documents(played)]
    return [*gold.all_of, *(came or gold.any_of[:1])]


def _calls(played: Played) -> tuple[list[Any], list[Any]]:
    """The last turn's calls and the case's, by name: cases name tools, arguments are graded by the facts they bring."""
    messages = import_module("ragas.messages")
    names = _called(played)
    reference = [_chosen(choice, names) for choice in choices(played.case.expect.calls)]
    made, wanted = ([messages.ToolCall(name=name, args={}) for name in each] for each in (names, reference))
    said = messages.AIMessage(content=played.last.answer, tool_calls=made)
    return [messages.HumanMessage(content=played.turns[-1].text), said], wanted


def _called(played: Played) -> list[str]:
    return list(dict.fromkeys(call.name for call in played.last.tool_calls if call.name not in _CONTROL))


def _chosen(choice: Sequence[str], called: Sequence[str]) -> str:
    return next((name for name in choice if name in called), choice[0])


def _summary(document: str) -> str:
    return next(one.summary for one in reversed(documents()) if one.id == document)


def _value(result: Any) -> float:
    return float(result.value)


def _judge(model: BaseChatModel) -> Any:
    """A chat model as ragas wants its judges: it answers a prompt, which shows the schema, with an object."""

    async def agenerate(_: object, prompt: str, response_model: type[Shape]) -> Shape:
        return await ask(model, [HumanMessage(prompt)], response_model)

    def generate(_: object, prompt: str, response_model: type[Shape]) -> Shape:
        return asyncio.run(agenerate(_, prompt, response_model))

    base: type = import_module("ragas.llms.base").InstructorBaseRagasLLM
    return type("ProvidersJudge", (base,), {"agenerate": agenerate, "generate": generate})()


def _embedding(encoder: Encoder) -> Any:
    """The product's own sentence encoder as ragas wants one, so that nothing is sent anywhere."""

    def embed_text(_: object, text: str, **kwargs: object) -> list[float]:
        return [float(number) for number in encoder.encode([text])[0]]

    async def aembed_text(_: object, text: str, **kwargs: object) -> list[float]:
        return embed_text(_, text)

    base: type = import_module("ragas.embeddings.base").BaseRagasEmbedding
    return type("LocalEmbedding", (base,), {"embed_text": embed_text, "aembed_text": aembed_text})()
