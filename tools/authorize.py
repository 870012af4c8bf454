"""May this caller do this? Decided by the Cedar policies in tools/permissions/, read once and validated when read.

Denied by default, and denied where a policy cannot be evaluated. docs/permissions.md shows what the policies come to.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, cast

import cedarpy

from tools.caller import Caller
from tools.permission_request import NOTHING_KNOWN, Accounts, Circumstances, Proposed, Resource, entities, request

FOLDER = Path(__file__).parent / "permissions"


class PoliciesInvalid(RuntimeError):
    """The files in tools/permissions/ do not fit their schema; the message says where. Nothing may be decided."""


@dataclass(frozen=True)
class Decision:
    """policies: ids of those that decided. needs: what would make it allowed. says: the reasons, for the person."""

    allowed: bool
    policies: tuple[str, ...] = ()
    needs: Literal["step_up"] | None = None
    says: tuple[str, ...] = ()


class Permissions:
    """Parsed policies. Safe for many callers at once; a decision takes well under a millisecond."""

    def __init__(self, policies: str, schema: str) -> None:
        """Raises PoliciesInvalid."""
        try:
            self._schema = cedarpy.Schema.from_str(schema)
            self._policies = cedarpy.PolicySet.from_str(policies)
        except ValueError as error:
            raise PoliciesInvalid(str(error)) from error
        checked = cedarpy.validate_policies(policies, self._schema)
        if not checked.validation_passed:
            raise PoliciesInvalid("; ".join(str(problem) for problem in checked.errors))
        self._says = _annotated(policies, "says")

    @staticmethod
    @lru_cache(maxsize=1)
    def load() -> "Permissions":
        """The product's own policies. Raises PoliciesInvalid."""
        return Permissions(*read(FOLDER))

    def decide(
        self, caller: Caller, action: str, resource: Resource | None = None, context: Circumstances = NOTHING_KNOWN
    ) -> Decision:
        """Whether `caller` may do `action` (a tool's name, or one of docs/acting.md's) to `resource`.

        Without a resource: the accounts that the caller is about, or the house where the action belongs to nobody.
        """
        decided = self._decided(caller, action, resource, context)
        if decided.allowed or caller.role == "anonymous":
            return decided
        stepped_up = replace(caller, assurance=2, second_factor_age_s=0)
        if caller != stepped_up and self._decided(stepped_up, action, resource, context).allowed:
            return replace(decided, needs="step_up")
        return decided

    def permitted(self, caller: Caller, actions: Sequence[str]) -> frozenset[str]:
        """Those of the tools that the caller may use as things stand, decided in one go."""
        results = self._answers([request(caller, action, None, NOTHING_KNOWN) for action in actions], caller, None)
        return frozenset(action for action, result in zip(actions, results, strict=True) if _allows(result))

    def _decided(self, caller: Caller, action: str, resource: Resource | None, context: Circumstances) -> Decision:
        requests = [request(caller, action, resource, context)]
        if isinstance(resource, Proposed) and action == "confirm":
            # What may not be asked for (any more) may not be confirmed: the tool itself is asked about too. A
            # confirmation reads no account, and staff give theirs outside of the thread in which they served.
            caller = replace(caller, serves=resource.about if caller.is_staff else caller.serves, token="")
            requests.append(request(caller, resource.tool, Accounts(resource.about), context))
        results = self._answers(requests, caller, resource)
        allowed = all(_allows(result) for result in results)
        deciding = [result for result in results if allowed or not _allows(result)]
        ids = [name for result in deciding for name in result.diagnostics.id_annotations_by_reason.values()]
        policies = tuple(sorted(str(name) for name in ids))
        says = () if allowed else tuple(dict.fromkeys(self._says[name] for name in policies if name in self._says))
        return Decision(allowed, policies, None, says)

    def _answers(
        self, requests: list[dict[str, Any]], caller: Caller, resource: Resource | None
    ) -> list[cedarpy.AuthzResult]:
        return cedarpy.is_authorized_batch(requests, self._policies, entities(caller, resource), self._schema)


def read(folder: Path) -> tuple[str, str]:
    """All policies of a folder as one text, and its schema."""
    policies = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.cedar")))
    return policies, (folder / "schema.cedarschema").read_text(encoding="utf-8")


def _allows(result: cedarpy.AuthzResult) -> bool:
    """Allowed without any error: a forbid that could not be evaluated would otherwise be passed over."""
    return result.allowed and not result.diagnostics.errors


def _annotated(policies: str, annotation: str) -> dict[str, str]:
    static: dict[str, Any] = json.loads(cedarpy.policies_to_json_str(policies))["staticPolicies"]
    notes = [cast(dict[str, str], policy.get("annotations", {})) for policy in static.values()]
    return {note["id"]: note[annotation] for note in notes if annotation in note}
