"""The local chat model: deterministic, no network, and it knows only what is in its prompt."""

from assistant.models.local.model import LocalChatModel

__all__ = ["LocalChatModel"]
