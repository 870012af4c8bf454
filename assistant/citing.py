"""From passage labels in a model's reply (`[P2]`) to numbered citations whose quote stands verbatim in the passage."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from assistant.guards.evidence import Passage
from assistant.results import Citation

_LABELS = re.compile(r"\s*\[(P\d+(?:\s*,\s*P\d+)*)\]")
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+|\n+")


def cite(answer: str, passages: Sequence[Passage]) -> tuple[str, list[Citation]]:
    """The answer with labels renumbered `[1]`, `[2]` in order of appearance, and those citations.

    A passage cited for two different sentences is two citations, each with its own quote. Labels of passages that the
    turn did not return are removed: they cite nothing.
    """
    known = {passage.label: passage for passage in passages}
    citations: list[Citation] = []
    parts: list[str] = []
    end = 0
    for match in _LABELS.finditer(answer):
        claim = answer[end : match.start()]
        labels = [label.strip() for label in match.group(1).split(",")]
        numbers = [_number(known[label], claim, citations) for label in labels if label in known]
        parts.append(claim + "".join(f" [{number}]" for number in dict.fromkeys(numbers)))
        end = match.end()
    return "".join(parts) + answer[end:], citations


def _number(passage: Passage, claim: str, citations: list[Citation]) -> int:
    quote = _quote(passage.text, _last_sentence(claim))
    for known in citations:
        if _place(known) == (passage.document, passage.version, passage.section, quote):
            return known.id
    citation = Citation(
        id=len(citations) + 1,
        document=passage.document,
        version=passage.version,
        section=passage.section,
        title=passage.title,
        effective_from=passage.effective_from,
        quote=quote,
    )
    citations.append(citation)
    return citation.id


def _place(citation: Citation) -> tuple[str, int, str, str]:
    return citation.document, citation.version, citation.section, citation.quote


def _last_sentence(claim: str) -> str:
    sentences = [part.strip() for part in re.split(r"(?<=[.!?])\s+|\n+", claim) if part.strip()]
    return (sentences[-1] if sentences else claim.strip()).lstrip("-*• ").strip()


def _quote(text: str, claim: str) -> str:
    """The claim itself where it is verbatim in the passage, else the passage's sentence most like it."""
    if claim and claim in text:
        return claim
    sentences = [part.strip() for part in _SENTENCE.split(text) if part.strip()]
    return max(sentences, key=lambda sentence: fuzz.token_set_ratio(claim, sentence), default=text.strip())
