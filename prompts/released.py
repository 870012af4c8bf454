"""Versions that are or were live: a copy of all files of each, so that two can be served and any be read."""

import shutil
from pathlib import Path

from prompts.bundle import PromptBundle
from prompts.loader import ROOT, load
from prompts.lock import read_lock
from prompts.release import Release, ReleaseRefused, serving

_FOLDERS = ("fragments", "examples", "phrasings")


def folder(name: str, version: int, root: Path = ROOT) -> Path:
    return root / "released" / f"{name}@{version}"


def keep(bundle: PromptBundle, root: Path = ROOT) -> Path:
    """Copy the files of the version that stands in `root`. What is there already must be the same version.

    Raises ReleaseRefused where another text lies under the version's name.
    """
    place = folder(bundle.name, bundle.version, root)
    if place.exists():
        _checked(place, bundle.name, bundle.hash)
        return place
    part = place.with_name(place.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    shutil.copy2(root / f"{bundle.name}.md", part)
    for path in sorted(root.glob("*.yaml")):
        shutil.copy2(path, part)
    for name in _FOLDERS:
        shutil.copytree(root / name, part / name, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    part.replace(place)
    return place


def load_released(release: Release, name: str = "assistant", root: Path = ROOT) -> PromptBundle:
    """A kept version. Raises ReleaseRefused where its files are missing or are not what was approved."""
    return _checked(folder(name, release.version, root), name, release.hash)


def load_approved(version: int | None = None, name: str = "assistant", root: Path = ROOT) -> PromptBundle:
    """What is served outside development: this version, else the newest approved one. Raises ReleaseRefused."""
    return load_released(serving(read_lock(root).get(name, []), version), name, root)


def _checked(place: Path, name: str, wanted: str) -> PromptBundle:
    if not place.is_dir():
        raise ReleaseRefused(f"released/{place.name} does not exist; take it back from version control.")
    bundle = load(place, name)
    if bundle.hash != wanted:
        raise ReleaseRefused(f"released/{place.name} is not the text of the record; take it back from version control.")
    return bundle
