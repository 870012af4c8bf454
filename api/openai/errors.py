"""Errors as clients of the OpenAI protocol read them: `{"error": {"message", "type", "param", "code"}}`."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Literal

import psycopg
import structlog
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError, ValidationException
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from api.errors import DATABASE_DOWN, UNEXPECTED, MessageRefused, known
from assistant.rates import RateExceeded
from stack.issuer import TokenRejected
from tools.client import AccountsUnavailable
from tools.errors import ToolFailure

_TOLD = (
    *(ArithmeticError, AttributeError, LookupError, OSError, RuntimeError, TypeError, ValueError),
    *(psycopg.Error, HTTPException, ValidationException, TokenRejected, AccountsUnavailable, ToolFailure),
)
_log = structlog.get_logger("api")


class ErrorObject(BaseModel):
    """What went wrong. type: whose doing it was; param: which part of the request is to blame."""

    message: str
    type: Literal["invalid_request_error", "rate_limit_error", "server_error"]
    param: str | None
    code: str


class ErrorAnswer(BaseModel):
    """An answer that is no result."""

    error: ErrorObject


class RequestRefused(ValueError):
    """The request asks for what this interface does not do. param: which part of it, where one is to blame."""

    def __init__(self, code: str, says: str, param: str | None = None, status: int = 400) -> None:
        super().__init__(says)
        self.code = code
        self.param = param
        self.status = status


def failure(
    status: int, code: str, message: str, param: str | None = None, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """An error object under its status."""
    return JSONResponse(body(status, code, message, param), status, headers=dict(headers or {}))


def body(status: int, code: str, message: str, param: str | None = None) -> dict[str, Any]:
    """The error object alone, as an event of a stream carries it too."""
    return {"error": {"message": message, "type": _type(status), "param": param, "code": code}}


def _type(status: int) -> str:
    if status == 429:
        return "rate_limit_error"
    return "server_error" if status >= 500 else "invalid_request_error"


def answer(error: Exception) -> JSONResponse:
    """What a client is told of an exception; what nobody foresaw is logged, and told nothing of."""
    match error:
        case RequestRefused():
            return failure(error.status, error.code, str(error), error.param)
        case TokenRejected():
            return failure(401, "invalid_api_key", str(error), headers={"WWW-Authenticate": "Bearer"})
        case RateExceeded():
            return failure(429, "rate_limit_exceeded", str(error), headers={"Retry-After": str(error.retry_after_s)})
        case MessageRefused():
            return failure(400, error.problem.replace("-", "_"), str(error), "messages")
        case RequestValidationError():
            return _invalid(error)
        case HTTPException():
            return failure(error.status_code, "http", str(error.detail))
        case psycopg.OperationalError() | psycopg.InterfaceError():
            return failure(503, "database_unavailable", DATABASE_DOWN, headers={"Retry-After": "5"})
        case _:
            return _known(error)


def _known(error: Exception) -> JSONResponse:
    if row := known(error):
        return failure(row[0], row[1].replace("-", "_"), str(error))
    _log.error("request_crashed", failure=type(error).__name__, exc_info=error)
    return failure(500, "unexpected", UNEXPECTED)


def _invalid(error: RequestValidationError) -> JSONResponse:
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return failure(400, "invalid_json", "The body is not valid JSON.")
    where = ".".join(str(part) for part in first["loc"] if part != "body")
    return failure(400, "invalid_value", f"{where or 'The body'}: {first['msg']}", where or None)


class OpenAIRoute(APIRoute):
    """A route whose every error is an error object, and never a problem document."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handler(request)
            except _TOLD as error:
                return answer(error)

        return handled
