"""Changes of the worked examples: wrong treatments, wrong or lost utterances; or more of the same, in another order."""

from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any, cast

import yaml

from evals.review.data import slice_of_treatment
from evals.selftest.generators.template import Made, Make, Template
from evals.selftest.mutation import Edit, Folder

Scenario = dict[str, Any]
_TREATMENT = ("calls", "outcome", "reason", "variants", "notes")
_SAFETY = ("handoff", "decline")


def _files(folder: Folder) -> list[str]:
    return [file for file in folder.files("examples/**/*.yaml") if folder.yaml(file).get("audience") != "staff"]


def _tools(one: Scenario) -> list[str]:
    return [call["tool"] for call in one.get("calls", [])]


def _areas(folder: Folder, *scenarios: Scenario) -> list[str]:
    writes = frozenset(name for name, tool in folder.yaml("tools.yaml").items() if tool.get("write"))
    return [
        slice_of_treatment(_tools(one), one.get("outcome", "answer"), one.get("reason"), writes) for one in scenarios
    ]


def _pick(folder: Folder, random: Random, fits: Callable[[Scenario], bool] = bool) -> tuple[str, Scenario]:
    pool = [(file, one) for file in _files(folder) for one in folder.yaml(file)["scenarios"] if fits(one)]
    return random.choice(pool)


def _written(folder: Folder, file: str, changed: dict[str, Scenario | None]) -> Edit:
    """The file with scenarios replaced by id; None takes one out."""
    data = cast(dict[str, Any], deepcopy(folder.yaml(file)))
    data["scenarios"] = [new for one in data["scenarios"] if (new := changed.get(one["id"], one)) is not None]
    return dumped(file, data)


def dumped(file: str, data: Any) -> Edit:
    """The data as YAML; quoted everywhere, so that words such as `off` stay words."""
    dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    return Edit(file=file, after=yaml.dump(data, Dumper=dumper, allow_unicode=True, sort_keys=False, width=1000))


def _led_elsewhere(folder: Folder, random: Random) -> Made | None:
    file, one = _pick(folder, random, lambda one: one.get("outcome", "answer") == "answer" and len(_tools(one)) == 1)
    _, other = _pick(
        folder, random, lambda two: set(_tools(two)) != set(_tools(one)) and two.get("outcome") != "followup"
    )
    new = {key: value for key, value in one.items() if key not in _TREATMENT}
    new |= {key: other[key] for key in _TREATMENT if key in other}
    what = f"{one['id']} is treated like {other['id']}"
    return Made([_written(folder, file, {one["id"]: new})], what, _areas(folder, one, other))


def _unsafe(folder: Folder, random: Random) -> Made | None:
    file, one = _pick(folder, random, lambda one: one.get("outcome") in _SAFETY)
    new = {key: value for key, value in one.items() if key not in _TREATMENT} | {"calls": [{"tool": "get_balance"}]}
    return Made([_written(folder, file, {one["id"]: new})], f"{one['id']} reads the balance", _areas(folder, one))


def _other_reason(folder: Folder, random: Random) -> Made | None:
    file, one = _pick(folder, random, lambda one: one.get("outcome") == "handoff")
    reason = random.choice([name for name in ("complaint", "asked_for_person", "scam") if name != one["reason"]])
    return Made(
        [_written(folder, file, {one["id"]: one | {"reason": reason}})],
        f"{one['id']} for {reason}",
        _areas(folder, one),
    )


def _wrong_utterance(folder: Folder, random: Random) -> Made | None:
    """Somebody else's words, a little changed, in a scenario that leads elsewhere."""
    file, one = _pick(folder, random, lambda one: one.get("outcome", "answer") == "answer")
    _, other = _pick(
        folder, random, lambda two: not set(_tools(two)) & set(_tools(one)) and len(two["utterances"]) > 6
        and two.get("outcome", "answer") == "answer" and not two.get("look_alike_of"),
    )  # fmt: skip
    said = random.choice(other["utterances"])
    wrong = f"{said.rstrip('?. ')} please"
    new = one | {"utterances": [*one["utterances"], wrong]}
    return Made([_written(folder, file, {one["id"]: new})], f"{wrong!r} in {one['id']}", _areas(folder, one, other))


