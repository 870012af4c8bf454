"""`assist prompts`: a version's way from draft to retired, written into prompts.lock."""

import json
import sys
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.table import Table

from api.commands.failures import UsageProblem
from api.commands.session import out
from prompts import released
from prompts.errors import PromptError
from prompts.loader import ROOT, load
from prompts.lock import authors_since, entry, git_email, read_lock, relock, verify, write_lock
from prompts.release import Release, ReleaseRefused, Status, Step, advanced


def listed(*, as_json: bool, root: Path = ROOT) -> None:
    with _told():
        versions = read_lock(root)
    if as_json:
        rows = {name: [one.model_dump(mode="json") for one in known] for name, known in versions.items()}
        sys.stdout.write(json.dumps(rows) + "\n")
        return
    table = Table("prompt", "status", "authors", "gated", "approved", box=None, pad_edge=False)
    for name, known in versions.items():
        for one in known:
            table.add_row(
                f"{name}@{one.version}", one.status, ", ".join(one.authors), _by(one.gated), _by(one.approved)
            )
    out.print(table)


def lock(root: Path = ROOT) -> None:
    with _told():
        out.print(f"{relock(root).reference} is locked as a draft", highlight=False)


def gate(verdict: str, root: Path = ROOT) -> None:
    """Raises UsageProblem unless the verdict is a PASS about exactly the files that stand here."""
    with _told():
        bundle = load(root)
        release = verify(bundle, root)
        evidence = _passed(Path(verdict), bundle.reference)
        _advance(root, bundle.name, release, "gated", evidence)
    out.print(f"{bundle.reference} is gated: {evidence}", highlight=False)


def approve(reason: str, root: Path = ROOT) -> None:
    """The approver is git's user, and must have written nothing of it since the last approved version."""
    with _told():
        bundle = load(root)
        release = verify(bundle, root)
        former = [one.approved.at for one in read_lock(root).get(bundle.name, []) if one.approved]
        wrote = {*release.authors, *authors_since(root, max(former, default=None))}
        known = release.model_copy(update={"authors": tuple(sorted(wrote))})
        _advance(root, bundle.name, known, "approved", reason)
        place = released.keep(bundle, root)
    out.print(f"{bundle.reference} is approved by {_person(root)}; its files are kept in {place.name}", highlight=False)


def retire(version: int, reason: str, root: Path = ROOT, name: str = "assistant") -> None:
    with _told():
        release = entry(read_lock(root), name, version)
        if release is None:
            raise ReleaseRefused(f"{name}@{version} is not in prompts.lock; `assist prompts list` shows what is.")
        _advance(root, name, release, "retired", reason)
    out.print(f"{name}@{version} is retired", highlight=False)


def _advance(root: Path, name: str, release: Release, to: Status, reason: str) -> None:
    step = Step(by=_person(root), at=datetime.now(UTC).isoformat(timespec="seconds"), reason=reason)
    moved = advanced(release, to, step)
    held = read_lock(root)
    held[name] = [moved if one.version == moved.version else one for one in held[name]]
    write_lock(held, root)


def _person(root: Path) -> str:
    person = git_email(root)
    if not person:
        raise ReleaseRefused("git does not know who you are: `git config user.email you@lender.example`.")
    return person


def _passed(path: Path, reference: str) -> str:
    """What the verdict says, in a line. Raises ReleaseRefused unless it is a PASS about `reference`."""
    try:
        verdict: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        head, base = verdict["fingerprints"]["head"], verdict["base"]
        said, prompt = str(verdict["verdict"]), str(head["prompt"])
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise ReleaseRefused(f"{path} is no verdict ({type(error).__name__}): `assist evals gate`.") from error
    if prompt != reference:
        raise ReleaseRefused(f"{path} is about {prompt or 'another prompt'}, not {reference}. Run `assist evals gate`.")
    if said != "PASS":
        raise ReleaseRefused(f"The gate said {said}, so {reference} stays a draft.")
    return f"gate {said} against {base.get('ref', 'the baseline')} at commit {str(head.get('commit', ''))[:12]}"


def _by(step: Step | None) -> str:
    return f"{step.by}, {step.at[:10]}" if step else "-"


@contextmanager
def _told() -> Generator[None]:
    """What the prompts room refuses becomes a line for whoever called the command."""
    try:
        yield
    except PromptError as error:
        raise UsageProblem(str(error)) from error
