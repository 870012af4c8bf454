"""Graders: each looks at a played case and says, without a judge, whether one thing about it is right."""

from evals.graders import (
    abstention,
    calls,
    citations,
    decided,
    disclosure,
    disclosures,
    earlier,
    end_state,
    facts,
    goal,
    grounded,
    outcome,
    promises,
    proposals,
    readability,
    said,
)

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
    decided.grade,
    end_state.grade,
    disclosures.grade,
    promises.grade,
    earlier.grade,
    goal.grade,
)
