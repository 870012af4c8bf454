"""Decisions about proposals, what a denial says, what broken policies do, and that the page about it is true."""

import re
import time
from pathlib import Path
from typing import Any, get_args

import pytest

from tools import registry
from tools.authorize import FOLDER, Permissions, PoliciesInvalid, read
from tools.caller import Caller, Role
from tools.drafting import Draft, Line, Operation
from tools.permission_request import Accounts, Circumstances, Proposed, amount_cents

PAGE = Path(__file__).resolve().parents[3] / "docs" / "permissions.md"
ANA = Caller("B-1", "borrower", 1, "t")
ANA_TWICE = Caller("B-1", "borrower", 2, "t", second_factor_age_s=0)
AGENT, SUPERVISOR = Caller("S-1", "support_agent", 1), Caller("S-2", "supervisor", 1)
DRAW = Proposed("p", "B-1", "B-1", "request_draw", "high", 2, amount_cents=50_000)
WAIVER = Proposed("p", "S-1", "B-1", "waive_fee", "medium", 1, "supervisor", amount_cents=3_200)
SCOPES = ("information", "payments", "hardship", "disputes", "documents")


def decide(*asked: Any) -> Any:
    return Permissions.load().decide(*asked)


def test_what_a_second_factor_would_lift_says_so() -> None:
    denied = decide(ANA, "confirm", DRAW)
    assert (denied.allowed, denied.needs) == (False, "step_up")
    assert denied.says == ("This needs a second factor: confirm once more with a one-time code.",)
    assert "second_factor_where_the_tool_needs_it" in denied.policies
    assert decide(ANA_TWICE, "confirm", DRAW).allowed


def test_what_a_second_factor_would_not_lift_does_not_ask_for_one() -> None:
    stranger = Caller("B-2", "borrower", 1, "t")
    assert decide(stranger, "confirm", DRAW).needs is None
    stolen = decide(ANA, "confirm", DRAW, Circumstances(frozenset({"identity_theft"})))
    assert (stolen.allowed, stolen.needs) == (False, None)
    assert decide(Caller("anon:x", "anonymous"), "confirm", DRAW).needs is None


def test_an_old_second_factor_counts_no_longer() -> None:
    old = Caller("B-1", "borrower", 2, "t", second_factor_age_s=601)
    assert decide(old, "confirm", DRAW).needs == "step_up"
    undated = Caller("B-1", "borrower", 2, "t")
    assert decide(undated, "confirm", DRAW).needs == "step_up"
    at_the_end = Caller("B-1", "borrower", 2, "t", second_factor_age_s=600)
    assert decide(at_the_end, "confirm", DRAW).allowed


def test_a_high_risk_proposal_needs_two_factors_whatever_it_says() -> None:
    lowered = Proposed("p", "B-1", "B-1", "close_line", "low", 0)
    assert decide(ANA, "confirm", lowered).needs == "step_up"


def test_a_credit_goes_from_its_maker_to_another_person_to_the_executor() -> None:
    executor = Caller("executor", "service")
    assert decide(AGENT, "confirm", WAIVER).allowed
    assert decide(AGENT, "cancel", WAIVER).allowed
    assert not decide(AGENT, "approve", WAIVER).allowed
    assert decide(SUPERVISOR, "approve", WAIVER).allowed
    assert decide(SUPERVISOR, "reject", WAIVER).allowed
    assert not decide(SUPERVISOR, "confirm", WAIVER).allowed
    assert not decide(SUPERVISOR, "cancel", WAIVER).allowed
    assert not decide(executor, "execute", WAIVER).allowed
    approved = Proposed("p", "S-1", "B-1", "waive_fee", "medium", 1, "supervisor", "S-2", 3_200)
    assert decide(executor, "execute", approved).allowed


def test_a_supervisor_who_proposes_needs_another_supervisor() -> None:
    own = Proposed("p", "S-2", "B-1", "waive_fee", "medium", 1, "supervisor", amount_cents=3_200)
    denied = decide(SUPERVISOR, "approve", own)
    assert "maker_never_approves" in denied.policies
    assert decide(Caller("S-3", "supervisor", 1), "approve", own).allowed


