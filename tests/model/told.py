"""Accounts and the facts told about them; what is told late makes an account live its days again."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import date

from tests.model.life import Life
from tests.model.lines import LineLife


@dataclass(frozen=True)
class Fact:
    """Something that counts on a day; facts of a day count in the order in which they were told."""

    day: date
    rank: int
    about: str
    tell: Callable[[Life], None]


class Told:
    """Accounts by name, with what was told about each since its opening."""

    today: date

    def __init__(self, today: date) -> None:
        self.today = today
        self._lives: dict[str, Life] = {}
        self._born: dict[str, Life] = {}
        self._facts: dict[str, list[Fact]] = {}
        self._count = 0

    def _name(self, kind: str) -> str:
        self._count += 1
        return f"{kind}-{self._count:06}"

    def _open(self, life: Life) -> str:
        self._lives[life.name], self._born[life.name], self._facts[life.name] = life, deepcopy(life), []
        return life.name

    def _line(self, name: str) -> LineLife:
        return as_line(self._lives[name])

    def _tell(self, account: str, day: date, about: str, tell: Callable[[Life], None]) -> None:
        self._count += 1
        self._facts[account].append(Fact(day, self._count, about, tell))
        if day < self.today:
            self._relive(account)
        else:
            tell(self._lives[account])

    def _forget(self, account: str, about: str) -> None:
        self._facts[account] = [fact for fact in self._facts[account] if fact.about != about]
        self._relive(account)

    def _relive(self, account: str) -> None:
        """The account's days again, from its opening to today."""
        life = deepcopy(self._born[account])
        life.refunds = self._lives[account].refunds
        for fact in sorted(self._facts[account], key=lambda fact: (fact.day, fact.rank)):
            while life.today < fact.day:
                life.close_day(again=True)
            fact.tell(life)
        while life.today < self.today:
            life.close_day(again=True)
        self._lives[account] = life


def as_line(life: Life) -> LineLife:
    assert isinstance(life, LineLife)
    return life
