"""The system under test as a caller sees it, and what its answers are held to: the contract's own document."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol, cast, get_args
from uuid import uuid4

import httpx
from jsonschema import Draft202012Validator, FormatChecker

Json = dict[str, Any]
Who = Literal["borrower", "other", "reader", "previewer", "support_agent", "supervisor", "service", "auditor"]
PROBLEM_TYPE = "application/problem+json"


class Failed(Exception):
    """The system under test does not do what the contract says; the message says what it did."""


class Skipped(Exception):
    """The check needs a token, an account or an operation that is not there; the message says which."""


class TokensUnusable(ValueError):
    """The token file is no JSON object of tokens by name, or lacks `borrower` and `other`."""


class _Checker(Protocol):
    def iter_errors(self, instance: object) -> Any: ...


def read_tokens(file: Path) -> dict[Who, str]:
    """Tokens by who they are of: `borrower` (may write) and `other` (another borrower) at least.

    `reader` is the borrower's without the write scope, `previewer` the borrower's with accounts:preview instead;
    these, staff, `service` and `auditor` are optional. Raises TokensUnusable.
    """
    try:
        given = json.loads(file.read_text())
    except (OSError, ValueError) as error:
        raise TokensUnusable(f"{file} cannot be read as JSON: {error}") from error
    known = get_args(Who)
    if not isinstance(given, dict) or not {"borrower", "other"} <= set(cast(Json, given)) <= set(known):
        names = ", ".join(known)
        raise TokensUnusable(f'{file} must hold {{"borrower": "...", "other": "..."}}; known names: {names}.')
    return cast(dict[Who, str], given)


@dataclass
class Target:
    """A system under test. `document` is the contract (OpenAPI), `http` has the base URL.

    known: the borrower's accounts where they are known already.
    """

    http: httpx.Client
    tokens: Mapping[Who, str]
    document: Json
    known: list[Json] | None = None

    def send(self, method: str, path: str, who: Who | None = "borrower", **more: Any) -> httpx.Response:
        """A request in somebody's name, without a token for None. Raises Skipped where there is no such token."""
        headers = {**more.pop("headers", {})}
        if who is not None:
            headers["Authorization"] = f"Bearer {self.token(who)}"
        return self.http.request(method, path, headers=headers, **more)

    def token(self, who: Who) -> str:
        if who not in self.tokens:
            raise Skipped(f"needs a token of {who}")
        return self.tokens[who]

    def get(self, path: str, who: Who = "borrower") -> Json:
        """The answer to a read that must succeed. Raises Failed."""
        return self.good(self.send("GET", path, who))

    def write(
        self, method: str, path: str, body: Json | None, who: Who = "borrower", key: str | None = None, **more: Any
    ) -> httpx.Response:
        """A write with an idempotency key of its own unless one is given."""
        headers = {"Idempotency-Key": key or f"verify-{uuid4()}", **more.pop("headers", {})}
        return self.send(method, path, who, json=body, headers=headers, **more)

    def good(self, response: httpx.Response) -> Json:
        """The JSON object of a success. Raises Failed."""
        if not response.is_success:
            raise Failed(f"{_asked(response)} answered {response.status_code}: {response.text[:200]}")
        found = self.body(response)
        if not isinstance(found, dict):
            raise Failed(f"{_asked(response)} did not answer a JSON object")
        return cast(Json, found)

    def body(self, response: httpx.Response) -> Any:
        try:
            return response.json()
        except ValueError as error:
            raise Failed(f"{_asked(response)} did not answer JSON: {response.text[:100]!r}") from error

    def problem(self, response: httpx.Response, status: int, code: str | None = None) -> Json:
        """The problem document of a refusal that must have this status (and code). Raises Failed."""
        if response.status_code != status:
            raise Failed(f"{_asked(response)} answered {response.status_code}, not {status}: {response.text[:200]}")
        kind = response.headers.get("content-type", "").partition(";")[0]
        if kind != PROBLEM_TYPE:
            raise Failed(f"{_asked(response)} answered an error as {kind}, not {PROBLEM_TYPE}")
        found = cast(Json, self.body(response))
        self.hold(found, {"$ref": "#/components/schemas/Problem"}, _asked(response))
        if found["status"] != status or (code and found["code"] != code):
            raise Failed(f"{_asked(response)} answered the problem {found['code']} ({found['status']}), not {code}")
        return found

    def hold(self, value: object, schema: Json, where: str) -> None:
        """Raise Failed where a value is not what a schema of the contract says."""
        whole = {**schema, "components": self.document["components"]}
        checker = cast(_Checker, Draft202012Validator(whole, format_checker=FormatChecker()))
        for error in checker.iter_errors(value):
            place = "/".join(str(step) for step in error.absolute_path) or "the answer"
            raise Failed(f"{where}: {place} {str(error.message)[:160]}")

    def accounts(self) -> list[Json]:
        """The borrower's accounts. Raises Skipped where there are none."""
        if self.known is None:
            self.known = cast(list[Json], self.get("/v1/accounts")["accounts"])
        if not self.known:
            raise Skipped("needs a borrower with an account")
        return self.known

    def account(self, product: str | None = None) -> str:
        """The id of an open account, of a product where one is named. Raises Skipped."""
        for each in self.accounts():
            if each["status"] == "open" and product in (None, each["product"]):
                return str(each["account_id"])
        raise Skipped(f"needs an open account{f' of the product {product}' if product else ''}")


def expect(true: object, otherwise: str) -> None:
    """Raise Failed, saying what is wrong, unless something is as it should be."""
    if not true:
        raise Failed(otherwise)


def names_of(path: str) -> set[str]:
    """The ids that a path of the contract has places for."""
    return {part[1:-1] for part in path.split("/") if part.startswith("{")}


def _asked(response: httpx.Response) -> str:
    return f"{response.request.method} {response.request.url.raw_path.decode()}"
