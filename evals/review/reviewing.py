"""The static review of a prompt change: a base folder against a head folder, both as data."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from assistant.models.local.text import normalise
from assistant.models.local.vectors import KeptVectors
from evals.review.cues import Said, review_cues, review_moods
from evals.review.examples import review_examples
from evals.review.finding import Finding, found
from evals.review.handoffs import review_handoffs
from evals.review.instructions import review_instructions
from evals.review.likeness import Likeness
from evals.review.parameters import review_parameters
from evals.review.phrasings import review_phrasings
from evals.review.side import Side
from evals.review.tool_descriptions import review_tools
from policies.embeddings import Encoder
from prompts.errors import PromptError
from prompts.loader import LANGUAGES, load


def review(base_dir: Path, head_dir: Path, encoder: Encoder, keep_in: Path | None = None) -> list[Finding]:
    """What the head's prompts no longer say, or say otherwise, than the base's; blocking findings first.

    No code of either folder runs. keep_in: a folder that keeps the vectors of worked examples between reviews; the
    first review of 10,000 takes half a minute without them. Raises PromptError if the base's files are not of the
    schema that this program knows.
    """
    try:
        load(head_dir)
    except (PromptError, OSError) as error:
        what = f"The prompt cannot be loaded: {str(error).replace(str(head_dir), 'prompts')}"
        return [found("unreadable", "assistant.md", "all", what, blocks=True)]
    try:
        return compare(Side(base_dir), Side(head_dir), encoder, keep_in)
    except ValidationError as error:
        raise PromptError(f"the base's prompts are of another schema, bless anew: {error}") from error


def compare(base: Side, head: Side, encoder: Encoder, keep_in: Path | None = None) -> list[Finding]:
    """As `review`, of sides that are known to load; a base may be used for many heads."""
    kept = KeptVectors(encoder, keep_in) if keep_in else encoder
    findings = [*_all(base, head, kept, Likeness(encoder))]
    return sorted(dict.fromkeys(findings), key=lambda one: one.severity != "blocks")


def _all(base: Side, head: Side, kept: Encoder, likeness: Likeness) -> Iterator[Finding]:
    if head.differs(base, f"{base.name}.md", "fragments/"):
        yield from review_parameters(base.front, head.front, base.name)
        yield from review_instructions(base.rules, head.rules, likeness)
    if head.differs(base, "tools.yaml"):
        yield from review_tools(base.tools, head.tools, likeness)
    yield from _signs(base, head, likeness)
    if head.differs(base, "handoffs.yaml"):
        yield from review_handoffs(base.handoffs, head.handoffs, likeness)
    for language in LANGUAGES:
        folder = f"phrasings/{language}"
        if head.differs(base, f"{folder}/"):
            yield from review_phrasings(base.root / folder, head.root / folder, language, likeness)
    if head.differs(base, "examples/"):
        yield from review_examples(base.book, head.book, base.writes | head.writes, kept, likeness)


def _signs(base: Side, head: Side, likeness: Likeness) -> Iterator[Finding]:
    if head.differs(base, "cues.yaml"):
        said = [Said(text, one.scenario.reason) for text, one in base.book.by_text.items()]
        yield from review_cues(base.cues, head.cues, said, likeness)
    if head.differs(base, "moods.yaml"):
        said = [Said(normalise(text), one.scenario.reason) for text, one in base.book.by_text.items()]
        yield from review_moods(base.moods, head.moods, said)
