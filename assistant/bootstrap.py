"""Wiring: the only place where real adapters are chosen. Tests and evals pass others in by name."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from langchain_core.language_models import BaseChatModel
from psycopg import AsyncConnection
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from assistant import audit, guards
from assistant.assistant import Assistant
from assistant.canaries import bands
from assistant.canaries.routing import CanaryAssistant
from assistant.canaries.store import Canary
from assistant.checkpoints import TurnSaver
from assistant.desk.reception import Reception
from assistant.feedback import Feedback
from assistant.graph import build_graph
from assistant.guards.intent import WriteIntent
from assistant.keys import keyring
from assistant.memory import Memory
from assistant.models.choose import choice_of, choose
from assistant.models.local import LocalChatModel
from assistant.parts import Parts
from assistant.policy_lookup import HybridPolicyLookup, canonical_queries
from assistant.proposals.judging import Judge
from assistant.proposals.service import Office, Proposals
from assistant.proposals.store import ProposalTable
from assistant.proposals.undo import OpenTools, UndoByTool
from assistant.rates import Limit, Rates
from assistant.rates import Limits as RateLimits
from assistant.recovery import Delegate, Recovery, no_token
from assistant.served_prompt import served_prompt
from assistant.settings import Settings
from assistant.single_reads import SingleReads
from assistant.state import Limits
from assistant.step_up import StepUps
from assistant.threads import Pool, Threads
from assistant.turn_audit import Parameters, TurnRecorder
from policies.embeddings import Encoder, MiniLM, Remembered
from policies.search import PolicySearch
from policies.sentences import remember_sentences
from prompts import loader, released
from prompts.bundle import PromptBundle
from prompts.errors import PromptError
from tools import registry
from tools.authorize import Permissions
from tools.caller import Caller
from tools.client import AccountsClient, JsonObject
from tools.context import PolicyLookup, PolicyQuestion, ToolContext, utc_now
from tools.errors import ToolFailure

_POOL_WAIT_S = 5.0
"""How long a turn waits for a database connection before it is told that the database is out of reach."""


def unchanged(lookup: PolicyLookup) -> PolicyLookup:
    return lookup


@dataclass(frozen=True)
class Overrides:
    """What a test or an eval may put in place of the real thing; None takes the real one.

    around_policies: gets the real policy search and gives what takes its place. falls_back: whether the local model
    answers where a provider does not; evals measure the one that they were asked for.
    """

    model: BaseChatModel | None = None
    prompt: PromptBundle | None = None
    encoder: Encoder | None = None
    accounts: AccountsClient | None = None
    clock: Callable[[], datetime] | None = None
    around_policies: Callable[[PolicyLookup], PolicyLookup] = unchanged
    falls_back: bool = True


class DatabaseOutOfReach(ConnectionError):
    """No connection could be made in time; the message says what to look at."""


@asynccontextmanager
async def assistant(
    settings: Settings,
    database_url: str,
    accounts_url: str,
    overrides: Overrides | None = None,
    delegate: Delegate = no_token,
) -> AsyncGenerator[Assistant]:
    """A ready assistant over the database (role assistant_app) and the account system; closes what it opened.

    While it is open, it takes up turns that other processes left behind. delegate: signs their people in again.
    In it, threads that a canary takes are answered by the version that is tried.
    Raises ModelNotConfigured, PromptError, DatabaseOutOfReach.
    """
    given = overrides or Overrides()
    accounts = given.accounts or AccountsClient(accounts_url)
    pool = _pool(settings, database_url)
    try:
        await _open(pool)
        encoder = given.encoder or Remembered(MiniLM(threads=1))
        if isinstance(encoder, Remembered):
            await remember_sentences(pool, encoder)
        parts_of = partial(_parts, settings, pool, accounts, encoder)
        made = CanaryAssistant(parts_of(given), pool, bands.load(), partial(_canary, settings, parts_of, given))
        watches = [asyncio.create_task(Recovery(made, given.clock or utc_now, delegate).watch())]
        if given.prompt is None:
            watches.append(asyncio.create_task(made.watch()))
        try:
            yield made
        finally:
            for watch in watches:
                watch.cancel()
            await asyncio.wait(watches)
    finally:
        await pool.close()
        if given.accounts is None:
            await accounts.close()


@dataclass(frozen=True)
class Desk:
    """Where people decide; no model is loaded for it."""

    proposals: Proposals
    step_ups: StepUps


@asynccontextmanager
async def desk(settings: Settings, database_url: str, accounts_url: str) -> AsyncGenerator[Desk]:
    """Proposals and second factors by themselves. Raises PromptError, DatabaseOutOfReach."""
    given, accounts, pool = Overrides(), AccountsClient(accounts_url), _pool(settings, database_url)
    try:
        await _open(pool)
        prompt = served_prompt(settings)
        open_tools = _tools_for(accounts, _no_policies, prompt, given)
        yield Desk(_proposals(settings, pool, prompt, open_tools, given), StepUps(pool, utc_now))
    finally:
        await pool.close()
        await accounts.close()


async def _no_policies(question: PolicyQuestion) -> JsonObject:
    raise ToolFailure("not_available", "Policies are not searched where people decide.")


def _canary(settings: Settings, parts_of: Callable[[Overrides], Parts], given: Overrides, canary: Canary) -> Assistant:
    """The assistant of the version that is tried. Raises PromptError where it is not in this checkout as it was."""
    prompt = released.load_approved(canary.candidate, canary.prompt, settings.prompts_dir or loader.ROOT)
    if prompt.hash != canary.candidate_hash:
        raise PromptError(f"{prompt.reference} is not the text of the canary; deploy the same release everywhere.")
    return Assistant(parts_of(replace(given, prompt=prompt)))


def _pool(settings: Settings, database_url: str) -> Pool:
    return AsyncConnectionPool(
        database_url,
        min_size=1,
        max_size=settings.db_pool_size,
        timeout=_POOL_WAIT_S,
        open=False,
        configure=audit.signing(keyring(settings)),
        connection_class=AsyncConnection[dict[str, Any]],
        kwargs={"row_factory": dict_row, "autocommit": True},
    )


async def _open(pool: Pool) -> None:
    try:
        await pool.open(wait=True, timeout=_POOL_WAIT_S)
    except PoolTimeout as error:
        raise DatabaseOutOfReach(
            f"The database did not answer within {_POOL_WAIT_S:g} s. Check DATABASE_URL, or unset it to use the "
            "embedded one; nothing was stored."
        ) from error


def _parts(settings: Settings, pool: Pool, accounts: AccountsClient, encoder: Encoder, given: Overrides) -> Parts:
    prompt = given.prompt or served_prompt(settings)
    local = LocalChatModel(prompt=prompt, encoder=encoder, keep_vectors_in=settings.data_dir / "vectors")
    local.warm()
    guard_input, guard_output = guards.build(prompt)
    model = given.model or choose(choice_of(settings), local)
    limits = Limits(
        deadline_s=settings.turn_deadline_s,
        model_deadline_s=settings.model_deadline_s,
        max_steps=settings.max_steps,
        max_tool_calls=settings.max_tool_calls,
    )
    search = PolicySearch(pool, encoder)
    policies = given.around_policies(HybridPolicyLookup(search, canonical=canonical_queries(prompt)))
    clock, memory = given.clock or utc_now, Memory(keyring(settings))
    return Parts(
        threads=Threads(pool, clock, memory, lease_s=settings.lease_s, history_turns=settings.history_turns),
        reception=Reception(pool, clock, memory, prompt.handoffs, local.language_of),
        graph=build_graph(),
        model=model,
        model_name=settings.model,
        fallback=local if given.falls_back and model is not local else None,
        prompt=prompt,
        accounts=accounts,
        policies=policies,
        search=search,
        guard_input=guard_input,
        guard_output=guard_output,
        write_intent=WriteIntent(local),
        language_of=local.language_of,
        limits=limits,
        step_ups=StepUps(pool, clock),
        feedback=Feedback(pool),
        reads=SingleReads(pool, keyring(settings), accounts, policies, prompt),
        saver=partial(TurnSaver, pool, keyring(settings)),
        recorder=TurnRecorder(_parameters(settings), keyring(settings)),
        proposals=_proposals(settings, pool, prompt, _tools_for(accounts, policies, prompt, given), given),
        rates=Rates(pool, _rate_limits(settings)),
    )


def _proposals(
    settings: Settings, pool: Pool, prompt: PromptBundle, open_tools: OpenTools, given: Overrides
) -> Proposals:
    writes = {name: spec.write for name, spec in registry.TOOLS.items() if spec.write}
    versions = {name: write.version for name, write in writes.items()}
    return Proposals(
        Office(
            pool=pool,
            table=ProposalTable(given.clock),
            judge=Judge(keyring(settings), Permissions.load(), versions.get),
            wording=prompt,
            undoing=UndoByTool(open_tools),
            undo_of={name: write.undo for name, write in writes.items() if write.undo},
            confirm_wait_s=settings.confirm_wait_s,
        )
    )


def _tools_for(accounts: AccountsClient, policies: PolicyLookup, prompt: PromptBundle, given: Overrides) -> OpenTools:
    async def open_tools(caller: Caller, language: str, asked_for: Callable[[str], bool]) -> ToolContext:
        return ToolContext(
            caller=caller,
            accounts=accounts,
            policies=policies,
            business_date=await accounts.business_date(),
            handoffs=prompt.handoffs,
            language=language,
            asked_for=asked_for,
            clock=given.clock or utc_now,
        )

    return open_tools


def _rate_limits(settings: Settings) -> RateLimits:
    """Each allowance is a minute's worth at once."""

    def each(per_minute: int) -> Limit:
        return Limit(burst=per_minute, per_minute=per_minute)

    return RateLimits(
        turns=each(settings.turns_per_minute),
        confirmations=each(settings.confirmations_per_minute),
        anonymous_address=each(settings.anonymous_turns_per_minute),
        anonymous_all=each(settings.all_anonymous_turns_per_minute),
    )


def _parameters(settings: Settings) -> Parameters:
    """What decides an answer besides prompt, model and messages. Temperature: `models.choose`."""
    return {
        "temperature": 0,
        "max_output_tokens": settings.max_output_tokens,
        "max_steps": settings.max_steps,
        "max_tool_calls": settings.max_tool_calls,
        "model_deadline_ms": round(settings.model_deadline_s * 1000),
        "history_turns": settings.history_turns,
    }
