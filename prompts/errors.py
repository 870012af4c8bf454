"""What can be wrong with a prompt folder. Every message names the file and says what to change."""


class PromptError(ValueError):
    """The prompt folder cannot be used as it is; nothing of it was loaded."""


class LockError(PromptError):
    """`prompts.lock` does not agree with the files: raise `version` in the front matter, then relock."""
