"""An outside desk for tests: a real HTTP server on loopback that verifies what it gets and answers as it is told."""

import asyncio
import base64
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from standardwebhooks import Webhook

SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
NEVER = 0
"""An answer that does not come."""


@dataclass
class Receiver:
    """answers: statuses in turn, the last one from then on. It books an event under its id, so twice is once.

    heard: ids as they came, every attempt; booked: what it took, by id.
    """

    answers: list[int]
    secret: str = SECRET
    port: int = 0
    heard: list[str] = field(default_factory=list[str])
    booked: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    headers: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    took: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def kinds(self) -> Sequence[str]:
        return [str(one["type"]) for one in self.booked.values()]

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        lines = [line.partition(":") for line in head.split("\r\n")[1:] if line]
        headers = {name.lower(): value.strip() for name, _, value in lines}
        body = await reader.readexactly(int(headers["content-length"]))
        event = Webhook(self.secret).verify(body, headers)
        self.heard.append(headers["webhook-id"])
        self.headers.append(headers)
        status = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if status == NEVER or 200 <= status < 300:
            self.booked.setdefault(headers["webhook-id"], event)
            self.took.set()
        if status == NEVER:
            await reader.read()  # until the sender hangs up
        else:
            more = "location: /elsewhere\r\n" if 300 <= status < 400 else ""
            writer.write(f"HTTP/1.1 {status} x\r\n{more}content-length: 0\r\nconnection: close\r\n\r\n".encode())
        writer.close()


@asynccontextmanager
async def receiving(*answers: int) -> AsyncGenerator[Receiver]:
    receiver = Receiver(list(answers))
    server = await asyncio.start_server(receiver.answer, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    async with server:
        yield receiver
