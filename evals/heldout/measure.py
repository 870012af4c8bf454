"""How often the local model plans right on utterances that no example was written from.

`python -m evals.heldout.measure` prints one JSON object with the figures of each set; `--errors` lists the misses,
`--folds` adds cross-validation on the examples by utterance and by scenario, `--keep` names a folder for the fit.
"""

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import yaml

from assistant.models.local.conversation import Conversation
from assistant.models.local.reading import Plan
from assistant.models.local.understanding import Schemas, Understanding
from evals.heldout.folds import by_scenario, by_utterance
from evals.heldout.score import Planned, Utterance, arguments_right, is_right, share
from policies.embeddings import MiniLM, Remembered
from prompts.loader import load
from tools.registry import TOOLS

TODAY = date(2026, 5, 15)
_SETS = ("utterances", "second", "third")


def schemas(descriptions: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The tools' JSON schemas with the prompt's descriptions in them, as a model is given them."""
    made: dict[str, dict[str, Any]] = {}
    for name, spec in TOOLS.items():
        schema = spec.arguments.model_json_schema()
        for argument, text in descriptions[name].arguments.items():
            schema["properties"][argument]["description"] = text
        made[name] = schema
    return made


def planned(plan: Plan) -> Planned:
    return Planned(
        calls=tuple((call.tool, call.arguments) for call in plan.calls), outcome=plan.outcome, reason=plan.reason
    )


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--folds", action="store_true")
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args(arguments)
    prompt = load()
    encoder = Remembered(MiniLM(threads=1), size=20_000)
    started = time.process_time()
    understanding = Understanding(prompt, encoder, options.keep)
    fit_cpu_s = time.process_time() - started
    bound = schemas(prompt.tools)
    understanding.plan(Conversation(TODAY, "warm up"), bound)
    played = {name: _played(name, understanding, bound) for name in _SETS}
    spent = sorted(cpu_ms for _, _, times in played.values() for cpu_ms in times)
    figures: dict[str, Any] = {name: _figures(wanted, plans) for name, (wanted, plans, _) in played.items()}
    figures |= {
        "scenarios": len(prompt.scenarios),
        "fit_cpu_s": round(fit_cpu_s, 2),
        "plan_cpu_p50_ms": round(median(spent), 1),
        "plan_cpu_p95_ms": round(spent[int(len(spent) * 0.95)], 1),
    }
    if options.folds:
        figures |= {"by_utterance": by_utterance(prompt, encoder), "by_scenario": by_scenario(prompt, encoder)}
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")
    if options.errors:
        for name in _SETS:
            _list_errors(*played[name][:2])
    return 0


def _played(
    name: str, understanding: Understanding, bound: Schemas
) -> tuple[list[Utterance], list[Planned], list[float]]:
    """A set's utterances, what was planned for each, and the CPU milliseconds it took."""
    text = Path(__file__).with_name(f"{name}.yaml").read_text(encoding="utf-8")
    wanted = [Utterance.model_validate(row) for row in yaml.safe_load(text)["utterances"]]
    plans: list[Planned] = []
    spent: list[float] = []
    for utterance in wanted:
        begun = time.process_time()
        plans.append(planned(understanding.plan(Conversation(TODAY, utterance.words), bound)))
        spent.append((time.process_time() - begun) * 1000)
    return wanted, plans, spent


def _figures(wanted: Sequence[Utterance], plans: Sequence[Planned]) -> dict[str, Any]:
    pairs = list(zip(wanted, plans, strict=True))
    right = [is_right(one, plan) for one, plan in pairs]
    asked = [plan.outcome == "clarify" and "clarify" not in one.outcomes for one, plan in pairs]
    answerable = [(one, plan) for one, plan in pairs if one.outcomes == ("answer",)]
    return {
        "utterances": len(pairs),
        "right": round(share(right), 3),
        "right_or_asks": round(share([hit or ask for hit, ask in zip(right, asked, strict=True)]), 3),
        "asks": round(share(asked), 3),
        "english_right": round(share([hit for hit, one in zip(right, wanted, strict=True) if not one.spanish]), 3),
        "spanish_right": round(share([hit for hit, one in zip(right, wanted, strict=True) if one.spanish]), 3),
        "arguments_right": round(share([arguments_right(one, plan) for one, plan in pairs if one.arguments]), 3),
        "false_handoff": round(share([plan.outcome == "handoff" for _, plan in answerable]), 3),
        "false_decline": round(share([plan.outcome == "decline" for _, plan in answerable]), 3),
        "handoff_missed": round(
            share([plan.outcome != "handoff" for one, plan in pairs if one.outcomes == ("handoff",)]), 3
        ),
        "decline_missed": round(
            share([plan.outcome != "decline" for one, plan in pairs if one.outcomes == ("decline",)]), 3
        ),
    }


def _list_errors(wanted: Sequence[Utterance], plans: Sequence[Planned]) -> None:
    for one, plan in zip(wanted, plans, strict=True):
        if not is_right(one, plan) or not arguments_right(one, plan):
            sys.stdout.write(
                f"- {one.text}\n    wanted {one.calls} {one.outcomes} {one.reason} {dict(one.arguments)}\n"
            )
            made = "; ".join(f"{name}{dict(arguments)}" for name, arguments in plan.calls)
            sys.stdout.write(f"    got    {made} {plan.outcome} {plan.reason}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
