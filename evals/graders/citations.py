"""The sources are the right ones, open, say what is quoted, may be seen by the asker and govern on the day."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from assistant.results import Citation
from evals.case import Gold
from evals.graders.grade import Grade
from evals.played import Asker, Played
from policies.documents import Document, parse

_DOCUMENTS = Path(__file__).resolve().parents[2] / "policies" / "documents"
_MARK = re.compile(r"\[(\d+)\]")


def grade(played: Played) -> Grade:
    gold, cited = played.case.expect.citations, {base(citation.document) for citation in played.last.citations}
    faults = _gold(gold, cited)
    for turn in played.turns:
        marked = {int(number) for number in _MARK.findall(turn.result.answer)}
        listed = {citation.id for citation in turn.result.citations}
        if marked != listed:
            faults.append(f"marks {sorted(marked)} in the answer but lists {sorted(listed)}")
        for citation in turn.result.citations:
            faults += broken(citation, played)
    applies = bool(gold.ids or any(turn.result.citations for turn in played.turns))
    return Grade("citations", faults, applies, scores=_scores(gold, cited))


def _scores(gold: Gold, cited: set[str]) -> dict[str, float]:
    """Precision: how much of what is cited is gold. Recall: how much of the gold is cited; `any_of` is one thing."""
    if not gold.ids:
        return {}
    wanted = [{document} for document in gold.all_of] + ([set(gold.any_of)] if gold.any_of else [])
    recall = sum(bool(cited & one) for one in wanted) / len(wanted)
    precision = len(cited & set(gold.ids)) / len(cited) if cited else 0.0
    return {"citation_precision": round(precision, 4), "citation_recall": round(recall, 4)}


def _gold(gold: Gold, cited: set[str]) -> list[str]:
    faults = [f"does not cite {document}" for document in gold.all_of if document not in cited]
    if gold.any_of and not cited & set(gold.any_of):
        faults.append(f"cites none of {', '.join(gold.any_of)}")
    return [f"{fault} (cites {', '.join(sorted(cited)) or 'nothing'})" for fault in faults]


def broken(citation: Citation, played: Played) -> list[str]:
    """What is wrong with one citation, whatever it was cited for."""
    name = f"{citation.document} v{citation.version}#{citation.section}"
    editions = [one for one in documents() if (edition(one), one.version) == (citation.document, str(citation.version))]
    visible = [one for one in editions if _visible(one, played.asker)]
    if not visible:
        return [f"{name} is not for this asker" if editions else f"{name} does not exist"]
    texts = [section.text for one in visible for section in one.sections if section.anchor == citation.section]
    if not texts:
        return [f"{name}: there is no such section"]
    faults: list[str] = []
    if not citation.quote.strip() or not any(citation.quote in text for text in texts):
        faults.append(f"{name} does not say {citation.quote[:60]!r}")
    if not any(_governs(one, played) for one in visible):
        faults.append(f"{name} does not govern on {played.today}")
    return faults


def base(document: str) -> str:
    """A document's id without its state: `POL-AUTH-01.FL` is an edition of POL-AUTH-01."""
    return document.partition(".")[0]


def edition(document: Document) -> str:
    """What a citation calls this edition: the general one by the bare id, one for a state with the state behind it."""
    return document.id if "all" in document.states else f"{document.id}.{document.states[0]}"


@cache
def documents() -> tuple[Document, ...]:
    """Every version and edition, as the files say it: what `assist policies show` prints."""
    return tuple(parse(path) for path in sorted(_DOCUMENTS.glob("POL-*.md")))


def _visible(document: Document, asker: Asker) -> bool:
    of_state = "all" in document.states or bool(asker.states & set(document.states))
    return of_state and (document.audience == "borrower" or asker.audience == "staff")


def _governs(document: Document, played: Played) -> bool:
    """In force today or, where the document goes by the agreement, on the day of one of the asker's agreements."""
    days: Iterable[object] = [played.today]
    if document.governed_by == "agreement":
        days = [played.today, *played.asker.agreed_on]
    end = document.effective_to
    return any(str(document.effective_from) <= str(day) and (end is None or str(day) <= str(end)) for day in days)
