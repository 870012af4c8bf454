"""`prompts.lock`: each version of each prompt, its hash and status. A changed hash needs a raised version."""

import json
import subprocess
import sys
from pathlib import Path

from pydantic import ValidationError

from prompts.bundle import PromptBundle
from prompts.errors import LockError
from prompts.loader import ROOT, load
from prompts.release import LOCK, Lock, Release

_NO_TEXT = (":(exclude)*.py", ":(exclude)released", ":(exclude)prompts.lock")


def read_lock(root: Path = ROOT) -> Lock:
    """The versions of each prompt, oldest first; empty before the first lock. Raises LockError."""
    path = root / "prompts.lock"
    try:
        return LOCK.validate_json(path.read_text(encoding="utf-8")) if path.exists() else {}
    except (OSError, ValidationError) as error:
        raise LockError(f"{path.name} cannot be read: {error}. Take it back from version control.") from error


def write_lock(lock: Lock, root: Path = ROOT) -> None:
    """Put it in place of the old one, at once."""
    held = LOCK.dump_python(lock, mode="json", exclude_none=True)
    part = root / "prompts.lock.part"
    part.write_text(json.dumps(held, indent=2) + "\n", encoding="utf-8")
    part.replace(root / "prompts.lock")


def entry(lock: Lock, name: str, version: int) -> Release | None:
    return next((release for release in lock.get(name, []) if release.version == version), None)


def verify(bundle: PromptBundle, root: Path = ROOT) -> Release:
    """The record of exactly this version and hash. Raises LockError where there is none."""
    lock = read_lock(root)
    if bundle.name not in lock:
        raise LockError(f"{bundle.name}: not in prompts.lock; run `python -m prompts.lock`")
    release = entry(lock, bundle.name, bundle.version)
    if release is None:
        raise LockError(f"{bundle.name}: version {bundle.version} is not locked; run `python -m prompts.lock`")
    if release.hash != bundle.hash:
        raise LockError(f"{bundle.name}: changed, but its version is still {bundle.version}: raise it, then relock")
    return release


def relock(root: Path = ROOT, author: str | None = None) -> PromptBundle:
    """Lock the files as they are, as a draft of the version they name. author: an e-mail address; None asks git.

    Drafts of lower versions, which nobody gated, go. Raises LockError if the files changed under a locked version.
    """
    bundle = load(root)
    lock = read_lock(root)
    known = lock.get(bundle.name, [])
    newest = max((release.version for release in known), default=0)
    release = entry(lock, bundle.name, bundle.version)
    if release and release.hash == bundle.hash:
        return bundle
    if release or bundle.version < newest:
        raise LockError(f"{bundle.name}: changed since version {newest}: raise `version` in {bundle.name}.md")
    written = (author or git_email(root)).lower()
    draft = Release(version=bundle.version, hash=bundle.hash, authors=(written,) if written else ())
    lock[bundle.name] = [*(one for one in known if one.status != "draft"), draft]
    write_lock(lock, root)
    return bundle


def git_email(root: Path = ROOT) -> str:
    """Who works in this checkout, as git knows it; empty where git does not."""
    done = git(root, "config", "user.email")
    return done.strip()


def authors_since(root: Path, since: str | None) -> frozenset[str]:
    """Who committed changes of the prompt's files after the instant `since`, as git tells; empty without git."""
    limits = [f"--since={since}"] if since else []
    found = git(root, "log", "--format=%ae", *limits, "--", ".", *_NO_TEXT)
    return frozenset(line.strip().lower() for line in found.splitlines() if line.strip())


def git(root: Path, *arguments: str) -> str:
    """What git prints for this, run in `root`; empty where it fails or there is no git."""
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout


if __name__ == "__main__":
    try:
        sys.stdout.write(relock().reference + "\n")
    except LockError as error:
        sys.exit(str(error))
