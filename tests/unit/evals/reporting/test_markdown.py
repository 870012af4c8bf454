"""The pull-request comment: bounded, and one per suite and lane."""

import re

from evals.reporting.markdown import LIMIT, comment, marker
from tests.unit.evals.reporting.runs import HOSTILE, failed, metric, record, run, sliced, verdict
from tests.unit.evals.reporting.snapshots import assert_as_reviewed


def test_the_comment_is_as_reviewed() -> None:
    assert_as_reviewed("run.md", comment(run(), verdict()))


def test_the_marker_is_the_first_line_and_stays_the_same() -> None:
    first, second = run(), run(record("other"), seed=3)
    assert comment(first).splitlines()[0] == marker(first) == marker(second)
    assert marker(first) != marker(run(suite="heldout")) != marker(run(lane="live"))
    assert marker(run(suite="core --> <b>")) == "<!-- lending-assistant-evals local coreb -->"


def test_any_run_fits() -> None:
    every = [failed(f"{'long-' * 30}{number}", HOSTILE * 20, domain=f"domain_{number}") for number in range(150)]
    errored = [record(f"e-{number}", state="errored", passed=False, error=HOSTILE * 20) for number in range(150)]
    report = run(*every, *errored, missed=[HOSTILE * 20] * 60)
    big = verdict(
        reasons=[HOSTILE * 20] * 60,
        notes=[HOSTILE * 20] * 60,
        metrics=[metric(f"m{number}", waived=HOSTILE * 9) for number in range(60)],
        slices=[sliced(value=HOSTILE * 5) for _ in range(60)],
        newly_failing=[one.id for one in every[:75]],
        newly_fixed=[one.id for one in every],
        added=[one.id for one in every],
    )
    text = comment(report, big)
    assert len(text) <= LIMIT
    assert text.endswith("`assist evals show ID`.\n")
    assert re.search(r"\.\.\. and 1[0-9]{2} more", text)


def test_a_long_list_tells_how_much_is_left_out() -> None:
    assert "... and 37 more" in comment(run(*(failed(f"a-{number}") for number in range(62))))


def test_a_run_without_verdict_opens_its_failures() -> None:
    text = comment(run(failed("a")))
    assert "No verdict" in text
    assert "<details open><summary>Failing (1)</summary>" in text
    assert "Metrics" not in text


def test_hostile_text_opens_nothing() -> None:
    text = comment(run(failed("a", "<details> | x | `y`\n\n# Title @team")))
    assert "&lt;details&gt; \\| x \\| \\`y\\` # Title @&#8203;team" in text
