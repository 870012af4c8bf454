"""Makes guardrails silent and light; importing this module, before guardrails, is what does it.

Out of the box `import guardrails` takes four to eight seconds: its package file imports `Guard`, which imports litellm
(and that fetches a price list), a grammar, faker and a server client. Validators need none of it, so the package is
entered here under its name without running that file. Telemetry is on by default and is decided by `RC.load`, which
every use reads again, so that is what is replaced. A test watches sockets and name look-ups.
"""

import importlib.util
import os
import sys
from types import ModuleType

_PACKAGE = "guardrails"


def _enter_package() -> None:
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.submodule_search_locations is None:
        raise ModuleNotFoundError("guardrails-ai is not installed; run `make setup`", name=_PACKAGE)
    package = ModuleType(_PACKAGE)
    package.__path__ = list(spec.submodule_search_locations)
    package.__spec__ = spec
    sys.modules[_PACKAGE] = package


def _silence() -> None:
    """No metrics, no remote inference, whatever a .guardrailsrc in HOME says."""
    from guardrails.classes.rc import RC
    from guardrails.settings import settings

    def load(logger: object = None) -> RC:
        return RC(enable_metrics=False, use_remote_inferencing=False)

    RC.load = load
    settings.rc = load()


def metrics_are_on() -> bool:
    """What a validator made now would read."""
    from guardrails.settings import settings

    return settings.rc.enable_metrics is not False


os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
if _PACKAGE not in sys.modules:
    _enter_package()
_silence()
