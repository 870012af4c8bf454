"""What a reader should know beside the verdict; nothing here decides."""

from collections import Counter
from collections.abc import Sequence
from statistics import fmean

from evals.gate.baseline import Baseline
from evals.gate.margins import Margins
from evals.gate.pairs import Pair
from evals.gate.reasons import Found, listed
from evals.gate.verdict import PassHat
from evals.records import Report
from evals.stats.proportions import pass_hat as estimated


def pass_hat(pairs: Sequence[Pair], repeats: int) -> PassHat | None:
    """None for single runs, where it is the pass rate."""
    if repeats < 2:
        return None
    base = [sum(epoch.passed for epoch in pair.base.epochs) for pair in pairs]
    head = [sum(epoch.passed for epoch in pair.head.epochs) for pair in pairs]
    ks = range(1, repeats + 1)
    return PassHat(
        base=[fmean(estimated(passed, repeats, k) for passed in base) for k in ks],
        head=[fmean(estimated(passed, repeats, k) for passed in head) for k in ks],
    )


def notes(base: Baseline, head: Report, pairs: Sequence[Pair], found: Found, rules: Margins) -> list[str]:
    return [
        *_setup(base, head),
        *_stalled(base, head),
        *_clusters(pairs),
        *_unproven(found),
        *_noise(rules),
        *_unknown(head, rules),
        *_unpriced(head),
        *_versions(base, head),
    ]


def _setup(base: Baseline, head: Report) -> list[str]:
    lines: list[str] = []
    if head.fingerprints.dirty:
        lines.append("the run's checkout had changes that no commit holds")
    if not any(head.fingerprints.model_dump(exclude={"commit", "dirty"}).values()):
        lines.append("the run has no fingerprints: what it was a run of cannot be told")
    elif not base.fingerprints.changed(head.fingerprints):
        lines.append("nothing that can change an answer differs from the baseline")
    return lines


def _stalled(base: Baseline, head: Report) -> list[str]:
    left = {case.id for case in base.cases if case.stalled} | {one.id for one in head.results if one.user_faults}
    if not left:
        return []
    return [f"not compared, as a simulated user did not know how to go on: {listed(sorted(left), 12)}"]


def _unknown(head: Report, rules: Margins) -> list[str]:
    gone = sorted(rules.set_aside - {one.id for one in head.results})
    return [f"evals/quarantine.yaml names cases that are not there: {listed(gone)}"] if gone else []


def _unpriced(head: Report) -> list[str]:
    calls = sum(one.scores.get("cost_unknown", 0.0) for one in head.results)
    return [f"{calls:.0f} model calls have no known price: the cost cap does not see them"] if calls else []


def _versions(base: Baseline, head: Report) -> list[str]:
    """The prompt's name@version#hash: a new hash under the old version."""
    (before, _, old), (after, _, new) = base.prompt.partition("#"), head.prompt.partition("#")
    if before and before == after and old != new:
        return [f"the prompt {after} changed and its version did not; `prompts.lock` refuses it at merge"]
    return []


def _clusters(pairs: Sequence[Pair]) -> list[str]:
    failing = [pair for pair in pairs if pair.newly_failing]
    (cluster, count), *_ = Counter(pair.cluster for pair in failing).most_common(1) or [("", 0)]
    if count < 2:
        return []
    return [f"{count} of the {len(failing)} newly failing cases share the cluster {cluster}: perhaps one cause"]


def _unproven(found: Found) -> list[str]:
    told = [one for one in found.metrics if not one.blocks and one.verdict == "REGRESSION"]
    open_ones = [one.name for one in found.metrics if not one.blocks and one.verdict == "INCONCLUSIVE"]
    lines = [f"{one.name} became worse; it is shown and does not block" for one in told]
    return lines + ([f"too few cases to judge, not blocking: {listed(open_ones, 12)}"] if open_ones else [])


def _noise(rules: Margins) -> list[str]:
    if rules.noise.n:
        return []
    return [f"the noise of {rules.noise.flip_rate:.1%} is assumed; `assist evals selftest` measures it"]
