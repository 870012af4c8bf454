"""Controls over files: the keys, the prompts, and where the sources ask for a token that may write."""

import ast
from collections.abc import Iterator
from pathlib import Path

from prompts.errors import PromptError
from prompts.history import forged
from prompts.loader import load
from prompts.lock import read_lock, verify
from prompts.released import load_released
from stack.controls.scene import Control, Scene, reviewed

ROOMS = ("accounts", "api", "assistant", "evals", "policies", "prompts", "stack", "tools")
_MINTS = "delegate"


def _keys(scene: Scene) -> list[str]:
    if not scene.keys_file.exists():
        return []
    mode = scene.keys_file.stat().st_mode & 0o777
    return [] if mode == 0o600 else [f"{scene.keys_file} has mode {mode:o}, not 600"]


def _prompts(scene: Scene) -> list[str]:
    try:
        verify(load(scene.root / "prompts"), scene.root / "prompts")
    except PromptError as error:
        return [str(error)]
    return []


def _approvals(scene: Scene) -> list[str]:
    """What is wrong with the record of released versions, with who wrote it, and with the copies that are kept."""
    root = scene.root / "prompts"
    found: list[str] = []
    try:
        for name, versions in read_lock(root).items():
            for one in versions:
                found += one.faults
                if one.approved:
                    load_released(one, name, root)
    except PromptError as error:
        found.append(str(error))
    return [*found, *forged(root)]


def _write_scope(scene: Scene) -> list[str]:
    known: dict[str, str] = reviewed()["write_scope"]
    return [
        f"{path.relative_to(scene.root)}:{line}"
        for room in ROOMS
        for path in sorted((scene.root / room).rglob("*.py"))
        for line in minting(path)
        if str(path.relative_to(scene.root)) not in known
    ]


def minting(path: Path) -> Iterator[int]:
    """Lines that may ask an issuer for a token with `write`: it is given, whatever its value, or hidden in `**`; or the
    method itself is handed on, and nobody can tell what it will be called with."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    for call in calls:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", None)
        if name == _MINTS and any(keyword.arg in ("write", None) for keyword in call.keywords):
            yield call.lineno
    called = [call.func for call in calls]
    for node in nodes:
        if isinstance(node, ast.Attribute) and node.attr == _MINTS and node not in called:
            yield node.lineno


CONTROLS = (
    Control("keys-private", "Only its owner may read the keyring", "mode of the file", _keys),
    Control("prompts-locked", "Every prompt is the one that its version names", "prompts.lock", _prompts),
    Control(
        "prompts-approved",
        "A version was gated, then approved by somebody who wrote none of it, and its files are what was approved",
        "prompts.lock, who committed its lines, and prompts/released",
        _approvals,
    ),
    Control(
        "write-scope-in-one-place",
        "Only the executor asks for a token that may write",
        "the sources' syntax trees; stack/controls/reviewed.yaml",
        _write_scope,
    ),
)
