"""Waivers: what may pass with a reason, and for what exactly."""

from pathlib import Path

import pytest

from evals.gate import waivers
from evals.gate.decide import decide
from evals.gate.verdict import Verdict
from evals.gate.waivers import Waiver, WaiverError
from tests.unit.evals.gate import made
from tests.unit.evals.gate.made import BASE, records, report, rules
from tests.unit.evals.gate.test_decide import Noticed

FOUR = ["balance-001", "fees-031", "payoff-020", "fraud-005"]
UNDECIDED = decide(BASE, report(records(FOUR)), rules(0.02))


def waiver(target: str, verdict: Verdict, **changes: str) -> Waiver:
    given = {"suite": "core", "lane": "local", "setup": waivers.setup_of(verdict), **changes}
    return Waiver(target=target, reason="read all four", who="ana", when="2026-05-15", commit="c0ffee1", **given)


def test_an_undecided_metric_passes_with_a_reason():
    assert waivers.waivable(UNDECIDED) == ["passed"]
    found = waivers.apply(UNDECIDED, [waiver("passed", UNDECIDED)])
    assert (found.verdict, found.reasons, found.metrics[0].waived) == ("PASS", [], "read all four")
    assert found.metrics[0].verdict == "INCONCLUSIVE"


@pytest.mark.parametrize("field", ["setup", "suite", "lane"])
def test_a_waiver_is_for_one_set_up(field: str):
    assert waivers.apply(UNDECIDED, [waiver("passed", UNDECIDED, **{field: "another"})]) == UNDECIDED


def test_another_prompt_is_another_set_up():
    prints = made.PRINTS.model_copy(update={"prompts": "p2"})
    other = decide(BASE, report(records(FOUR), fingerprints=prints), rules(0.02))
    assert waivers.apply(other, [waiver("passed", UNDECIDED)]).verdict == "INCONCLUSIVE"


def test_another_commit_of_the_same_set_up_is_the_same():
    prints = made.PRINTS.model_copy(update={"commit": "c0ffee2", "dirty": True})
    other = decide(BASE, report(records(FOUR), fingerprints=prints), rules(0.02))
    assert waivers.apply(other, [waiver("passed", UNDECIDED)]).verdict == "PASS"


def test_a_finding_is_waived_by_its_kind_and_file():
    found = decide(BASE, report(records()), rules(), [Noticed("blocks"), Noticed("advises", file="other.md")])
    assert waivers.waivable(found) == ["review:instruction:assistant.md"]
    waived = waivers.apply(found, [waiver("review:instruction:assistant.md", found)])
    assert waived.verdict == "PASS"
    assert waived.review[0].waived == "read all four"


def test_a_regression_is_not_waived():
    found = decide(BASE, report(records(["hardship-001", "hardship-002"])), rules())
    assert waivers.waivable(found) == []
    assert waivers.apply(found, [waiver("passed", found), waiver("hardship", found)]).verdict == "REGRESSION"


def test_what_was_logged_is_read_again(tmp_path: Path):
    path = tmp_path / "waivers.jsonl"
    assert waivers.read(path) == []
    given = [waiver("passed", UNDECIDED)]
    waivers.append(path, given)
    waivers.append(path, given)
    assert waivers.read(path) == [*given, *given]


def test_a_line_that_is_no_waiver(tmp_path: Path):
    (tmp_path / "waivers.jsonl").write_text("{}\n")
    with pytest.raises(WaiverError, match=r"waivers\.jsonl"):
        waivers.read(tmp_path / "waivers.jsonl")
