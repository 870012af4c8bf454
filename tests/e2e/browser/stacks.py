"""The real embedded stack, started as people start it: `assist up` on a data folder, `assist down` at the end."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.e2e.browser.report import ROOT

ASSIST = Path(sys.executable).with_name("assist")


@dataclass(frozen=True)
class Stack:
    """A running stack: its pages' address, its data folder."""

    url: str
    folder: Path

    def assist(self, *words: str) -> str:
        """What a command prints."""
        return _assist(self.folder, *words)

    def people(self) -> list[dict[str, Any]]:
        return json.loads(self.assist("people", "--json"))

    def code(self, handle: str) -> str:
        """The one-time code that the person's authenticator shows."""
        return next(word for word in self.assist("code", "--as", handle).split() if word.isdigit() and len(word) == 6)

    def token(self, handle: str) -> str:
        answer = httpx.post(f"{self.url}/v1/development/sign-in", json={"handle": handle}, trust_env=False, timeout=30)
        return str(answer.raise_for_status().json()["token"])

    def http(self, handle: str) -> httpx.Client:
        """The API as that person."""
        headers = {"Authorization": f"Bearer {self.token(handle)}"}
        return httpx.Client(base_url=self.url, headers=headers, trust_env=False, timeout=60)


@contextmanager
def up() -> Generator[Stack]:
    """The stack of ASSIST_DATA_DIR, or of a folder that is removed again. E2E_URL: one that runs already."""
    given = os.environ.get("ASSIST_DATA_DIR")
    folder = Path(given) if given else Path(tempfile.mkdtemp(prefix="lending-e2e-")) / "data"
    if url := os.environ.get("E2E_URL"):
        yield Stack(url, folder)
        return
    port = _free_port()
    try:
        _assist(folder, "up", "--port", str(port))
        yield Stack(f"http://127.0.0.1:{port}", folder)
    finally:
        _assist(folder, "down")
        if not given:
            shutil.rmtree(folder.parent, ignore_errors=True)


def _assist(folder: Path, *words: str) -> str:
    environment = {**os.environ, "ASSIST_DATA_DIR": str(folder)}
    ended = subprocess.run(
        [str(ASSIST), *words], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900, check=False
    )
    if ended.returncode:
        raise RuntimeError(
            f"assist {words[0]} ended with {ended.returncode}: {ended.stderr[-2000:]}{ended.stdout[-500:]}"
        )
    return ended.stdout


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
