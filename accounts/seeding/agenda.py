"""The plan of the seeded months: who does what on which day. It only asks; the posting code decides what happens."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal

from accounts.posting.draws import DrawRequest
from accounts.posting.opening import Opening
from accounts.posting.payments import Source
from accounts.seeding.personas import Persona, Style
from accounts.seeding.wishes import Wish
from accounts.terms.calendar import EASTERN


@dataclass(frozen=True, slots=True)
class Intent:
    """A payment somebody means to make; fixed `cents`, or all that is owed and `cents` more."""

    account_id: str
    amount: Literal["cents", "payoff"]
    cents: int = 0
    source: Source = "one_time"
    hour: int = 12
    return_code: str | None = None
    scheduled_for: date | None = None


@dataclass(slots=True)
class AccountPlan:
    """How an account is used: its opening, how its bills are paid, and exceptions by due date."""

    opening: Opening
    persona: Persona
    style: Style
    percent: int
    lead_days: int
    source: Source
    stop_from: date | None = None
    late_days_between: tuple[date, date, int] | None = None


@dataclass(slots=True)
class Day:
    """What is asked for on one day."""

    openings: list[Opening] = field(default_factory=list[Opening])
    draws: list[DrawRequest] = field(default_factory=list[DrawRequest])
    intents: list[Intent] = field(default_factory=list[Intent])
    returns: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    actions: list[Wish] = field(default_factory=list[Wish])


@dataclass(slots=True)
class Agenda:
    """All days ahead, and the plans of the accounts."""

    days: dict[date, Day] = field(default_factory=dict[date, Day])
    plans: dict[str, AccountPlan] = field(default_factory=dict[str, AccountPlan])

    def on(self, day: date) -> Day:
        return self.days.setdefault(day, Day())

    def draw(self, account_id: str, day: date, cents: int, hour: int = 11) -> None:
        """Ask for a draw on a day at an hour of Eastern Time."""
        at = datetime.combine(day, time(hour, 20), EASTERN)
        self.on(day).draws.append(DrawRequest(f"seed-draw:{account_id}:{day}:{cents}", account_id, at, cents))

    def act(self, day: date, action: Wish) -> None:
        self.on(day).actions.append(action)


def days_before(day: date, count: int) -> date:
    """`count` days before a day."""
    return day - timedelta(days=count)
