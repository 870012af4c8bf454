"""The account system's HTTP service: `create_app(AppConfig)`."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI

from accounts.auth import AUDIENCE, ISSUER, TokenVerifier
from accounts.reads.session import open_pool
from accounts.routes import account, activity, borrower, care, figures, problems, public, statements


@dataclass(frozen=True, slots=True)
class AppConfig:
    """What the service needs: its own role's database URL and the issuer's public key.

    database_url: a libpq URI of the role `accounts_api`, which owns nothing and is under row-level security.
    issuer_key: the PEM file of the Ed25519 public key that verifies tokens.
    wait_s: how long a request waits for a database connection before it answers 503.
    """

    database_url: str
    issuer_key: Path
    issuer: str = ISSUER
    audience: str = AUDIENCE
    min_connections: int = 2
    max_connections: int = 8
    wait_s: float = 3.0


def create_app(config: AppConfig) -> FastAPI:
    """The service. It starts without a database and answers 503 until one is there. Raises IssuerKeyUnusable."""
    verifier = TokenVerifier(config.issuer_key, config.issuer, config.audience)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        pool = open_pool(config.database_url, config.min_connections, config.max_connections, config.wait_s)
        await pool.open(wait=False)
        app.state.pool = pool
        try:
            yield
        finally:
            await pool.close()

    app = FastAPI(title="Tidewell account system", version="1", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.verifier = verifier
    problems.install(app)
    for module in (public, borrower, account, figures, statements, activity, care):
        app.include_router(module.router)
    return app
