"""The whole embedded stack of a data folder: database, schemas, seeded portfolio, indexed policies, services.

Every step looks first and does only what is missing, so each `assist` command can call `prepare` and `serve`.
"""

import hashlib
import json
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from assistant import resealing
from assistant.keys import keyring
from assistant.settings import Settings
from prompts.bundle import PromptBundle
from stack import migrate, postgres, processes
from stack.issuer import DevelopmentIssuer
from stack.layout import DataFolder, Service

ROOT = Path(__file__).resolve().parent.parent
POLICIES = ROOT / "policies" / "documents"
Progress = Callable[[str, float], None]
"""Told the name of a step and how far it is (0 to 1)."""


class PreparationFailed(RuntimeError):
    """A step of the first start did not end well; the message says which and what to do. Starting again is safe."""


def no_progress(step: str, done: float) -> None:
    """For callers that show nothing."""


@dataclass(frozen=True)
class Embedded:
    """A prepared data folder with its database running."""

    folder: DataFolder
    server: postgres.Server
    issuer: DevelopmentIssuer

    @property
    def assistant_url(self) -> str:
        return self.server.url("assistant_app", postgres.ASSISTANT_DATABASE)

    @property
    def desk_url(self) -> str:
        return self.server.url("assistant_desk", postgres.ASSISTANT_DATABASE)

    @property
    def executor_url(self) -> str:
        return self.server.url("assistant_executor", postgres.ASSISTANT_DATABASE)

    @property
    def durable_url(self) -> str:
        return self.server.url("durable_owner", postgres.DURABLE_DATABASE)

    @property
    def assistant_ops_url(self) -> str:
        return self.server.url("assistant_ops", postgres.ASSISTANT_DATABASE)

    @property
    def ingest_url(self) -> str:
        return self.server.url("policies_ingest", postgres.ASSISTANT_DATABASE)

    @property
    def accounts_api_url(self) -> str:
        return self.server.url("accounts_api", postgres.ACCOUNTS_DATABASE)

    @property
    def accounts_staff_url(self) -> str:
        return self.server.url("accounts_staff", postgres.ACCOUNTS_DATABASE)

    @property
    def accounts_auditor_url(self) -> str:
        return self.server.url("accounts_auditor", postgres.ACCOUNTS_DATABASE)

    @property
    def accounts_ops_url(self) -> str:
        return self.server.url("accounts_ops", postgres.ACCOUNTS_DATABASE)


def prepare(data_dir: Path, progress: Progress = no_progress, *, seed: bool = True, ingest: bool = True) -> Embedded:
    """Start the database and bring schemas, portfolio and policies up to date.

    Raises DataFolderRefused, DatabaseUnavailable, PreparationFailed.
    """
    folder = DataFolder(data_dir).open()
    with FileLock(folder.path / "prepare.lock"):
        progress("database", 0.0)
        server = postgres.start(folder.path)
        progress("database", 1.0)
        embedded = Embedded(folder, server, DevelopmentIssuer(folder.path))
        _migrate(embedded, progress)
        if seed:
            _seed(embedded, progress)
        if ingest:
            _ingest(embedded, progress)
    return embedded


def _migrate(embedded: Embedded, progress: Progress) -> None:
    with _once(embedded.folder, "migrated", _digest(ROOT.glob("*/migrations/versions/*.py"))) as needed:
        if not needed:
            return
        rooms = (
            ("accounts", "accounts_owner", postgres.ACCOUNTS_DATABASE),
            ("policies", "assistant_owner", postgres.ASSISTANT_DATABASE),
            ("assistant", "assistant_owner", postgres.ASSISTANT_DATABASE),
        )
        for index, (room, owner, database) in enumerate(rooms):
            progress("schemas", index / len(rooms))
            migrate.upgrade(embedded.server.url(owner, database), room)
        _seal(embedded)
        progress("schemas", 1.0)


def _seal(embedded: Embedded) -> None:
    """Seal what a version before sealing kept in plain text. Raises PreparationFailed where a turn did not open."""
    if resealing.is_pending(embedded.assistant_ops_url):
        ring = keyring(Settings().model_copy(update={"data_dir": embedded.folder.path}))
        if refused := resealing.reseal(embedded.assistant_ops_url, ring).refused:
            raise PreparationFailed(f"These do not open under the keyring: {', '.join(refused)}. Nothing was lost.")


