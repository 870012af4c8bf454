"""Runs the validators of each direction, times them, and turns their answers into verdicts."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Literal

from assistant.guards.evidence import Evidence, GuardReport
from assistant.guards.injection import Detector, detector
from assistant.guards.knowledge import Knowledge, learn
from assistant.guards.markup import SUSPECT, without_links
from assistant.guards.private_numbers import card_numbers, social_security_numbers
from assistant.guards.reading import Reading
from assistant.guards.validators import (
    BanList,
    CitationValidity,
    DetectSystemPromptLeakage,
    FailResult,
    InstructionLeakage,
    NumberGrounding,
    PromisesAndPredictions,
    PromptInjection,
    ThirdPartyDisclosure,
    Validator,
    WebSanitization,
)
from assistant.results import GuardVerdict
from prompts.bundle import PromptBundle
from tools.caller import Caller

_LIKENESS = 60


class InputSuite:
    """Looks at the caller's words before any model does."""

    def __init__(self, found: Detector) -> None:
        self._detector = found
        self._injection = PromptInjection(found)
        self._banned = {reason: BanList(list(phrases)) for reason, phrases in found.banned.items()}

    async def __call__(self, text: str, caller: Caller) -> GuardReport:
        """Blocked with a decline reason of the prompts: `instruction_override` or `system_prompt`."""
        started = perf_counter()
        problem = _problem(self._injection, text, {})
        verdicts = [_verdict("prompt_injection", "input", problem, started)]
        reason = problem
        if reason is None and not self._detector.is_about(text):
            started = perf_counter()
            searched = self._detector.ends(text)
            reason = next((name for name, ban in self._banned.items() if _problem(ban, searched, {})), None)
            verdicts.append(_verdict("ban_list", "input", reason, started))
        verdicts.append(_noted(text))
        return GuardReport(self._detector.unmasked(text).shown, verdicts, reason is not None, reason)


def _noted(text: str) -> GuardVerdict:
    """Card and Social Security numbers are the borrower's to type; that they were typed is noted, never which."""
    started = perf_counter()
    kinds = {"a card number": card_numbers(text), "a Social Security number": social_security_numbers(text)}
    noted = " and ".join(kind for kind, found in kinds.items() if found)
    verdict = _verdict("private_numbers", "input", None, started)
    return verdict.model_copy(update={"detail": f"the message holds {noted}"}) if noted else verdict


@dataclass(frozen=True)
class _Named:
    name: str
    validator: Validator


class OutputSuite:
    """Looks at a reply before it leaves: mends markup and links, then blocks what has no source."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._markup = WebSanitization()
        self._checks: Sequence[_Named] = (
            _Named("number_grounding", NumberGrounding()),
            _Named("citation_validity", CitationValidity()),
            _Named("promises_and_predictions", PromisesAndPredictions()),
            _Named("third_party_disclosure", ThirdPartyDisclosure()),
            _Named("instruction_leakage", InstructionLeakage()),
            _Named("system_prompt_leakage", DetectSystemPromptLeakage(knowledge.system, threshold=_LIKENESS)),
        )

    async def __call__(self, answer: str, evidence: Evidence) -> GuardReport:
        """Blocked with the name of the first guard that fails; its verdict's detail holds the offending words."""
        text, verdict = self._mended(answer)
        verdicts = [verdict]
        reading = Reading(text, evidence, self._knowledge)
        reason: str | None = None
        for check in self._checks:
            started = perf_counter()
            problem = _problem(check.validator, text, {"reading": reading})
            verdicts.append(_verdict(check.name, "output", problem, started))
            if problem is not None:
                reason = check.name
                break
        return GuardReport(text, verdicts, reason is not None, reason)

    def _mended(self, answer: str) -> tuple[str, GuardVerdict]:
        started = perf_counter()
        text = answer
        if SUSPECT.search(answer):
            result = self._markup.validate(answer, {})
            if isinstance(result, FailResult):
                text = str(result.fix_value) if "<" in answer else html.unescape(str(result.fix_value))
        text = without_links(text, self._knowledge.lexicon.links)
        verdict = _verdict("web_sanitization", "output", None, started)
        if text != answer:
            verdict = verdict.model_copy(update={"verdict": "rebuild", "detail": "markup or a link was removed"})
        return text, verdict


def _problem(validator: Validator, text: str, metadata: Mapping[str, Any]) -> str | None:
    result = validator.validate(text, dict(metadata))
    return (result.error_message or "failed") if isinstance(result, FailResult) else None


def _verdict(name: str, direction: Literal["input", "output"], problem: str | None, started: float) -> GuardVerdict:
    verdict: Literal["pass", "block"] = "pass" if problem is None else "block"
    spent_ms = round((perf_counter() - started) * 1000, 3)
    return GuardVerdict(name=name, direction=direction, verdict=verdict, ms=spent_ms, detail=problem)


def make(prompt: PromptBundle) -> tuple[InputSuite, OutputSuite]:
    """Both directions for one prompt."""
    return InputSuite(detector()), OutputSuite(learn(prompt))
