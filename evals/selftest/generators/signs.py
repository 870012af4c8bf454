"""Changes of cues.yaml, moods.yaml and the prompt's head: signs lost or too wide; or only in another order."""

import re
from copy import deepcopy
from random import Random
from typing import Any

from evals.review.data import slices
from evals.selftest.generators.examples import dumped
from evals.selftest.generators.template import Made, Template
from evals.selftest.mutation import Folder, replaced

_CUES, _MOODS = "cues.yaml", "moods.yaml"


def _area(cue: dict[str, Any]) -> list[str]:
    return [str(slices().reasons.get(cue["reason"], cue["outcome"]))]


def _cue(folder: Folder, random: Random) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    cues = deepcopy(folder.yaml(_CUES))
    return cues, random.choice(cues)


def _gone(folder: Folder, random: Random) -> Made | None:
    cues, cue = _cue(folder, random)
    return Made([dumped(_CUES, [one for one in cues if one is not cue])], f"no cue {cue['cue']}", _area(cue))


def _phrase_gone(folder: Folder, random: Random) -> Made | None:
    cues, cue = _cue(folder, random)
    gone = cue["phrases"].pop(random.randrange(len(cue["phrases"])))
    return Made([dumped(_CUES, cues)], f"{cue['cue']}: no phrase {gone[:60]!r}", _area(cue)) if cue["phrases"] else None


def _half_gone(folder: Folder, random: Random) -> Made | None:
    cues, cue = _cue(folder, random)
    cue["phrases"] = cue["phrases"][::2]
    return Made([dumped(_CUES, cues)], f"{cue['cue']}: every other phrase gone", _area(cue))


def _hushed(folder: Folder, random: Random) -> Made | None:
    cues, cue = _cue(folder, random)
    cue["unless"] = [*cue.get("unless", []), random.choice([r"\b(?:my|i|me)\b", r"\b(?:the|a)\b", r"\w{4,}"])]
    return Made([dumped(_CUES, cues)], f"{cue['cue']}: not where {cue['unless'][-1]!r} is said", _area(cue))


def _other_reason(folder: Folder, random: Random) -> Made | None:
    cues, cue = _cue(folder, random)
    area = _area(cue)
    if cue["outcome"] != "handoff" or cue["reason"] == "asked_for_person":
        return None
    cue["reason"] = "asked_for_person"
    return Made([dumped(_CUES, cues)], f"{cue['cue']} hands off like any other wish for a person", area)


def _too_wide(folder: Folder, random: Random) -> Made | None:
    cues, cue = _cue(folder, random)
    cue["phrases"].append(random.choice([r"\bmy (?:payment|balance)\b", r"\bloan\b", r"\bwhen\b"]))
    return Made([dumped(_CUES, cues)], f"{cue['cue']}: caught by {cue['phrases'][-1]!r}", _area(cue))


def _mood_gone(folder: Folder, random: Random) -> Made | None:
    moods = deepcopy(folder.yaml(_MOODS))
    mood = random.choice(moods)
    gone = mood["phrases"].pop(random.randrange(len(mood["phrases"])))
    return Made([dumped(_MOODS, moods)], f"{mood['mood']}: no phrase {gone[:60]!r}", ["acting"])


def _model(folder: Folder, random: Random) -> Made | None:
    edits = replaced(folder, "assistant.md", "params: {temperature: 0}", "params: {temperature: 1}")
    return Made(edits, "another temperature", ["all"])


def _shuffled(folder: Folder, random: Random) -> Made | None:
    cues = deepcopy(folder.yaml(_CUES))
    for cue in cues:
        cue["phrases"] = random.sample(cue["phrases"], len(cue["phrases"]))
    return Made([dumped(_CUES, random.sample(cues, len(cues)))], "reordered cues", [])


def _narrow(folder: Folder, random: Random) -> Made | None:
    """One more phrase, which no worked example of anything else says."""
    cues, cue = _cue(folder, random)
    cue["phrases"].append(
        rf"\bour {cue['reason'].replace('_', ' ')} (?:case|matter) of {random.randrange(1900, 1950)}\b"
    )
    return Made([dumped(_CUES, cues)], f"one phrase more for {cue['cue']}", [])


def _renamed(folder: Folder, random: Random) -> Made | None:
    cues, cue = _cue(folder, random)
    cue["cue"] = f"{cue['cue']}_sign"
    return Made([dumped(_CUES, cues)], f"renamed {cue['cue']}", [])


def _alternatives(folder: Folder, random: Random) -> Made | None:
    """`a|b` became `b|a` at the top of a group without inner groups."""
    cues, cue = _cue(folder, random)
    at = random.randrange(len(cue["phrases"]))
    phrase = cue["phrases"][at]
    groups = [one for one in re.findall(r"\(\?:([a-z |]+)\)", phrase) if "|" in one]
    if not groups:
        return None
    group = random.choice(groups)
    turned = "|".join(reversed(group.split("|")))
    cue["phrases"][at] = phrase.replace(f"(?:{group})", f"(?:{turned})", 1)
    return Made([dumped(_CUES, cues)], f"{cue['cue']}: {group!r} in another order", [])


def _version(folder: Folder, random: Random) -> Made | None:
    version = int(re.findall(r"^version: (\d+)", folder.text("assistant.md"), re.MULTILINE)[0])
    edits = replaced(folder, "assistant.md", f"version: {version}\n", f"version: {version + 1}\n")
    return Made(edits, "another version", [])


def templates() -> list[Template]:
    sides = [
        (True, "cues", "cue_gone", _gone),
        (True, "cues", "phrase_gone", _phrase_gone),
        (True, "cues", "half_gone", _half_gone),
        (True, "cues", "hushed", _hushed),
        (True, "cues", "other_reason", _other_reason),
        (True, "cues", "too_wide", _too_wide),
        (True, "moods", "mood_gone", _mood_gone),
        (True, "parameters", "temperature", _model),
        (False, "cues", "shuffled", _shuffled),
        (False, "cues", "narrow", _narrow),
        (False, "cues", "renamed", _renamed),
        (False, "cues", "alternatives", _alternatives),
        (False, "parameters", "version", _version),
    ]
    return [
        Template(f"signs.{name}", kind, harmful, make, behaves=kind != "parameters", heldout=at % 3 == 2)
        for at, (harmful, kind, name, make) in enumerate(sides)
    ]
