"""What a worker on another machine has to know of a run."""

from pydantic import BaseModel, ConfigDict

from evals.records import Fingerprints, Lane


class Manifest(BaseModel):
    """What a worker has to know of a run, and hold its own checkout against. run: its key; cases: ids."""

    model_config = ConfigDict(extra="forbid")

    run: str
    suite: str
    lane: Lane
    seed: int
    repeats: int
    model: str
    cases: list[str]
    fingerprints: Fingerprints
