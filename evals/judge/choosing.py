"""Which model judges: the pinned one, or another for a trial."""

from langchain_core.language_models import BaseChatModel

from assistant.models.choose import ModelNotConfigured, choice_of, provider
from assistant.settings import Settings
from evals.judge.judging import Judge
from evals.judge.pinned import JudgePrompt

_MOST_TOKENS = 400


def judge(settings: Settings, prompt: JudgePrompt, name: str | None = None) -> tuple[Judge, str]:
    """The judge and its model as a setting names it. Raises as `judging_model`."""
    model, setting = judging_model(settings, prompt, name)
    return Judge(model, prompt), setting


def judging_model(settings: Settings, prompt: JudgePrompt, name: str | None = None) -> tuple[BaseChatModel, str]:
    """The model and how a setting names it. name: in place of the prompt's own.

    Raises ModelNotConfigured, also for the local model: it answers from tools and has no opinion of an answer.
    """
    setting = name or prompt.model
    if setting == "local":
        raise ModelNotConfigured(
            "The local model cannot judge: give --model openai:NAME, anthropic:NAME or compatible:NAME with its key."
        )
    chosen = choice_of(settings.model_copy(update={"model": setting, "max_output_tokens": _MOST_TOKENS}))
    return provider(chosen), setting
