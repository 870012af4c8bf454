"""Graders: each looks at a played case and says, without a judge, whether one thing about it is right."""

from evals.graders import abstention, calls, citations, disclosure, facts, grounded, outcome, proposals, said

GRADERS = (
    outcome.grade,
    calls.grade,
    facts.grade,
    grounded.grade,
    citations.grade,
    said.grade,
    disclosure.grade,
    abstention.grade,
    proposals.grade,
)
