"""No script of the suites can be at a loss: whatever the assistant does, the user goes on or gives up."""

import pytest

from evals.case import Case, load_suite
from evals.simulate.script import GIVES_UP, Transition

SCRIPTED = [case for suite in ("core", "heldout") for case in load_suite(suite) if case.user]


def test_there_are_scripts() -> None:
    assert len(SCRIPTED) >= 25


@pytest.mark.parametrize("case", SCRIPTED, ids=lambda case: case.id)
def test_every_state_leads_on_whatever_happens(case: Case) -> None:
    assert case.user
    at_a_loss = [name for name, state in case.user.states.items() if state.then[-1] != Transition(go=state.then[-1].go)]
    assert at_a_loss == []


@pytest.mark.parametrize("case", SCRIPTED, ids=lambda case: case.id)
def test_somebody_who_gets_nowhere_can_give_up(case: Case) -> None:
    assert case.user
    ends = {one.go for state in case.user.states.values() for one in state.then}
    assert GIVES_UP in ends


@pytest.mark.parametrize("case", SCRIPTED, ids=lambda case: case.id)
def test_a_script_that_confirms_says_how_the_books_stand_then(case: Case) -> None:
    assert case.user
    if any(state.does in ("confirm", "approve") for state in case.user.states.values()):
        assert case.expect.end_state is not None
