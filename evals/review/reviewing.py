"""The static review of a prompt change: a base folder against a head folder, both as data."""

from collections.abc import Iterator
from pathlib import Path

from assistant.models.local.text import normalise
from assistant.models.local.vectors import KeptVectors
from evals.review.cues import Said, review_cues, review_moods
from evals.review.examples import review_examples
from evals.review.finding import Finding, found
from evals.review.handoffs import review_handoffs
from evals.review.instructions import review_instructions, rules
from evals.review.likeness import Likeness
from evals.review.parameters import review_parameters
from evals.review.phrasings import review_phrasings
from evals.review.tool_descriptions import review_tools
from evals.review.worked import book
from policies.embeddings import Encoder
from prompts.bundle import PromptBundle
from prompts.errors import PromptError
from prompts.loader import LANGUAGES, load


def review(base_dir: Path, head_dir: Path, encoder: Encoder, keep_in: Path | None = None) -> list[Finding]:
    """What the head's prompts no longer say, or say otherwise, than the base's; blocking findings first.

    No code of either folder runs. keep_in: a folder that keeps the vectors of worked examples between reviews; the
    first review of 10,000 takes half a minute without them. Raises PromptError if the base cannot be loaded.
    """
    base = load(base_dir)
    try:
        head = load(head_dir)
    except (PromptError, OSError) as error:
        what = f"The prompt cannot be loaded: {error}"
        return [found("unreadable", "assistant.md", "all", what, blocks=True)]
    if base.hash == head.hash and base.version == head.version:
        return []
    kept = KeptVectors(encoder, keep_in) if keep_in else encoder
    findings = [*_all(base_dir, head_dir, base, head, kept, Likeness(encoder))]
    return sorted(dict.fromkeys(findings), key=lambda one: one.severity != "blocks")


def _all(
    base_dir: Path, head_dir: Path, base: PromptBundle, head: PromptBundle, kept: Encoder, likeness: Likeness
) -> Iterator[Finding]:
    yield from review_parameters(base.front, head.front, base.name)
    yield from review_instructions(rules(base_dir, base.name), rules(head_dir, base.name), likeness)
    yield from review_tools(base.tools, head.tools, likeness)
    before, after = book(base_dir), book(head_dir)
    said = [Said(text, one.scenario.reason) for text, one in before.by_text.items()]
    yield from review_cues(base.cues, head.cues, said, likeness)
    yield from review_moods(base.moods, head.moods, [Said(normalise(one.text), one.reason) for one in said])
    yield from review_handoffs(base.handoffs, head.handoffs, likeness)
    for language in LANGUAGES:
        old, new = base_dir / "phrasings" / language, head_dir / "phrasings" / language
        yield from review_phrasings(old, new, language, likeness)
    if before != after:
        yield from review_examples(before, after, base.writes | head.writes, kept, likeness)
