"""Which model answers in a lane, and what a run says whose answers were not all recorded."""

from dataclasses import replace
from functools import partial

from api.commands.failures import UsageProblem
from assistant.settings import Settings
from evals.engine.run import Spec
from evals.lanes import choosing
from evals.lanes.cassette import place
from evals.lanes.choosing import NothingRecorded
from evals.lanes.model import RecordingNeeded
from evals.records import Report

RECORDING_NEEDED = 4
"""The exit code of a run that asked what is not recorded."""


def in_lane(spec: Spec, settings: Settings) -> Spec:
    """The run with its lane's model. Raises UsageProblem where lane and model do not go together."""
    if (spec.lane == "local") != (settings.model == "local"):
        other = "--lane recorded or --lane live" if spec.lane == "local" else "--model openai:NAME or the like"
        raise UsageProblem(f"The lane {spec.lane} does not go with the model {settings.model}; give {other}.")
    if spec.lane != "recorded":
        return spec
    path = place(spec.suite, settings.model)
    try:
        choosing.check(path, settings.model)
    except NothingRecorded as error:
        raise NotRecorded(str(error)) from error
    return replace(spec, make_model=partial(choosing.replaying, path, settings.model, choosing.parameters(settings)))


class NotRecorded(SystemExit):
    """Ends the command as a run that needs a recording; the message is told first."""

    def __init__(self, message: str) -> None:
        import sys

        sys.stderr.write(f"assist: {message}\n")
        super().__init__(RECORDING_NEEDED)


def unrecorded(report: Report) -> list[str]:
    """Cases that asked what is not on the cassette."""
    name = RecordingNeeded.__name__
    return [record.id for record in report.results if record.state == "errored" and name in (record.error or "")]
