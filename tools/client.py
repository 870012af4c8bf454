"""The HTTP client of the account system (docs/accounts-api.md): one pool, one retry layer, one deadline."""

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import Any, cast

import httpx
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_fixed

from tools.errors import FailureKind, ToolFailure

JsonObject = dict[str, Any]
_KINDS: Mapping[int, FailureKind] = {
    401: "not_allowed",
    403: "not_allowed",
    404: "not_found",
    409: "not_available",
    422: "invalid",
}


class AccountsUnavailable(ToolFailure):
    """The account system did not answer in time or at all; nothing was changed, the same read may succeed later."""

    def __init__(self, detail: str) -> None:
        super().__init__("temporary", f"The account system is not reachable right now ({detail}).")


class AccountsClient:
    """Reads of the account system, each under the caller's own delegated token.

    base_url: where the contract is served. deadline_s: for one read, its retry included.
    """

    def __init__(
        self, base_url: str, *, deadline_s: float = 5.0, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._deadline_s = deadline_s
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
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            async with asyncio.timeout(self._deadline_s):
                async for attempt in _attempts():
                    with attempt:
                        response = await self._http.get(path, params=params or {}, headers=headers)
                        return _checked(response)
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


def _checked(response: httpx.Response) -> JsonObject:
    if response.is_success:
        return cast(JsonObject, response.json())
    if response.status_code >= 500:
        raise AccountsUnavailable(f"status {response.status_code}")
    try:
        problem = cast(JsonObject, response.json())
    except ValueError:
        problem = {}
    kind = _KINDS.get(response.status_code, "invalid")
    raise ToolFailure(kind, str(problem.get("detail") or problem.get("title") or response.reason_phrase))
