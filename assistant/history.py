"""Messages that a model sees of a thread: the system prompt, earlier turns in short, and this turn's words."""

from collections.abc import Iterable, Sequence

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage

from assistant.results import TurnResult

SHOWN_EARLIER = "[shown earlier]"


def messages(system: str, history: Sequence[TurnResult], texts: Sequence[str]) -> list[BaseMessage]:
    """`texts` are the caller's own words, one more than `history` has turns: the last is this turn's.

    Earlier tool results are left out: a figure in the reply must come from a read of this turn.
    """
    said: list[BaseMessage] = [SystemMessage(system)]
    for turn, text in zip(history, texts, strict=False):
        said.append(HumanMessage(text))
        said.extend(_earlier(turn))
    said.append(HumanMessage(texts[-1]))
    return said


def _earlier(turn: TurnResult) -> Iterable[BaseMessage]:
    if turn.tool_calls:
        calls = [
            {"name": call.name, "args": call.arguments, "id": f"{turn.turn_id[:8]}-{index}", "type": "tool_call"}
            for index, call in enumerate(turn.tool_calls)
        ]
        yield AIMessage("", tool_calls=calls)
        for call in calls:
            yield ToolMessage(SHOWN_EARLIER, tool_call_id=str(call["id"]), name=str(call["name"]))
    yield AIMessage(turn.answer)
