"""What is read of a chat completion request. Of its messages only the newest of the user's is believed."""

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.openai.errors import RequestRefused

_THREAD = re.compile(r"[0-9A-Za-z-]{1,64}")


class Message(BaseModel):
    """A message as clients send it. System, developer, assistant and tool messages are not looked at any further: the
    thread's own record is in the database."""

    model_config = ConfigDict(extra="ignore")

    role: Annotated[str, Field(max_length=40)]
    content: Any = None


class StreamOptions(BaseModel):
    model_config = ConfigDict(extra="ignore")

    include_usage: bool | None = None


class ChatRequest(BaseModel):
    """The part of the request that is read; what becomes of the rest, `parameters.yaml` says."""

    model_config = ConfigDict(extra="allow")

    model: str
    messages: Annotated[list[Message], Field(min_length=1, max_length=2_000)]
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    metadata: dict[str, Any] | None = None

    @property
    def given(self) -> dict[str, Any]:
        """Every parameter that the client sent, by name."""
        return {**dict.fromkeys(self.model_fields_set), **(self.model_extra or {})}

    @property
    def wants_usage(self) -> bool:
        return bool(self.stream_options and self.stream_options.include_usage)

    @property
    def thread_id(self) -> str | None:
        """The conversation that `metadata.thread_id` names. Raises RequestRefused."""
        named = (self.metadata or {}).get("thread_id")
        if named is None or (isinstance(named, str) and _THREAD.fullmatch(named)):
            return named
        raise RequestRefused("invalid_value", "metadata.thread_id is the id of a conversation.", "metadata")

    def newest_user_text(self) -> str:
        """The newest message of the user. Raises RequestRefused where there is none, or where it is not text."""
        for index in range(len(self.messages) - 1, -1, -1):
            if self.messages[index].role == "user":
                return _text(self.messages[index].content, f"messages[{index}].content")
        raise RequestRefused("message_empty", "There is no user message in this request.", "messages")


class TextPart(BaseModel):
    model_config = ConfigDict(extra="ignore")

    type: Literal["text"]
    text: str


def _text(content: Any, where: str) -> str:
    if isinstance(content, str):
        return content
    try:
        parts = _Parts.model_validate({"parts": content}).parts
    except ValueError:
        says = "A message is text, or a list of `text` parts; images, audio and files are not read here."
        raise RequestRefused("unsupported_content", says, where) from None
    return "\n".join(part.text for part in parts)


class _Parts(BaseModel):
    parts: list[TextPart]
