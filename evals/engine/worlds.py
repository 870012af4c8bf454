"""A world: an isolated copy of account system and assistant in which one worker plays its cases.

Cases that only read share its books. What cases write stays in this world: neither the user's own data nor another
worker's world sees it.
"""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from langchain_core.language_models import BaseChatModel

from assistant import bootstrap
from assistant.bootstrap import Overrides
from assistant.settings import Settings
from evals.casting import Person
from evals.end_state.ends import Ends
from evals.engine import databases, serving, templates
from evals.engine.databases import EvalDatabase
from evals.engine.serving import AccountSystem
from evals.stage import Stage
from policies.embeddings import Encoder
from prompts import loader
from prompts.bundle import PromptBundle
from stack import callers, embedded, postgres
from stack.executing import ExecutorConfig, executing
from stack.issuer import DevelopmentIssuer
from stack.people import identity_of
from tools.caller import Caller

_UNLIMITED = 1_000_000


@dataclass(frozen=True)
class Ground:
    """What worlds stand on, found out once for a run; picklable. server and data_dir: of the embedded stack.

    books, assistant, durable: names of the templates to clone.
    """

    server: postgres.Server
    data_dir: Path
    books: str
    assistant: str
    durable: str = postgres.DURABLE_DATABASE


def prepare(
    server: postgres.Server, data_dir: Path, seed: int, progress: embedded.Progress = embedded.no_progress
) -> Ground:
    """Make the templates that are missing (a minute for a new seed) and drop what killed workers left behind."""
    databases.drop_orphans(server)
    books = templates.books(server, seed, lambda done: progress("eval portfolio", done))
    return Ground(server, data_dir, books, templates.assistant(server), templates.durable(server))


@dataclass
class World:
    """Where one worker plays. Made by `opened`; for one event loop.

    stage: what `runner.run_case` plays on. account_system: the books behind it, which confirmed writes change; its
    `database` gives addresses for a diff. assistant_database: threads, proposals, audit of this world.
    """

    ground: Ground
    settings: Settings
    issuer: DevelopmentIssuer
    stage: Stage
    account_system: AccountSystem
    assistant_database: EvalDatabase
    _stack: AsyncExitStack = field(repr=False)
    _twin: AsyncExitStack | None = field(default=None, repr=False)
    _executes: bool = False

    async def executing(self) -> None:
        """From now on confirmed proposals are executed, as by `python -m api execute`; the first call starts it."""
        if self._executes:
            return
        self._executes = True
        durable = self._stack.enter_context(databases.cloned(self.ground.server, self.ground.durable, "durable"))
        config = ExecutorConfig(
            self.settings,
            self.assistant_database.url("assistant_executor"),
            durable.url("durable_owner"),
            serving.ADDRESS,
            self.issuer,
        )
        await self._stack.enter_async_context(executing(config, self.account_system.accounts))

    async def twin(self) -> AccountSystem:
        """A second copy of the pristine books, served likewise, for what should have happened.

        Each call gives a new copy and ends the one before.
        """
        await self.end_twin()
        self._twin = AsyncExitStack()
        database = self._twin.enter_context(databases.cloned(self.ground.server, self.ground.books, "books"))
        return await self._twin.enter_async_context(serving.served(database, self.issuer))

    async def end_twin(self) -> None:
        """End the copy of `twin`, where there is one."""
        if self._twin is not None:
            twin, self._twin = self._twin, None
            await twin.aclose()


@asynccontextmanager
async def opened(
    ground: Ground,
    settings: Settings,
    prompt: PromptBundle | None = None,
    encoder: Encoder | None = None,
    model: BaseChatModel | None = None,
    seed: int = 0,
) -> AsyncGenerator[World]:
    """A world of this process's own, from fresh clones; dropped at the end.

    settings: model and limits as the product has them; allowances are lifted here. prompt, encoder, model: in place of
    the checkout's and the settings' own. seed: of who plays; that of the portfolio is the ground's.
    Raises psycopg.Error, ModelNotConfigured, PromptError.
    """
    issuer = DevelopmentIssuer(ground.data_dir)
    settings = settings.model_copy(update={"data_dir": ground.data_dir, **_lifted()})
    async with AsyncExitStack() as stack:
        books = stack.enter_context(databases.cloned(ground.server, ground.books, "books"))
        threads = stack.enter_context(databases.cloned(ground.server, ground.assistant, "assistant"))
        accounts = await stack.enter_async_context(serving.served(books, issuer))
        given = Overrides(model, prompt or loader.load(), encoder, accounts.accounts, falls_back=False)
        delegate = partial(callers.signed_in_again, issuer=issuer)
        url = threads.url("assistant_app")
        assistant = await stack.enter_async_context(
            bootstrap.assistant(settings, url, serving.ADDRESS, given, delegate)
        )
        caller_of = partial(_caller_of, issuer=issuer)
        stage = Stage(assistant, accounts.http, _people(accounts), caller_of, issuer=issuer, seed=seed)
        world = World(ground, settings, issuer, stage, accounts, threads, stack)
        stage.ends = Ends(accounts, world.twin)
        stack.callback(stage.ends.close)
        try:
            yield world
        finally:
            await world.end_twin()


def _people(accounts: AccountSystem) -> list[Person]:
    token = accounts.issuer.delegate("assistant", "service")
    response = accounts.http.get("/v1/people", headers={"Authorization": f"Bearer {token}"})
    response.raise_for_status()
    rows: list[Person] = response.json()["people"]
    return rows


def _caller_of(person: Person | None, issuer: DevelopmentIssuer) -> Caller:
    return callers.caller_of(identity_of(person), issuer) if person else callers.anonymous()


def _lifted() -> dict[str, int]:
    names = ("turns", "confirmations", "anonymous_turns", "all_anonymous_turns")
    return {f"{name}_per_minute": _UNLIMITED for name in names}
