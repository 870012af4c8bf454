"""The tools that had to run ran (in any order), and those that must not did not."""

from evals.graders import end_state
from evals.graders.grade import Grade
from evals.played import Played


def grade(played: Played) -> Grade:
    expect = played.case.expect
    called = set(played.called)
    lacking = [choice for choice in choices(expect.calls) if not called & set(choice)]
    faults = [f"did not call {' or '.join(choice)}" for choice in lacking if not _arrived(played)]
    ever = {call.name for turn in played.turns for call in turn.result.tool_calls}
    faults += [f"called {name}" for name in expect.never_calls if name in ever]
    return Grade("calls", faults, applies=bool(expect.calls or expect.never_calls))


def _arrived(played: Played) -> bool:
    """Whether the case has a golden run and the books stand as after it: then any way there was right."""
    return bool(played.ended and played.ended.golden is not None and end_state.grade(played).passed)


def choices(calls: list[str | list[str]]) -> list[list[str]]:
    return [[call] if isinstance(call, str) else call for call in calls]
