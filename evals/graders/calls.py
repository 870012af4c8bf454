"""The tools that had to run ran (in any order), and those that must not did not."""

from evals.graders.grade import Grade
from evals.played import Played


def grade(played: Played) -> Grade:
    expect = played.case.expect
    called = set(played.called)
    faults = [f"did not call {' or '.join(choice)}" for choice in choices(expect.calls) if not called & set(choice)]
    ever = {call.name for turn in played.turns for call in turn.result.tool_calls}
    faults += [f"called {name}" for name in expect.never_calls if name in ever]
    return Grade("calls", faults, applies=bool(expect.calls or expect.never_calls))


def choices(calls: list[str | list[str]]) -> list[list[str]]:
    return [[call] if isinstance(call, str) else call for call in calls]
