"""Starts and ends the services of a data folder as processes of their own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import httpx
import psutil

from stack.layout import DataFolder, Service


class PortInUse(RuntimeError):
    """Another program listens on the port; the message says which option picks another."""


class ServiceFailed(RuntimeError):
    """A service ended or did not answer while starting; the message has the end of its log."""


def is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port(preferred: int) -> int:
    """`preferred` where it is free, else one that the system picks."""
    if is_free(preferred):
        return preferred
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(folder: DataFolder, name: str, command: Sequence[str], port: int, environment: Mapping[str, str]) -> Service:
    """Start `python -m <command> --port PORT` detached from this terminal and wait until its /healthz answers.

    Raises PortInUse, ServiceFailed.
    """
    if not is_free(port):
        raise PortInUse(
            f"Port {port} is in use by another program. Choose another, e.g. `assist up --port {port + 10}`."
        )
    log = folder.logs / f"{name}.log"
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", *command, "--port", str(port)],
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    service = Service(process.pid, psutil.Process(process.pid).create_time(), port)
    folder.record(name, service)
    _wait_until_healthy(process, name, port, log)
    return service


def _wait_until_healthy(
    process: subprocess.Popen[bytes], name: str, port: int, log: Path, timeout_s: float = 90
) -> None:
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise ServiceFailed(f"The {name} service ended while starting. {_tail(log)}")
        try:
            if httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=2, trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    process.terminate()
    raise ServiceFailed(f"The {name} service did not answer within {timeout_s:g} s. {_tail(log)}")


def _tail(log: Path, lines: int = 12) -> str:
    return f"The end of {log}:\n" + "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def stop(folder: DataFolder, name: str, grace_s: float = 15) -> bool:
    """End the service if it runs; True if it did."""
    service = folder.services().get(name)
    if service is None:
        return False
    process = psutil.Process(service.pid)
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(grace_s)
    except psutil.TimeoutExpired:
        process.kill()
    folder.record(name, None)
    return True
