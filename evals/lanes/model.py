"""A chat model that answers from a cassette, or that asks a provider and keeps what it answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import ConfigDict

from evals.engine.plan import PLAYING
from evals.lanes.cassette import Answer, Cassette
from evals.lanes.keys import Asked


def _playing() -> tuple[str, int]:
    """The case and epoch that this worker plays."""
    task = PLAYING.get()
    return (task.case, task.epoch) if task else ("", 0)


class RecordingNeeded(RuntimeError):
    """The cassette has no answer to what the model was given; record it (`assist evals record`)."""


class CostCapReached(RuntimeError):
    """The next answer could cost more than was allowed; what was recorded is kept."""


@dataclass
class Tape:
    """A cassette in use. needed: cases that asked what is not on it. spent_usd: of this run.

    cost_of: dollars of input and output tokens. cap_usd: recording stops before a call once so much is spent.
    """

    cassette: Cassette
    model: str
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    cost_of: Callable[[int, int], float] = lambda read, wrote: 0.0
    cap_usd: float = 0.0
    spent_usd: float = 0.0
    needed: dict[str, str] = field(default_factory=dict[str, str])

    def asked(self, messages: Sequence[BaseMessage], tools: Sequence[Mapping[str, Any]]) -> Asked:
        return Asked(self.model, messages, tools, self.parameters, _playing()[1])

    def find(self, key: str) -> AIMessage:
        """Raises RecordingNeeded."""
        answer = self.cassette.answers.get(key)
        if answer is None:
            case = _playing()[0]
            self.needed.setdefault(case, key)
            raise RecordingNeeded(f"{case or 'this call'}: no recorded answer of {self.model} (key {key[:12]})")
        return answer.message()

    def take(self, key: str, message: AIMessage) -> AIMessage:
        """Keep what a provider answered, and give it as a replay will."""
        case, epoch = _playing()
        used = message.usage_metadata
        read, wrote = (used["input_tokens"], used["output_tokens"]) if used else (0, 0)
        cost = self.cost_of(read, wrote)
        self.spent_usd += cost
        answer = Answer(
            key=key,
            case=case,
            epoch=epoch,
            model=self.model,
            recorded_at=datetime.now(UTC).isoformat(timespec="seconds"),
            text=message.text,
            calls=[{"name": call["name"], "args": call["args"]} for call in message.tool_calls],
            input_tokens=read,
            output_tokens=wrote,
            cost_usd=round(cost, 6),
        )
        self.cassette.put(answer)
        self.cassette.save()
        return self.cassette.answers[key].message()

    def check_cap(self) -> None:
        """Raises CostCapReached."""
        if self.cap_usd and self.spent_usd >= self.cap_usd:
            raise CostCapReached(f"${self.spent_usd:.2f} of ${self.cap_usd:.2f} are spent")


class CassetteModel(BaseChatModel):
    """Answers from `tape`; with `provider`, what is not on it is asked there and kept."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    tape: Tape
    provider: BaseChatModel | None = None

    @property
    def _llm_type(self) -> str:
        return "cassette"

    def bind_tools(
        self, tools: Sequence[Any], *, tool_choice: str | None = None, **kwargs: Any
    ) -> Runnable[LanguageModelInput, AIMessage]:
        made = [convert_to_openai_tool(tool) for tool in tools]
        return cast(Runnable[LanguageModelInput, AIMessage], self.bind(tools=made, **kwargs))

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        """From the tape only; recording is asynchronous, as the assistant asks."""
        tools: list[dict[str, Any]] = kwargs.get("tools") or []
        asked = self.tape.asked(messages, tools)
        return ChatResult(generations=[ChatGeneration(message=self.tape.find(asked.key))])

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        tools: list[dict[str, Any]] = kwargs.get("tools") or []
        key = self.tape.asked(messages, tools).key
        if self.provider is None or key in self.tape.cassette.answers:
            message = self.tape.find(key)
        else:
            self.tape.check_cap()
            asked = self.provider.bind_tools(tools) if tools else self.provider
            message = self.tape.take(key, await asked.ainvoke(messages))
        return ChatResult(generations=[ChatGeneration(message=message)])
