"""Looks at an agent's own draft before it is sent: warnings with their place, and the policy behind each."""

import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.copilot.clauses import Clause, clauses
from assistant.copilot.figures_said import Known, Sources, unheld
from assistant.copilot.private_data import private_data
from assistant.copilot.rules import Disclosure, Kind, Rules, Saying, Section, Severity, rules
from assistant.desk.suggestions import Warned
from assistant.guards.figures import figures
from assistant.results import Citation
from prompts.bundle import PromptBundle

Sections = Mapping[Section, Citation]


def cited_sections() -> list[Section]:
    """Every section that a rule names, for whoever opens them."""
    known = rules()
    stated = [rule.source for rule in (*known.says, *known.discloses)]
    return list(dict.fromkeys([*stated, known.private_source, known.figure.source]))


def check(draft: str, known: Known, prompt: PromptBundle, sections: Sections) -> list[Warned]:
    """The warnings of a draft in the order of their places; those that stop come before those that warn.

    sections: the citations behind the rules; a rule whose section is not there warns without one.
    """
    book, sources = rules(), Sources(known, prompt)
    cut = clauses(draft, book.turns)
    found = [
        *_private(draft, book, sections),
        *(one for clause in cut for one in _said(clause, draft, known, book, sections)),
        *(one for clause in cut for one in _figures(clause, sources, book, sections)),
        *_undisclosed(draft, cut, known, book, sections),
    ]
    return sorted(_once(found), key=lambda one: (one.severity != "stop", one.start, one.end))


def _private(draft: str, book: Rules, sections: Sections) -> Iterator[Warned]:
    for one in private_data(draft, book.ours):
        rule = book.private[one.kind]
        yield _warned("pii", rule.severity, draft, one.start, one.end, rule.why, sections.get(book.private_source))


def _said(clause: Clause, draft: str, known: Known, book: Rules, sections: Sections) -> Iterator[Warned]:
    for rule in book.says:
        found = (match for pattern in rule.patterns if (match := pattern.search(clause.text)))
        match = next((one for one in found if not _is_cleared(rule, clause, one, draft, known, book)), None)
        if match is None:
            continue
        start, end = clause.start + match.start(), clause.start + match.end()
        yield _warned(rule.kind, rule.severity, draft, start, end, rule.why, sections.get(rule.source))


def _is_cleared(rule: Saying, clause: Clause, match: re.Match[str], draft: str, known: Known, book: Rules) -> bool:
    """A negation clears what comes after it, up to a comma: `Don't worry, it will be waived` promises all the same."""
    if rule.only_without == "receipts" and known.receipts:
        return True
    if rule.unless_quoted and any(reason.lower() in draft.lower() for reason in known.quotable if reason):
        return True
    if any(pattern.search(clause.text) for pattern in rule.unless):
        return True
    negated = clause.text[clause.text.rfind(",", 0, match.start()) + 1 : match.end()]
    return not rule.keeps_not_said and any(pattern.search(negated) for pattern in book.not_said)


def _figures(clause: Clause, sources: Sources, book: Rules, sections: Sections) -> Iterator[Warned]:
    for figure, why in unheld(clause, sources, book.figure):
        start, end = clause.start + figure.start, clause.start + figure.end
        words = clause.text[figure.start : figure.end]
        end -= len(words) - len(words.rstrip())
        source = sections.get(book.figure.source)
        yield Warned(kind="figure", severity="warn", start=start, end=end, words=words.rstrip(), why=why, source=source)


def _undisclosed(draft: str, cut: Sequence[Clause], known: Known, book: Rules, sections: Sections) -> Iterator[Warned]:
    """Each rule warns once, at the first place that lacks what belongs to it."""
    for rule in book.discloses:
        if (rule.flags and not known.flags & set(rule.flags)) or (
            rule.products and known.products and not known.products & set(rule.products)
        ):
            continue
        for clause in cut:
            match = next((match for pattern in rule.about if (match := pattern.search(clause.text))), None)
            if match is None or not _lacks(rule, clause, draft):
                continue
            start, end = clause.start + match.start(), clause.start + match.end()
            source = sections.get(rule.source)
            yield _warned("disclosure", rule.severity, draft, start, end, rule.why, source)
            break


def _lacks(rule: Disclosure, clause: Clause, draft: str) -> bool:
    here = {figure.kind for figure in figures(clause.sentence)}
    if rule.with_figures and not here & set(rule.with_figures):
        return False
    if any(pattern.search(clause.text) for pattern in rule.unless):
        return False
    return not any(_stands(need, draft, rule) for need in rule.needs)


def _stands(need: str, draft: str, rule: Disclosure) -> bool:
    kind = need.removeprefix("figure:")
    if kind == need:
        return any(pattern.search(draft) for pattern in rule.needed if pattern.pattern == need)
    return any(figure.kind == kind or (kind == "days" and figure.unit == "day") for figure in figures(draft))


def _warned(
    kind: Kind, severity: Severity, draft: str, start: int, end: int, why: str, source: Citation | None
) -> Warned:
    return Warned(kind=kind, severity=severity, start=start, end=end, words=draft[start:end], why=why, source=source)


def _once(found: Sequence[Warned]) -> list[Warned]:
    """Without what says of the same place, or of a part of it, the same kind of thing again."""
    kept: list[Warned] = []
    for one in sorted(found, key=lambda one: (one.severity != "stop", one.start - one.end)):
        inside = any(
            other.kind == one.kind and other.start <= one.start and one.end <= other.end for other in kept
        ) or any(other.kind == "pii" and one.start < other.end and other.start < one.end for other in kept)
        if not inside:
            kept.append(one)
    return kept
