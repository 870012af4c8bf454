"""The HTTP client of the account system (docs/accounts-api.md): one pool, one retry layer, one deadline.

Reads and previews change nothing and are asked again once when the connection fails. A write is sent once: what became
of one that got no answer is read by its key, never found out by sending it again.
"""

import asyncio
import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any, cast
from urllib.parse import quote

import httpx
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_fixed

from tools.drafting import Operation
from tools.errors import FailureKind, NotSent, OutcomeUnknown, PreviewRefused, Refused, ToolFailure

JsonObject = dict[str, Any]
_KINDS: Mapping[int, FailureKind] = {
    401: "not_allowed",
    403: "not_allowed",
    404: "not_found",
    409: "not_available",
    412: "temporary",
    422: "invalid",
    429: "temporary",
}
_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_NO_COMMAND = "command-not-found"


class AccountsUnavailable(ToolFailure):
    """The account system did not answer in time or at all; nothing was changed, the same read may succeed later."""

    def __init__(self, detail: str) -> None:
        super().__init__("temporary", f"The account system is not reachable right now ({detail}).")


class AccountsClient:
    """Reads, previews and writes of the account system, each under the token that it is given.

    base_url: where the contract is served. deadline_s: for one read or preview, its retry included.
    write_deadline_s: for one write; longer than the account system waits for its own locks.
    """

    def __init__(
        self,
        base_url: str,
        *,
        deadline_s: float = 5.0,
        write_deadline_s: float = 20.0,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._deadline_s = deadline_s
        self._write_deadline_s = write_deadline_s
        limits = httpx.Limits(max_connections=32, max_keepalive_connections=16)
        self._http = httpx.AsyncClient(
            base_url=base_url, limits=limits, transport=transport, timeout=deadline_s, trust_env=False
        )

    async def close(self) -> None:
        await self._http.aclose()

    async def business_date(self) -> date:
        """The account system's date: every "today" in the product."""
        answer = await self.read("/v1/business-date", None)
        return date.fromisoformat(str(answer["business_date"]))

    async def read(self, path: str, token: str | None, params: Mapping[str, str] | None = None) -> JsonObject:
        """GET `path`. Raises ToolFailure in the problem document's own words, AccountsUnavailable out of reach."""
        return _checked(await self._asked("GET", path, token, params=params or {}))

    async def read_tagged(self, path: str, token: str | None) -> tuple[JsonObject, str]:
        """GET a resource that is edited, with its `ETag` for `If-Match`. Raises as `read` does, and where there is no
        tag: an edit of whatever is there by then is nobody's wish."""
        response = await self._asked("GET", path, token)
        found, tag = _checked(response), response.headers.get("ETag")
        if tag is None:
            raise AccountsUnavailable("what is to be edited came without its tag")
        return found, tag

    async def preview(self, operation: Operation, token: str | None) -> JsonObject:
        """Try a write out: its receipt with `before` and `after`; nothing is kept.

        Raises PreviewRefused in the reasons' own words, ToolFailure (`temporary` where the state has changed since it
        was read), AccountsUnavailable.
        """
        headers = {"Idempotency-Key": f"preview-{uuid.uuid4().hex}", **_matching(operation)}
        response = await self._asked(
            operation.method, operation.path, token, params={"dry_run": "true"}, headers=headers, json=operation.body
        )
        if response.status_code == 409:
            problem = _problem(response)
            raise PreviewRefused(_code(problem), _reasons(problem, response))
        return _checked(response)

    async def perform(self, operation: Operation, token: str, key: str) -> JsonObject:
        """Send a write once, under its key, and answer its receipt (`status: done`); the key again, the same receipt.

        Raises Refused (nothing was changed), OutcomeUnknown (sent, no answer: see `command`), NotSent.
        """
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key, **_matching(operation)}
        try:
            async with asyncio.timeout(self._write_deadline_s):
                response = await self._http.request(
                    operation.method,
                    operation.path,
                    headers=headers,
                    json=operation.body,
                    timeout=self._write_deadline_s,
                )
        except _UNSENT as error:
            raise NotSent(type(error).__name__) from error
        except (TimeoutError, httpx.HTTPError) as error:
            raise OutcomeUnknown(type(error).__name__) from error
        if response.is_success:
            return _receipt(response)
        if 400 <= response.status_code < 500:
            problem = _problem(response)
            raise Refused(response.status_code, _code(problem), _reasons(problem, response))
        raise OutcomeUnknown(f"status {response.status_code}")

    async def command(self, key: str, token: str) -> JsonObject | None:
        """The receipt of the caller's own command of this key; None where the account system knows of none.

        Raises ToolFailure, AccountsUnavailable: then it is still not known.
        """
        response = await self._asked("GET", f"/v1/commands/{quote(key, safe='')}", token)
        if response.status_code == 404 and _code(_problem(response)) == _NO_COMMAND:
            return None
        return _checked(response)

    async def _asked(self, method: str, path: str, token: str | None, **request: Any) -> httpx.Response:
        """Send what changes nothing, again once where the connection failed."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        headers |= request.pop("headers", {})
        try:
            async with asyncio.timeout(self._deadline_s):
                async for attempt in _attempts():
                    with attempt:
                        return await self._http.request(method, path, headers=headers, **request)
        except TimeoutError as error:
            raise AccountsUnavailable(f"no answer within {self._deadline_s:g} s") from error
        except httpx.HTTPError as error:
            raise AccountsUnavailable(type(error).__name__) from error
        raise AccountsUnavailable("no attempt was made")


def _attempts() -> AsyncRetrying:
    return AsyncRetrying(
        retry=retry_if_exception_type(httpx.TransportError),
        stop=stop_after_attempt(2),
        wait=wait_fixed(0.05),
        reraise=True,
    )


def _matching(operation: Operation) -> dict[str, str]:
    return {"If-Match": operation.if_match} if operation.if_match is not None else {}


def _checked(response: httpx.Response) -> JsonObject:
    if response.is_success:
        return cast(JsonObject, response.json())
    if response.status_code >= 500:
        raise AccountsUnavailable(f"status {response.status_code}")
    problem = _problem(response)
    kind = _KINDS.get(response.status_code, "invalid")
    raise ToolFailure(kind, str(problem.get("detail") or problem.get("title") or response.reason_phrase))


def _receipt(response: httpx.Response) -> JsonObject:
    try:
        return cast(JsonObject, response.json())
    except ValueError as error:
        raise OutcomeUnknown("the receipt could not be read") from error


def _problem(response: httpx.Response) -> JsonObject:
    try:
        found: Any = response.json()
    except ValueError:
        return {}
    return cast(JsonObject, found) if isinstance(found, dict) else {}


def _code(problem: JsonObject) -> str:
    return str(problem.get("code") or "unknown")


def _reasons(problem: JsonObject, response: httpx.Response) -> tuple[str, ...]:
    """The reasons as sentences, or what the problem says as a whole."""
    texts = tuple(str(reason["text"]) for reason in problem.get("reasons") or () if reason.get("text"))
    return texts or (str(problem.get("detail") or problem.get("title") or response.reason_phrase),)
