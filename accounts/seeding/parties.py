"""One borrower has a daughter who may ask and pay: authorised by a command, like everything that is seeded."""

from datetime import date

from accounts.commands.third_parties import AuthoriseThirdParty
from accounts.seeding.agenda import Agenda
from accounts.seeding.counter import Counter
from accounts.seeding.names import FIRST, slug
from accounts.seeding.planning import Person

AUTHORISED_ON = date(2026, 3, 2)
PERSONA = "dpd_1_29_line"
"""Somebody who forgot their last bill; in the smallest portfolios the first person."""


def plan_parties(agenda: Agenda, people: list[Person]) -> None:
    """Authorise somebody of a borrower's family name, which nobody else has whole, for information and payments."""
    parent = next((each for each in people if each.persona.key == PERSONA), people[0])
    taken, family = {person.handle for person in people}, parent.name.split()[-1]
    name = next(each for each in (f"{first} {family}" for first in FIRST) if slug(each) not in taken)
    command = AuthoriseThirdParty(name=name, relationship="family", scopes=("information", "payments"))

    def authorise(counter: Counter) -> None:
        counter.give(f"authorise:{parent.borrower_id}", command, parent.borrower_id)

    agenda.act(AUTHORISED_ON, authorise)
