"""What the linter reads and what it says."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from evals.case import Case, Expect


@dataclass(frozen=True)
class Finding:
    """One thing to put right. rule: its name; says: what is wrong and what to do."""

    rule: str
    file: str
    case: str
    says: str

    def __str__(self) -> str:
        return f"{self.file}: {self.case or 'the file'}: {self.rule}: {self.says}"


@dataclass(frozen=True)
class Written:
    """A case and where it stands. suite: the folder's name."""

    file: str
    suite: str
    case: Case

    @property
    def texts(self) -> list[str]:
        """Everything that the person may say in it."""
        user = self.case.user
        if user is None:
            return self.case.said
        said = [text for state in user.states.values() for text in state.says]
        return [*said, *(text for answers in user.facts.values() for text in answers)]

    @property
    def expected(self) -> list[Expect]:
        return [self.case.expect, *self.case.earlier.values()]

    def finding(self, rule: str, says: str) -> Finding:
        return Finding(rule, self.file, self.case.id, says)


Rule = Callable[[Sequence[Written]], Iterable[Finding]]


def each(rule: Callable[[Written], Iterator[Finding]]) -> Rule:
    """A rule that looks at one case at a time."""

    def over_all(written: Sequence[Written]) -> Iterator[Finding]:
        for one in written:
            yield from rule(one)

    over_all.__doc__ = rule.__doc__
    return over_all