def _seed(embedded: Embedded, progress: Progress) -> None:
    with _once(embedded.folder, "seeded", "1") as needed:
        if needed:
            from accounts import seeding

            if not seeding.is_seeded(embedded.accounts_ops_url):
                seeding.seed(embedded.accounts_ops_url, progress=lambda done, _: progress("portfolio", done))
                progress("portfolio", 1.0)


def _ingest(embedded: Embedded, progress: Progress) -> None:
    with _once(
        embedded.folder, "ingested", _digest([*POLICIES.rglob("*.md"), *POLICIES.parent.glob("*.py")])
    ) as needed:
        if needed:
            from policies.embeddings import MiniLM
            from policies.ingest import ingest

            report = ingest(
                embedded.ingest_url,
                POLICIES,
                "policies",
                lambda done, total, _: progress("policies", done / total),
                encoder=MiniLM(),
            )
            if report.refused:
                raise PreparationFailed("Policy documents were refused:\n" + "\n".join(map(str, report.refused)))


def fit_model(embedded: Embedded, progress: Progress, prompt: PromptBundle | None = None) -> None:
    """Fit the local model to `prompt` (default: the checkout's) here, where it may take its time, and not while the API
    is waited for."""
    from assistant.models.local import fit
    from assistant.models.local.planner import kept_at
    from policies.embeddings import MiniLM
    from prompts.loader import load

    scenarios, encoder = (prompt or load()).scenarios, MiniLM(threads=1)
    folder = embedded.folder.path / "vectors"
    with FileLock(embedded.folder.path / "fit.lock"):
        if not kept_at(folder, scenarios, encoder).exists():
            progress("model", 0.0)
            fit.apart(scenarios, encoder, folder)
            progress("model", 1.0)


@contextmanager
def _once(folder: DataFolder, step: str, digest: str) -> Generator[bool]:
    """Whether `step` has yet to run for `digest`; remembered when the block ends well."""
    path = folder.path / "steps.json"
    done: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    needed = done.get(step) != digest
    yield needed
    if needed:
        part = path.with_suffix(".part")
        part.write_text(json.dumps({**done, step: digest}, indent=1))
        part.replace(path)


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def serve_accounts(embedded: Embedded, preferred_port: int) -> str:
    """The account system's base URL; starts it where it does not run. Raises ServiceFailed."""
    with FileLock(embedded.folder.path / "services.lock"):
        service = embedded.folder.services().get("accounts")
        if service is None:
            environment = {
                "ACCOUNTS_DATABASE_URL": embedded.accounts_api_url,
                "ACCOUNTS_STAFF_DATABASE_URL": embedded.accounts_staff_url,
                "ACCOUNTS_AUDITOR_DATABASE_URL": embedded.accounts_auditor_url,
                "ACCOUNTS_OPS_DATABASE_URL": embedded.accounts_ops_url,
                "ACCOUNTS_ISSUER_KEY": str(embedded.issuer.public_path),
            }
            port = processes.free_port(preferred_port)
            service = processes.start(embedded.folder, "accounts", ["accounts", "serve"], port, environment)
    return f"http://127.0.0.1:{service.port}"


def serve_api(embedded: Embedded, port: int) -> Service:
    """The API as a process; the one that runs already, where it does. Raises PortInUse, ServiceFailed.

    It finds the account system by its setting, else in the data folder's record of what runs.
    """
    with FileLock(embedded.folder.path / "services.lock"):
        service = embedded.folder.services().get("api")
        if service is None:
            environment = {"ASSIST_DATA_DIR": str(embedded.folder.path)}
            service = processes.start(embedded.folder, "api", ["api", "serve"], port, environment)
    return service


def serve_executor(embedded: Embedded, preferred_port: int) -> Service:
    """The executor of confirmed proposals as a process; the one that runs already, where it does. Raises ServiceFailed.

    It finds databases and account system as the API does.
    """
    with FileLock(embedded.folder.path / "services.lock"):
        service = embedded.folder.services().get("executor")
        if service is None:
            environment = {"ASSIST_DATA_DIR": str(embedded.folder.path)}
            port = processes.free_port(preferred_port)
            service = processes.start(embedded.folder, "executor", ["api", "execute"], port, environment)
    return service


def stop(data_dir: Path) -> list[str]:
    """End what runs from the folder, database last; returns what was stopped."""
    folder = DataFolder(data_dir)
    if not folder.exists():
        return []
    stopped = [name for name in ("api", "executor", "accounts") if processes.stop(folder, name)]
    if postgres.stop(folder.path):
        stopped.append("database")
    return stopped
