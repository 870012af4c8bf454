"""Where a hand-off goes and what is said first: queue, phone, hours, urgency, opening."""

from collections.abc import Iterator, Mapping
from typing import Any

from evals.review import data
from evals.review.compare import told_otherwise
from evals.review.data import thresholds
from evals.review.finding import Finding, found
from evals.review.likeness import Likeness
from evals.review.statements import flat

_FILE = "handoffs.yaml"
_EXACT = ("queue", "phone", "hours", "urgent")


def review_handoffs(
    base: Mapping[str, Mapping[str, Any]], head: Mapping[str, Mapping[str, Any]], likeness: Likeness
) -> Iterator[Finding]:
    """A finding for each thing said or done otherwise."""
    for reason, before in base.items():
        area = data.slices().reasons.get(reason, "handoff")
        after = head.get(reason)
        if after is None:
            yield _finding(area, f"{reason}: no hand-off any more", "", "")
            continue
        for name in _EXACT:
            if flat(str(before[name])) != flat(str(after[name])):
                yield _finding(area, f"{reason}: another {name}", str(before[name]), str(after[name]))
        if likeness.between([before["cite"]], [after["cite"]])[0, 0] < thresholds().query:
            yield _finding(area, f"{reason}: backed by another policy", before["cite"], after["cite"])
        for language, opening in before["opening"].items():
            yield from _opening(f"{reason} ({language})", area, opening, after["opening"].get(language, ""), likeness)


def _opening(of: str, area: str, before: str, after: str, likeness: Likeness) -> Iterator[Finding]:
    for pair, told in told_otherwise(before, after, _FILE, likeness):
        yield _finding(area, f"{of} opens otherwise: " + "; ".join(one.what for one in told), *pair.texts)


def _finding(area: str, what: str, before: str, after: str) -> Finding:
    return found("handoffs", _FILE, area, what, blocks=True, before=before, after=after)
