"""What a case did to the books of a world, and what its golden commands do to a twin of them."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from evals.books import Books
from evals.case import Case, Command
from evals.casting import Person
from evals.end_state import golden
from evals.end_state.ledger import Ledger, Twin
from evals.end_state.lines import lines
from evals.end_state.watch import Watch
from evals.played import Ended


class Ends:
    """Watches one world. twin: makes pristine books for golden runs; it is asked once, when the first one is needed.

    Cases of a world run one after another, and no borrower's books are written by two of them: what changed between
    two moments is then one case's, and the twin's books of a borrower are as the world's were before it.
    """

    def __init__(self, ledger: Ledger, twin: Twin) -> None:
        self._twin_of = twin
        self._watch = Watch(ledger.database.url("postgres"))
        self._twin: tuple[Ledger, Watch] | None = None
        self._golden: dict[tuple[str, str], list[str]] = {}

    def close(self) -> None:
        self._watch.close()
        if self._twin:
            self._twin[1].close()

    def mark(self) -> int:
        """The moment before a case."""
        return self._watch.mark()

    async def ended(
        self,
        case: Case,
        mark: int,
        about: Person | None,
        staff: Mapping[str, Person],
        texts: Sequence[str],
        today: date,
    ) -> Ended:
        """What happened since the moment. about: the borrower concerned. staff: who acts in a role; texts: what was
        said. Raises GoldenRunFailed, httpx.HTTPError, psycopg.Error."""
        told = lines(self._watch.since(mark), self._watch.columns)
        concerned = str(about["borrower_id"]) if about else None
        own = [line for owner, line in told if owner == concerned]
        others = [f"{owner}: {line}" for owner, line in told if owner != concerned]
        wanted = case.expect.end_state
        if about is None or wanted is None or wanted.golden is None:
            return Ended(own, others)
        key = (str(about["handle"]), case.digest)
        if key not in self._golden:
            self._golden[key] = await self._run(wanted.golden, about, staff, texts, today)
        return Ended(own, others, self._golden[key])

    async def _run(
        self,
        commands: Sequence[Command],
        about: Person,
        staff: Mapping[str, Person],
        texts: Sequence[str],
        today: date,
    ) -> list[str]:
        if self._twin is None:
            ledger = await self._twin_of()
            self._twin = ledger, Watch(ledger.database.url("postgres"))
        ledger, watch = self._twin
        mark = watch.mark()
        await asyncio.to_thread(_carry_out, commands, ledger, about, staff, texts, today)
        return [line for owner, line in lines(watch.since(mark), watch.columns) if owner == str(about["borrower_id"])]


def _carry_out(
    commands: Sequence[Command],
    ledger: Ledger,
    about: Person,
    staff: Mapping[str, Person],
    texts: Sequence[str],
    today: date,
) -> None:
    for command in commands:
        books = Books(ledger.http, partial(_reading, ledger, about), today)
        golden.perform(command, ledger, staff.get(command.who, about), about, books, texts)


def _reading(ledger: Ledger, about: Person) -> str:
    return ledger.issuer.delegate(str(about["borrower_id"]), "borrower")
