"""The copilot of one process: all that it does beside a handed-over conversation, under the agent's own rights."""

import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from langchain_core.messages import HumanMessage, SystemMessage

from assistant import audit
from assistant.audit import Record
from assistant.copilot import actions, check, replies, rewrites, side_threads, voice, wrap_up
from assistant.copilot.actions import Action, Talk
from assistant.copilot.hearing import Hearing
from assistant.copilot.rewrites import Change
from assistant.copilot.sections import Sections
from assistant.copilot.situation import Reader, Situation
from assistant.copilot.snapshot import Snapshot, nobody, snapshot
from assistant.copilot.voice import Spoken
from assistant.desk import absence, conversation, notes, suggestions
from assistant.desk.desk import Desk
from assistant.desk.errors import HandoffTaken
from assistant.desk.notes import Note
from assistant.desk.suggestions import Decided, Kept, Kind, Outcome, Reason, Suggestion, Warned, Where
from assistant.parts import Parts
from assistant.results import TurnRequest, TurnResult
from tools.caller import Caller

RECENT_S = 20.0
_MOST_RECENT = 200
Run = Callable[[TurnRequest], Awaitable[TurnResult]]
OpenThread = Callable[[str, str], Awaitable[None]]
"""Makes the agent's own thread of this id about this borrower (empty: about nobody), unless it is there."""


@dataclass(frozen=True)
class Beside:
    """Who looks, and at what. caller: the agent, serving the borrower of the hearing where there is one."""

    caller: Caller
    hearing: Hearing

    @property
    def where(self) -> Where:
        handoff = self.hearing.handoff
        return Where(handoff.thread_id, handoff.handoff_id, handoff.subject, self.caller.subject)


