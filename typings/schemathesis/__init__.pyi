"""The part of schemathesis that the tests of the contract use; the package's own types are partly unknown."""

from collections.abc import Generator
from enum import Enum
from typing import Any

from hypothesis import settings as Settings
from hypothesis.strategies import SearchStrategy

from schemathesis import openapi as openapi
from schemathesis.checks import CheckFunction

class GenerationMode(Enum):
    POSITIVE = "positive"
    NEGATIVE = "negative"

class Response:
    status_code: int

class Case:
    method: str
    operation: APIOperation
    body: object
    path_parameters: dict[str, Any] | None
    def call(self, base_url: str | None = ..., *, headers: dict[str, str] | None = ..., timeout: float = ...) -> Response: ...
    def validate_response(self, response: Response, checks: list[CheckFunction] | None = ...) -> None: ...

class Definition:
    raw: dict[str, Any]

class APIOperation:
    definition: Definition
    def as_strategy(self, generation_mode: GenerationMode = ...) -> SearchStrategy[Case]: ...

class Found:
    def ok(self) -> APIOperation: ...

class APIStateMachine:
    def get_call_kwargs(self, case: Case) -> dict[str, Any]: ...
    def before_call(self, case: Case) -> None: ...
    def validate_response(
        self, response: Response, case: Case, additional_checks: list[CheckFunction] | None = ..., **kwargs: Any
    ) -> None: ...
    @classmethod
    def run(cls, *, settings: Settings | None = ...) -> None: ...

class BaseSchema:
    def get_all_operations(self) -> Generator[Found]: ...
    def as_state_machine(self) -> type[APIStateMachine]: ...
