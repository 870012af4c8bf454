"""A world for evals over the tests' own templates: a small portfolio, a few policies, a running executor."""

from collections.abc import AsyncGenerator, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from filelock import FileLock

from assistant.settings import Settings
from evals.engine import worlds
from evals.engine.worlds import Ground, World
from stack import postgres
from stack.issuer import DevelopmentIssuer
from tests.conftest import INDEXED, PORTFOLIO, Database
from tests.serving import encoder


@pytest.fixture(scope="session")
def ground(
    server: postgres.Server, clone_database: Callable[[str], Database], data_dir: Path, shared_dir: Path
) -> Ground:
    """What worlds stand on; its databases are copied and never written."""
    clone_database(postgres.DURABLE_DATABASE)
    with FileLock(shared_dir / "evals-issuer.lock"):
        DevelopmentIssuer(data_dir)
    return Ground(server, data_dir, clone_database(PORTFOLIO).name, clone_database(INDEXED).name)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(ground: Ground) -> AsyncGenerator[World]:
    """One for a module; its tests take different people."""
    async with worlds.opened(ground, Settings(data_dir=ground.data_dir), encoder=encoder()) as opened:
        await opened.executing()
        yield opened
