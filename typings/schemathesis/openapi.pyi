from typing import Any

from schemathesis import BaseSchema

def from_dict(schema: dict[str, Any]) -> BaseSchema: ...
