"""The chat model itself: LangChain's interface around understanding and answering."""

import asyncio
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, ToolCall
from langchain_core.messages.ai import UsageMetadata
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import ConfigDict, SkipValidation

from assistant.models.local.answer import Answerer
from assistant.models.local.conversation import Conversation
from assistant.models.local.kernel import Encoder
from assistant.models.local.reading import Plan, PlannedCall
from assistant.models.local.text import count_tokens
from assistant.models.local.understanding import Understanding
from prompts.bundle import PromptBundle

_NAMESPACE = uuid.UUID("6f0c1d0e-6c1f-5b0a-9c57-2f5f3a4f6b10")


class LocalChatModel(BaseChatModel):
    """Deterministic: the same messages and tools give the same reply, call ids included. Call `warm` at start.

    keep_vectors_in: a folder that keeps the examples' vectors and the fit between starts; None makes both again.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, ignored_types=(cached_property,))

    prompt: SkipValidation[PromptBundle]
    encoder: SkipValidation[Encoder]
    keep_vectors_in: Path | None = None

    @property
    def _llm_type(self) -> str:
        return "local"

    @property
    def _identifying_params(self) -> Mapping[str, Any]:
        return {"model": "local", "prompt": self.prompt.reference}

    def warm(self) -> None:
        """Fit the planner to the prompt's examples (seconds, once); done at the first message otherwise."""
        _ = self._understanding

    def language_of(self, texts: Sequence[str]) -> str:
        """The language, of those the prompt has words for, of the last of a person's messages (oldest first)."""
        return self._understanding.language.last_told(texts)

    def asks_for(self, texts: Sequence[str], *, staff: bool) -> frozenset[str]:
        """The write tools that somebody's own words (their last messages, oldest first) may be asking for.

        Permissive, and from these words and the prompt alone: what a provider's model was told plays no part.
        """
        return self._understanding.asks_for(texts, staff=staff)

    @cached_property
    def _understanding(self) -> Understanding:
        return Understanding(self.prompt, self.encoder, self.keep_vectors_in)

    @cached_property
    def _answerer(self) -> Answerer:
        return Answerer(self.prompt, self.encoder, self._understanding.language)

    def bind_tools(
        self, tools: Sequence[Any], *, tool_choice: str | None = None, **kwargs: Any
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Offer tools; their names and schemas decide what can be called and which arguments are looked for."""
        return self.bind(tools=[convert_to_openai_tool(tool) for tool in tools], **kwargs)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self._reply(messages, kwargs.get("tools") or []))])

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        """In a thread, since encoding a message would hold the event loop for milliseconds."""
        return await asyncio.to_thread(self._generate, messages, stop, None, **kwargs)

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        reply = self._reply(messages, kwargs.get("tools") or [])
        for piece in reply.text.splitlines(keepends=True):
            yield _chunk(AIMessageChunk(content=piece, id=reply.id), run_manager)
        calls = [
            tool_call_chunk(name=call["name"], args=_json(call["args"]), id=call["id"], index=index)
            for index, call in enumerate(reply.tool_calls)
        ]
        last = AIMessageChunk(content="", id=reply.id, tool_call_chunks=calls, usage_metadata=reply.usage_metadata)
        yield _chunk(last, run_manager)

    def _reply(self, messages: Sequence[BaseMessage], tools: Sequence[Mapping[str, Any]]) -> AIMessage:
        schemas = {tool["function"]["name"]: tool["function"].get("parameters", {}) for tool in tools}
        conversation = Conversation.of(messages)
        plan = self._understanding.plan(conversation, schemas)
        calls = self._calls(plan, conversation, schemas)
        text = "" if calls else self._text(plan, conversation)
        if text is None:
            calls, text = (PlannedCall("decline", {"reason": "not_covered"}),), ""
            if "decline" not in schemas:
                calls, text = (), self.prompt.say("decline.not_covered", plan.language)
        return _message(messages, calls, text)

    def _calls(self, plan: Plan, conversation: Conversation, schemas: Mapping[str, Any]) -> tuple[PlannedCall, ...]:
        """The plan's calls with the control call of its outcome first; after results only repairs are left to do."""
        if conversation.results:
            return _repairs(conversation)
        control: dict[str, tuple[str, dict[str, Any]]] = {
            "clarify": ("ask_clarification", {"question": plan.reason, "options": list(plan.options)}),
            "decline": ("decline", {"reason": plan.reason}),
            "handoff": ("hand_off", {"reason": plan.reason}),
        }
        tool, arguments = control.get(plan.outcome, ("", {}))
        first = (PlannedCall(tool, arguments),) if tool in schemas else ()
        return (*first, *plan.calls)

    def _text(self, plan: Plan, conversation: Conversation) -> str | None:
        return self._answerer.reply(plan, conversation) if conversation.results else self._answerer.direct(plan)


def _repairs(conversation: Conversation) -> tuple[PlannedCall, ...]:
    """One more try without the account, where the words named a product that the borrower does not have."""
    tried = [(result.tool, dict(result.arguments)) for result in conversation.results]
    again: list[PlannedCall] = []
    for result in conversation.results:
        wider = {name: value for name, value in result.arguments.items() if name != "account"}
        not_found = result.error is not None and result.error.get("kind") == "not_found"
        named_product = not str(result.arguments.get("account", "0")).isdigit()
        if not_found and named_product and (result.tool, wider) not in tried:
            again.append(PlannedCall(result.tool, wider))
    return tuple(again)


def _message(messages: Sequence[BaseMessage], calls: Sequence[PlannedCall], text: str) -> AIMessage:
    said = "\n".join(message.text for message in messages)
    seed = f"{len(messages)}\n{said}"
    made = [
        ToolCall(
            name=call.tool, args=dict(call.arguments), id=f"call_{uuid.uuid5(_NAMESPACE, f'{seed}{index}').hex[:20]}"
        )
        for index, call in enumerate(calls)
    ]
    read, wrote = count_tokens(said), count_tokens(text) + sum(count_tokens(_json(call["args"])) for call in made)
    usage = UsageMetadata(input_tokens=read, output_tokens=wrote, total_tokens=read + wrote)
    identity = f"local-{uuid.uuid5(_NAMESPACE, seed).hex[:20]}"
    return AIMessage(content=text, tool_calls=made, usage_metadata=usage, id=identity)


def _chunk(message: AIMessageChunk, run_manager: CallbackManagerForLLMRun | None) -> ChatGenerationChunk:
    chunk = ChatGenerationChunk(message=message)
    if run_manager is not None:
        run_manager.on_llm_new_token(message.text, chunk=chunk)
    return chunk


def _json(value: Mapping[str, Any]) -> str:

    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
