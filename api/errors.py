"""The only map from exceptions to HTTP: RFC 9457 problem documents that say what to do."""

from collections.abc import Mapping
from typing import Any

import psycopg
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from assistant.desk import errors as desk_errors
from assistant.desk.desk import DeskNotConfigured
from assistant.desk.suggestions import SuggestionNotFound
from assistant.errors import RunConflict, ThreadNotFound
from assistant.live import TooManyFollowers
from assistant.monitors.period import PeriodRefused
from assistant.monitors.search import SearchRefused
from assistant.proposals.errors import (
    NotPermitted,
    ProposalAltered,
    ProposalExpired,
    ProposalNotFound,
    StepUpNeeded,
    UndoFailed,
)
from assistant.proposals.states import NotPossible
from assistant.rates import RateExceeded
from assistant.sealing import SealBroken
from assistant.step_up import CodeRefused
from stack.issuer import IssuerUnavailable, TokenRejected
from tools.client import AccountsUnavailable
from tools.errors import ToolFailure

_BASE = "https://docs.tidewell.example/problems/"
DATABASE_DOWN = "The database is out of reach; nothing was stored. Try again shortly, or run `assist doctor`."
UNEXPECTED = "Something went wrong on our side; try again, with the same run id if this was a message."
_log = structlog.get_logger("api")


class MessageRefused(ValueError):
    """The message is empty, too long or not text; it was not stored."""

    def __init__(self, problem: str, detail: str) -> None:
        super().__init__(detail)
        self.problem = problem


class TooManyRuns(RuntimeError):
    """This process answers as many turns as it may; try again in a moment."""


class RunStopped(RuntimeError):
    """The run was stopped before its message was stored; send it with a fresh run id."""


class NotFound(LookupError):
    """There is nothing of that name that this caller may see."""


_MAP: Mapping[type[Exception], tuple[int, str, str]] = {
    IssuerUnavailable: (503, "sign-in-unavailable", "Sign-in service out of reach"),
    TokenRejected: (401, "sign-in-needed", "Sign in again"),
    CodeRefused: (403, "code-refused", "The code was not accepted"),
    PeriodRefused: (422, "invalid-request", "The request does not fit"),
    SearchRefused: (422, "invalid-request", "The request does not fit"),
    ThreadNotFound: (404, "thread-not-found", "No such thread"),
    NotFound: (404, "not-found", "Not found"),
    ProposalNotFound: (404, "proposal-not-found", "No such proposal"),
    StepUpNeeded: (403, "step-up-needed", "A second factor is needed"),
    NotPermitted: (403, "not-permitted", "Not yours to decide"),
    ProposalAltered: (409, "proposal-altered", "Not what was shown"),
    ProposalExpired: (409, "proposal-expired", "Its time has passed"),
    NotPossible: (409, "proposal-not-open", "Decided before"),
    UndoFailed: (409, "undo-not-possible", "It cannot be taken back"),
    SealBroken: (409, "record-refused", "A stored record was refused"),
    desk_errors.HandoffNotFound: (404, "handoff-not-found", "No such hand-off"),
    SuggestionNotFound: (404, "suggestion-not-found", "No such suggestion"),
    desk_errors.AgentSpeaks: (409, "agent-speaks", "A person answers here"),
    desk_errors.AssistantSpeaks: (409, "assistant-speaks", "The assistant answers here"),
    desk_errors.AssistantSpeaking: (409, "assistant-speaking", "The assistant is still answering"),
    desk_errors.HandoffTaken: (409, "handoff-taken", "Somebody has it"),
    desk_errors.UnknownQueue: (422, "unknown-queue", "No such queue"),
    desk_errors.HandoffOver: (409, "handoff-over", "It is over"),
    RunConflict: (409, "run-conflict", "Run id used before"),
    RunStopped: (409, "run-stopped", "Stopped before it was taken"),
    TooManyFollowers: (503, "too-many-streams", "Too busy for a moment"),
    TooManyRuns: (503, "too-many-runs", "Too busy for a moment"),
    DeskNotConfigured: (503, "desk-not-configured", "No desk here"),
    AccountsUnavailable: (503, "accounts-unavailable", "Account system out of reach"),
    ToolFailure: (503, "tool-failed", "A tool could not answer"),
}


def known(error: Exception) -> tuple[int, str] | None:
    """Status and problem that an exception is; None where it is not one of those that clients are told of."""
    return next(((status, kind) for known, (status, kind, _) in _MAP.items() if isinstance(error, known)), None)


def kind_of(error: Exception) -> str | None:
    """The problem that an exception is; None where it is not one of those that clients are told of."""
    found = known(error)
    return found[1] if found else None


def problem(status: int, kind: str, title: str, detail: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """A problem document."""
    body = {"type": _BASE + kind, "title": title, "status": status, "detail": detail}
    return JSONResponse(body, status, media_type="application/problem+json", headers=dict(headers or {}))


def install(app: FastAPI) -> None:
    """Register the handlers on `app`."""

    async def mapped(_: Request, error: Exception) -> JSONResponse:
        status, kind, title = next(row for known, row in _MAP.items() if isinstance(error, known))
        headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
        return problem(status, kind, title, str(error), headers)

    async def refused(_: Request, error: Exception) -> JSONResponse:
        kind = error.problem if isinstance(error, MessageRefused) else "message-refused"
        return problem(413 if kind == "message-too-long" else 422, kind, "The message was not taken", str(error))

    async def too_much(_: Request, error: Exception) -> JSONResponse:
        seconds = error.retry_after_s if isinstance(error, RateExceeded) else 1
        return problem(429, "too-many-requests", "Too much at once", str(error), {"Retry-After": str(seconds)})

    async def database_down(_: Request, error: Exception) -> JSONResponse:
        return problem(503, "database-unavailable", "Database out of reach", DATABASE_DOWN, {"Retry-After": "5"})

    async def invalid(_: Request, error: Exception) -> JSONResponse:
        problems: list[dict[str, Any]] = list(error.errors()) if isinstance(error, RequestValidationError) else []
        detail = "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in problems)
        return problem(422, "invalid-request", "The request does not fit", detail or str(error))

    async def http(_: Request, error: Exception) -> JSONResponse:
        status = error.status_code if isinstance(error, HTTPException) else 500
        detail = str(error.detail) if isinstance(error, HTTPException) else "Unexpected"
        return problem(status, "http", detail, detail)

    async def unexpected(_: Request, error: Exception) -> JSONResponse:
        _log.error("request_crashed", failure=type(error).__name__, exc_info=error)
        return problem(500, "unexpected", "Unexpected failure", UNEXPECTED)

    for known in _MAP:
        app.add_exception_handler(known, mapped)
    app.add_exception_handler(MessageRefused, refused)
    app.add_exception_handler(RateExceeded, too_much)
    for down in (psycopg.OperationalError, psycopg.InterfaceError):
        app.add_exception_handler(down, database_down)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, unexpected)
