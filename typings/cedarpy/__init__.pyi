from collections.abc import Mapping, Sequence
from typing import Any

class PolicySet:
    @staticmethod
    def from_str(s: str) -> PolicySet: ...

class Schema:
    @staticmethod
    def from_str(s: str) -> Schema: ...

class Diagnostics:
    @property
    def errors(self) -> list[str]: ...
    @property
    def id_annotations_by_reason(self) -> dict[str, str]: ...

class AuthzResult:
    @property
    def allowed(self) -> bool: ...
    @property
    def diagnostics(self) -> Diagnostics: ...

class ValidationError:
    @property
    def error(self) -> str: ...

class ValidationResult:
    @property
    def validation_passed(self) -> bool: ...
    @property
    def errors(self) -> list[ValidationError]: ...

def is_authorized_batch(
    requests: Sequence[Mapping[str, Any]],
    policies: PolicySet,
    entities: Sequence[Mapping[str, Any]],
    schema: Schema,
) -> list[AuthzResult]: ...
def validate_policies(policies: str, schema: Schema) -> ValidationResult: ...
def policies_to_json_str(policies: str) -> str: ...
