"""The part of typer that the command line uses; the package's own types are partly unknown under click 8.5."""

from collections.abc import Callable
from typing import Any, TypeVar

_F = TypeVar("_F", bound=Callable[..., Any])

class Typer:
    def __init__(
        self,
        *,
        name: str | None = ...,
        help: str | None = ...,
        no_args_is_help: bool = ...,
        rich_markup_mode: str | None = ...,
        pretty_exceptions_enable: bool = ...,
        add_completion: bool = ...,
    ) -> None: ...
    def command(self, name: str | None = ...) -> Callable[[_F], _F]: ...
    def add_typer(self, app: Typer, *, name: str) -> None: ...
    def __call__(self, args: list[str] | None = ...) -> Any: ...

def Option(*names: str, help: str = ..., min: float | None = ...) -> Any: ...
def Argument(*, help: str = ...) -> Any: ...
