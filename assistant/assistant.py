"""One turn from its message to its stored end. The only way in for the API, the command line and the evals."""

import asyncio
import time
from typing import Any

import psycopg
import structlog

from assistant import history, resuming
from assistant.conversations import thread_uuid
from assistant.desk.errors import AgentSpeaks
from assistant.desk.reception import Reception
from assistant.ending import Ending, Endings
from assistant.errors import CheckpointRefused, Interruption, RecordRefused, ThreadBusy, TurnFailed, TurnTimedOut
from assistant.events import Emit, TurnStarted, tell
from assistant.feedback import Reason
from assistant.framing import system_prompt
from assistant.guards.own_words import ThreadWords
from assistant.heartbeat import kept_alive
from assistant.memory import Place
from assistant.monitors import turn_stats
from assistant.parts import Parts
from assistant.places import Claim
from assistant.proposals.service import Proposals
from assistant.rates import Rates
from assistant.results import Timings, TurnRequest, TurnResult, Usage
from assistant.sealing import SealBroken
from assistant.single_reads import SingleReads
from assistant.starters import signs
from assistant.state import TurnContext, TurnState, first_state
from assistant.step_up import StepUps
from assistant.stopwatch import measured
from assistant.threads import AcceptedTurn, Also, Ended, Threads
from assistant.toolbox import tool_schema
from prompts.bundle import PromptBundle
from tools import registry
from tools.caller import Caller
from tools.context import ToolContext
from tools.errors import ToolFailure

_log = structlog.get_logger("assistant")
_CRASHES = (ArithmeticError, AttributeError, LookupError, OSError, RuntimeError, TypeError, ValueError, psycopg.Error)


