"""Case files as pytest modules, cases as their tests."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from evals.case import FOLDERS, Case, CaseError, load_suite
from evals.pytesting.playing import Options, Player
from evals.records import CaseRecord
from evals.reporting.escaping import visible
from evals.reporting.transcript import lines

PLAYER = pytest.StashKey[Player]()
SUITES = pytest.StashKey[dict[str, dict[str, Case]]]()
_TAKEN = frozenset({"skip", "skipif", "xfail", "parametrize", "usefixtures", "filterwarnings", "timeout", "asyncio"})
"""Marks that pytest and its plugins act on: a tag of that name stays a tag."""
_LONGEST_RESULT = 600


class CaseFailed(AssertionError):
    """The assistant did not do what the case expects."""

    def __init__(self, record: CaseRecord) -> None:
        super().__init__("; ".join(record.faults) or "failed")
        self.record = record


class CaseErrored(pytest.fail.Exception):
    """A database, the account system or a provider kept the case from being graded: no failure of the assistant."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"not a failure of the assistant: {reason}", pytrace=False)


class EvalItem(pytest.Item):
    """One epoch of one case. It is played at set-up, so that what is no failure of the assistant is an error."""

    case: Case
    suite: str
    epoch: int
    line: int
    record: CaseRecord | None = None

    def plays(self, case: Case, suite: str, epoch: int, line: int) -> "EvalItem":
        """The item with its case and its marks. line: from 0."""
        self.case, self.suite, self.epoch, self.line = case, suite, epoch, line
        for name in marks_of(case, suite):
            self.config.addinivalue_line("markers", f"{name}: eval cases so tagged")
            self.add_marker(name)
        return self

    def setup(self) -> None:
        """Raises CaseErrored and what keeps cases from being played at all."""
        if PLAYER not in self.config.stash:
            self.config.stash[PLAYER] = self.config.hook.pytest_eval_player(config=self.config)
        self.record = self.config.stash[PLAYER].play(self.suite, self.case, self.epoch)
        self.user_properties.append(("outcome", self.record.outcome))
        if self.record.state == "errored":
            raise CaseErrored(self.record.error or "no reason was recorded")

    def runtest(self) -> None:
        """Raises CaseFailed."""
        if self.record and not self.record.passed:
            raise CaseFailed(self.record)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        error = excinfo.value
        if isinstance(error, CaseFailed):
            again = f"assist evals run --suite {self.suite} --case {self.case.id} --seed {error.record.seed}"
            return "\n".join([visible(str(error)), *lines(error.record, _LONGEST_RESULT), f"play it again: {again}"])
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.line, self.name


class EvalFile(pytest.File):
    """A file of cases of a suite."""

    def collect(self) -> Iterable[EvalItem]:
        """Raises CollectError for cases that cannot be read."""
        suite = suite_of(self.path)
        if suite is None:
            return
        cases = self._suite(suite)
        repeats = options_of(self.config).repeats
        for id, line in ids_in(self.path):
            for epoch in range(repeats):
                name = id if repeats == 1 else f"{id}[{epoch}]"
                item = cast(EvalItem, cast(Any, EvalItem).from_parent(self, name=name))
                yield item.plays(cases[id], suite, epoch, line)

    def _suite(self, suite: str) -> dict[str, Case]:
        known = self.config.stash.setdefault(SUITES, {})
        if suite not in known:
            try:
                known[suite] = {case.id: case for case in load_suite(suite)}
            except CaseError as error:
                raise self.CollectError(str(error)) from error
        return known[suite]


def suite_of(path: Path) -> str | None:
    """The suite whose file of cases this is, None for any other file."""
    if path.suffix != ".yaml":
        return None
    return next((suite for suite, folder in FOLDERS.items() if folder == path.parent), None)


def ids_in(path: Path) -> list[tuple[str, int]]:
    """The ids of a file's cases in order, with the line (from 0) where each begins."""
    tree: Any = yaml.compose(path.read_text(encoding="utf-8"))
    cases: Sequence[Any] = next(value.value for key, value in tree.value if key.value == "cases")
    found = [(case, key, value) for case in cases for key, value in case.value if key.value == "id"]
    return [(value.value, case.start_mark.line) for case, _, value in found]


def marks_of(case: Case, suite: str) -> list[str]:
    """Suite, domain, tags and `critical`, as what `-m` selects by."""
    names = [suite, case.domain, *case.tags, *(["critical"] if case.critical else [])]
    return [name for name in dict.fromkeys(names) if name not in _TAKEN]


def options_of(config: pytest.Config) -> Options:
    given: Any = config.option
    return Options(given.eval_seed, given.eval_lane, given.eval_model, given.eval_repeats)
