"""The running stack served a second time, with people who sign in by OpenID Connect at an issuer of their own."""

import os
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import httpx

from stack.issuer import DevelopmentIssuer
from stack.processes import free_port
from tests.e2e.browser.report import ROOT
from tests.e2e.browser.stacks import Stack
from tests.oidc_provider import CLIENT, SECRET, Provider, running

START_S = 120


@contextmanager
def signed_in_by_issuer(stack: Stack, people: dict[str, dict[str, Any]]) -> Generator[tuple[Stack, Provider]]:
    """An API in OIDC mode over the stack's own databases, account system and executor; whom its provider knows.

    people: subject -> claims, the first is who signs in. The provider's tokens for the account system are signed with
    the key that this account system trusts.
    """
    with running(people) as provider:
        provider.for_accounts = DevelopmentIssuer(stack.folder).delegate
        port = free_port(18600)
        process = subprocess.Popen(
            [sys.executable, "-m", "api", "serve", "--port", str(port)],
            cwd=ROOT,
            env={
                **os.environ,
                "ASSIST_DATA_DIR": str(stack.folder),
                "ASSIST_OIDC_ISSUER": provider.url,
                "ASSIST_OIDC_CLIENT_ID": CLIENT,
                "ASSIST_OIDC_CLIENT_SECRET": SECRET,
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        url = f"http://127.0.0.1:{port}"
        try:
            _wait_for(url, process)
            yield Stack(url, stack.folder), provider
        finally:
            process.terminate()
            process.wait(30)


def _wait_for(url: str, process: "subprocess.Popen[bytes]") -> None:
    """Raises RuntimeError where it does not become ready."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{url}/readyz", timeout=2, trust_env=False).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise RuntimeError("the API with an issuer did not start")
