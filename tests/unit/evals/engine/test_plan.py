"""Every case and epoch is planned once, and workers get equal parts of it."""

from typing import Any

from evals.case import Case
from evals.engine.plan import Task, cost, plan, shards, sittings


def case(name: str, said: int = 1, **fields: Any) -> Case:
    given: dict[str, Any] = {"domain": "balance", "person": {"tags": ["current"]}, "turns": ["hello"] * said}
    return Case.model_validate({"id": name, "expect": {"forbidden": ["x"]}, **given, **fields})


def writing(name: str) -> Case:
    said: dict[str, Any] = {"turns": ["pay 20 dollars", {"confirm": 0}]}
    return case(name, expect={"end_state": {"unchanged": True}}, **said)


def test_a_plan_has_each_epoch_once_in_order() -> None:
    tasks = plan([case("b"), case("a")], 2)
    assert tasks == [Task(0, "b", 0), Task(1, "b", 1), Task(2, "a", 0), Task(3, "a", 1)]


def test_shards_hold_all_tasks_once_and_weigh_the_same() -> None:
    cases = [case(f"case-{number}", 1 + number % 7) for number in range(101)]
    tasks, costs = plan(cases, 1), {one.id: cost(one) for one in cases}
    dealt = shards(tasks, cases, 2)
    assert sorted(task for shard in dealt for task in shard) == tasks
    first, second = (sum(costs[task.case] for task in shard) for shard in dealt)
    assert abs(first - second) <= 1
    assert dealt == shards(tasks, cases, 2)


def test_there_are_no_more_shards_than_tasks() -> None:
    only = [case("a")]
    assert shards(plan(only, 1), only, 4) == [[Task(0, "a", 0)]]


def test_what_reads_comes_before_what_writes() -> None:
    cases = [writing("w"), case("r"), writing("v"), case("q")]
    (shard,) = shards(plan(cases, 2), cases, 1)
    assert [task.key for task in shard] == ["r/0", "q/0", "r/1", "q/1", "w/0", "v/0", "w/1", "v/1"]


def test_a_case_that_writes_again_needs_untouched_books() -> None:
    cases = {one.id: one for one in [writing("w"), case("r")]}
    (shard,) = shards(plan(list(cases.values()), 2), list(cases.values()), 1)
    assert [[task.key for task in each] for each in sittings(shard, cases)] == [["r/0", "r/1", "w/0"], ["w/1"]]
