"""Asks the judge about one answer, over whatever chat model is given."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage, SystemMessage

from assistant.results import ToolCall
from evals.judge.asking import ask
from evals.judge.pinned import JudgePrompt
from evals.judge.verdict import Verdict
from evals.played import Turn

_SOURCE_CHARS = 4_000


@dataclass(frozen=True)
class Material:
    """What is judged. sources: tool results and passages as text."""

    question: str
    answer: str
    sources: list[str] = field(default_factory=list[str])


class Judge:
    """model: a chat model without retries of its own. A malformed reply is asked for once more, as it was."""

    def __init__(self, model: BaseChatModel, prompt: JudgePrompt) -> None:
        self._model = model
        self._prompt = prompt

    async def judge(self, material: Material) -> Verdict:
        """Raises JudgeFailed."""
        asked = [SystemMessage(self._prompt.body), HumanMessage(json.dumps(asdict(material), ensure_ascii=False))]
        return await ask(self._model, asked, Verdict)


def material(turns: Sequence[Turn]) -> Material:
    """Of a conversation: its last question and answer, with what was said before and that turn's sources."""
    last = turns[-1].result
    said = [f"{turn.text}\n(answered: {turn.result.answer})" for turn in turns[:-1]]
    sources = [source[:_SOURCE_CHARS] for call in last.tool_calls for source in _sources(call)]
    return Material("\n\n".join([*said, turns[-1].text]), last.answer, sources)


def _sources(call: ToolCall) -> Iterator[str]:
    """A tool's result as JSON; of a search, each passage as text."""
    if call.name != "search_policies" or "error" in call.result:
        yield json.dumps({call.name: call.result}, ensure_ascii=False)
        return
    for passage in call.result.get("passages", []):
        yield f"{passage['document']} v{passage['version']}, {passage['title']}: {passage['text']}"
