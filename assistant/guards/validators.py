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


@register_validator(name="tidewell/number_grounding", data_type="string")
class NumberGrounding(_OverReading):
    """Every figure is one of this turn's evidence."""

    question = staticmethod(numbers.ungrounded)


@register_validator(name="tidewell/citation_validity", data_type="string")
class CitationValidity(_OverReading):
    """Every claim is cited and supported, or a phrasing, or reads out account fields."""

    question = staticmethod(claims.unsupported)


@register_validator(name="tidewell/promises_and_predictions", data_type="string")
class PromisesAndPredictions(_OverReading):
    """No decision is promised or predicted."""

    question = staticmethod(promises.promised)


@register_validator(name="tidewell/third_party_disclosure", data_type="string")
class ThirdPartyDisclosure(_OverReading):
    """Nothing of anybody but the caller."""

    question = staticmethod(disclosure.disclosed)


@register_validator(name="tidewell/instruction_leakage", data_type="string")
class InstructionLeakage(_OverReading):
    """No part of the system prompt; the ready-made validator compares the whole of it only."""

    question = staticmethod(leaks.leaked)


@register_validator(name="tidewell/prompt_injection", data_type="string")
class PromptInjection(Validator):
    """Attempts to override the instructions or to have them told; fails with the decline reason."""

    def __init__(self, detector: Detector) -> None:
        super().__init__()
        self._detector = detector

    def _validate(self, value: Any, metadata: dict[str, Any]) -> ValidationResult:
        return _result(self._detector.reason(str(value)))
