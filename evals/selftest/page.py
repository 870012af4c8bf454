"""The page docs/evals-selftest.md: what the experiment showed, figures with the command that measured them."""

from collections.abc import Iterator, Sequence

from evals.selftest.aa import AA
from evals.selftest.experiment import Result
from evals.selftest.outcome import Outcome, Rate

_SHOWN = 12

_HEAD = """# Does the gate catch what harms, and only that?

Written by `assist evals selftest --write`; do not edit. A mutation changes a copy of `prompts/`; the gate decides about
it against the prompts as they are. A harmful one has to be caught under the right slice, a harmless one has to pass.
What the local model does not read (rules, most descriptions) can be seen by the static review alone; where it reads
what changed, the eval cases of planted ones are played too. Planted mutations are `evals/selftest/planted.yaml`; more
come from a seed over all prompts (`evals/selftest/generators/`). A third of their templates were never looked at while
thresholds and words were tuned ("held out"); they are of the same author all the same.
"""


def page(result: Result, command: str, aa: AA | None = None, aa_command: str = "") -> str:
    """Markdown."""
    lines = [_HEAD, f"Prompt `{result.prompt}`, commit `{result.commit[:12]}`, {result.started_at}.", ""]
    if result.planted:
        lines += ["## Planted", "", f"`{command}`", "", *_planted(result.planted), ""]
    if result.generated:
        number = len(result.generated)
        lines += ["## Generated", "", f"`{command}` (seed {result.seed}, {number} mutations)", ""]
        lines += ["All templates:", "", *_rates(result.figures), "", "Held-out templates only:", ""]
        lines += [*_rates(result.heldout), "", *_misses(result.generated), ""]
    if aa:
        lines += ["## A/A", "", f"`{aa_command}`", "", *_aa(aa), ""]
    return "\n".join(lines).rstrip() + "\n"


def _planted(outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield "| mutation | harms | verdict | caught by | slices named | right |"
    yield "|---|---|---|---|---|---|"
    for one in outcomes:
        name = one.id.removeprefix("planted:")
        played = "" if one.played else " (review alone)"
        caught, named = ", ".join(one.by) or "-", ", ".join(one.named) or "-"
        right = "yes" if one.right else "**no**"
        yield f"| {name} | {'yes' if one.harmful else 'no'} | {one.verdict}{played} | {caught} | {named} | {right} |"


def _rates(rates: Sequence[Rate]) -> Iterator[str]:
    yield "| part | harmful | caught | right slice | recall from (95 %) | harmless | false alarms | at most (95 %) |"
    yield "|---|---|---|---|---|---|---|---|"
    for one in rates:
        cells = [one.kind, one.harmful, one.caught, one.named, one.recall_from]
        cells += [one.harmless, one.false_alarms, one.false_alarms_to]
        yield "| " + " | ".join(str(cell) for cell in cells) + " |"


def _misses(outcomes: Sequence[Outcome]) -> Iterator[str]:
    missed = [one for one in outcomes if one.harmful and not one.caught]
    alarms = [one for one in outcomes if not one.harmful and one.caught]
    for words, given in (("Missed", missed), ("False alarms", alarms)):
        if given:
            yield f"{words}, {min(len(given), _SHOWN)} of {len(given)}:"
            yield ""
            for one in given[:_SHOWN]:
                what = one.what.replace("|", "\\|")[:160]
                yield f"- `{one.id}`: {what}"
            yield ""


def _aa(aa: AA) -> Iterator[str]:
    low, high = aa.interval
    first, last = aa.seeds[0], aa.seeds[-1]
    yield f"The same prompts against themselves at {len(aa.seeds)} seeds, {first} to {last}, {aa.cases} cases a run."
    yield "A seed chooses people and wording, ten seeds a portfolio. The gate compares runs of one seed, so each is"
    yield "played twice, in fresh worlds. Neighbouring seeds against each other show how much other people and words"
    yield "move a run: that is what a baseline of one seed does not see, and why the gate refuses runs of two seeds."
    yield ""
    yield "| what | figure |"
    yield "|---|---|"
    yield f"| seeds called a regression | {aa.alarms} of {len(aa.same) - aa.invalid} ({aa.alarm_share:.1%}) |"
    yield f"| 95 % interval | {low:.1%} to {high:.1%} |"
    yield f"| left open (INCONCLUSIVE) | {aa.open} |"
    yield f"| could not be compared | {aa.invalid} |"
    yield f"| passing cases that fail in a second run of one seed | {aa.flip_rate:.2%} of {aa.flip_n} |"
    yield f"| neighbouring seeds called a regression | {aa.across_alarms} of {len(aa.across)} |"
    yield f"| passing cases that fail at the next seed | {aa.across_flip_rate:.2%} of {aa.across_flip_n} |"
