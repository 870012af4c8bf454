"""What cases are played on: an assistant, an account system, the seeded people, and who watches the books."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import httpx

from assistant.assistant import Assistant
from evals.books import Books
from evals.casting import Casting, Person
from evals.end_state.ends import Ends
from stack.callers import serving
from stack.issuer import DevelopmentIssuer
from stack.people import identity_of
from tools.caller import Caller

CallerOf = Callable[[Person | None], Caller]
"""Makes the caller of a seeded person as the API would from their token; None is somebody who is not signed in."""


class Stage:
    """One place to play. issuer: signs people in a second time and lets staff serve borrowers; without it nobody
    does. seed: of the portfolio and of who plays. `ends` watches the books, where somebody set it."""

    def __init__(
        self,
        assistant: Assistant,
        http: httpx.Client,
        people: Sequence[Person],
        caller_of: CallerOf,
        *,
        issuer: DevelopmentIssuer | None = None,
        seed: int = 0,
    ) -> None:
        self.assistant = assistant
        self.people = people
        self.issuer = issuer
        self.seed = seed
        self.ends: Ends | None = None
        self._caller_of = caller_of
        self._http = http
        self._books: dict[str, Books] = {}
        self.casting = Casting(people, self.books_of, seed)
        self.today = date.fromisoformat(str(http.get("/v1/business-date").json()["business_date"]))

    def caller_of(self, person: Person | None, serves: Person | None = None) -> Caller:
        """serves: the borrower whom a member of staff works for in this thread."""
        caller = self._caller_of(person)
        return serving(caller, str(serves["borrower_id"]), self._issuer) if serves else caller

    async def stepped_up(self, person: Person, serves: Person | None = None) -> Caller:
        """The caller once they have given the code that their authenticator shows; each code is taken once.

        Raises CodeRefused, TooManyCodes.
        """
        issuer, caller = self._issuer, self.caller_of(person, serves)
        step = issuer.codes.step_of(caller.subject, issuer.codes.code(caller.subject))
        await self.assistant.step_ups.take(caller, step)
        given = issuer.verify(issuer.step_up(identity_of(person)))
        return replace(caller, assurance=given.assurance, second_factor_age_s=given.second_factor_age_s)

    def books_of(self, person: Person) -> Books:
        handle = str(person["handle"])
        if handle not in self._books:
            self._books[handle] = Books(self._http, lambda: self.caller_of(person).token or "", self.today)
        return self._books[handle]

    def forget(self, person: Person) -> None:
        """Their books may have changed: read them anew."""
        self._books.pop(str(person["handle"]), None)

    @property
    def _issuer(self) -> DevelopmentIssuer:
        if self.issuer is None:
            raise LookupError("this stage has no issuer: nobody gives a second factor or serves a borrower on it")
        return self.issuer
