"""The life of a prompt's version: draft -> gated -> approved -> retired, as `prompts.lock` records it.

A version is gated by a passed gate and approved by somebody who wrote none of it; both are read from the record.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from prompts.errors import PromptError

Status = Literal["draft", "gated", "approved", "retired"]
NEXT: Mapping[Status, Status] = {"draft": "gated", "gated": "approved", "approved": "retired"}


class ReleaseRefused(PromptError):
    """This step is not open to this version or person; the message says why and what would open it."""


class Step(BaseModel):
    """Who took a version a step further, when (ISO instant, UTC), and why or on what evidence."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    by: str
    at: str
    reason: str


class Release(BaseModel):
    """One version. authors: e-mail addresses of those who wrote it, in lower case."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int
    hash: str
    status: Status = "draft"
    authors: tuple[str, ...] = ()
    gated: Step | None = None
    approved: Step | None = None
    retired: Step | None = None

    @property
    def faults(self) -> list[str]:
        """What is wrong with the record itself: a status without its steps, or an approval by an author."""
        reached = [name for name in ("gated", "approved", "retired") if getattr(self, name)]
        found = [
            f"version {self.version} is {self.status}, but nobody is recorded for {name}"
            for name in _before(self.status)
            if name not in reached
        ]
        if self.approved and same(self.approved.by, self.authors):
            found.append(f"version {self.version} was approved by {self.approved.by}, who wrote it")
        if self.approved and not self.authors:
            found.append(f"version {self.version} was approved, but nobody is recorded as its author")
        return found


Lock = dict[str, list[Release]]
LOCK: TypeAdapter[Lock] = TypeAdapter(Lock)


def same(person: str, people: Sequence[str]) -> bool:
    return person.strip().lower() in {one.strip().lower() for one in people}


def advanced(release: Release, to: Status, step: Step) -> Release:
    """The version one step further. Raises ReleaseRefused for any step but the next, and an approval by an author."""
    if NEXT.get(release.status) != to:
        due = NEXT.get(release.status)
        raise ReleaseRefused(
            f"version {release.version} is {release.status}; "
            + (f"the next step is {due}, not {to}." if due else "nothing comes after that.")
        )
    moved = release.model_copy(update={"status": to, to: step})
    if moved.faults:
        raise ReleaseRefused(f"{'; '.join(moved.faults)}. Somebody else has to approve it.")
    return moved


def serving(releases: Sequence[Release], version: int | None = None) -> Release:
    """The version to serve outside development: the one asked for, else the newest that is approved.

    Raises ReleaseRefused where it is not approved, or none is.
    """
    approved = [release for release in releases if release.status == "approved" and not release.faults]
    wanted = [release for release in approved if version in (None, release.version)]
    if not wanted:
        known = ", ".join(f"{release.version} ({release.status})" for release in releases) or "none"
        named = "No version" if version is None else f"Version {version}"
        raise ReleaseRefused(
            f"{named} of the prompt is approved, and only an approved one is served outside development. Versions: "
            f"{known}. `assist prompts gate`, then `assist prompts approve` by somebody who did not write it."
        )
    return max(wanted, key=lambda release: release.version)


def _before(status: Status) -> list[Status]:
    order: list[Status] = ["gated", "approved", "retired"]
    return order[: order.index(status) + 1] if status in order else []
