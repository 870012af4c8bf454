"""What the review says about the prompts as they are, against those the baseline was run with."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from evals.gate.baseline import Baseline
from evals.gate.decide import Finding
from evals.gate.history import History, HistoryError
from evals.records import Fingerprints
from evals.review import review
from policies.embeddings import MiniLM


def findings(
    base: Baseline, head: Fingerprints, history: History, root: Path, keep_in: Path | None = None
) -> Sequence[Finding]:
    """None where both were run with the same prompts.

    The base is the prompts/ folder of the commit that was blessed, not of the reference: a prompt that was changed and
    committed since is still a change. keep_in: a folder for the vectors of worked examples, which take half a minute
    without it. Raises HistoryError where git does not hold that commit any more, PromptError
    where its prompts cannot be read.
    """
    if head.prompts and head.prompts == base.fingerprints.prompts:
        return []
    commit = base.blessing.commit
    with tempfile.TemporaryDirectory() as scratch:
        try:
            history.folder(commit, "prompts", Path(scratch))
        except HistoryError as error:
            raise HistoryError(f"the prompts of the baseline cannot be reviewed: {error}") from error
        return review(Path(scratch) / "prompts", root / "prompts", MiniLM(threads=1), keep_in)
