"""The account system's application over a desk's database, asked by anybody."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import httpx

from accounts.app import AppConfig, create_app
from accounts.commands.draws import RequestDraw
from accounts.commands.opening import OpenAccount
from accounts.commands.payments import RecordPayment
from accounts.terms.calendar import EASTERN
from tests.conftest import Database
from tests.integration.accounts.desk import LINE, OTHER_LINE, CommandDesk, command_desk

TODAY = date(2026, 2, 17)
READ, PREVIEW, WRITE = "accounts:read", "accounts:read accounts:preview", "accounts:read accounts:write"


@dataclass
class Edge:
    """The application over the desk's database; each request has a key of its own unless one is given."""

    http: httpx.AsyncClient
    issuer: Any
    desk: CommandDesk
    sent: int = 0

    async def ask(
        self, method: str, path: str, role: str = "borrower", body: object | None = None, **more: Any
    ) -> httpx.Response:
        """Ask about an account, as B-1 or as staff who serve B-1."""
        who = (role, "B-1", None) if role == "borrower" else (role, "staff-7", "B-1")
        return await self.call(method, f"/v1/accounts/{path}", who, body, **more)

    async def call(
        self,
        method: str,
        path: str,
        who: tuple[str, str, str | None] = ("borrower", "B-1", None),
        body: object | None = None,
        scope: str = WRITE,
        **more: Any,
    ) -> httpx.Response:
        """Ask anything as (role, subject, borrower served)."""
        role, subject, served = who
        serves = {"borrower": served} if served else {}
        self.sent += 1
        headers = {
            "Authorization": f"Bearer {self.issuer.token(subject, role, scope=scope, **serves)}",
            "Idempotency-Key": more.pop("key", f"key-{self.sent}"),
            **more.pop("headers", {}),
        }
        return await self.http.request(method, path, json=body, headers=headers, **more)

    async def done(self, method: str, path: str, role: str = "borrower", body: object | None = None) -> dict[str, Any]:
        answer = await self.ask(method, path, role, body)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()["resource"]


def late_line(desk: CommandDesk) -> None:
    """February 17, 2026: B-1 with a drawn, once late line; B-2 with one of their own."""
    desk.line(OTHER_LINE, "B-2")
    desk.owners[LINE] = desk.person()
    terms = {"product": "cash_line", "tier": "C", "state": "OH", "limit_cents": 200_000, "cycle_day": 12}
    desk.give(OpenAccount.model_validate({**terms, "bank_last4": "1234"}), role="service")
    desk.give(RequestDraw(amount_cents=100_000))
    desk.close_until(TODAY)
    desk.give(RecordPayment(amount_cents=3_500), role="support_agent")


@asynccontextmanager
async def serve_edge(
    database: Database, issuer: Any, prepare: Callable[[CommandDesk], None] = late_line
) -> AsyncGenerator[Edge]:
    """The application over what `prepare` makes of an empty book, at 10 o'clock of its business date."""
    with command_desk(database) as desk:
        prepare(desk)
        desk.connection.commit()
        config = AppConfig(
            database.url("accounts_api"),
            issuer.public_file,
            staff_url=database.url("accounts_staff"),
            clock=lambda: datetime.combine(desk.today, time(10), EASTERN),
        )
        app = create_app(config)
        async with app.router.lifespan_context(app):
            transport = httpx.ASGITransport(app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://accounts") as http:
                yield Edge(http, issuer, desk)
