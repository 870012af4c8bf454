from typing import Any, Protocol

class CheckFunction(Protocol):
    def __call__(self, ctx: Any, response: Any, case: Any) -> bool | None: ...

not_a_server_error: CheckFunction
