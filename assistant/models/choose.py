"""From the `model` setting to a LangChain chat model; a provider's packages are imported only when it is chosen."""

from dataclasses import dataclass
from typing import Any

from langchain_core.language_models import BaseChatModel
from pydantic import SecretStr

from assistant.settings import Settings


class ModelNotConfigured(ValueError):
    """The setting names no model, or the key or address it needs is missing; the message says which variable to set."""


@dataclass(frozen=True)
class ModelChoice:
    """`setting`: `local`, `openai:NAME`, `anthropic:NAME` or `compatible:NAME` (any OpenAI-compatible `base_url`)."""

    setting: str
    base_url: str | None = None
    openai_api_key: SecretStr | None = None
    anthropic_api_key: SecretStr | None = None
    timeout_s: float = 20.0
    max_output_tokens: int = 1200


def choice_of(settings: Settings) -> ModelChoice:
    """What the settings say of the model."""
    return ModelChoice(
        setting=settings.model,
        base_url=settings.model_base_url,
        openai_api_key=settings.openai_api_key,
        anthropic_api_key=settings.anthropic_api_key,
        timeout_s=settings.model_deadline_s,
        max_output_tokens=settings.max_output_tokens,
    )


def choose(choice: ModelChoice, local: BaseChatModel) -> BaseChatModel:
    """The chosen model; `local` where the setting says so. Retries are off: a turn has one retry layer of its own.

    Raises ModelNotConfigured.
    """
    return local if choice.setting == "local" else provider(choice)


def provider(choice: ModelChoice) -> BaseChatModel:
    """The provider's model that the setting names; the local one is none. Raises ModelNotConfigured."""
    kind, _, name = choice.setting.partition(":")
    if not name:
        raise ModelNotConfigured(
            f"ASSIST_MODEL={choice.setting!r} names no model; "
            "use local, openai:NAME, anthropic:NAME or compatible:NAME."
        )
    if kind == "openai":
        return _openai(choice, name, _required(choice.openai_api_key, "OPENAI_API_KEY"))
    if kind == "compatible":
        if not choice.base_url:
            raise ModelNotConfigured("ASSIST_MODEL=compatible:NAME needs ASSIST_MODEL_BASE_URL (it ends in /v1).")
        return _openai(choice, name, choice.openai_api_key or SecretStr("none"))
    if kind == "anthropic":
        return _anthropic(choice, name, _required(choice.anthropic_api_key, "ANTHROPIC_API_KEY"))
    raise ModelNotConfigured(f"Unknown provider {kind!r} in ASSIST_MODEL; known: openai, anthropic, compatible.")


def _required(key: SecretStr | None, variable: str) -> SecretStr:
    if key is None or not key.get_secret_value():
        raise ModelNotConfigured(f"Set {variable} to use this model, or ASSIST_MODEL=local to run without a key.")
    return key


def _of_any(choice: ModelChoice, key: SecretStr) -> dict[str, Any]:
    """What every provider is told alike: no retries, since a turn has its own, and no chance in the wording."""
    return {"api_key": key, "timeout": choice.timeout_s, "max_retries": 0, "temperature": 0}


def _openai(choice: ModelChoice, name: str, key: SecretStr) -> BaseChatModel:
    from langchain_openai import ChatOpenAI

    return ChatOpenAI(
        model=name,
        base_url=choice.base_url,
        max_completion_tokens=choice.max_output_tokens,
        stream_usage=True,
        **_of_any(choice, key),
    )


def _anthropic(choice: ModelChoice, name: str, key: SecretStr) -> BaseChatModel:
    from langchain_anthropic import ChatAnthropic

    return ChatAnthropic(
        model_name=name,
        base_url=choice.base_url,
        max_tokens_to_sample=choice.max_output_tokens,
        stop=None,
        **_of_any(choice, key),
    )
