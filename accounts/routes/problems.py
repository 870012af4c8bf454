"""The only map from errors to HTTP: RFC 9457 problem documents that say what to do."""

import logging
from traceback import extract_tb

import psycopg
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from psycopg_pool import PoolTimeout
from starlette.exceptions import HTTPException

from accounts.auth import InvalidToken, ScopeMissing
from accounts.closeday import WrongDay
from accounts.commands.base import Refused
from accounts.ledger import CommandConflict
from accounts.reads.errors import ReadRefused
from accounts.routes.etags import MatchRefused

TYPE_BASE = "https://dev.tidewell.example/problems/"
MEDIA_TYPE = "application/problem+json"
_log = logging.getLogger(__name__)


def problem(
    status: int, code: str, title: str, detail: str, headers: dict[str, str] | None = None, **more: object
) -> JSONResponse:
    """A problem document; `code` is the last part of its `type`. Source: RFC 9457, section 3.1."""
    body = {"type": TYPE_BASE + code, "title": title, "status": status, "detail": detail, "code": code, **more}
    return JSONResponse(body, status, headers, MEDIA_TYPE)


async def _refused(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ReadRefused)
    return problem(error.status, error.code, error.title, error.detail)


async def _unauthorised(_: Request, error: Exception) -> JSONResponse:
    headers = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
    return problem(401, "invalid-token", "The token was not accepted", str(error), headers)


async def _scope_missing(_: Request, error: Exception) -> JSONResponse:
    return problem(403, "scope-missing", "The token does not allow this", str(error))


async def _not_possible(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refused)
    reasons = [{"code": reason.code, "text": reason.text} for reason in error.reasons]
    status = 403 if error.code == "not-permitted" else 409
    return problem(status, error.code, "This is not possible now", str(error), reasons=reasons)


async def _conflict(_: Request, error: Exception) -> JSONResponse:
    return problem(409, "idempotency-conflict", "This Idempotency-Key came with other content before", str(error))


async def _no_match(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, MatchRefused)
    return problem(error.status, error.code, error.title, str(error))


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    parts = (f"{'.'.join(str(step) for step in each['loc'])}: {each['msg']}" for each in error.errors())
    return problem(422, "invalid-request", "The request is not valid", "; ".join(parts))


def _told(error: Exception) -> str:
    """What the log says of an error: its type, SQLSTATE and places. Its message may hold a borrower's row."""
    places = [f"{frame.name}:{frame.lineno}" for frame in extract_tb(error.__traceback__)[-6:]]
    return f"{type(error).__name__} {getattr(error, 'sqlstate', None) or ''} at {' < '.join(reversed(places))}"


def without_exception(record: logging.LogRecord) -> bool:
    """A filter for the server's own log: an error was told by `_told` already, and its message may hold a row."""
    record.exc_info = None
    return True


async def _unstorable(request: Request, error: Exception) -> JSONResponse:
    """PostgreSQL says by its class 22 that a value does not fit: a number or day out of range, text with NUL."""
    _log.warning("value refused by the database at %s: %s", request.url.path, _told(error))
    detail = "A value in the request is out of the range that the books can hold, or contains a NUL character."
    return problem(422, "invalid-request", "The request is not valid", detail)


async def _not_seeded(_: Request, error: Exception) -> JSONResponse:
    return problem(503, "not-seeded", "The account system has no business date", str(error))


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if error.status_code == 400:
        return problem(422, "invalid-request", "The request is not valid", str(error.detail))
    detail = f"{request.method} {request.url.path} is not part of this interface; see /openapi.json."
    headers = dict(error.headers) if error.headers else None
    return problem(error.status_code, "no-such-route", str(error.detail), detail, headers)


async def _database_down(_: Request, error: Exception) -> JSONResponse:
    _log.error("database out of reach: %s", error)
    detail = "The account database is out of reach. Nothing was changed; start it (`assist up`) and ask again."
    return problem(503, "database-down", "The account system cannot read its books", detail, {"Retry-After": "2"})


async def _broken(request: Request, error: Exception) -> JSONResponse:
    _log.error("unexpected error at %s: %s", request.url.path, _told(error))
    detail = "The account system failed on this read. Nothing was changed; its log has the cause."
    return problem(500, "internal", "The account system failed", detail)


def install(app: FastAPI) -> None:
    """Answer every error of `app` with a problem document."""
    app.add_exception_handler(ReadRefused, _refused)
    app.add_exception_handler(InvalidToken, _unauthorised)
    app.add_exception_handler(ScopeMissing, _scope_missing)
    app.add_exception_handler(Refused, _not_possible)
    app.add_exception_handler(CommandConflict, _conflict)
    app.add_exception_handler(MatchRefused, _no_match)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(WrongDay, _not_seeded)
    app.add_exception_handler(psycopg.DataError, _unstorable)
    app.add_exception_handler(PoolTimeout, _database_down)
    app.add_exception_handler(psycopg.OperationalError, _database_down)
    app.add_exception_handler(Exception, _broken)
