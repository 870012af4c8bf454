"""Whether the process lives, and whether it can answer."""

import asyncio
from typing import Any

import httpx
import psycopg
from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from stack.layout import DataFolder
from tools.client import AccountsUnavailable

router = APIRouter(tags=["health"])
_CHECK_TIMEOUT_S = 3.0


@router.get("/healthz")
async def healthz(request: Request) -> dict[str, str]:
    """The process answers. `fingerprint` names the settings, prompts and code it runs."""
    return {"status": "ok", "fingerprint": request.app.state.fingerprint}


@router.get("/readyz")
async def readyz(request: Request, response: Response) -> dict[str, Any]:
    """Every part that a turn needs, each `ok` or what is wrong and what to do; 503 unless all are ok.

    executor: whether what is confirmed is carried out at once; turns do not need it, and nothing is lost without it.
    """
    checks = {"database": _database, "index": _index, "accounts": _accounts}
    found = {name: await _outcome(check, request) for name, check in checks.items()}
    found["model"] = "ok" if request.app.state.assistant else "not loaded"
    if any(value != "ok" for value in found.values()):
        response.status_code = 503
    ready = response.status_code != 503
    return {"ready": ready, "checks": found, "executor": await _outcome(_executor, request)}


@router.get("/metrics")
async def metrics() -> Response:
    """Prometheus metrics of this process."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


async def _outcome(check: Any, request: Request) -> str:
    try:
        async with asyncio.timeout(_CHECK_TIMEOUT_S):
            return str(await check(request))
    except TimeoutError:
        return f"no answer within {_CHECK_TIMEOUT_S:g} s; `assist doctor` tells more"
    except (OSError, RuntimeError, psycopg.Error, httpx.HTTPError, AccountsUnavailable) as error:
        return f"{error} (`assist doctor` tells more)"


async def _database(request: Request) -> str:
    async with request.app.state.pool.connection() as connection:
        await connection.execute("SELECT 1")
    return "ok"


async def _index(request: Request) -> str:
    async with request.app.state.pool.connection() as connection:
        cursor = await connection.execute("SELECT 1 FROM policies.documents WHERE collection = 'policies' LIMIT 1")
        found = await cursor.fetchone()
    return "ok" if found else "no policy document is indexed; run `assist policies ingest`"


async def _accounts(request: Request) -> str:
    await request.app.state.assistant.check_accounts()
    return "ok"


async def _executor(request: Request) -> str:
    service = DataFolder(request.app.state.settings.data_dir).services().get("executor")
    if service is None:
        return "none runs from this data folder; `assist up` starts it"
    async with httpx.AsyncClient(trust_env=False, timeout=_CHECK_TIMEOUT_S) as http:
        answer = await http.get(f"http://127.0.0.1:{service.port}/healthz")
    return "ok" if answer.is_success else "it waits for the database"
