"""Read the worked examples and hold them against each other: ids, utterances, tools, look-alikes."""

from collections.abc import Iterable
from pathlib import Path

import yaml
from pydantic import ValidationError

from prompts.errors import PromptError
from prompts.reading import parse_yaml
from prompts.schema import ExampleFile, Scenario

SPANISH = "es:"


def load_scenarios(folder: Path, tools: Iterable[str]) -> tuple[Scenario, ...]:
    """Every scenario under `folder`, in order of file name.

    Raises PromptError for an unknown tool, a doubled id or utterance, or a look-alike of an unknown scenario.
    """
    found: list[Scenario] = []
    for path in sorted(folder.rglob("*.yaml")):
        try:
            file = ExampleFile.model_validate(parse_yaml(path.read_text(encoding="utf-8")))
            found += [one.model_copy(update={"audience": file.audience}) for one in file.scenarios]
        except (ValidationError, yaml.YAMLError, UnicodeDecodeError) as error:
            raise PromptError(f"{path}: {error}") from error
    _check(found, set(tools))
    return tuple(found)


def _check(scenarios: list[Scenario], tools: set[str]) -> None:
    ids: set[str] = set()
    said: dict[str, str] = {}
    for scenario in scenarios:
        if scenario.id in ids:
            raise PromptError(f"scenario id {scenario.id} is used twice")
        ids.add(scenario.id)
        unknown = ({call.tool for call in scenario.calls} | set(scenario.variants)) - tools
        if unknown:
            raise PromptError(f"scenario {scenario.id}: {sorted(unknown)} is not described in tools.yaml")
        for utterance in scenario.utterances:
            key = " ".join(utterance.lower().split())
            if key in said:
                raise PromptError(f"scenarios {said[key]} and {scenario.id} share the utterance {utterance!r}")
            said[key] = scenario.id
    for scenario in scenarios:
        if scenario.look_alike_of is not None and scenario.look_alike_of not in ids:
            raise PromptError(f"scenario {scenario.id} looks like {scenario.look_alike_of}, which does not exist")


def utterance_language(utterance: str) -> tuple[str, str]:
    """`es: hola` -> (`hola`, `es`); everything else is English."""
    if utterance.startswith(SPANISH):
        return utterance.removeprefix(SPANISH).strip(), "es"
    return utterance, "en"
