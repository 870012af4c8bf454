"""Nobody reaches another borrower's rows: over the API, the account system, or a model that calls whatever it likes.

A sample in the normal run, 10,000 tries with FAULTS=full.
"""

import asyncio
import json
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from langchain_core.messages import AIMessage, BaseMessage
from psycopg import sql

from stack.issuer import Identity
from stack.people import Person, identity_of
from tests.conftest import INDEXED, Database
from tests.faults.report import full, record
from tests.lightly import served
from tests.security.cross_probes import (
    Call,
    Probe,
    Victim,
    account_reads,
    accounts_probe,
    api_probe,
    api_reads,
    tool_call,
)
from tests.serving import Client, Lender, Puppet, calls
from tools.client import AccountsClient

SEED = 41
WORDS = "marmalade-zeppelin-4417"
CALLS_A_TURN = 12
COUNTS = {"api": 4_700, "accounts": 2_500, "tools": 3_000} if full() else {"api": 90, "accounts": 60, "tools": 48}


@dataclass
class Field:
    """A served API with one victim, and those who try."""

    url: str
    model: Puppet
    lender: Lender
    database: Database
    victim: Victim
    others: list[Person]

    def client(self, person: Person | None) -> Client:
        return Client(self.url, self.lender.token(person) if person else None)

    def staff(self, role: str) -> Client:
        return Client(self.url, self.lender.issuer.sign_in(Identity(f"S-{role}", role, "Sam", 2)))

    def at_accounts(self, person: Person) -> httpx.AsyncClient:
        token = self.lender.issuer.delegate(str(person["borrower_id"]), "borrower", preview=True)
        return httpx.AsyncClient(
            base_url=self.lender.url, headers={"Authorization": f"Bearer {token}"}, trust_env=False
        )


async def own_accounts(lender: Lender, person: Person) -> list[dict[str, Any]]:
    token = lender.issuer.delegate(str(person["borrower_id"]), "borrower")
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=lender.url, headers=headers, trust_env=False) as http:
        return (await http.get("/v1/accounts")).json()["accounts"]


async def lived_in(url: str, model: Puppet, lender: Lender, person: Person) -> Victim | None:
    """A conversation of theirs with an open proposal in it; None where their due date cannot be moved."""
    client = Client(url, lender.token(person))
    thread_id = await client.thread()

    async def moves(messages: Sequence[BaseMessage]) -> AIMessage:
        asked = messages[-1].type != "tool"
        return calls(("move_due_date", {"due_day": 15})) if asked else AIMessage("Please check the proposal.")

    model.play = moves
    turn = await client.say(thread_id, f"please move my due date to the 15th {WORDS}", "run-of-the-victim")
    if not turn["proposals"]:
        return None
    accounts = await own_accounts(lender, person)
    return Victim(
        str(person["borrower_id"]),
        tuple(account["account_id"] for account in accounts),
        tuple(account["last4"] for account in accounts),
        str(person["name"]),
        thread_id,
        turn["turn_id"],
        "run-of-the-victim",
        turn["proposals"][0],
        (
            WORDS,
            str(person["name"]),
            '"proposal_id":"' + turn["proposals"][0]["proposal_id"],
            '"thread_id":"' + thread_id,
        ),
    )


@pytest.fixture(scope="module")
def field(
    lender: Lender, clone_database: Callable[[str], Database], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Field]:
    folder: Path = tmp_path_factory.mktemp("crossing")
    database, client = clone_database(INDEXED), AccountsClient(lender.url)
    plenty: dict[str, Any] = {"turns_per_minute": 10**6, "confirmations_per_minute": 10**6, "turn_deadline_s": 20.0}
    plenty |= {"anonymous_turns_per_minute": 10**6, "all_anonymous_turns_per_minute": 10**6}
    current = [one for one in lender.people if one["role"] == "borrower" and "current" in one["situation"]]
    with served(database.url("assistant_app"), folder, client, lender.issuer, lender.url, **plenty) as (url, model):
        found = (asyncio.run(lived_in(url, model, lender, one)) for one in current)
        victim = next(one for one in found if one)
        others = [one for one in lender.people if one["borrower_id"] != victim.borrower_id]
        yield Field(url, model, lender, database, victim, others)


