"""The guards as guardrails-ai validators. The only module that imports guardrails, and it does so after `quiet`."""

from collections.abc import Callable
from typing import Any

from assistant.guards import quiet

# isort: split
from guardrails.validator_base import FailResult, PassResult, ValidationResult, Validator, register_validator
from guardrails_ai.ban_list import BanList
from guardrails_ai.detect_system_prompt_leakage import DetectSystemPromptLeakage
from guardrails_ai.web_sanitization import WebSanitization

from assistant.guards import claims, disclosure, leaks, numbers, promises
from assistant.guards.injection import Detector
from assistant.guards.reading import Reading

__all__ = [
    "BanList",
    "CitationValidity",
    "DetectSystemPromptLeakage",
    "FailResult",
    "InstructionLeakage",
    "NumberGrounding",
    "PromisesAndPredictions",
    "PromptInjection",
    "ThirdPartyDisclosure",
    "Validator",
    "WebSanitization",
]

if quiet.metrics_are_on():
    raise RuntimeError("guardrails' telemetry is on: assistant.guards.quiet must be imported before guardrails")


def _result(problem: str | None) -> ValidationResult:
    return PassResult() if problem is None else FailResult(error_message=problem)


class _OverReading(Validator):
    """Asks one question of the `reading` that the caller puts into the metadata."""

    question: Callable[[Reading], str | None]

    def _validate(self, value: Any, metadata: dict[str, Any]) -> ValidationResult:
        reading: Reading = metadata["reading"]
        return _result(type(self).question(reading))


def _asking(alias: str, question: Callable[[Reading], str | None]) -> type[_OverReading]:
    """A registered validator that fails with what `question` finds in the reading."""
    asked = type(alias.title().replace("_", ""), (_OverReading,), {"question": staticmethod(question)})
    return register_validator(name=f"tidewell/{alias}", data_type="string")(asked)


NumberGrounding = _asking("number_grounding", numbers.ungrounded)
"""Every figure is one of this turn's evidence."""
CitationValidity = _asking("citation_validity", claims.unsupported)
"""Every claim is cited and supported, or a phrasing, or reads out account fields."""
PromisesAndPredictions = _asking("promises_and_predictions", promises.promised)
"""No decision is promised or predicted."""
ThirdPartyDisclosure = _asking("third_party_disclosure", disclosure.disclosed)
"""Nothing of anybody but the caller."""
InstructionLeakage = _asking("instruction_leakage", leaks.leaked)
"""No part of the system prompt; the ready-made validator compares the whole of it only."""


@register_validator(name="tidewell/prompt_injection", data_type="string")
class PromptInjection(Validator):
    """Attempts to override the instructions or to have them told; fails with the decline reason."""

    def __init__(self, detector: Detector) -> None:
        super().__init__()
        self._detector = detector

    def _validate(self, value: Any, metadata: dict[str, Any]) -> ValidationResult:
        return _result(self._detector.reason(str(value)))
