"""Graders: each looks at a played case and says, without a judge, whether one thing about it is right."""

from evals.graders import (
    abstention,
    calls,
    citations,
    decided,
    disclosure,
    disclosures,
    end_state,
    facts,
    grounded,
    outcome,
    promises,
    proposals,
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
)
