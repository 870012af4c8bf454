"""Cross-validation on the prompt's own examples: utterances kept out, and whole scenarios kept out."""

from collections.abc import Sequence

from assistant.models.local.kernel import Encoder
from assistant.models.local.planner import Planner
from assistant.models.local.reading import treatment
from evals.heldout.score import share
from prompts.bundle import PromptBundle
from prompts.scenarios import utterance_language
from prompts.schema import Scenario

_FOLDS = 5


def by_utterance(prompt: PromptBundle, encoder: Encoder) -> dict[str, float]:
    """One utterance kept out of every scenario that has at least three."""
    kept: list[Scenario] = []
    asked: list[tuple[Scenario, str]] = []
    for index, scenario in enumerate(prompt.scenarios):
        out = scenario.utterances[index % len(scenario.utterances)]
        if len(scenario.utterances) < 3:
            kept.append(scenario)
            continue
        kept.append(scenario.model_copy(update={"utterances": tuple(u for u in scenario.utterances if u != out)}))
        asked.append((scenario, out))
    return _measured(Planner(kept, encoder), asked)


def by_scenario(prompt: PromptBundle, encoder: Encoder) -> dict[str, float]:
    """Every fifth scenario kept out whole; only what another scenario's treatment covers can be right."""
    kept = [scenario for index, scenario in enumerate(prompt.scenarios) if index % _FOLDS]
    asked = [
        (scenario, scenario.utterances[0]) for index, scenario in enumerate(prompt.scenarios) if index % _FOLDS == 0
    ]
    known = {treatment(scenario) for scenario in kept}
    return _measured(Planner(kept, encoder), [(one, said) for one, said in asked if treatment(one) in known])


def _measured(planner: Planner, asked: Sequence[tuple[Scenario, str]]) -> dict[str, float]:
    texts = [utterance_language(said) for _, said in asked]
    readings = planner.read([text for text, _ in texts])
    same = [treatment(read[0].scenario) == treatment(one) for read, (one, _) in zip(readings, asked, strict=True)]
    top = [
        any(treatment(r.scenario) == treatment(one) for r in read[:3])
        for read, (one, _) in zip(readings, asked, strict=True)
    ]
    needed = [
        {c.tool for c in one.calls} <= read[0].tools and read[0].scenario.outcome == one.outcome
        for read, (one, _) in zip(readings, asked, strict=True)
    ]
    spanish = [hit for hit, (_, language) in zip(same, texts, strict=True) if language == "es"]
    return {
        "asked": len(asked),
        "same_treatment": round(share(same), 3),
        "top_3": round(share(top), 3),
        "needed_calls_made": round(share(needed), 3),
        "spanish_same_treatment": round(share(spanish), 3),
    }