@dataclass(frozen=True)
class Copilot:
    """parts: of the assistant that answers. run: its turns."""

    desk: Desk
    parts: Parts
    sections: Sections
    run: Run
    _recent: dict[tuple[str, str], tuple[float, Situation | None]] = field(
        default_factory=dict[tuple[str, str], tuple[float, Situation | None]], init=False
    )

    async def hear(
        self, caller: Caller, handoff_id: str, *, looks: str | None = None, only_own: bool = True
    ) -> Hearing:
        """The conversation of a hand-off that this agent has; supervisors may look at any (only_own=False).

        looks: what is looked at, for the audit record about the borrower; None leaves none.
        Raises HandoffNotFound, HandoffTaken, SealBroken.
        """
        desk, now = self.desk, self.desk.clock()
        async with desk.pool.looking(caller) as connection:
            found = await desk.opened(connection, handoff_id)
            has_it = found.handoff.state == "accepted" and found.handoff.agent == caller.subject
            if not has_it and (only_own or caller.role != "supervisor"):
                raise HandoffTaken("You do not have this conversation; accept it first.")
            await absence.heard(connection, found.handoff.handoff_id, caller.subject, now)
            read = await conversation.read(connection, found, desk.keyring, desk.wording, now, 0)
            hearing = Hearing.of(found.handoff, read)
            if looks:
                body = {"event": looks, "role": caller.role}
                about = read.handoff.borrower_id
                await audit.append(connection, Record("desk", caller.subject, about, found.handoff.handoff_id, body))
        return hearing

    async def situation(self, beside: Beside) -> Situation | None:
        """None where nobody's accounts may be read. Raises ToolFailure."""
        if beside.hearing.about is None or not beside.caller.has_accounts:
            return None
        return await Reader(self.parts.accounts, beside.caller).situation()

    async def _lately(self, beside: Beside) -> Situation | None:
        """The situation, at most RECENT_S old: a draft is looked at while it is typed. Raises ToolFailure."""
        key = (beside.caller.subject, beside.hearing.handoff.handoff_id)
        read_at, situation = self._recent.get(key, (float("-inf"), None))
        if time.monotonic() - read_at > RECENT_S:
            situation = await self.situation(beside)
            while len(self._recent) >= _MOST_RECENT:
                self._recent.pop(next(iter(self._recent)))
            self._recent[key] = (time.monotonic(), situation)
        return situation

    async def snapshot(self, beside: Beside) -> Snapshot:
        """Raises ToolFailure."""
        situation = await self.situation(beside)
        return snapshot(situation) if situation else nobody()

    async def actions(self, beside: Beside) -> list[Action]:
        """Raises ToolFailure."""
        situation = await self.situation(beside)
        if situation is None or beside.caller.token is None:
            return []
        sections = await self.sections.citations(actions.cited_sections())
        talk = Talk(self._asks_for(beside), self._read_for(beside), beside.hearing.handoff.reason)
        return await actions.actions(situation, talk, self.parts.accounts, beside.caller.token, sections)

    def _asks_for(self, beside: Beside) -> frozenset[str]:
        words = beside.hearing.unanswered
        readings = [self.parts.write_intent.of([words], staff=staff) for staff in (False, True)] if words else []
        return frozenset(name for name in self.parts.prompt.writes if any(asked(name) for asked in readings))

    def _read_for(self, beside: Beside) -> frozenset[str]:
        """What the assistant read for the newest answers."""
        return frozenset(call.name for result in beside.hearing.results[-1:] for call in result.tool_calls)

    async def check(self, beside: Beside, text: str) -> list[Warned]:
        """Raises ToolFailure."""
        return await self._warnings(beside, text)

    async def _warnings(self, beside: Beside, text: str, results: tuple[TurnResult, ...] = ()) -> list[Warned]:
        today = await self.parts.accounts.business_date()
        where = beside.where
        async with self.desk.pool.looking(beside.caller) as connection:
            told = await suggestions.answers(connection, self.desk.keyring, where.agent, where.handoff_id)
        known = beside.hearing.known(today, await self._lately(beside), results, told)
        return check.check(text, known, self.parts.prompt, await self.sections.citations(check.cited_sections()))

    async def suggest(self, beside: Beside, open_thread: OpenThread, language: str | None = None) -> Suggestion:
        """A reply to the borrower's newest words. Raises ToolFailure."""
        words = beside.hearing.unanswered
        if not words.strip():
            return await self._kept(beside, "reply", Spoken("", because="nothing_said"), Kept(text=""))
        spoken_in = language or self.parts.language_of([words])
        return await self._reply(beside, open_thread, words, spoken_in, Kept(text="", language=spoken_in, asked=words))

    async def _reply(
        self, beside: Beside, open_thread: OpenThread, words: str, language: str, kept: Kept, kind: Kind = "reply"
    ) -> Suggestion:
        thread_id = side_threads.thread_id(
            self.desk.keyring, beside.hearing.handoff.handoff_id, beside.caller.subject, "replies"
        )
        await open_thread(thread_id, beside.hearing.about or "")
        answered: list[TurnResult] = []

        async def ask(text: str, wanted: str) -> TurnResult:
            told = "es" if wanted == "es" else "en"
            result = await self.run(
                TurnRequest(beside.caller, thread_id, f"reply-{uuid.uuid4()}", text, "copilot", language=told)
            )
            answered.append(result)
            return result

        agent = beside.caller.name or "a person on the team"
        wanted = replies.Wanted(words, language, agent, self._asks_for(beside))
        made = await replies.reply(wanted, ask, self.parts.prompt)
        return await self._kept(beside, kind, made.spoken, kept, tuple(answered))

    async def rewrite(
        self,
        beside: Beside,
        open_thread: OpenThread,
        text: str,
        change: Change,
        language: str | None = None,
        suggestion_id: str | None = None,
    ) -> Suggestion:
        """Other words for a text; a suggestion in the other language is made again from its question.

        Raises SuggestionNotFound, ToolFailure.
        """
        before = await self._before(beside, suggestion_id)
        own = self.parts.language_of([text])
        wanted = language or (("en" if own == "es" else "es") if change == "translate" else own)
        kept = Kept(text="", language=wanted, asked=before.asked if before else None, change=change, of=suggestion_id)
        if self.parts.fallback is not None:
            made = await rewrites.by_model(text, change, wanted, self._generate)
            if made is not None:
                return await self._kept(beside, "rewrite", self._spoken(made, before), kept)
        if change == "translate" and before and before.asked:
            return await self._reply(beside, open_thread, before.asked, wanted, kept, "rewrite")
        made = rewrites.by_data(text, change, own)
        because = "not_this_model" if change == "translate" else "nothing_to_change"
        said = self._spoken(made, before) if made else Spoken("", because=because)
        return await self._kept(beside, "rewrite", said, kept)

    async def _before(self, beside: Beside, suggestion_id: str | None) -> Kept | None:
        if suggestion_id is None:
            return None
        async with self.desk.pool.looking(beside.caller) as connection:
            return await suggestions.one(connection, self.desk.keyring, beside.caller.subject, suggestion_id)

    async def _generate(self, instructions: str, text: str) -> str:
        answer = await self.parts.model.ainvoke([SystemMessage(instructions), HumanMessage(text)])
        return answer.text

    def _spoken(self, text: str, before: Kept | None) -> Spoken:
        return Spoken(*voice.renumbered(text, before.citations)) if before else Spoken(text)

    async def wrap_up(self, beside: Beside) -> Suggestion:
        """A note on the conversation, for the agent to edit and keep."""
        text = wrap_up.note(beside.hearing.conversation, beside.caller.name or beside.caller.subject)
        return await self._kept(beside, "wrap_up", Spoken(text), Kept(text=text), warn=False)

    async def _kept(
        self,
        beside: Beside,
        kind: Kind,
        spoken: Spoken,
        kept: Kept,
        answered: tuple[TurnResult, ...] = (),
        *,
        warn: bool = True,
    ) -> Suggestion:
        """The suggestion, stored where it has a text."""
        made = Suggestion(
            suggestion_id=suggestions.new_id(),
            kind=kind,
            text=spoken.text,
            citations=list(spoken.citations),
            language=kept.language,
            model=answered[-1].model if answered else self.parts.model_name,
            warnings=await self._warnings(beside, spoken.text, answered) if warn and spoken.text else [],
            empty_because=voice.voice().empty[spoken.because] if spoken.because else None,
        )
        if made.text:
            prompt = answered[-1].prompt if answered else self.parts.prompt.reference
            stored = kept.model_copy(update={"text": made.text, "citations": made.citations})
            async with self.desk.pool.looking(beside.caller) as connection:
                await suggestions.put(connection, self.desk.keyring, beside.where, made, stored, prompt)
        return made

    async def decide(
        self, beside: Beside, suggestion_id: str, outcome: Outcome, final: str | None, reason: Reason | None
    ) -> Decided:
        """Raises SuggestionNotFound."""
        async with self.desk.pool.looking(beside.caller) as connection:
            return await suggestions.decide(
                connection, self.desk.keyring, beside.caller.subject, suggestion_id, outcome, final=final, reason=reason
            )

    async def keep_note(self, beside: Beside, text: str, suggestion_id: str | None) -> Note:
        """A note on the conversation; what became of the suggestion that it began as is recorded with it.

        Raises SuggestionNotFound.
        """
        where, keyring = beside.where, self.desk.keyring
        async with self.desk.pool.looking(beside.caller) as connection:
            note = await notes.put(
                connection,
                keyring,
                thread_id=where.thread_id,
                handoff_id=where.handoff_id,
                subject=where.subject,
                agent=where.agent,
                text=text,
            )
            if suggestion_id:
                await suggestions.decide(connection, keyring, where.agent, suggestion_id, final=text)
        return note

    async def drafting_thread(self, beside: Beside, open_thread: OpenThread) -> str:
        """The agent's own thread about this borrower, for drafting by AG-UI."""
        handoff_id, agent = beside.hearing.handoff.handoff_id, beside.caller.subject
        thread_id = side_threads.thread_id(self.desk.keyring, handoff_id, agent, "drafting")
        await open_thread(thread_id, beside.hearing.about or "")
        return thread_id