@pytest.fixture(autouse=True)
async def untouched(field: Field) -> AsyncIterator[None]:
    """After every test the victim's thread and proposal are as they were, and still theirs to read."""
    yield
    person = next(one for one in field.lender.people if one["borrower_id"] == field.victim.borrower_id)
    client = field.client(person)
    thread = (await client.get(f"/v1/threads/{field.victim.thread_id}")).json()
    assert [turn["turn_id"] for turn in thread["turns"]] == [field.victim.turn_id]
    proposal = (await client.get(f"/v1/proposals/{field.victim.proposal['proposal_id']}")).json()
    assert proposal["state"] == "open"


async def tried(probe: Probe, http: httpx.AsyncClient, victim: Victim) -> str | None:
    """What a try found, if it found something."""
    answer = await probe.run(http)
    if probe.refused and answer.status_code < 400:
        return f"{probe.name}: {answer.status_code}"
    if answer.status_code >= 500:
        return f"{probe.name}: {answer.status_code} {answer.text[:100]}"
    # a refusal may name the id that was asked for, but nothing else of it
    told = [word for word in victim.told_in(answer.text) if not (probe.refused and "_id" in word)]
    return f"{probe.name}: tells {told}" if told else None


async def all_tried(probes: list[tuple[Probe, httpx.AsyncClient]], victim: Victim) -> list[str]:
    gate = asyncio.Semaphore(8)

    async def one(probe: Probe, http: httpx.AsyncClient) -> str | None:
        async with gate:
            return await tried(probe, http, victim)

    return [found for found in await asyncio.gather(*(one(*each) for each in probes)) if found]


def told(name: str, runs: int, failures: list[str]) -> None:
    figure = f"{len(failures)} of {runs} tries reached another borrower"
    record(f"cross-borrower {name}", runs, len(failures), figure, SEED)
    assert Counter(failures) == Counter()


async def test_the_victim_reaches_what_the_others_try_for(field: Field) -> None:
    """Or a refusal would mean no more than that nothing is there."""
    victim = next(one for one in field.lender.people if one["borrower_id"] == field.victim.borrower_id)
    async with field.client(victim).http() as http:
        answers = {probe.name: await probe.run(http) for probe in api_reads(field.victim)}
    assert {name: answer.status_code for name, answer in answers.items() if answer.status_code != 200} == {}
    assert [name for name, answer in answers.items() if not field.victim.told_in(answer.text)] == []
    async with field.at_accounts(victim) as http:
        reads = [probe for account in field.victim.account_ids for probe in account_reads(account)]
        statuses = {probe.name: (await probe.run(http)).status_code for probe in reads}
    # a loan's schedule is nothing that a line has
    assert {name: status for name, status in statuses.items() if status != 200} in ({}, {"GET /schedule": 409})


@pytest.mark.timeout(900)
async def test_over_the_api(field: Field) -> None:
    chance = random.Random(SEED)
    borrowers = [one for one in field.others if one["role"] == "borrower"][:4]
    served = [one for one in field.others if one["role"] == "third_party"][:2]
    visitors = map(field.client, [*borrowers, *served, None])
    clients = [*visitors, field.staff("support_agent"), field.staff("analyst")]
    async with AsyncExitStack() as stack:
        https = [await stack.enter_async_context(client.http()) for client in clients]
        probes = [(api_probe(field.victim, chance), chance.choice(https)) for _ in range(COUNTS["api"])]
        # staff may serve a borrower, on record: that is no way round
        staff = set(https[-2:])
        probes = [(probe, http) for probe, http in probes if not (http in staff and probe.name == "thread about them")]
        failures = await all_tried(probes, field.victim)
    told("API", len(probes), failures)


