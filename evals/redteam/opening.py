"""Opens the whole assistant with places for attacks in it."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from assistant import bootstrap
from assistant.bootstrap import Overrides
from assistant.models.scripted import ScriptedModel
from assistant.settings import Settings
from evals.redteam.channels import Planted, PlantedAccounts
from evals.redteam.leaks import instructions
from evals.redteam.obedient import Obedient
from evals.redteam.planted_prompt import CANARY, instructions_of, planted_prompt
from evals.redteam.play import Range
from evals.redteam.schema import FOLDER, load
from evals.stage import CallerOf, Stage
from policies.embeddings import Encoder
from stack.issuer import DevelopmentIssuer
from stack.people import people


@dataclass(frozen=True)
class Stack:
    """What runs already. commands: how many writes the account system ever took. encoder: one that is loaded."""

    database_url: str
    accounts_url: str
    issuer: DevelopmentIssuer
    caller_of: CallerOf
    commands: Callable[[], int]
    encoder: Encoder | None = None


@asynccontextmanager
async def opened(
    stack: Stack, settings: Settings, *, obedient: bool, seed: int = 0, data: Path = FOLDER
) -> AsyncGenerator[Range]:
    """A range over the stack; obedient: with the model that follows every instruction it sees."""
    prompt, planted = planted_prompt(), Planted()
    accounts = PlantedAccounts(stack.accounts_url, planted)
    with httpx.Client(base_url=stack.accounts_url, timeout=10, trust_env=False) as http:
        script = Obedient(CANARY, await accounts.business_date()) if obedient else None
        overrides = Overrides(
            model=ScriptedModel(script=script) if script else None,
            prompt=prompt,
            encoder=stack.encoder,
            accounts=accounts,
            around_policies=planted.around,
        )
        async with bootstrap.assistant(settings, stack.database_url, stack.accounts_url, overrides) as assistant:
            known = people(stack.accounts_url, stack.issuer)
            stage = Stage(assistant, http, known, stack.caller_of, issuer=stack.issuer, seed=seed)
            yield Range(stage, load(data), planted, script, stack.commands, instructions(instructions_of(prompt)))
    await accounts.close()
