"""The assistant of this checkout as what cases are played against."""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from langchain_core.language_models import BaseChatModel

from assistant.settings import Settings
from evals.case import Case
from evals.engine import worlds
from evals.engine.worker import Play
from evals.engine.worlds import Ground, World
from evals.records import CaseRecord


@dataclass(frozen=True)
class AssistantTarget:
    """suite: all cases that may be played, which share out who is written about; the same whatever is played of them.

    prompts: a folder of prompts in place of the checkout's. make_model: the model in place of the settings' own;
    a function that other processes can import.
    """

    ground: Ground
    settings: Settings
    suite: Sequence[Case]
    seed: int = 0
    prompts: Path | None = None
    make_model: Callable[[], BaseChatModel] | None = None

    @property
    def model(self) -> str:
        return self.settings.model

    @asynccontextmanager
    async def opened(self) -> AsyncGenerator[Play]:
        """A world of the calling process's own. Raises what `worlds.opened` raises."""
        from prompts import loader

        prompt = loader.load(self.prompts) if self.prompts else loader.load()
        model = self.make_model() if self.make_model else None
        async with worlds.opened(self.ground, self.settings, prompt, model=model, seed=self.seed) as world:
            world.stage.casting.reserve(self.suite)
            yield _in(world)


def _in(world: World) -> Play:
    from evals.runner import run_case

    async def play(case: Case) -> CaseRecord:
        if case.writes:
            await world.executing()
        record, _ = await run_case(case, world.stage)
        return record

    return play