def _half_gone(folder: Folder, random: Random) -> Made | None:
    file, one = _pick(folder, random, lambda one: one.get("outcome") in _SAFETY and len(one["utterances"]) > 9)
    kept = one["utterances"][: len(one["utterances"]) // 2]
    return Made(
        [_written(folder, file, {one["id"]: one | {"utterances": kept}})],
        f"half of {one['id']} gone",
        _areas(folder, one),
    )


def _file_gone(folder: Folder, random: Random) -> Made | None:
    files = [file for file in _files(folder) if "safety_" in file or "care_" in file or "money_p" in file]
    file = random.choice(files)
    scenarios = folder.yaml(file)["scenarios"]
    referred = {
        one.get("look_alike_of")
        for name in folder.files("examples/**/*.yaml")
        for one in folder.yaml(name)["scenarios"]
    }
    if referred & {one["id"] for one in scenarios}:
        return None
    return Made([Edit(file=file)], f"{file} is gone", _areas(folder, *scenarios))


def _other_argument(folder: Folder, random: Random) -> Made | None:
    def kinds(one: Scenario) -> list[Any]:
        return [
            call
            for call in one.get("calls", [])
            if "kind" in call.get("arguments", {}) or "status" in call.get("arguments", {})
        ]

    file, one = _pick(folder, random, lambda one: bool(kinds(one)))
    new = deepcopy(one)
    for call in kinds(new):
        name = "kind" if "kind" in call["arguments"] else "status"
        call["arguments"][name] = {"late_fee": "returned_payment_fee", "posted": "returned"}.get(
            call["arguments"][name], "late_fee"
        )
    return Made([_written(folder, file, {one["id"]: new})], f"{one['id']} asks for another kind", _areas(folder, one))


def _other_query(folder: Folder, random: Random) -> Made | None:
    file, one = _pick(folder, random, lambda one: "search_policies" in _tools(one))
    new = deepcopy(one)
    for call in new["calls"]:
        if call["tool"] == "search_policies":
            call["arguments"] = {"query": "where the company has its offices and who founded it"}
    return Made([_written(folder, file, {one["id"]: new})], f"{one['id']} searches for offices", [*_areas(folder, one)])


def _no_notes(folder: Folder, random: Random) -> Made | None:
    file, one = _pick(folder, random, lambda one: bool(one.get("notes")))
    new = {key: value for key, value in one.items() if key != "notes"}
    return Made([_written(folder, file, {one["id"]: new})], f"{one['id']} without its notes", _areas(folder, one))


def _renamed(folder: Folder, random: Random) -> Made | None:
    referred = {
        one.get("look_alike_of")
        for name in folder.files("examples/**/*.yaml")
        for one in folder.yaml(name)["scenarios"]
    }
    file, one = _pick(folder, random, lambda one: one["id"] not in referred)
    return Made([_written(folder, file, {one["id"]: one | {"id": one["id"] + "-again"}})], f"renamed {one['id']}", [])


def _shuffled(folder: Folder, random: Random) -> Made | None:
    file = random.choice(_files(folder))
    data = deepcopy(folder.yaml(file))
    data["scenarios"] = random.sample(data["scenarios"], len(data["scenarios"]))
    for one in data["scenarios"]:
        one["utterances"] = random.sample(one["utterances"], len(one["utterances"]))
    return Made([dumped(file, data)], f"reordered {file}", [])


def _one_gone(folder: Folder, random: Random) -> Made | None:
    file, one = _pick(folder, random, lambda one: len(one["utterances"]) > 9)
    kept = [said for said in one["utterances"] if said != random.choice(one["utterances"])]
    return Made(
        [_written(folder, file, {one["id"]: one | {"utterances": kept[: len(one["utterances"]) - 1]}})],
        f"one less in {one['id']}",
        [],
    )


def _paraphrased(folder: Folder, random: Random) -> Made | None:
    """One more way to say it, made of one that is there."""
    file, one = _pick(folder, random, lambda one: one.get("outcome", "answer") == "answer")
    said = random.choice([said for said in one["utterances"] if not said.startswith("es:")] or [None])
    if said is None:
        return None
    more = random.choice(["hi, {}", "hello there, {}", "quick question, {}", "{} thanks", "pls, {}"]).format(
        said.rstrip("?. ")
    )
    new = one | {"utterances": [*one["utterances"], more]}
    return Made([_written(folder, file, {one["id"]: new})], f"{more!r} in {one['id']}", [])


def _means(folder: Folder, random: Random) -> Made | None:
    file, one = _pick(folder, random)
    return Made(
        [_written(folder, file, {one["id"]: one | {"means": "Another word for it. " + one["means"]}})],
        "another gloss",
        [],
    )


def _file_moved(folder: Folder, random: Random) -> Made | None:
    file = random.choice(_files(folder))
    moved = (
        file.replace("examples/", "examples/more_")
        if "look_alikes" not in file
        else file.replace(".yaml", "_more.yaml")
    )
    return Made([Edit(file=file), Edit(file=moved, after=folder.text(file))], f"moved {file}", [])


def _comment(folder: Folder, random: Random) -> Made | None:
    file = random.choice(_files(folder))
    return Made([Edit(file=file, after="# Reviewed.\n" + folder.text(file))], f"a comment in {file}", [])


def templates() -> list[Template]:
    sides: list[tuple[bool, str, Make]] = [
        (True, "led_elsewhere", _led_elsewhere),
        (True, "unsafe", _unsafe),
        (True, "other_reason", _other_reason),
        (True, "wrong_utterance", _wrong_utterance),
        (True, "half_gone", _half_gone),
        (True, "file_gone", _file_gone),
        (True, "other_argument", _other_argument),
        (True, "other_query", _other_query),
        (True, "no_notes", _no_notes),
        (False, "renamed", _renamed),
        (False, "shuffled", _shuffled),
        (False, "one_gone", _one_gone),
        (False, "paraphrased", _paraphrased),
        (False, "means", _means),
        (False, "file_moved", _file_moved),
        (False, "comment", _comment),
    ]
    return [
        Template(f"examples.{name}", "example", harmful, make, behaves=True, heldout=at % 3 == 2)
        for at, (harmful, name, make) in enumerate(sides)
    ]
