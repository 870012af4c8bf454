"""What most commands need first: settings, and an embedded stack with everything that was missing made."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from assistant.settings import Settings
from stack import embedded as stack

_LABELS = {
    "database": "Starting the embedded PostgreSQL",
    "schemas": "Migrating the schemas",
    "portfolio": "Running fourteen months of lending activity",
    "policies": "Indexing the policy documents",
    "eval portfolio": "Making the portfolio of the eval run",
    "model": "Fitting the local model to its prompt",
    "accounts": "Starting the account system",
    "api": "Starting the assistant",
    "executor": "Starting the executor of what people confirm",
}
console = Console(stderr=True)
out = Console(soft_wrap=True)


def settings_for(data_dir: Path | None, model: str | None = None) -> Settings:
    """Settings from the environment, with what the command line overrides."""
    changes = {"data_dir": data_dir, "model": model}
    return Settings().model_copy(update={key: value for key, value in changes.items() if value is not None})


@contextmanager
def progress_bars() -> Generator[stack.Progress]:
    """Progress of the steps on a terminal; one line a step elsewhere. Steps that had nothing to do stay silent."""
    if not sys.stderr.isatty():
        yield _plain_lines()
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=False) as bars:
        tasks: dict[str, TaskID] = {}

        def tell(step: str, done: float) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(_LABELS.get(step, step), total=1.0)
            bars.update(tasks[step], completed=done)

        yield tell


def _plain_lines() -> stack.Progress:
    told: set[str] = set()

    def tell(step: str, done: float) -> None:
        if step not in told and step not in ("database",):
            told.add(step)
            sys.stderr.write(f"{_LABELS.get(step, step)} ...\n")
            sys.stderr.flush()

    return tell


@dataclass(frozen=True)
class Session:
    """A prepared data folder and the account system's address."""

    settings: Settings
    embedded: stack.Embedded
    accounts_url: str

    @property
    def database_url(self) -> str:
        """Where threads and policies are: DATABASE_URL where it is set, else the embedded database."""
        given = self.settings.database_url
        return given.get_secret_value() if given else self.embedded.assistant_url


def open_session(settings: Settings) -> Session:
    """Start, migrate, seed and index what is missing, and the account system. Raises what `stack` raises."""
    with progress_bars() as progress:
        embedded = stack.prepare(settings.data_dir, progress)
        if settings.accounts_url:
            return Session(settings, embedded, settings.accounts_url)
        if "accounts" not in embedded.folder.services():
            progress("accounts", 0.0)
        accounts_url = stack.serve_accounts(embedded, settings.accounts_port)
        if "accounts" not in embedded.folder.services():
            progress("accounts", 1.0)
    return Session(settings, embedded, accounts_url)
