"""All checks, in order, and one way to run them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import httpx

from accounts.contract import access, lists, reads, writes
from accounts.contract.target import Failed, Json, Skipped, Target

Check = Callable[[Target], None]
Progress = Callable[[float, str], None]

_CHECKS: dict[str, tuple[Check, ...]] = {
    "figures": (reads.balances_add_up, reads.statements_add_up, reads.past_balances, reads.trial_balance),
    "access": (
        access.open_without_token,
        access.tokens_are_asked_for,
        access.others_do_not_exist,
        access.others_are_not_written_to,
        access.reading_is_not_writing,
        access.trying_is_not_writing,
        access.staff_commands_are_theirs,
        access.staff_see_whom_they_serve,
        access.unknown_paths,
        access.invalid_requests,
    ),
    "lists": (lists.pages_add_up, lists.pages_stay_put, lists.cursors_are_of_their_list),
    "writes": (
        writes.keys_are_asked_for,
        writes.done_and_undone,
        writes.repeats_have_no_second_effect,
        writes.other_content_is_a_conflict,
        writes.tries_leave_nothing,
        writes.edits_name_their_state,
        writes.commands_are_told,
    ),
}


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one check; `detail` says why it failed or was skipped, else what it holds."""

    group: str
    name: str
    outcome: Literal["passed", "failed", "skipped"]
    detail: str


def checks(document: Json) -> Iterator[tuple[str, str, str, Check]]:
    """Group, name, words and function of every check: one a read of the contract, then what holds across them."""
    for path, operation in reads.read_operations(document):
        yield "reads", operation["operationId"], f"GET {path}", reads.shape_of(path, operation)
    for group, members in _CHECKS.items():
        for check in members:
            name = check.__name__.replace("_", "-")
            yield group, name, (check.__doc__ or "").strip().splitlines()[0], check


def run(target: Target, group: str, name: str, words: str, check: Check) -> Result:
    """One check. A system that cannot be reached fails it."""
    try:
        check(target)
    except Failed as error:
        return Result(group, name, "failed", str(error))
    except Skipped as error:
        return Result(group, name, "skipped", str(error))
    except httpx.HTTPError as error:
        return Result(group, name, "failed", f"{type(error).__name__}: {error}")
    except (KeyError, TypeError, AttributeError) as error:
        return Result(group, name, "failed", f"an answer has another shape than documented ({error!r})")
    return Result(group, name, "passed", words)


def verify(target: Target, progress: Progress = lambda done, name: None) -> list[Result]:
    """Run every check; the system conforms when none failed."""
    todo, results = list(checks(target.document)), list[Result]()
    for number, (group, name, words, check) in enumerate(todo):
        progress(number / len(todo), name)
        results.append(run(target, group, name, words, check))
    progress(1.0, "done")
    return results
