"""Which situations of the prompt's examples a text may be: fitted when the prompt is loaded, deterministic.

A regularised least-squares classifier over the fused kernel (a support vector machine with squared loss, whose solution
is one linear system) learns for each scenario how far a text leads to its treatment; scenarios with the same calls and
outcome back each other up. The nearest examples by meaning vote beside it: agreement makes a reading surer.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence, Set
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import numpy as np

from assistant.models.local.grams import Floats
from assistant.models.local.kept import read_arrays, write_arrays
from assistant.models.local.kernel import Encoder, FusedKernel
from assistant.models.local.reading import Reading, asks, treatment
from prompts.scenarios import utterance_language
from prompts.schema import Scenario

_RIDGE = 0.2
_SHARED, _SHARED_SUBJECT = 0.3, 0.3
"""How much a scenario of the same outcome counts as right, scaled by the share of tools in common, and of subjects."""
_NEIGHBOURS = 7
_FITS_KEPT = 4
"""Each is some 120 MB on disk."""
_FITTED_BY = ("planner.py", "kernel.py", "grams.py", "text.py")


def _descending(scores: Floats) -> list[int]:
    return cast(list[int], np.argsort(-scores, kind="stable").tolist())


def _solve(system: Floats, targets: Floats) -> Floats:
    """The weights of a symmetric positive definite system, by Cholesky factors in place."""
    # Through Any: scipy ships no types.
    linalg: Any = import_module("scipy.linalg")
    factors = linalg.cho_factor(system.T, lower=True, overwrite_a=True, check_finite=False)
    solution = linalg.cho_solve(factors, targets, check_finite=False)
    return np.asarray(solution, dtype=np.float32)


class Planner:
    """Fit once, then `read` texts. Holds no state between calls.

    keep_in: a folder that keeps what was fitted, under a name made of the examples, the encoder and this program; a
    start with the same three loads it instead of fitting. fit_apart: called where nothing is kept yet; it may fit in
    another process, whose memory is gone afterwards. What it does not leave in the folder is fitted here.
    """

    def __init__(
        self,
        scenarios: Sequence[Scenario],
        encoder: Encoder,
        keep_in: Path | None = None,
        fit_apart: Callable[[], None] | None = None,
        writes: frozenset[str] = frozenset(),
    ) -> None:
        self._scenarios = list(scenarios)
        self._of_writes = np.array([any(call.tool in writes for call in scenario.calls) for scenario in scenarios])
        self._owner = np.array([index for index, scenario in enumerate(scenarios) for _ in scenario.utterances])
        self._of_staff = np.array([scenario.audience == "staff" for scenario in scenarios])
        self._treatments = [treatment(scenario) for scenario in scenarios]
        texts = [utterance_language(said)[0] for scenario in scenarios for said in scenario.utterances]
        self._blas: Any = import_module("threadpoolctl").ThreadpoolController()
        path = kept_at(keep_in, scenarios, encoder) if keep_in else None
        kept = _read(path) if path else None
        if kept is None and path and fit_apart:
            fit_apart()
            kept = _read(path)
        if kept is not None and {"weights", "of_borrowers"} <= kept.keys():
            self._kernel = FusedKernel(encoder, kept)
            self._weights, self._of_borrowers = kept["weights"], kept["of_borrowers"]
            return
        self._kernel = FusedKernel.fit(texts, encoder)
        system = self._kernel.own(texts)
        system[np.diag_indices_from(system)] += _RIDGE
        targets = self._targets()[self._owner]
        asked = np.flatnonzero(~self._of_staff[self._owner])
        # Solved apart: what only staff ask would otherwise take weight from a borrower's own situations.
        self._of_borrowers = np.zeros_like(targets)
        self._of_borrowers[asked] = _solve(system[np.ix_(asked, asked)], targets[asked])
        self._weights = _solve(system, targets) if self._of_staff.any() else self._of_borrowers
        if path:
            _keep(path, {**self._kernel.arrays, "weights": self._weights, "of_borrowers": self._of_borrowers})

    def read(self, texts: list[str], *, staff: bool = True, top: int = 5, writing: bool = True) -> list[list[Reading]]:
        """For each text its likeliest readings of different treatment, best first.

        staff: with what only staff ask. writing: with what leads to a write.
        """
        if not texts:
            return []
        # A message's products are too small to share: handing them to more threads costs ten times their own work.
        with self._blas.limit(limits=1, user_api="blas"):
            fused, meaning = self._kernel.compare(texts)
            scores = fused @ (self._weights if staff else self._of_borrowers)
        if not staff:
            scores[:, self._of_staff] = -np.inf
            meaning[:, self._of_staff[self._owner]] = -1
        if not writing:
            scores[:, self._of_writes] = -np.inf
            meaning[:, self._of_writes[self._owner]] = -1
        return [self._rank(row, near, top) for row, near in zip(scores, meaning, strict=True)]

    def _rank(self, scores: Floats, meaning: Floats, top: int) -> list[Reading]:
        voted = self._vote(meaning)
        readings: list[Reading] = []
        seen: set[tuple[frozenset[str], str, str | None]] = set()
        for index in _descending(scores):
            leads_to = self._treatments[index]
            if leads_to not in seen:
                seen.add(leads_to)
                readings.append(Reading(self._scenarios[index], float(scores[index]), leads_to == voted))
            if len(readings) == top:
                break
        return readings

    def _vote(self, meaning: Floats) -> tuple[frozenset[str], str, str | None]:
        votes: defaultdict[tuple[frozenset[str], str, str | None], float] = defaultdict(float)
        for index in np.argpartition(-meaning, min(_NEIGHBOURS, len(meaning) - 1))[:_NEIGHBOURS].tolist():
            votes[self._treatments[self._owner[index]]] += float(meaning[index]) ** 2
        return max(votes, key=lambda leads_to: votes[leads_to])

    def _targets(self) -> Floats:
        """[scenario, scenario]: how right it is to answer the row's situation with what the column's looks up."""
        size = len(self._scenarios)
        subjects = [asks(scenario) for scenario in self._scenarios]
        targets = np.eye(size, dtype=np.float32)
        for row in range(size):
            for column in range(row):
                (tools, *rest), (others, *others_rest) = self._treatments[row], self._treatments[column]
                if rest == others_rest:
                    of_subjects = _SHARED_SUBJECT * _in_common(subjects[row], subjects[column])
                    targets[row, column] = targets[column, row] = _SHARED * _in_common(tools, others) + of_subjects
        return targets


def kept_at(folder: Path, scenarios: Sequence[Scenario], encoder: Encoder) -> Path:
    """Where the fit of these examples with this encoder and this program is kept, once it has been made."""
    owner = [index for index, scenario in enumerate(scenarios) for _ in scenario.utterances]
    texts = [utterance_language(said)[0] for scenario in scenarios for said in scenario.utterances]
    digest = hashlib.sha256(str(getattr(encoder, "name", type(encoder).__name__)).encode())
    led = [(sorted(asks(one)), one.outcome, one.reason) for one in scenarios]
    digest.update(repr((texts, owner, led)).encode())
    for module in _FITTED_BY:
        digest.update(Path(__file__).with_name(module).read_bytes())
    return folder / f"fit-{digest.hexdigest()[:32]}.npz"


def _in_common(some: Set[Any], others: Set[Any]) -> float:
    """The share of both that is in each; all of it for two that are empty."""
    return len(some & others) / len(some | others) if some or others else 1.0


def _read(path: Path) -> dict[str, Any] | None:
    kept = read_arrays(path)
    if kept is not None:
        with suppress(OSError):  # read only: then it ages as it was written
            path.touch()
    return kept


def _keep(path: Path, arrays: Mapping[str, Any]) -> None:
    """Keep it beside the few that were used last: two prompts that take turns are fitted once each."""
    with suppress(OSError):
        by_use = sorted(path.parent.glob("fit-*.npz"), key=lambda old: old.stat().st_mtime, reverse=True)
        for old in by_use[_FITS_KEPT - 1 :]:
            old.unlink(missing_ok=True)
    write_arrays(path, arrays)
