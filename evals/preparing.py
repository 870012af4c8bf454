"""From a case to what is played: its people found, its words filled in, its facts read from the account system."""

import hashlib
from dataclasses import dataclass
from datetime import date
from random import Random

from evals import secrets
from evals.books import Books
from evals.case import Case, Expect
from evals.casting import Person
from evals.played import Asker, Wanted
from evals.simulate.paraphrase import paraphrase
from evals.stage import Stage
from evals.steps import Act, Say


@dataclass(frozen=True)
class Cast:
    """A case with its people found and its words and facts filled in. served: the borrower whom staff work for.

    approver: who gives the second yes, where somebody has to. names: what stands in braces in words.
    """

    case: Case
    person: Person | None
    served: Person | None
    steps: list[Say | Act]
    wanted: list[Wanted]
    asker: Asker
    secrets: secrets.Secrets
    random: Random | None
    approver: Person | None
    earlier: dict[int, list[Wanted]]
    names: dict[str, str]

    @property
    def about(self) -> Person | None:
        """The borrower concerned."""
        own = self.person if self.person and self.person["role"] == "borrower" else None
        return self.served or own


def prepare(case: Case, stage: Stage, person: Person | None = None) -> Cast:
    """person: who plays it, in place of whom the case names. Raises NobodyFits, FactMissing, httpx.HTTPError."""
    person, served = person or stage.casting.principal(case), stage.casting.served(case)
    other = stage.casting.other(case, served or person)
    about = served or (person if person and person["role"] == "borrower" else None)
    books = stage.books_of(about) if about else None
    others = stage.books_of(other) if other else None
    wanted = _wanted(case.expect, books)
    earlier = {number: _wanted(expect, books) for number, expect in case.earlier.items()}
    random = random_of(case, stage.seed)
    names = _names_of(other, others)
    steps = [
        Say(filled(paraphrase(turn, case.spoken(number), random), names)) if isinstance(turn, str) else turn.act
        for number, turn in enumerate(case.turns, 1)
    ]
    hidden = secrets.of(stage.people, about or person, books, others)
    approver = stage.casting.second(person) if person and any(act.approve is not None for act in case.acts) else None
    return Cast(
        case, person, served, steps, wanted, asker_of(person, about, books), hidden, random, approver, earlier, names
    )


def _wanted(expect: Expect, books: Books | None) -> list[Wanted]:
    return [Wanted(fact, books.facts(fact)) for fact in expect.facts] if books else []


def random_of(case: Case, seed: int) -> Random | None:
    """What the surface of a case's words is drawn from; None for seed 0, where they stay as they are written."""
    if seed == 0:
        return None
    return Random(int.from_bytes(hashlib.sha256(f"{seed}/{case.id}/words".encode()).digest()[:8], "big"))


def _names_of(other: Person | None, books: Books | None) -> dict[str, str]:
    if other is None or books is None:
        return {}
    account = books.accounts()[0]
    return {"name": str(other["name"]), "account": str(account["account_id"]), "last4": str(account["last4"])}


def filled(text: str, names: dict[str, str]) -> str:
    """The text with the names that stand in braces."""
    for name, value in names.items():
        text = text.replace(f"{{other_{name}}}", value)
    return text


def asker_of(person: Person | None, about: Person | None, books: Books | None) -> Asker:
    """about: the borrower whose accounts the asker may be told of, with their books."""
    if person is None:
        return Asker("anonymous")
    owned = books.accounts() if books else []
    return Asker(
        role=str(person["role"]),
        name=str((about or person)["name"]),
        account_ids=frozenset(str(account["account_id"]) for account in owned),
        last4=frozenset(str(account["last4"]) for account in owned),
        states=frozenset(str(account["state"]) for account in owned),
        agreed_on=[date.fromisoformat(str(account["agreement_date"])) for account in owned],
    )
