"""From personas to accounts: who holds what, since when, and how it is used in general."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from accounts.posting.opening import Opening
from accounts.seeding import wishes
from accounts.seeding.agenda import AccountPlan, Agenda, days_before
from accounts.seeding.names import draw_name, slug
from accounts.seeding.personas import BUSINESS_DATE, FIRST_DAY, LAST_DAY, Persona, cast

STATES = ("CA", "CA", "NY", "TX", "TX", "FL", "FL", "IL", "OH", "PA", "GA", "NC", "MI", "AZ", "WA", "NJ", "VA", "NM")
CYCLE_DAYS = (5, 12, 19, 26)
# a cycle closing on the 5th falls due on 2026-04-30: its late fee is charged in the last days of the seeded months
FEE_CYCLE_DAY = 5
LAST_OPENING = date(2025, 11, 15)


@dataclass(frozen=True, slots=True)
class Person:
    """A seeded borrower."""

    borrower_id: str
    handle: str
    name: str
    state: str
    language: str
    member_since: date
    persona: Persona
    account_ids: tuple[str, ...]


def plan_people(random: Random, borrowers: int) -> tuple[list[Person], Agenda]:
    """People, their accounts and everyday use of them; situations are laid over it by accounts.seeding.situations."""
    agenda, people, taken = Agenda(), list[Person](), set[str]()
    numbers = {"CL": 104_200, "IL": 200_800}
    for index, persona in enumerate(cast(borrowers)):
        person_name = draw_name(random, taken, spanish=persona.language == "es")
        borrower_id = f"B-{10_001 + index}"
        home = persona.state or random.choice(STATES)
        opened = _opened_on(random, persona)
        ids = list[str]()
        for product in _products(persona):
            numbers[product] += random.randint(1, 29)
            account_id = f"{product}-{numbers[product]}"
            later = timedelta(days=0 if not ids else random.randint(12, 50))
            _add_account(random, agenda, persona, Opening(account_id, borrower_id, home, "A", opened + later, "0000"))
            ids.append(account_id)
        people.append(
            Person(borrower_id, slug(person_name), person_name, home, persona.language, opened, persona, tuple(ids))
        )
    return people, agenda


def _products(persona: Persona) -> tuple[str, ...]:
    return {
        "line": ("CL",),
        "loan": ("IL",),
        "both": ("CL", "IL"),
        "two_lines": ("CL", "CL"),
        "two_loans": ("IL", "IL"),
    }[persona.holding]


def _opened_on(random: Random, persona: Persona) -> date:
    """Situations that take long to ripen start early; a promotional rate that still runs starts late."""
    if persona.key == "promo_rate":
        return date(2025, 12, 1) + timedelta(days=random.randint(0, 60))
    early = persona.style == "stop" or persona.key.startswith(("increase", "paid_off", "relief", "bridge", "extend"))
    span = 90 if early else (LAST_OPENING - FIRST_DAY).days
    return FIRST_DAY + timedelta(days=random.randint(0, span))


def _add_account(random: Random, agenda: Agenda, persona: Persona, draft: Opening) -> None:
    tier = random.choice("AABBBCCCD")
    bank = f"{random.randint(0, 9999):04d}"
    if draft.account_id.startswith("CL"):
        opening = Opening(
            *(draft.account_id, draft.borrower_id, draft.state, tier, draft.opened_on, bank),
            limit_cents=random.randrange(100_000, 800_001, 50_000),
            cycle_day=FEE_CYCLE_DAY if persona.key == "recent_late_fee" else random.choice(CYCLE_DAYS),
            promotional=persona.key == "promo_rate" or random.random() < 0.15,
        )
    else:
        opening = Opening(
            *(draft.account_id, draft.borrower_id, draft.state, tier, draft.opened_on, bank),
            principal_cents=random.randrange(150_000, 1_200_001, 50_000),
            term_months=random.choice((12, 18, 24, 24, 36, 36, 48, 60)),
            due_day=min(max(draft.opened_on.day + random.randint(-4, 8), 1), 28),
        )
    plan = AccountPlan(
        opening,
        persona,
        persona.style,
        percent=random.choice((100, 100, 120, 150, 200, 300)) if opening.limit_cents else 100,
        lead_days=random.randint(1, 9),
        source=random.choice(("one_time", "one_time", "one_time", "phone", "mail")),
        stop_from=days_before(BUSINESS_DATE, persona.stop_days) if persona.stop_days else None,
    )
    agenda.plans[opening.account_id] = plan
    agenda.on(opening.opened_on).openings.append(opening)
    if opening.limit_cents:
        _plan_draws(random, agenda, opening)
    if plan.style == "autopay":
        kind = random.choice(("minimum", "minimum", "statement_balance")) if opening.limit_cents else "minimum"
        on = opening.opened_on + timedelta(days=2)
        agenda.act(on, wishes.autopay(opening.account_id, opening.borrower_id, kind))


def _plan_draws(random: Random, agenda: Agenda, opening: Opening) -> None:
    """A first draw soon after opening, then now and then; some will be refused, as in life."""
    day = opening.opened_on + timedelta(days=random.randint(0, 9))
    share = random.randint(25, 60)
    while day < days_before(LAST_DAY, 12):
        cents = max(opening.limit_cents * share // 100 // 2500 * 2500, 5000)
        agenda.draw(opening.account_id, day, cents, hour=random.choice((9, 11, 13, 16, 20)))
        day += timedelta(days=random.randint(35, 150))
        share = random.randint(4, 18)
