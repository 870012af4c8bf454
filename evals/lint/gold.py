"""A case says what is right, and names only what is there."""

from collections.abc import Iterator
from functools import cache

from evals.case import Expect
from evals.disclosing import disclosures
from evals.graders.citations import documents
from evals.graders.cues import actions
from evals.lint.finding import Finding, Written, each
from tools.registry import TOOLS

_POLICIES = "search_policies"


@each
def missing_gold(one: Written) -> Iterator[Finding]:
    """An answer from the policies needs the documents it has to cite; one from the books needs facts or calls."""
    for expect in one.expected:
        if expect.outcomes != ["answered"]:
            continue
        if _POLICIES in expect.calls and not expect.citations.ids:
            yield one.finding("missing-gold", "answers from the policies, but names no document in `citations`")
        if not _says_anything(expect):
            yield one.finding("missing-gold", "any answer passes; say which calls, facts, citations or words it needs")


def _says_anything(expect: Expect) -> bool:
    """Whether something besides the outcome has to be so."""
    rest = expect.model_dump(exclude={"outcome"}, exclude_defaults=True)
    return bool(rest) or expect.abstain


@each
def unknown_names(one: Written) -> Iterator[Finding]:
    """Documents, tools, disclosures and cues that do not exist."""
    for expect in one.expected:
        called = [name for call in expect.calls for name in ([call] if isinstance(call, str) else call)]
        tools = {*called, *expect.never_calls, *(proposed.tool for proposed in expect.proposes)}
        for kind, named, known in (
            ("policy document", set(expect.citations.ids), _documents()),
            ("tool", tools, frozenset(TOOLS)),
            ("disclosure", set(expect.disclosures), _disclosures()),
            ("cue", {expect.cue} - {None}, frozenset(actions())),
        ):
            yield from (
                one.finding("unknown-name", f"there is no {kind} {name!r}") for name in sorted(map(str, named - known))
            )


@cache
def _documents() -> frozenset[str]:
    return frozenset(document.id for document in documents())


@cache
def _disclosures() -> frozenset[str]:
    return frozenset(disclosure.id for disclosure in disclosures())
