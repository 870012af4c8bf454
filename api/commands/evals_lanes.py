"""Which model answers in a lane, and what a run says whose answers were not all recorded."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace

from api.commands.failures import UsageProblem
from assistant.settings import Settings
from evals.engine.run import Spec
from evals.lanes import choosing
from evals.lanes.choosing import LaneMismatch, NothingRecorded
from evals.lanes.model import RecordingNeeded
from evals.records import Report

RECORDING_NEEDED = 4
"""The exit code of a run that asked what is not recorded."""


def in_lane(spec: Spec, settings: Settings) -> Spec:
    """The run with its lane's model.

    Raises UsageProblem where lane and model do not go together, NothingRecorded where there is no cassette.
    """
    try:
        return replace(spec, make_model=choosing.model_of(spec.lane, spec.suite, settings))
    except LaneMismatch as error:
        raise UsageProblem(f"{error} Give --lane or --model.") from error


@contextmanager
def recordings() -> Generator[None]:
    """A run without a cassette ends as one that needs a recording."""
    try:
        yield
    except NothingRecorded as error:
        sys.stderr.write(f"assist: {error}\n")
        raise SystemExit(RECORDING_NEEDED) from None


def unrecorded(report: Report) -> list[str]:
    """Cases that asked what is not on the cassette."""
    name = RecordingNeeded.__name__
    return [record.id for record in report.results if record.state == "errored" and name in (record.error or "")]
