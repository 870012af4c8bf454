"""Which prompt a service serves."""

from assistant.settings import Settings
from prompts import loader, released
from prompts.bundle import PromptBundle


def served_prompt(settings: Settings) -> PromptBundle:
    """The prompt of `settings`: in development the files as they stand, elsewhere an approved version and nothing else.

    Raises PromptError, ReleaseRefused.
    """
    approved = settings.environment != "development" or settings.prompt_version is not None
    root = settings.prompts_dir or loader.ROOT
    return released.load_approved(settings.prompt_version, root=root) if approved else loader.load(root)
