"""The account system's HTTP service: `create_app(AppConfig)`."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from accounts.auth import AUDIENCE, ISSUER, TokenVerifier
from accounts.reads.session import open_pool
from accounts.routes import ROUTERS, openapi, problems
from accounts.routes.funding_desk import funding_books
from accounts.routes.writer import Clock, WriteBooks, open_write_pool, utc_now


def _operation_id(route: APIRoute) -> str:
    """Operations are called as their functions; a test holds them to be different."""
    return route.name


_SHOWN: dict[str, Any] = {
    "title": "Tidewell account system",
    "version": "1",
    "docs_url": None,
    "redoc_url": None,
    "generate_unique_id_function": _operation_id,
}


@dataclass(frozen=True, slots=True)
class AppConfig:
    """What the service needs: its own role's database URL and the issuer's public key.

    database_url: a libpq URI of the role `accounts_api`, which owns nothing and is under row-level security.
    issuer_key: the PEM file of the Ed25519 public key that verifies tokens.
    wait_s: how long a request waits for a database connection before it answers 503.
    staff_url: the same database as the role `accounts_staff`; without it staff tokens write nothing.
    auditor_url: the same database as the role `accounts_auditor`; without it the trial balance answers 503.
    ops_url: the same database as the role `accounts_ops`; without it funding is not written over HTTP.
    clock: an aware instant; a command is given at its time of day, on the business date.
    """

    database_url: str
    issuer_key: Path
    issuer: str = ISSUER
    audience: str = AUDIENCE
    min_connections: int = 2
    max_connections: int = 8
    wait_s: float = 3.0
    staff_url: str | None = None
    auditor_url: str | None = None
    ops_url: str | None = None
    clock: Clock = utc_now


def create_app(config: AppConfig) -> FastAPI:
    """The service. It starts without a database and answers 503 until one is there. Raises IssuerKeyUnusable."""
    verifier = TokenVerifier(config.issuer_key, config.issuer, config.audience)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        pool = open_pool(config.database_url, config.min_connections, config.max_connections, config.wait_s)
        await pool.open(wait=False)
        app.state.pool = pool
        borrower = open_write_pool(config.database_url, config.max_connections, config.wait_s)
        staff = open_write_pool(config.staff_url or config.database_url, config.max_connections, config.wait_s)
        borrower.open(wait=False)
        staff.open(wait=False)
        app.state.write_books = WriteBooks(borrower, staff, config.clock)
        audit = open_pool(config.auditor_url, 0, 2, config.wait_s) if config.auditor_url else None
        app.state.audit_pool = audit
        funding = funding_books(config.ops_url, config.auditor_url, config.wait_s)
        app.state.funding_books = funding
        funding.open()
        if audit:
            await audit.open(wait=False)
        try:
            yield
        finally:
            if audit:
                await audit.close()
            await pool.close()
            funding.close()
            borrower.close()
            staff.close()

    app = FastAPI(lifespan=lifespan, **_SHOWN)
    app.state.verifier = verifier
    problems.install(app)
    return _with_routes(app)


def contract_document() -> dict[str, Any]:
    """The OpenAPI document of the contract, without a service behind it."""
    return _with_routes(FastAPI(**_SHOWN)).openapi()


def _with_routes(app: FastAPI) -> FastAPI:
    for router in ROUTERS:
        app.include_router(router)
    openapi.install(app, ROUTERS)
    return app
