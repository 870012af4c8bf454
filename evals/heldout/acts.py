"""How often the local model proposes what was asked for, and how often it proposes what was not.

`python -m evals.heldout.acts` prints one JSON object; `--errors` lists the misses, `--keep` names a folder for the fit.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from assistant.models.local.conversation import Conversation
from assistant.models.local.reading import Plan
from assistant.models.local.understanding import Understanding
from evals.heldout.measure import TODAY, schemas
from evals.heldout.score import share
from policies.embeddings import MiniLM, Remembered
from prompts.loader import load
from tools.registry import TOOLS

_WRITES = frozenset(name for name, spec in TOOLS.items() if spec.access == "WRITE")


class Said(BaseModel):
    """`calls`: writes that must be proposed, none where it only sounds so. asks: the question for what is missing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    calls: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    arguments: Mapping[str, str | int] = {}
    asks: str | None = None
    staff: bool = False

    @property
    def words(self) -> str:
        return self.text.removeprefix("es:").strip()


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args(arguments)
    prompt = load()
    understanding = Understanding(prompt, Remembered(MiniLM(threads=1), size=20_000), options.keep)
    bound = schemas(prompt.tools)
    rows = yaml.safe_load(Path(__file__).with_name("acts.yaml").read_text(encoding="utf-8"))["utterances"]
    said = [Said.model_validate(row) for row in rows]
    plans = [understanding.plan(Conversation(TODAY, one.words, staff=one.staff), bound) for one in said]
    asked = [understanding.asks_for([one.words], staff=one.staff) for one in said]
    sys.stdout.write(json.dumps(_figures(said, plans, asked), indent=2) + "\n")
    if options.errors:
        _list_errors(said, plans, asked)
    return 0


def _proposed(plan: Plan) -> frozenset[str]:
    return frozenset(call.tool for call in plan.calls) & _WRITES


def _is_right(one: Said, plan: Plan) -> bool:
    if one.asks is not None:
        return not _proposed(plan) and plan.lacks == one.asks
    return _proposed(plan) == frozenset(one.calls)


def _arguments_right(one: Said, plan: Plan) -> bool:
    made = {name: str(value) for call in plan.calls if call.tool in _WRITES for name, value in call.arguments.items()}
    return all(str(value) in made.get(name, "") for name, value in one.arguments.items())


def _figures(said: Sequence[Said], plans: Sequence[Plan], asked: Sequence[frozenset[str]]) -> dict[str, float | int]:
    requests = [row for row in zip(said, plans, asked, strict=True) if row[0].calls]
    others = [row for row in zip(said, plans, asked, strict=True) if not row[0].calls]
    return {
        "requests": len(requests),
        "proposed": round(share([_is_right(one, plan) for one, plan, _ in requests]), 3),
        "asked_back": round(share([plan.outcome == "clarify" and not one.asks for one, plan, _ in requests]), 3),
        "wrong_write": round(share([bool(_proposed(plan) - set(one.calls)) for one, plan, _ in requests]), 3),
        "arguments_right": round(share([_arguments_right(*row[:2]) for row in requests if row[0].arguments]), 3),
        "asks_for": round(share([set(one.calls) <= for_it for one, _, for_it in requests]), 3),
        "look_alikes": len(others),
        "false_write": round(share([bool(_proposed(plan)) for _, plan, _ in others]), 3),
        "asks_for_something": round(share([bool(for_it) for _, _, for_it in others]), 3),
    }


def _list_errors(said: Sequence[Said], plans: Sequence[Plan], asked: Sequence[frozenset[str]]) -> None:
    for one, plan, for_it in zip(said, plans, asked, strict=True):
        right = _is_right(one, plan) and _arguments_right(one, plan)
        if not right or not set(one.calls) <= for_it:
            made = "; ".join(f"{call.tool}{dict(call.arguments)}" for call in plan.calls)
            sys.stdout.write(f"- {one.text}\n    wanted {one.calls} {one.asks or ''} {dict(one.arguments)}\n")
            sys.stdout.write(f"    got    {made} {plan.outcome} {plan.lacks or plan.reason or ''} | {sorted(for_it)}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
