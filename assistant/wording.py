"""Fixed words of the assistant, which live in prompts/phrasings and never in Python."""

from typing import Any, Protocol


class Wording(Protocol):
    """Renders a phrasing by name, e.g. `decline.not_covered`, in `en` or `es`."""

    def say(self, name: str, language: str, **values: Any) -> str: ...
