"""Which parameters of the protocol are read, ignored or refused: `parameters.yaml`, checked when it is read."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from api.openai.errors import RequestRefused

_PATH = Path(__file__).with_name("parameters.yaml")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Model(_Strict):
    """The one model there is. created: seconds since 1970."""

    id: str
    owned_by: str
    created: int

    def card(self) -> dict[str, Any]:
        """As `/v1/models` lists it."""
        return {"id": self.id, "object": "model", "created": self.created, "owned_by": self.owned_by}


class Refusal(_Strict):
    """unless: the values that ask for nothing; null is always one of them."""

    unless: list[Any]
    says: str


class Parameters(_Strict):
    model: Model
    read: list[str]
    ignored: dict[str, str]
    refused: dict[str, Refusal]

    @staticmethod
    @lru_cache(maxsize=1)
    def load() -> "Parameters":
        return Parameters.model_validate(yaml.safe_load(_PATH.read_text(encoding="utf-8")))

    def check(self, given: Mapping[str, Any]) -> None:
        """Raises RequestRefused for what would be misunderstood if it were ignored."""
        for name, value in given.items():
            if refusal := self.refused.get(name):
                if value is not None and value not in refusal.unless:
                    raise RequestRefused("unsupported_parameter", refusal.says, name)
            elif name not in self.read and name not in self.ignored:
                raise RequestRefused("unknown_parameter", f"Unrecognized request argument supplied: {name[:64]}", name)

    def check_model(self, name: str) -> None:
        """Raises RequestRefused with 404 for any other model than the one."""
        if name != self.model.id:
            says = f"The model `{name[:64]}` does not exist here; there is `{self.model.id}`."
            raise RequestRefused("model_not_found", says, "model", status=404)
