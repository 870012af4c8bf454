"""JUnit XML that its readers accept."""

from importlib import import_module
from pathlib import Path
from typing import Any

from evals.reporting.junit import xml
from tests.unit.evals.reporting.runs import failed, record, run, verdict
from tests.unit.evals.reporting.snapshots import assert_as_reviewed

# Through Any: lxml ships no types.
etree: Any = import_module("lxml.etree")
SCHEMA = etree.XMLSchema(etree.parse(str(Path(__file__).parent / "junit.xsd")))


def read(text: str) -> Any:
    tree = etree.fromstring(text.encode())
    SCHEMA.assertValid(tree)
    return tree[0]


def test_the_document_is_as_reviewed() -> None:
    assert_as_reviewed("run.junit.xml", xml(run(), verdict()))


def test_failures_errors_and_skipped_are_apart() -> None:
    suite = read(xml(run(), verdict()))
    assert {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "9",
        "failures": "3",
        "errors": "1",
        "skipped": "1",
    }
    assert [case.get("name") for case in suite.iter("testcase") if case.find("failure") is not None] == [
        "acc-newly",
        "acc-before",
        "acc-hostile",
    ]
    assert suite.find("testcase/error").get("type") == "infrastructure"
    assert suite.find("testcase/skipped").get("message").startswith("quarantined: facts")


def test_a_quarantined_case_that_passes_says_so() -> None:
    suite = read(xml(run(record("a")), verdict(quarantined=["a"])))
    assert suite.find("testcase/skipped").get("message") == "quarantined: passes now"


def test_properties_carry_the_fingerprints() -> None:
    suite = read(xml(run(), verdict()))
    told = {one.get("name"): one.get("value") for one in suite.iter("property")}
    assert told["fingerprint.prompts"] == "aa11"
    assert (told["verdict"], told["changed"]) == ("REGRESSION", "prompts")


def test_hostile_text_survives_as_text() -> None:
    suite = read(xml(run(failed("a", "]]> <b> \x00\x1b\ud800 &amp;"))))
    assert suite.find("testcase/failure").get("message") == "]]> <b> \\x00\\x1b\\ud800 &amp;"


def test_a_failure_tells_the_words_and_is_bounded() -> None:
    suite = read(xml(run(failed("a", "z" * 50_000), failed("b"))))
    long, short = (case.find("failure").text for case in suite.iter("testcase"))
    assert len(long) < 4_100
    assert "> what do I owe" in short
