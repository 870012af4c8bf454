"""Applications and increases as seeded people submit them, with the reasons that underwriting recorded."""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Literal

from accounts.commands.applications import RequestIncrease, RequestItems, SubmitApplication
from accounts.commands.decisions import DecideApplication
from accounts.seeding.agenda import Agenda
from accounts.seeding.counter import Counter
from accounts.seeding.planning import Person

Decided = Literal["approved", "declined", "counteroffer"]
MOST_LIMIT_CENTS = 1_000_000
DECLINED = (
    (
        ("DTI", "Income is insufficient for the amount of credit requested"),
        ("DQ", "Delinquent past credit obligations"),
    ),
    (("UTIL", "Proportion of balances to credit limits is too high"), ("HIST", "Length of credit history")),
    (("INQ", "Number of recent inquiries on credit bureau report"),),
)
MISSING = (
    ("Proof of income from the last 60 days", "A government-issued photo ID"),
    ("A bank statement of the linked account from the last 60 days",),
)


Apply = Callable[[Random, Agenda, Person], None]


def _decide(
    counter: Counter, borrower_id: str, account_id: str | None, ask_id: str, command: DecideApplication
) -> None:
    counter.give(f"{ask_id}:decided", command, borrower_id, account_id, role="service", at=counter.at(16))


def _increase(submitted: date, decision: Decided | None, decided: date | None) -> Apply:
    def apply(random: Random, agenda: Agenda, person: Person) -> None:
        line = next(each for each in person.account_ids if each.startswith("CL"))
        requested = agenda.plans[line].opening.limit_cents + random.randrange(50_000, 150_001, 50_000)
        requested = min(requested, MOST_LIMIT_CENTS)
        reasons = random.choice(DECLINED) if decision == "declined" else ()
        ask_id, known = f"increase:{line}", dict[str, str]()

        def ask(counter: Counter) -> None:
            done = counter.give(ask_id, RequestIncrease(requested_cents=requested), person.borrower_id, line)
            known["id"] = str(done.result["application_id"])

        def answer(counter: Counter) -> None:
            content = {"application_id": known["id"], "decision": decision, "reasons": _as_reasons(reasons)}
            _decide(counter, person.borrower_id, line, ask_id, DecideApplication.model_validate(content))

        agenda.act(submitted, ask)
        if decided:
            agenda.act(decided, answer)

    return apply


def _new_account(submitted: date, outcome: Decided | Literal["incomplete"], decided: date | None) -> Apply:
    def apply(random: Random, agenda: Agenda, person: Person) -> None:
        loan = any(each.startswith("CL") for each in person.account_ids)
        requested = random.randrange(300_000, 900_001, 50_000)
        reasons, missing = random.choice(DECLINED), random.choice(MISSING)
        ask_id, known = f"application:{person.borrower_id}", dict[str, str]()
        content = {"product": "instalment_loan" if loan else "cash_line", "requested_cents": requested}

        def ask(counter: Counter) -> None:
            command = SubmitApplication.model_validate({**content, "term_months": 36 if loan else None})
            done = counter.give(ask_id, command, person.borrower_id)
            known["id"] = str(done.result["application_id"])
            if outcome == "incomplete":
                items = RequestItems(application_id=known["id"], items=missing)
                counter.give(f"{ask_id}:items", items, person.borrower_id, role="support_agent")

        def answer(counter: Counter) -> None:
            said = {"application_id": known["id"], "decision": outcome, "reasons": _as_reasons(reasons)}
            if outcome == "counteroffer":
                said |= {"offered_cents": requested // 2, "tier": "C"}
            _decide(counter, person.borrower_id, None, ask_id, DecideApplication.model_validate(said))

        agenda.act(submitted, ask)
        if decided:
            agenda.act(decided, answer)

    return apply


def _as_reasons(pairs: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    return [{"code": code, "text": text} for code, text in pairs]


APPLICATIONS: dict[str, Apply] = {
    "increase_in_review": _increase(date(2026, 5, 11), None, None),
    "increase_declined": _increase(date(2026, 3, 16), "declined", date(2026, 3, 19)),
    "increase_approved": _increase(date(2026, 2, 9), "approved", date(2026, 2, 12)),
    "application_incomplete": _new_account(date(2026, 5, 4), "incomplete", None),
    "application_declined": _new_account(date(2026, 4, 13), "declined", date(2026, 4, 17)),
    "application_counteroffer": _new_account(date(2026, 4, 20), "counteroffer", date(2026, 4, 24)),
}