@pytest.mark.parametrize(("amount", "allowed"), [(50_000, True), (50_001, False), (None, True)])
def test_a_supervisor_approves_up_to_five_hundred_dollars(amount: int | None, allowed: bool) -> None:
    credit = Proposed("p", "S-1", "B-1", "reverse_fee", "medium", 1, "supervisor", amount_cents=amount)
    assert decide(SUPERVISOR, "approve", credit).allowed is allowed
    payment = Proposed("p", "S-1", "B-1", "reverse_payment", "high", 1, "supervisor", amount_cents=amount)
    assert decide(SUPERVISOR, "approve", payment).allowed


def test_a_borrower_takes_back_their_own_and_staff_take_back_nothing() -> None:
    move = Proposed("p", "B-1", "B-1", "schedule_payment", "medium", 1)
    assert decide(ANA, "undo", move).allowed
    assert not decide(Caller("B-2", "borrower", 1, "t"), "undo", move).allowed
    assert not decide(AGENT, "undo", WAIVER).allowed


def test_a_third_party_who_lost_a_scope_confirms_no_more() -> None:
    payment = Proposed("p", "TP-1", "B-1", "schedule_payment", "medium", 1)
    with_scope = Caller("TP-1", "third_party", 1, "t", serves="B-1", scopes=frozenset({"payments"}))
    without = Caller("TP-1", "third_party", 1, "t", serves="B-1", scopes=frozenset({"information"}))
    elsewhere = Caller("TP-1", "third_party", 1, "t", serves="B-2", scopes=frozenset({"payments"}))
    assert decide(with_scope, "confirm", payment).allowed
    assert not decide(without, "confirm", payment).allowed
    assert not decide(elsewhere, "confirm", payment).allowed


@pytest.mark.parametrize(("amount", "allowed"), [(100, True), (101, False), (None, True)])
def test_no_more_than_the_most(amount: int | None, allowed: bool) -> None:
    decision = decide(ANA, "schedule_payment", None, Circumstances(amount_cents=amount, most_cents=100))
    assert decision.allowed is allowed


@pytest.mark.parametrize("action", ["serve", "correct"])
def test_staff_serve_and_correct_and_nobody_else(action: str) -> None:
    served = Caller("S-1", "support_agent", 1, "t", serves="B-1")
    assert decide(served, action, Accounts("B-1")).allowed
    for other in (ANA_TWICE, Caller("S-3", "analyst", 1, "t"), Caller("S-4", "auditor", 1, "t", serves="B-1")):
        assert not decide(other, action, Accounts("B-1")).allowed


def test_who_reads_the_audit_and_runs_the_controls() -> None:
    roles: tuple[Role, ...] = get_args(Role)
    readers = {role for role in roles if decide(Caller("X-1", role, 1), "read_audit").allowed}
    assert readers == {"analyst", "auditor"}
    assert decide(Caller("ops", "service"), "run_controls").allowed
    assert not decide(SUPERVISOR, "run_controls").allowed


@pytest.mark.parametrize(
    ("action", "roles"),
    [
        ("serve_desk", {"support_agent", "supervisor"}),
        ("search_conversations", {"supervisor", "analyst", "auditor"}),
        ("read_monitors", {"supervisor", "analyst", "auditor"}),
        ("read_releases", {"supervisor", "analyst", "auditor"}),
    ],
)
def test_who_serves_the_desk_and_who_looks_into_operations(action: str, roles: set[str]) -> None:
    everybody: tuple[Role, ...] = get_args(Role)
    assert {role for role in everybody if decide(Caller("X-1", role, 1), action).allowed} == roles
    assert not any(decide(Caller("X-1", role, 0), action).allowed for role in everybody)


def test_who_only_reads_changes_and_decides_nothing() -> None:
    reader = Caller("B-1", "borrower", 2, "t", second_factor_age_s=0, reads_only=True)
    writes = {name for name, spec in registry.TOOLS.items() if spec.access == "WRITE"}
    assert {spec.name for spec in registry.available(reader)} == {
        spec.name for spec in registry.available(ANA_TWICE) if spec.name not in {*writes, "withdraw_proposals"}
    }
    for action in ("confirm", "reject", "cancel", "undo"):
        assert decide(ANA_TWICE, action, DRAW).allowed
        denied = decide(reader, action, DRAW)
        assert (denied.allowed, denied.needs) == (False, None)
        assert "nothing_changes_where_one_only_reads" in denied.policies


@pytest.mark.parametrize("action", ["no_such_tool", "", 'x"', "read", "change", "\0"])
def test_what_is_no_action_is_denied(action: str) -> None:
    assert not decide(ANA_TWICE, action).allowed


