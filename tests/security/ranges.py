"""A place to play attacks on, over the tests' own account system and databases."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from pydantic import SecretStr

from assistant.settings import Settings
from evals.redteam.opening import Stack, opened
from evals.redteam.play import Range
from stack.callers import anonymous, caller_of
from stack.people import Person, identity_of
from tests.conftest import INDEXED, Database
from tests.security.test_malicious_model import commands
from tests.serving import Lender, encoder
from tools.caller import Caller


def attacked(
    lender: Lender,
    portfolio: Database,
    clone_database: Callable[[str], Database],
    data_dir: Path,
    *,
    obedient: bool,
) -> AbstractAsyncContextManager[Range]:
    """The whole assistant with a database of its own; obedient: with the model that follows every instruction."""

    def signed_in(person: Person | None) -> Caller:
        return caller_of(identity_of(person), lender.issuer) if person else anonymous()

    url = clone_database(INDEXED).url("assistant_app")
    stack = Stack(url, lender.url, lender.issuer, signed_in, lambda: commands(portfolio), encoder())
    return opened(stack, Settings(data_dir=data_dir, database_url=SecretStr(url)), obedient=obedient)
