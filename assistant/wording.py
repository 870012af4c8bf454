"""Fixed words of the assistant, which live in prompts/phrasings and never in Python."""

from collections.abc import Mapping
from typing import Any, Protocol


class Wording(Protocol):
    """Renders a phrasing by name, e.g. `decline.not_covered`, in `en` or `es`."""

    def say(self, name: str, language: str, **values: Any) -> str: ...

    def proposal(self, shown: Mapping[str, Any], language: str) -> str:
        """A proposal in the words it is shown in, from its canonical values alone."""
        ...
