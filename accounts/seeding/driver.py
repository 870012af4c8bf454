"""Runs the planned months, one business day after the other, through the posting and close-day code."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from random import Random

import psycopg

from accounts.closeday import close_day, start_on
from accounts.posting import interest
from accounts.posting import state as states
from accounts.posting.payments import POSTING_BUSINESS_DAYS, NewPayment
from accounts.posting.state import DAY
from accounts.seeding import wishes
from accounts.seeding.agenda import Agenda, Intent
from accounts.seeding.counter import Counter
from accounts.seeding.habits import plan_payment
from accounts.seeding.personas import FIRST_DAY, LAST_DAY
from accounts.terms.calendar import EASTERN, add_business_days

RETURN_BUSINESS_DAYS = 2
ANALYZE_EVERY_DAYS = 60
TABLES = "journal_entries, postings, accounts, dues, due_payments, payments, draws, fees, statements, interest_charges"


def run_months(
    connection: psycopg.Connection, random: Random, agenda: Agenda, progress: Callable[[float, str], None]
) -> None:
    """Live through FIRST_DAY..LAST_DAY; afterwards the business date is the day after."""
    start_on(connection, FIRST_DAY)
    total = (LAST_DAY - FIRST_DAY).days + 1
    for count, day in enumerate(_days()):
        run_day(connection, random, agenda, day)
        if count % ANALYZE_EVERY_DAYS == ANALYZE_EVERY_DAYS - 1:
            # inside of one transaction nothing else refreshes the planner's statistics
            connection.execute("ANALYZE " + ", ".join(f"accounts.{table}" for table in TABLES.split(", ")))
        if day.day == 1 or day == LAST_DAY:
            progress((count + 1) / total, f"posted up to {day}")


def _days() -> Iterator[date]:
    day = FIRST_DAY
    while day <= LAST_DAY:
        yield day
        day += DAY


def run_day(connection: psycopg.Connection, random: Random, agenda: Agenda, day: date) -> None:
    """What people ask for on a day, then its close; statements that it brings become payments ahead."""
    asked, counter = agenda.on(day), Counter(connection, day)
    for opening in asked.openings:
        wishes.open_account(counter, opening)
    for action in asked.actions:
        action(counter)
    for payment_id, code in asked.returns:
        wishes.send_back(counter, payment_id, code)
    for request in asked.draws:
        wishes.draw(counter, request, agenda.plans[request.account_id].opening.borrower_id)
    if asked.intents:
        _pay(counter, agenda, asked.intents)
    for issued in close_day(connection, day).statements:
        plan_payment(random, agenda, issued)
    del agenda.days[day]


def _pay(counter: Counter, agenda: Agenda, intents: list[Intent]) -> None:
    day, needs = counter.day, [intent.account_id for intent in intents]
    loaded = states.load(counter.connection, needs)
    for number, intent in enumerate(intents):
        state = loaded[intent.account_id]
        loan = state.product == "instalment_loan"
        payoff = interest.payoff_cents(state, day)
        # nobody pays more on a loan than it owes; on a line one may, and has a credit balance then
        cents = payoff + intent.cents if intent.amount == "payoff" else intent.cents
        cents = min(cents, payoff) if loan else cents
        if cents <= 0 or state.status == "paid_off":
            continue
        at = datetime.combine(day, time(intent.hour, 5), EASTERN)
        command = f"seed-pay:{intent.account_id}:{day}:{number}"
        payment = NewPayment(command, intent.account_id, at, cents, intent.source, intent.scheduled_for)
        paid = wishes.pay(counter, payment, state.borrower_id)
        if paid and intent.return_code:
            posts = add_business_days(day, POSTING_BUSINESS_DAYS[intent.source])
            back = add_business_days(posts, RETURN_BUSINESS_DAYS)
            agenda.on(back).returns.append((paid, intent.return_code))
