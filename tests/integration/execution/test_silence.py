"""DBOS and the executor talk to their databases and the account system, and look nobody else up."""

import ipaddress
import sys
from typing import Any, cast

import psutil

from tests.integration.execution.booking import Desk

_seen: list[tuple[str, object]] = []


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname"):
        _seen.append((event, arguments[1] if event == "socket.connect" else arguments[0]))


sys.addaudithook(_watch)


def is_here(address: object) -> bool:
    """Of this machine: a socket's path, a name of it, or a loopback address."""
    host = str(cast(tuple[object, ...], address)[0]) if isinstance(address, tuple) else str(address)
    if host.startswith("/") or host in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


async def test_an_executor_opens_no_connection_to_anybody_outside(desk: Desk) -> None:
    _seen.clear()
    async with desk.executing():
        await desk.ended(await desk.confirmed())
        mine = psutil.Process().net_connections("inet")
    assert [row.raddr for row in mine if row.raddr and not is_here(row.raddr.ip)] == []
    assert [entry for entry in _seen if not is_here(entry[1])] == []