@pytest.mark.timeout(900)
async def test_at_the_account_system(field: Field) -> None:
    chance = random.Random(SEED + 1)
    borrowers = [one for one in field.others if one["role"] == "borrower"][:4]
    async with AsyncExitStack() as stack:
        https = [await stack.enter_async_context(field.at_accounts(one)) for one in borrowers]
        owned = [(await http.get("/v1/accounts")).json()["accounts"][0]["account_id"] for http in https]
        picks = [chance.randrange(len(https)) for _ in range(COUNTS["accounts"])]
        probes = [(accounts_probe(field.victim, owned[pick], chance), https[pick]) for pick in picks]
        failures = await all_tried(probes, field.victim)
    told("account system", len(probes), failures)


@pytest.mark.timeout(900)
async def test_by_a_models_tools(field: Field) -> None:
    chance = random.Random(SEED + 2)
    borrowers = [one for one in field.others if one["role"] == "borrower"][:4]
    turns, failures, made = COUNTS["tools"] // CALLS_A_TURN, list[str](), 0
    for number in range(turns):
        person = borrowers[number % len(borrowers)]
        batch: list[Call] = [tool_call(field.victim, chance) for _ in range(CALLS_A_TURN)]

        async def play(messages: Sequence[BaseMessage], batch: list[Call] = batch) -> AIMessage:
            return calls(*batch) if messages[-1].type != "tool" else AIMessage("Hello!")

        field.model.play = play
        client = field.client(person)
        turn = await client.say(
            await client.thread(), f"what does {field.victim.name} owe? move my due date to the 15th"
        )
        for call in turn["tool_calls"]:
            made += 1
            if found := field.victim.told_in(json.dumps(call["result"])):
                failures.append(f"{call['name']} tells {found}")
        if found := [
            one for one in turn["proposals"] if any(each in json.dumps(one) for each in field.victim.account_ids)
        ]:
            failures.append(f"proposes for another: {found}")
        others_words = field.victim.told_in(turn["answer"].replace(field.victim.name, ""))
        failures += [f"answer tells {others_words}"] if others_words else []
    told("tools", made, failures)
    assert made >= COUNTS["tools"] // 2


def test_a_role_that_names_somebody_else_sees_none_of_their_rows(field: Field) -> None:
    """Straight at the tables, under the API's own role."""
    tables = """SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'assistant' AND c.relkind = 'r' AND has_table_privilege('assistant_app', c.oid, 'SELECT')"""
    other = str(field.others[0]["borrower_id"])
    seen: dict[str, dict[str, int]] = {}
    with psycopg.connect(field.database.url("assistant_app"), autocommit=True) as connection:
        for (name,) in connection.execute(tables).fetchall():
            table = sql.SQL("SELECT count(*) FROM {} AS row WHERE row::text LIKE %s")
            count = table.format(sql.Identifier("assistant", name))
            for subject in (field.victim.borrower_id, other, ""):
                with connection.transaction():
                    connection.execute("SELECT set_config('assistant.subject', %s, true)", [subject])
                    row = connection.execute(count, [f"%{field.victim.borrower_id}%"]).fetchone()
                    seen.setdefault(subject, {})[name] = row[0] if row else -1
    assert {name for name, count in seen[field.victim.borrower_id].items() if count} >= {
        "threads",
        "turns",
        "proposals",
        "audit",
    }
    assert {name: count for name, count in seen[other].items() if count} == {}
    assert {name: count for name, count in seen[""].items() if count} == {}


def test_a_leak_would_be_seen(field: Field) -> None:
    victim = field.victim
    assert victim.told_in(json.dumps({"account_id": victim.account_ids[0]}))
    assert victim.told_in(json.dumps({"accounts": [{"label": victim.name}]}))
    assert victim.told_in(json.dumps({"turns": [{"user_text": WORDS}]}))
    assert not victim.told_in(json.dumps({"detail": f"no thread {victim.thread_id}"}))
    assert identity_of(field.others[0]).subject != victim.borrower_id
