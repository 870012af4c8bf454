"""No two cases say the same, and none says what the planner has learnt from."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import yaml
from rapidfuzz import fuzz, process

from evals.lint.finding import Finding, Written, each

_EXAMPLES = Path(__file__).resolve().parents[2] / "prompts" / "examples"
_SHORT_WORDS = 3
"""So many words and fewer ("the 12th", "yes please") are nobody's own."""
ALIKE = 92.0
"""From this ratio on (rapidfuzz `token_sort_ratio`, 0 to 100) two wordings measure the same thing twice."""


def duplicate_ids(written: Sequence[Written]) -> Iterator[Finding]:
    """An id names one case over all suites, so that records of runs can be compared."""
    first: dict[str, Written] = {}
    for one in written:
        known = first.setdefault(one.case.id, one)
        if known is not one:
            yield one.finding("duplicate-id", f"{known.file} has a case of this id; choose another")


def duplicate_wordings(written: Sequence[Written]) -> Iterator[Finding]:
    """Two cases that say the same fail together and count twice; cases that belong together share a `cluster`."""
    said = [(one, plain(text)) for one in written for text in dict.fromkeys(one.texts)]
    said = [(one, text) for one, text in said if len(text.split()) > _SHORT_WORDS]
    texts = [text for _, text in said]
    for number, (one, text) in enumerate(said):
        near = process.extract(text, texts[:number], scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE, limit=5)
        for _, ratio, place in near:
            other = said[place][0]
            if other is one or (one.case.cluster and one.case.cluster == other.case.cluster):
                continue
            words = "the same words" if ratio == 100 else f"nearly the same words ({ratio:.0f})"
            yield one.finding(
                "duplicate-wording", f"{words} as {other.case.id}: {text!r}; reword it or share a cluster"
            )
            break


@each
def copied_examples(one: Written) -> Iterator[Finding]:
    """What stands among the worked examples measures memory."""
    for text in one.texts:
        if len(plain(text).split()) > _SHORT_WORDS and (place := examples().get(plain(text))):
            yield one.finding("copied-example", f"{text!r} is an example of {place}; say it in other words")


def plain(text: str) -> str:
    """Letters and digits in lower case, single spaces."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in text.lower()).split())


@cache
def examples() -> dict[str, str]:
    """Every utterance of prompts/examples, plain, with its file and scenario."""
    found: dict[str, str] = defaultdict(str)
    for path in sorted(_EXAMPLES.rglob("*.yaml")):
        for scenario in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["scenarios"]:
            for text in scenario["utterances"]:
                found[plain(str(text).removeprefix("es:"))] = f"{path.name} ({scenario['id']})"
    return dict(found)
