"""The head of the prompt: model, its parameters, inputs and version."""

from collections.abc import Iterator

from evals.review.finding import Finding, found
from prompts.schema import FrontMatter


def review_parameters(base: FrontMatter, head: FrontMatter, name: str = "assistant") -> Iterator[Finding]:
    """Another model or parameter blocks; other inputs and a version that went back do too."""
    file = f"{name}.md"
    for field in ("model", "params", "inputs"):
        before, after = getattr(base, field), getattr(head, field)
        if before != after and not (field == "inputs" and set(before) == set(after)):
            yield found(
                "parameters", file, "all", f"another {field}", blocks=True, before=str(before), after=str(after)
            )
    if head.version < base.version:
        what = f"version went back from {base.version} to {head.version}"
        yield found("parameters", file, "all", what, blocks=True)
