"""A lane's model, as a function that worker processes can import: replaying a cassette, or recording one."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from langchain_core.language_models import BaseChatModel

from assistant.models.choose import choice_of, provider
from assistant.models.prices import cost_microusd
from assistant.settings import Settings
from evals.lanes.cassette import Cassette, place
from evals.lanes.model import CassetteModel, Tape
from evals.records import Lane


class NothingRecorded(LookupError):
    """There is no cassette of this suite and model; `assist evals record` makes one."""


class LaneMismatch(ValueError):
    """Lane and model do not go together; give the other lane or another model."""


class PriceUnknown(LookupError):
    """What the model costs is not known, so that no cap can be kept."""


def replaying(path: Path, model: str, parameters: Mapping[str, Any]) -> BaseChatModel:
    """Answers from the cassette alone; no provider is known to it."""
    return CassetteModel(tape=Tape(Cassette.load(path), model, parameters))


def recording(path: Path, settings: Settings, cap_usd: float) -> BaseChatModel:
    """Answers from the cassette, and for what is not on it from the settings' provider, which it keeps.

    cap_usd: no call is made once so much is spent. Raises ModelNotConfigured, PriceUnknown.
    """
    asked = provider(choice_of(settings))
    tape = Tape(Cassette.load(path), settings.model, parameters(settings), priced(settings.model), cap_usd)
    return CassetteModel(tape=tape, provider=asked)


def priced(model: str) -> Callable[[int, int], float]:
    """Dollars of input and output tokens. Raises PriceUnknown, since a cap on unknown costs would hold nothing."""
    if cost_microusd(model, 1, 1) is None:
        raise PriceUnknown(f"assistant/models/prices.yaml has no price of {model}: a cap could not be kept.")
    return lambda read, wrote: (cost_microusd(model, read, wrote) or 0) / 1e6


def parameters(settings: Settings) -> dict[str, Any]:
    """What is asked of a provider beside messages and tools. Temperature: `assistant.models.choose`."""
    return {"temperature": 0, "max_output_tokens": settings.max_output_tokens}


def model_of(lane: Lane, suite: str, settings: Settings) -> Callable[[], BaseChatModel] | None:
    """What makes the model that answers in a lane; None for the settings' own, which is local or a provider's.

    Raises LaneMismatch where lane and model do not go together, NothingRecorded where there is no cassette.
    """
    model = settings.model
    if (lane == "local") != (model == "local"):
        raise LaneMismatch(f"The lane {lane} does not go with the model {model}: local goes with local alone.")
    if lane != "recorded":
        return None
    path = place(suite, model)
    if not path.exists():
        raise NothingRecorded(f"Nothing of {model} is recorded here: `assist evals record --model {model}` does it.")
    return partial(replaying, path, model, parameters(settings))
