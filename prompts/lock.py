"""`prompts.lock`: name, version and hash of each prompt. A changed hash without a raised version is refused."""

import json
import sys
from pathlib import Path

from prompts.bundle import PromptBundle
from prompts.errors import LockError
from prompts.loader import ROOT, load


def read_lock(root: Path = ROOT) -> dict[str, dict[str, str | int]]:
    """The lock's entries; empty before the first lock."""
    path = root / "prompts.lock"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def verify(bundle: PromptBundle, root: Path = ROOT) -> None:
    """Raise LockError unless the lock names exactly this version and hash."""
    entry = read_lock(root).get(bundle.name)
    if entry is None:
        raise LockError(f"{bundle.name}: not in prompts.lock; run `python -m prompts.lock`")
    if entry["hash"] == bundle.hash and entry["version"] == bundle.version:
        return
    if entry["version"] == bundle.version:
        raise LockError(f"{bundle.name}: changed, but its version is still {bundle.version}: raise it, then relock")
    raise LockError(f"{bundle.name}: version {bundle.version} is not locked; run `python -m prompts.lock`")


def relock(root: Path = ROOT) -> PromptBundle:
    """Write the lock for the files as they are. Raises LockError if they changed under the locked version."""
    bundle = load(root)
    entries = read_lock(root)
    entry = entries.get(bundle.name)
    if entry is not None and entry["hash"] != bundle.hash and int(entry["version"]) >= bundle.version:
        raise LockError(f"{bundle.name}: changed since version {entry['version']}: raise `version` in {bundle.name}.md")
    entries[bundle.name] = {"version": bundle.version, "hash": bundle.hash}
    (root / "prompts.lock").write_text(json.dumps(entries, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return bundle


if __name__ == "__main__":
    try:
        sys.stdout.write(relock().reference + "\n")
    except LockError as error:
        sys.exit(str(error))
