"""What sets people apart: one function per situation lays its events over everyday use of the accounts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from accounts.posting import plans
from accounts.posting.care import DisputeKind, FlagKind
from accounts.seeding import events, wishes
from accounts.seeding.agenda import Agenda, Intent
from accounts.seeding.planning import Person
from accounts.terms.calendar import add_months, due_date

Situation = Callable[[Random, Agenda, Person], None]
FEE_DUE = date(2026, 4, 30)
LATE_BY_DAYS = 12
WAIVED_LATE_BY_DAYS = 17
DISPUTED_DRAW_DAYS = 24


def lay_over(random: Random, agenda: Agenda, people: list[Person]) -> None:
    """Give every person the events of their situation."""
    for person in people:
        if situation := SITUATIONS.get(person.persona.key):
            situation(random, agenda, person)


def _first(person: Person, product: str) -> str:
    return next(each for each in person.account_ids if each.startswith(product))


def _no_draws_after(agenda: Agenda, account_id: str, day: date) -> None:
    for each, plan in agenda.days.items():
        if each > day:
            plan.draws = [draw for draw in plan.draws if draw.account_id != account_id]


def _paid_off_early(random: Random, agenda: Agenda, person: Person) -> None:
    day = date(2025, 12, 1) + timedelta(days=random.randint(0, 150))
    agenda.on(day).intents.append(Intent(_first(person, "IL"), "payoff"))


def _plan(plan_id: plans.PlanId, product: str, day: date) -> Situation:
    def start(random: Random, agenda: Agenda, person: Person) -> None:
        on = day + timedelta(days=random.randint(0, 9))
        agenda.act(on, wishes.plan(_first(person, product), person.borrower_id, plan_id))

    return start


def _flag(kind: FlagKind, day: date, *, stops: bool = False) -> Situation:
    def flag(random: Random, agenda: Agenda, person: Person) -> None:
        since = day + timedelta(days=random.randint(0, 9))
        agenda.act(since, wishes.flag(person.borrower_id, kind, since))
        if stops:
            for account_id in person.account_ids:
                agenda.plans[account_id].stop_from = since
                _no_draws_after(agenda, account_id, since)

    return flag


def _identity_theft(random: Random, agenda: Agenda, person: Person) -> None:
    _flag("identity_theft", date(2026, 4, 20), stops=True)(random, agenda, person)
    text = "The borrower reports a draw that somebody else made with their identity."
    _dispute("identity_theft", "CL", date(2026, 4, 30), text)(random, agenda, person)


def _dispute(kind: DisputeKind, product: str, day: date, text: str) -> Situation:
    def dispute(random: Random, agenda: Agenda, person: Person) -> None:
        on = day + timedelta(days=random.randint(0, 8))
        if product == "CL":
            # what is disputed has to be recent: 60 days from the statement that shows it
            agenda.draw(_first(person, product), day - timedelta(days=DISPUTED_DRAW_DAYS), 5000)
        agenda.act(on, wishes.dispute_newest(_first(person, product), person.borrower_id, kind, text))

    return dispute


def _credit_balance(random: Random, agenda: Agenda, person: Person) -> None:
    line = _first(person, "CL")
    _no_draws_after(agenda, line, date(2026, 3, 31))
    over = random.randrange(1500, 9001, 500)
    agenda.on(date(2026, 5, 5)).intents.append(Intent(line, "payoff", over))
    agenda.plans[line].stop_from = date(2026, 5, 5)


def _pending_draw(random: Random, agenda: Agenda, person: Person) -> None:
    line = _first(person, "CL")
    _no_draws_after(agenda, line, date(2026, 4, 10))
    agenda.draw(line, date(2026, 5, 14), random.randrange(7500, 25_001, 2500), hour=random.choice((10, 14, 16, 19)))


def _pending_payment(random: Random, agenda: Agenda, person: Person) -> None:
    for account_id in person.account_ids:
        agenda.on(date(2026, 5, 14)).intents.append(Intent(account_id, "cents", random.randrange(4000, 15_001, 500)))


def _scheduled_payment(random: Random, agenda: Agenda, person: Person) -> None:
    loan = _first(person, "IL")
    due = add_months(date(2026, 5, 1), 0, agenda.plans[loan].opening.due_day)
    due = due if due > date(2026, 5, 17) else add_months(due, 1)
    agenda.plans[loan].stop_from = due
    cents = random.randrange(15_000, 40_001, 1000)
    agenda.on(date(2026, 5, 12)).intents.append(Intent(loan, "cents", cents, scheduled_for=due))


def _returned(product: str, day: date) -> Situation:
    def returned(random: Random, agenda: Agenda, person: Person) -> None:
        code = random.choice(("R01", "R01", "R01", "R02", "R08"))
        cents = random.randrange(6000, 20_001, 500)
        agenda.on(day).intents.append(Intent(_first(person, product), "cents", cents, return_code=code))

    return returned


def _fee_waived(_random: Random, agenda: Agenda, person: Person) -> None:
    line = _first(person, "CL")
    close = date(2025, 12, 6)
    while close.day != agenda.plans[line].opening.cycle_day:
        close += timedelta(days=1)
    due = due_date(close)
    agenda.plans[line].late_days_between = (due, due, WAIVED_LATE_BY_DAYS)
    day = due + timedelta(days=WAIVED_LATE_BY_DAYS + 5)
    agenda.act(day, wishes.waive_newest_fee(line, person.borrower_id))


def _recent_late_fee(_random: Random, agenda: Agenda, person: Person) -> None:
    line = _first(person, "CL")
    plan = agenda.plans[line]
    agenda.plans[line] = replace(plan, late_days_between=(FEE_DUE, FEE_DUE, LATE_BY_DAYS), source="mail")


def _extra_payments(random: Random, agenda: Agenda, person: Person) -> None:
    loan = _first(person, "IL")
    for day in (date(2025, 12, 16), date(2026, 2, 19), date(2026, 4, 21)):
        agenda.on(day).intents.append(Intent(loan, "cents", random.randrange(10_000, 60_001, 2500)))


def _frozen(random: Random, agenda: Agenda, person: Person) -> None:
    day = date(2026, 4, 1) + timedelta(days=random.randint(0, 25))
    agenda.act(day, wishes.freeze(_first(person, "CL"), person.borrower_id))


SITUATIONS: dict[str, Situation] = {
    "paid_off_early": _paid_off_early,
    "relief_6": _plan("relief-6", "CL", date(2026, 2, 9)),
    "relief_12": _plan("relief-12", "CL", date(2026, 1, 12)),
    "extend_6": _plan("extend-6", "IL", date(2026, 3, 9)),
    "bridge_3": _plan("bridge-3", "IL", date(2026, 4, 2)),
    "servicemember": _flag("servicemember", date(2026, 1, 5)),
    "deceased": _flag("deceased", date(2026, 4, 3), stops=True),
    "attorney_represented": _flag("attorney_represented", date(2026, 4, 20)),
    "bankruptcy": _flag("bankruptcy", date(2026, 3, 23)),
    "cease_contact": _flag("cease_contact", date(2026, 4, 27)),
    "identity_theft": _identity_theft,
    "dispute_billing": _dispute("billing_error", "CL", date(2026, 4, 21), "The borrower did not make this draw."),
    "dispute_transfer": _dispute("electronic_transfer", "IL", date(2026, 5, 1), "This debit was made twice."),
    "dispute_report": _dispute("credit_report", "IL", date(2026, 4, 27), "Reported late although paid on time."),
    "credit_balance": _credit_balance,
    "pending_draw": _pending_draw,
    "pending_payment": _pending_payment,
    "scheduled_payment": _scheduled_payment,
    "returned_payment": _returned("CL", date(2026, 4, 22)),
    "recent_returned_fee": _returned("IL", date(2026, 5, 4)),
    "fee_waived": _fee_waived,
    "recent_late_fee": _recent_late_fee,
    "extra_payments": _extra_payments,
    "frozen_line": _frozen,
    **events.APPLICATIONS,
}
