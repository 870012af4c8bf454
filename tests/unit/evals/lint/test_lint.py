"""The linter finds each thing that a suite must not hold, and nothing in the repository's own."""

from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from evals.books import Books
from evals.casting import Casting
from evals.lint import lint
from tests.unit.evals.stories import TODAY

PAYOFF = {"read": "payoff-quote", "field": "payoff_cents", "as": "money"}
RIGHT: dict[str, Any] = {
    "id": "right",
    "domain": "payoff",
    "person": {"tags": ["current"]},
    "turns": ["what would it take to be rid of this by the weekend"],
    "expect": {
        "calls": ["get_payoff_quote"],
        "facts": [{"read": "payoff-quote", "field": "payoff_cents", "as": "money"}],
    },
}
OTHER = {**RIGHT, "id": "other", "turns": ["a wholly different question about statements"]}
WRITES: dict[str, Any] = {
    "turns": ["please move 40 dollars over on monday", {"confirm": -1}],
    "expect": {"outcome": ["proposal"], "proposes": [{"tool": "schedule_payment"}]},
}
PAYS = {"post": "accounts/{cash_line}/payments", "body": {"amount_cents": 4000}}


def found(folder: Path, *cases: object) -> list[tuple[str, str]]:
    (folder / "some.yaml").write_text(yaml.safe_dump({"cases": list(cases)}, sort_keys=False))
    return [(finding.case, finding.rule) for finding in lint([folder])]


def changed(**fields: Any) -> dict[str, Any]:
    return {**RIGHT, **fields}


def executed(*golden: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return changed(**{**WRITES, "expect": {**WRITES["expect"], "end_state": {"golden": [*golden]}, **fields}})


def test_the_repository_has_nothing_to_put_right() -> None:
    assert [str(finding) for finding in lint()] == []


def test_right_cases_pass(tmp_path: Path) -> None:
    assert found(tmp_path, RIGHT, OTHER, {**executed(PAYS), "id": "writes"}) == []


@pytest.mark.parametrize(
    ("broken", "rule"),
    [
        (changed(surprise=1), "schema"),
        (changed(turns=["why did my payoff change and move my due date to the 15th"]), "copied-example"),
        (changed(turns=["is Rosa Delgado behind on her payments by any chance"]), "copied-name"),
        (changed(person={"tags": ["on_the_moon"]}), "unreachable"),
        (changed(person={"tags": ["current"], "without": ["current"]}), "unreachable"),
        (changed(expect={"calls": ["search_policies"]}), "missing-gold"),
        (changed(expect={"outcome": ["answered"]}), "missing-gold"),
        (changed(expect={"citations": {"all_of": ["POL-NOWHERE-01"]}}), "unknown-name"),
        (changed(expect={"calls": ["read_minds"]}), "unknown-name"),
        (changed(expect={"calls": ["get_balance"], "disclosures": ["nothing-like-it"]}), "unknown-name"),
        (changed(expect={"outcome": ["handoff"], "cue": "boredom"}), "unknown-name"),
        (changed(expect={"facts": [{"read": "horoscope", "field": "sign", "as": "text"}]}), "unknown-field"),
        (changed(expect={"facts": [{"read": "balance", "field": "mood", "as": "text"}]}), "unknown-field"),
        (changed(expect={"facts": [{"read": "fees", "rows": "tips", "field": "x", "as": "text"}]}), "unknown-field"),
        (executed({"post": "accounts/{cash_line}/wishes"}), "unknown-command"),
        (executed({**PAYS, "body": {"amount_cents": 4000, "tip": 4000}}), "unknown-command"),
        (executed({**PAYS, "body": {"amount_cents": "{minimum}"}}), "unknown-command"),
        (executed({**PAYS, "body": {"amount_cents": 4100}}), "copied-figure"),
        (executed({**PAYS, "body": {"amount_cents": 4000, "scheduled_for": "2026-05-22"}}), "copied-figure"),
        (executed(PAYS, proposes=[{"tool": "schedule_payment", "lines": {"amount": 4100}}]), "copied-figure"),
        (changed(expect={"must_say": ["\\$123\\.45"]}), "copied-figure"),
        (changed(expect={"must_say": ["May 22, 2026"]}), "copied-figure"),
        (changed(expect={"must_say": ["19.99%"]}), "copied-figure"),
    ],
)
def test_each_rule_finds_what_it_is_for(tmp_path: Path, broken: dict[str, Any], rule: str) -> None:
    assert found(tmp_path, broken, OTHER) == [("right", rule)]


def test_an_id_is_used_once(tmp_path: Path) -> None:
    assert found(tmp_path, RIGHT, {**OTHER, "id": "right"}) == [("right", "duplicate-id")]


@pytest.mark.parametrize(
    "text",
    ["What would it take to be rid of this by the weekend?", "what would it take to be rid of this by a weekend"],
)
def test_nobody_says_the_same_twice_but_in_one_cluster(tmp_path: Path, text: str) -> None:
    again = {**OTHER, "turns": [text]}
    assert found(tmp_path, RIGHT, again) == [("other", "duplicate-wording")]
    assert found(tmp_path, changed(cluster="rid"), {**again, "cluster": "rid"}) == []
    assert (
        found(tmp_path, changed(turns=[RIGHT["turns"][0], "the 12th"]), changed(id="b", turns=["x y", "the 12th"]))
        == []
    )


def test_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    for text in ("cases: 7", "- a", "cases: [", "things: []"):
        (tmp_path / "some.yaml").write_text(text)
        assert [finding.rule for finding in lint([tmp_path])] == ["schema"]


def test_a_situation_that_nobody_is_in_is_found_in_the_portfolio(tmp_path: Path) -> None:
    (tmp_path / "some.yaml").write_text(yaml.safe_dump({"cases": [RIGHT, {**OTHER, "person": {"tags": ["scra"]}}]}))
    answers: dict[str, Any] = {
        "/v1/accounts": {"accounts": [{"account_id": "CL-1", "product": "cash_line", "status": "open"}]}
    }
    answers["/v1/accounts/CL-1/payoff-quote"] = {"payoff_cents": [1]}
    http = httpx.Client(
        base_url="http://accounts",
        transport=httpx.MockTransport(lambda request: httpx.Response(200, json=answers[request.url.path])),
    )
    ana = {"handle": "ana", "role": "borrower", "situation": ["current"]}
    casting = Casting([ana], lambda _: Books(http, lambda: "", TODAY))
    assert [(one.case, one.rule) for one in lint([tmp_path], casting)] == [("other", "unreachable")]
