"""The executor of confirmed proposals as a process: `python -m api execute` serves its health (docs/acting.md)."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Response

from stack.executing import ExecutorConfig, executing


def create_app(config: ExecutorConfig) -> FastAPI:
    """The executor's process: it executes while it is served, and tells whether it can."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with executing(config) as loop:
            app.state.loop = loop
            yield

    app = FastAPI(title="Tidewell executor", version="0.1.0", lifespan=lifespan, docs_url=None, redoc_url=None)

    async def healthz(response: Response) -> dict[str, str]:
        looking: bool = app.state.loop.is_looking()
        if not looking:
            response.status_code = 503
        return {"status": "ok" if looking else "waits for the database"}

    app.add_api_route("/healthz", healthz)
    return app