def test_a_policy_that_cannot_be_evaluated_denies() -> None:
    policies, schema = read(FOLDER)
    broken = "forbid (principal, action, resource) when { 9223372036854775807 + context.assurance > 0 };"
    permissions = Permissions(policies + broken, schema)
    assert Permissions.load().decide(ANA, "get_balance").allowed
    assert not permissions.decide(ANA, "get_balance").allowed
    assert "get_balance" not in permissions.permitted(ANA, ["get_balance"])


@pytest.mark.parametrize(
    "added",
    [
        "permit (principal is Borrower, action, resource",
        'permit (principal, action == Action::"get_balanse", resource);',
        "permit (principal, action, resource) when { context.no_such_thing };",
        "permit (principal is Customer, action, resource);",
    ],
)
def test_policies_that_do_not_fit_their_schema_are_not_used(added: str) -> None:
    policies, schema = read(FOLDER)
    with pytest.raises(PoliciesInvalid):
        Permissions(policies + added, schema)


def test_every_policy_has_an_id_of_its_own_and_every_stop_is_on_the_page() -> None:
    policies, _ = read(FOLDER)
    ids = re.findall(r'@id\("(\w+)"\)', policies)
    assert len(ids) == len(set(ids)) == len(re.findall(r"^(?:permit|forbid) \(", policies, re.MULTILINE))
    stops = re.findall(r'@id\("(\w+)"\)\n(?:@says\(.*\)\n)?forbid', policies)
    assert set(stops) == set(re.findall(r"^\| `(\w+_\w+_\w+)` \|", _section("What stops"), re.MULTILINE))


def test_the_page_has_every_tool_with_who_may_use_it() -> None:
    rows = [
        [cell.strip() for cell in line.split("|")][1:-1] for line in _section("Tools").splitlines() if "| `" in line
    ]
    page = {row[0].strip("`"): row[1:] for row in rows}
    assert set(registry.TOOLS) <= set(page)
    for tool, row in page.items():
        assert row == [_cell(tool, callers) for callers in _columns()], tool


def _section(title: str) -> str:
    parts = re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return next(part for part in parts if part.startswith(title))


def _columns() -> list[dict[str, Caller]]:
    """The callers of each column by what its cell says when they may use the tool."""
    third = {
        scope: Caller("TP-1", "third_party", 1, "t", serves="B-1", scopes=frozenset({scope} - {"yes"}))
        for scope in ("yes", *SCOPES)
    }
    return [
        {"yes": Caller("anon:x", "anonymous")},
        {"yes": ANA},
        third,
        {"yes": Caller("S-1", "support_agent", 1, "t", serves="B-1")},
        {"yes": Caller("S-2", "supervisor", 1, "t", serves="B-1")},
        {"yes": AGENT},
        {"yes": Caller("S-3", "analyst", 1)},
        {"yes": Caller("S-4", "auditor", 1)},
    ]


def _cell(tool: str, callers: dict[str, Caller]) -> str:
    allowed = [name for name, caller in callers.items() if decide(caller, tool).allowed]
    return "yes" if "yes" in allowed else ", ".join(allowed)


def test_a_drafts_money_is_the_largest_that_it_names() -> None:
    assert amount_cents(draft({"amount_cents": 5_000, "day": 15})) == 5_000
    assert amount_cents(draft({}, Line(label="fee", kind="money", value=3_200))) == 3_200
    assert amount_cents(draft({"fixed_cents": 1}, Line(label="amount", kind="money", value=2))) == 2
    assert amount_cents(draft({"due_day": 15}, Line(label="due_day", kind="count", value=15))) is None


def draft(body: dict[str, Any], *lines: Line) -> Draft:
    operation = Operation(method="POST", path="/v1/x", body=body)
    return Draft.model_construct(operation=operation, lines=list(lines))


def test_a_decision_takes_under_a_millisecond_and_a_turns_tools_less() -> None:
    names = list(registry.TOOLS)
    assert min(_took_s(lambda: decide(ANA, "confirm", DRAW)) for _ in range(20)) < 0.001
    assert min(_took_s(lambda: Permissions.load().permitted(ANA, names)) for _ in range(20)) < 0.02
    assert min(_took_s(lambda: registry.available(ANA)) for _ in range(20)) < 0.0005


def _took_s(asked: Any) -> float:
    began = time.perf_counter()
    asked()
    return time.perf_counter() - began