class Assistant:
    """Answers turns. Safe for many turns at once; those of one thread run one after another."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._endings = Endings(parts.prompt, parts.model_name)
        self._schemas = {name: tool_schema(spec, parts.prompt) for name, spec in registry.TOOLS.items()}

    @property
    def parts(self) -> Parts:
        """What it is made of, for the rooms beside a conversation (assistant/copilot)."""
        return self._parts

    @property
    def threads(self) -> Threads:
        return self._parts.threads

    @property
    def prompt(self) -> PromptBundle:
        """What is served; a canary's threads are answered by another."""
        return self._parts.prompt

    @property
    def proposals(self) -> Proposals:
        return self._parts.proposals

    @property
    def reception(self) -> Reception:
        return self._parts.reception

    @property
    def rates(self) -> Rates:
        return self._parts.rates

    @property
    def reads(self) -> SingleReads:
        return self._parts.reads

    @property
    def step_ups(self) -> StepUps:
        return self._parts.step_ups

    async def take_feedback(self, caller: Caller, turn_id: str, *, liked: bool, reason: Reason | None) -> bool:
        """What the caller thinks of an answer of theirs; False where there is no such answer."""
        turn = await self._parts.threads.ended(caller.subject, turn_id)
        if turn is None:
            return False
        if await self._parts.feedback.put(caller, turn, liked=liked, reason=reason):
            await self._disliked(turn)
        return True

    async def _disliked(self, turn: TurnResult) -> None:
        """An answer is disliked that was not before."""

    async def signs(self, caller: Caller) -> frozenset[signs.Sign]:
        """How the caller's accounts stand, for what they are offered to ask. Raises ToolFailure."""
        return await signs.of(self._parts.accounts, caller)

    async def check_accounts(self) -> None:
        """Raises AccountsUnavailable unless the account system answers."""
        await self._parts.accounts.business_date()

    async def run_turn(self, request: TurnRequest, emit: Emit) -> TurnResult:
        """Take the message, answer it, store the end, and tell `emit` on the way.

        A run id that was answered before gives the stored result again. A failure ends as outcome `failed` with words
        for the person. Cancelling the task stops the model call, stores the turn as stopped and tells so.
        Raises ThreadNotFound, RunConflict, AgentSpeaks before anything is stored or run.
        """
        started = time.perf_counter()
        timings = Timings()
        with measured(timings, "persistence"):
            accepted = await self._accept(request)
        emit(TurnStarted(request.thread_id, accepted.turn_id))
        try:
            result = accepted.result or await self._finish(request, accepted, timings, started, emit)
        except asyncio.CancelledError:
            tell(await asyncio.shield(self._store_stopped(request, accepted, timings)), emit)
            raise
        tell(result, emit)
        return result

    async def _accept(self, request: TurnRequest) -> AcceptedTurn:
        """Store the message, also where the agent who has the floor left. Raises what Threads.accept raises."""
        try:
            return await self._parts.threads.accept(request)
        except AgentSpeaks:
            if not await self._parts.reception.agent_left(request.caller, request.thread_id):
                raise
            return await self._parts.threads.accept(request)

    async def take_up(self, request: TurnRequest, accepted: AcceptedTurn) -> TurnResult:
        """Answer a turn that another process began, and store its end; nobody listens."""
        return await self._finish(request, accepted, Timings(), time.perf_counter(), lambda _: None)

    async def give_up(self, request: TurnRequest, accepted: AcceptedTurn) -> None:
        """End a turn that its process left behind, in words that say so; the same run id begins it again."""
        failure = Interruption("its process ended")
        ended = self._endings.failed(request, accepted, self._parts.language_of(accepted.texts), failure)
        also, subject = self._also(request, ended.result, "interrupted", ended), request.caller.subject
        await self._parts.threads.finish(subject, ended.result, "interrupted", also, claim=accepted.claim)

    async def _finish(
        self, request: TurnRequest, accepted: AcceptedTurn, timings: Timings, started: float, emit: Emit
    ) -> TurnResult:
        """Answer the turn and store its end, or give the end that another process stored."""
        language = request.language or self._parts.language_of(accepted.texts)
        while True:
            try:
                if accepted.claim is None:
                    await self._take_place(request, accepted)
                if accepted.result:
                    return accepted.result
                ended = await self._answer_alive(request, accepted, language, timings, emit)
            except ThreadBusy:
                ended = self._endings.failed(
                    request, accepted, language, TurnTimedOut("earlier turns did not end in time")
                )
            except SealBroken as error:
                ended = self._endings.failed(request, accepted, language, RecordRefused(str(error)))
            if await self._store(request, accepted, ended, timings, started):
                return ended.result
            accepted.claim = None

    async def _store(
        self, request: TurnRequest, accepted: AcceptedTurn, ended: Ending, timings: Timings, started: float
    ) -> bool:
        """Store the turn's end; False where another process has taken the turn over."""
        result = ended.result
        status: Ended = "failed" if result.outcome == "failed" else "finished"
        also = self._also(request, result, status, ended)
        with measured(timings, "persistence"):
            result.timings_ms = timings
            timings.total = (time.perf_counter() - started) * 1000
            stored = await self._parts.threads.finish(
                request.caller.subject,
                result,
                status,
                also,
                claim=accepted.claim,
                language=None if request.caller.is_staff else ended.language,
            )
        timings.total = (time.perf_counter() - started) * 1000
        return stored

    def _also(self, request: TurnRequest, result: TurnResult, status: Ended, ended: Ending) -> Also:
        """What is kept with the turn's end, in its transaction: proposals, the turn's count, its record."""

        async def also(connection: psycopg.AsyncConnection[dict[str, Any]]) -> None:
            if ended.withdraws_open:
                await self._parts.proposals.changes.withdraw(connection, request.thread_id, request.caller.subject)
            if ended.drafts:
                await self._parts.proposals.changes.put(
                    connection, request.thread_id, result.turn_id, ended.drafts, language=ended.language
                )
            await turn_stats.record(connection, request, result, status, ended.language)
            await self._parts.recorder.record(connection, request, result, status)

        return also

    async def _take_place(self, request: TurnRequest, accepted: AcceptedTurn) -> None:
        """Wait for the turn's place: it has its claim and what was said before it then, or its result."""
        threads, subject = self._parts.threads, request.caller.subject
        taken = await threads.wait_for_place(subject, accepted.turn_id, self._parts.limits.deadline_s * 4)
        if isinstance(taken, TurnResult):
            accepted.result = taken
            return
        accepted.claim = taken
        accepted.history, texts = await threads.history(subject, request.thread_id, accepted.seq)
        accepted.texts = [*texts, request.text]

    async def _answer_alive(
        self, request: TurnRequest, accepted: AcceptedTurn, language: str, timings: Timings, emit: Emit
    ) -> Ending:
        """The answer, with the turn's place kept while it is made."""
        assert accepted.claim is not None
        async with kept_alive(self._parts.threads, request.caller.subject, accepted.turn_id, accepted.claim):
            return await self._answer(request, accepted, accepted.claim, language, timings, emit)

    async def _answer(
        self, request: TurnRequest, accepted: AcceptedTurn, claim: Claim, language: str, timings: Timings, emit: Emit
    ) -> Ending:
        usage = Usage()
        try:
            async with asyncio.timeout(self._parts.limits.deadline_s):
                context = await self._context(request, accepted, language, emit)
                context.usage, context.timings = usage, timings
                state = await self._run_graph(request, accepted, claim, context)
        except TimeoutError:
            return self._endings.failed(request, accepted, language, TurnTimedOut("the turn's deadline passed"))
        except SealBroken as error:
            return self._endings.failed(request, accepted, language, CheckpointRefused(str(error)))
        except (TurnFailed, ToolFailure) as failure:
            return self._endings.failed(request, accepted, language, failure)
        except _CRASHES as error:
            _log.exception("turn_crashed", turn_id=accepted.turn_id)
            return self._endings.failed(request, accepted, language, TurnFailed(type(error).__name__))
        return self._endings.of(request, accepted, context, state)

    async def _context(self, request: TurnRequest, accepted: AcceptedTurn, language: str, emit: Emit) -> TurnContext:
        parts = self._parts
        today = await parts.accounts.business_date()
        schemas = [self._schemas[spec.name] for spec in registry.available(request.caller)]
        tools = ToolContext(
            caller=request.caller,
            accounts=parts.accounts,
            policies=parts.policies,
            business_date=today,
            handoffs=parts.prompt.handoffs,
            language=language,
            words=ThreadWords(accepted.texts, today, parts.prompt.tools),
            asked_for=parts.write_intent.of(accepted.texts, staff=request.caller.is_staff),
        )
        return TurnContext(
            tools=tools,
            model=parts.model.bind_tools(schemas),
            fallback=parts.fallback.bind_tools(schemas) if parts.fallback else None,
            guard_input=parts.guard_input,
            guard_output=parts.guard_output,
            wording=parts.prompt,
            limits=parts.limits,
            emit=emit,
            user_texts=accepted.texts,
            first_messages=history.messages(await system_prompt(parts.prompt, tools), accepted.history, accepted.texts),
            previous_outcomes=[turn.outcome for turn in accepted.history],
        )

    async def _run_graph(
        self, request: TurnRequest, accepted: AcceptedTurn, claim: Claim, context: TurnContext
    ) -> TurnState:
        place = Place(request.caller.subject, str(thread_uuid(request.thread_id)), accepted.turn_id)
        saver, state = self._parts.saver(place, claim), first_state(context.first_messages)
        try:
            return await resuming.run(self._parts.graph, saver, accepted.turn_id, context, state)
        finally:
            await context.tools.close()

    async def _store_stopped(self, request: TurnRequest, accepted: AcceptedTurn, timings: Timings) -> TurnResult:
        """The stored end: that it was stopped, or the one that the stop came too late for."""
        threads, subject = self._parts.threads, request.caller.subject
        language = self._parts.language_of(accepted.texts)
        ended = self._endings.failed(request, accepted, language, TurnFailed("stopped"))
        stopped = ended.result.model_copy(
            update={"answer": self._parts.prompt.say("stopped", language), "timings_ms": timings}
        )
        also = self._also(request, stopped, "stopped", ended)
        if await threads.finish(subject, stopped, "stopped", also, claim=accepted.claim):
            return stopped
        return await threads.ended(subject, accepted.turn_id) or stopped
