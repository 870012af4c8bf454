"""Confirmations that must not be taken, each made from a fresh proposal: whose, when and of what is drawn at random."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any, LiteralString

from psycopg import sql

from assistant.proposals.records import Receipt
from tests.clock import Clock
from tests.integration.assistant.proposal_desk import (
    AGENT,
    OMAR,
    ROSA,
    SUPERVISOR,
    Desk,
    draft,
    fee_waiver,
)
from tools.caller import Caller
from tools.drafting import Draft

_STRANGERS = (
    OMAR,
    Caller("B-2", "borrower", 2, token="t", second_factor_age_s=1),
    Caller("anon:x", "anonymous"),
    Caller("", "anonymous"),
    AGENT,
    Caller("S-1", "support_agent", 2, token="t", serves="B-1", second_factor_age_s=1),
    SUPERVISOR,
    Caller("A-1", "auditor", 1),
    Caller("P-1", "third_party", 2, token="t", serves="B-1", scopes=frozenset({"payments", "information"})),
)


@dataclass(frozen=True)
class Attempt:
    """Who says yes to what. executed: how often it may count as confirmed in the end: 1 where that was done before."""

    caller: Caller
    proposal_id: str
    digest: str
    executed: int = 0
    approves: bool = False


@dataclass
class Bench:
    """Where attempts are made up. turn: counts the rounds, so that each variant of a kind comes up."""

    desk: Desk
    clock: Clock
    random: Random
    turn: int = 0

    async def foreign(self) -> Attempt:
        """Somebody else's yes, with the right digest."""
        made = await self.desk.put(self._draft())
        return Attempt(_STRANGERS[self.turn % len(_STRANGERS)], made.proposal_id, made.digest)

    async def stale(self) -> Attempt:
        """A yes to what was replaced, taken back or turned down before."""
        thread_id = await self.desk.thread()
        made = await self.desk.put(self._draft(), thread_id)
        match self.turn % 3:
            case 0:
                await self.desk.put(self._draft(), thread_id)
            case 1:
                await self.desk.proposals.reject(ROSA, made.proposal_id)
            case _:
                await self.desk.withdraw(thread_id)
        return Attempt(ROSA, made.proposal_id, made.digest)

    async def altered(self) -> Attempt:
        """A yes to something else than what is stored, or to what was changed in the database."""
        made, other = await self.desk.put(self._draft()), await self.desk.put(self._draft())
        digest = made.digest
        match self.turn % 6:
            case 0:
                digest = other.digest
            case 1:
                at = self.random.randrange(64)
                digest = digest[:at] + ("0" if digest[at] != "0" else "1") + digest[at + 1 :]
            case 2:
                digest = self.random.choice(("", "null", digest.upper(), digest[:-1], digest + "0", "\u0660" * 64))
            case 3:
                self._swap("content = o.content", made, other)
            case 4:
                self._swap("content = o.content, digest = o.digest", made, other)
                digest = other.digest
            case _:
                columns: tuple[LiteralString, ...] = ("tool_version = 2", "tool = 'request_draw'", "about = 'B-2'")
                self._swap(self.random.choice(columns), made, other)
        return Attempt(ROSA, made.proposal_id, digest)

    async def replayed(self) -> Attempt:
        """The same yes again, after it was taken; or the old yes to what took the proposal's place."""
        thread_id = await self.desk.thread()
        made = await self.desk.put(self._draft(), thread_id)
        if self.random.random() < 0.3:
            newer = await self.desk.put(self._draft(), thread_id)
            return Attempt(ROSA, newer.proposal_id, made.digest)
        await self.desk.proposals.confirm(ROSA, made.proposal_id, made.digest)
        if self.random.random() < 0.7:
            done, refused = Receipt(outcome="done", code="done"), Receipt(outcome="refused", code="draw-not-possible")
            self.desk.settle(made.proposal_id, self.random.choice((done, refused)))
        return Attempt(ROSA, made.proposal_id, made.digest, executed=1)

    async def expired(self) -> Attempt:
        """A yes that comes too late, by a second or by a month."""
        minutes = self.random.choice((15, 60))
        made_at = self.clock.now + timedelta(days=self.random.choice((-1, 0, 1)))
        lasting = {"made_at": made_at, "expires_at": made_at + timedelta(minutes=minutes)}
        made = await self.desk.put(self._draft(**lasting))
        late = self.random.choice((0, 1, 60, 86_400, 30 * 86_400))
        self.clock.now += timedelta(minutes=minutes, seconds=late)
        return Attempt(ROSA, made.proposal_id, made.digest)

    async def unfit(self) -> Attempt:
        """A yes that lacks a second factor or a second person, or agrees to another version of the tool."""
        match self.turn % 4:
            case 0:
                made = await self.desk.put(self._draft(tool="request_draw", assurance=2, risk="high"))
                return Attempt(ROSA, made.proposal_id, made.digest)
            case 1:
                made = await self.desk.put(self._draft(tool_version=self.random.randrange(2, 9)))
                return Attempt(ROSA, made.proposal_id, made.digest)
            case 2:
                made = await self.desk.put(fee_waiver())
                await self.desk.proposals.confirm(AGENT, made.proposal_id, made.digest)
                return Attempt(AGENT, made.proposal_id, made.digest, approves=True)
            case _:
                made = await self.desk.put(fee_waiver().model_copy(update={"maker": "S-9", "maker_role": "supervisor"}))
                await self.desk.proposals.confirm(SUPERVISOR, made.proposal_id, made.digest)
                return Attempt(SUPERVISOR, made.proposal_id, made.digest, approves=True)

    def _draft(self, **changed: Any) -> Draft:
        """A draft of its own, so that no two digests are alike."""
        given: dict[str, Any] = {"arguments": {"account": "CL-104233", "note": self.random.random()}, **changed}
        return draft(**given)

    def _swap(self, change: LiteralString, made: Draft, other: Draft) -> None:
        """Write into the first's row what the second's holds, past all that guards it."""
        statement = sql.SQL(
            """UPDATE assistant.proposals p SET {} FROM assistant.proposals o
               WHERE p.proposal_id = %s AND o.proposal_id = %s"""
        ).format(sql.SQL(change))
        self.desk.tamper(statement, made.proposal_id, other.proposal_id)


KINDS: Mapping[str, Callable[[Bench], Awaitable[Attempt]]] = {
    "foreign": Bench.foreign,
    "stale": Bench.stale,
    "altered": Bench.altered,
    "replayed": Bench.replayed,
    "expired": Bench.expired,
    "unfit": Bench.unfit,
}
