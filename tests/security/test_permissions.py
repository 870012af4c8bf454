"""Who may use which tool, against a table that is written here by hand; and what no circumstances ever allow."""

import re
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stack.controls.files import ROOMS, minting
from tools import registry
from tools.authorize import FOLDER, Permissions
from tools.caller import Caller, Role
from tools.drafting import Approval
from tools.permission_request import Accounts, Circumstances, House, Proposed
from tools.writes.specs import WRITES

ROOT = Path(__file__).resolve().parents[2]
TALK = {"search_policies", "ask_clarification", "decline", "hand_off"}
SIGNED_IN = TALK | {"withdraw_proposals"}
READS_OF = {
    "": {"list_accounts"},
    "information": {
        *("get_profile", "get_balance", "get_amount_due", "get_delinquency", "list_statements", "get_statement"),
        *("get_interest_breakdown", "get_payment_schedule", "get_payoff_quote", "get_rate_terms"),
        *("list_transactions", "list_fees", "list_draws"),
    },
    "payments": {"list_payments", "get_autopay"},
    "hardship": {"get_hardship_options"},
    "disputes": {"list_disputes"},
    "documents": set[str](),
}
READS = {"list_applications"}.union(*READS_OF.values())
PAYING = {"schedule_payment", "cancel_payment"}
CHANGES = PAYING | {
    *("move_due_date", "set_autopay", "stop_autopay", "request_draw", "cancel_draw", "request_refund", "close_line"),
    *("open_dispute", "withdraw_dispute", "enrol_hardship", "change_contact", "withdraw_consent", "freeze_line"),
    *("unfreeze_line", "request_limit_increase", "withdraw_application", "defer_payment"),
}
CREDITS = {"waive_fee", "reverse_fee", "reverse_payment", "send_correction"}
EVERY = SIGNED_IN | READS | CHANGES | CREDITS
SCOPES = frozenset(READS_OF) - {""}
ALLOWED: dict[str, tuple[Caller, set[str]]] = {
    "anonymous": (Caller("anon:x", "anonymous"), TALK),
    "anonymous with a token": (Caller("anon:x", "anonymous", 2, "t", serves="B-1"), TALK),
    "borrower": (Caller("B-1", "borrower", 1, "t"), SIGNED_IN | READS | CHANGES),
    "borrower with two factors": (Caller("B-1", "borrower", 2, "t"), SIGNED_IN | READS | CHANGES),
    "borrower without a token": (Caller("B-1", "borrower", 1), SIGNED_IN),
    "borrower who serves": (Caller("B-1", "borrower", 1, "t", serves="B-2"), SIGNED_IN | READS | CHANGES),
    "agent alone": (Caller("S-1", "support_agent", 1), SIGNED_IN),
    "agent with a token for nobody": (Caller("S-1", "support_agent", 1, "t"), SIGNED_IN),
    "agent serving": (Caller("S-1", "support_agent", 1, "t", serves="B-1"), SIGNED_IN | READS | CREDITS),
    "supervisor serving": (Caller("S-2", "supervisor", 2, "t", serves="B-1"), SIGNED_IN | READS | CREDITS),
    "supervisor alone": (Caller("S-2", "supervisor", 1), SIGNED_IN),
    "analyst": (Caller("S-3", "analyst", 1), SIGNED_IN),
    "analyst with everything": (Caller("S-3", "analyst", 2, "t", serves="B-1"), SIGNED_IN),
    "auditor": (Caller("S-4", "auditor", 1), SIGNED_IN),
    "auditor with everything": (Caller("S-4", "auditor", 2, "t", serves="B-1"), SIGNED_IN),
    "service": (Caller("executor", "service", 2, "t", serves="B-1"), set()),
    "third party of no scope": (Caller("TP-1", "third_party", 1, "t", serves="B-1"), SIGNED_IN | READS_OF[""]),
    "third party of nobody": (Caller("TP-1", "third_party", 1, "t", scopes=SCOPES), SIGNED_IN),
    **{
        f"third party for {scope}": (
            Caller("TP-1", "third_party", 2, "t", serves="B-1", scopes=frozenset({scope})),
            SIGNED_IN | READS_OF[""] | READS_OF[scope] | (PAYING if scope == "payments" else set()),
        )
        for scope in sorted(SCOPES)
    },
}


@pytest.mark.parametrize("who", ALLOWED)
def test_every_pair_of_caller_and_tool_is_as_the_table_says(who: str) -> None:
    caller, tools = ALLOWED[who]
    assert Permissions.load().permitted(caller, sorted(EVERY)) == tools
    decided = {tool for tool in EVERY if Permissions.load().decide(caller, tool).allowed}
    assert decided == tools
    assert {spec.name for spec in registry.available(caller)} == tools & set(registry.TOOLS)


def test_the_table_knows_every_role_and_every_tool() -> None:
    assert {caller.role for caller, _ in ALLOWED.values()} == set(get_args(Role))
    assert set(registry.TOOLS) | set(WRITES) <= EVERY
    schema = (FOLDER / "schema.cedarschema").read_text()
    named = re.findall(r"^action ([\w,\s]+?) in \[", schema, re.MULTILINE)
    assert {name.strip() for names in named for name in names.split(",")} == EVERY - {"withdraw_proposals"}


def test_the_policies_and_the_tools_agree_on_who_needs_a_second_factor_and_a_second_person() -> None:
    for tool, spec in WRITES.items():
        weak = Proposed("p", "B-1", "B-1", tool, spec.risk, assurance=1)
        confirmed = Permissions.load().decide(Caller("B-1", "borrower", 1, "t"), "confirm", weak)
        if tool in CHANGES:
            assert (confirmed.needs == "step_up") == (spec.assurance == 2), tool
        executed = Permissions.load().decide(Caller("executor", "service"), "execute", weak)
        assert executed.allowed == (spec.approval is None), tool


@pytest.mark.parametrize("who", sorted(set(ALLOWED) - {"borrower without a token"}))
def test_who_may_ask_may_confirm_their_own_and_nobody_elses(who: str) -> None:
    caller, tools = ALLOWED[who]
    if caller.role != "anonymous":
        caller = replace(caller, assurance=2, second_factor_age_s=0)
    about = caller.about or "B-1"
    for tool, maker in product(CHANGES | CREDITS, (caller.subject, "somebody")):
        own = Proposed("p", maker, about, tool, "high", 2)
        confirmed = Permissions.load().decide(caller, "confirm", own).allowed
        # Staff confirm outside of the thread: what they could ask for while they served this borrower.
        may_ask = tool in CREDITS if caller.role in ("support_agent", "supervisor") else tool in tools
        assert confirmed == (may_ask and maker == caller.subject and caller.role != "anonymous"), (tool, maker)


def test_whose_accounts_they_are_decides() -> None:
    for caller, tools in ALLOWED.values():
        for tool in tools & (READS | CHANGES | CREDITS):
            decision = Permissions.load().decide(caller, tool, Accounts("B-9"))
            assert (decision.allowed, decision.needs) == (False, None), (caller.role, tool)


texts = st.text(max_size=12)
flags = st.frozensets(
    st.sampled_from(["deceased", "bankruptcy", "identity_theft", "attorney_represented", "cease_contact", "x"])
)
amounts = st.none() | st.integers(-(2**62), 2**62)
approvals: st.SearchStrategy[Approval | None] = st.sampled_from(["supervisor", None])
circumstances = st.builds(Circumstances, flags, amounts, amounts)
callers = st.builds(
    Caller,
    subject=st.sampled_from(["B-1", "S-1", "S-2", "TP-1", "anon:x", ""]) | texts,
    role=st.sampled_from(get_args(Role)),
    assurance=st.integers(0, 2),
    token=st.none() | st.just("t"),
    name=st.none(),
    serves=st.none() | st.sampled_from(["B-1", "B-2"]) | texts,
    second_factor_age_s=st.none() | st.integers(0, 10_000),
    scopes=st.frozensets(st.sampled_from(sorted(SCOPES))),
)


@st.composite
def proposed(draw: st.DrawFn) -> tuple[Caller, Proposed]:
    """A caller and a proposal, which is the caller's own or about the same borrower as often as not."""
    caller = draw(callers)
    return caller, Proposed(
        proposal_id=draw(texts),
        maker=draw(st.just(caller.subject) | st.sampled_from(["B-1", "S-1", "S-2", ""]) | texts),
        about=draw(st.just(caller.about or "B-1") | st.sampled_from(["B-1", "B-2"]) | texts),
        tool=draw(st.sampled_from(sorted(CHANGES | CREDITS)) | texts),
        risk=draw(st.sampled_from(["low", "medium", "high"])),
        assurance=draw(st.integers(0, 2)),
        approval=draw(approvals),
        checker=draw(st.none() | st.just(caller.subject) | st.sampled_from(["S-1", "S-2", "B-1"])),
        amount_cents=draw(st.integers(0, 100_000) | amounts),
    )


def decided(pair: tuple[Caller, Proposed], action: str, context: Circumstances) -> bool:
    return Permissions.load().decide(pair[0], action, pair[1], context).allowed


resources = (
    st.none()
    | st.just(House())
    | st.builds(Accounts, st.sampled_from(["B-1", "B-2", ""]) | texts)
    | (proposed().map(lambda pair: pair[1]))
)
often = settings(max_examples=300, deadline=None)


@often
@given(callers, st.sampled_from(sorted(EVERY - TALK)) | texts, resources, circumstances)
def test_nothing_lets_an_anonymous_caller_read_or_change(
    caller: Caller, action: str, resource: Any, context: Circumstances
) -> None:
    anonymous = Caller("anon:x", "anonymous", caller.assurance, caller.token, None, caller.serves, None, caller.scopes)
    if action not in TALK:
        assert not Permissions.load().decide(anonymous, action, resource, context).allowed


@often
@given(
    callers, st.sampled_from(sorted(READS | CHANGES | CREDITS)), st.sampled_from(["B-1", "B-2", "B-3"]), circumstances
)
def test_nobody_reads_or_changes_but_for_the_borrower_concerned(
    caller: Caller, tool: str, holder: str, context: Circumstances
) -> None:
    if Permissions.load().decide(caller, tool, Accounts(holder), context).allowed:
        assert caller.about == holder
        assert caller.token is not None
        assert caller.assurance >= 1


@often
@given(proposed(), circumstances)
def test_nobody_approves_what_they_made(pair: tuple[Caller, Proposed], context: Circumstances) -> None:
    caller, proposal = pair
    if decided((replace(caller, role="supervisor"), proposal), "approve", context):
        assert caller.subject != proposal.maker
        assert (proposal.amount_cents or 0) <= 50_000 or proposal.tool == "reverse_payment"
    if caller.role != "supervisor":
        assert not decided(pair, "approve", context)


@often
@given(proposed(), circumstances, st.sampled_from(["confirm", "cancel", "undo"]))
def test_nobody_confirms_what_another_made(pair: tuple[Caller, Proposed], context: Circumstances, action: str) -> None:
    caller, proposal = pair
    if decided(pair, action, context):
        assert caller.subject == proposal.maker
        assert caller.role in ("borrower", "third_party", "support_agent", "supervisor")
        assert action != "confirm" or caller.assurance >= proposal.assurance
        if action == "confirm" and proposal.assurance >= 2:
            assert caller.second_factor_age_s is not None
            assert caller.second_factor_age_s <= 600


@often
@given(proposed(), circumstances)
def test_only_the_executor_executes_and_no_credit_without_its_checker(
    pair: tuple[Caller, Proposed], context: Circumstances
) -> None:
    caller, proposal = pair
    if caller.role != "service":
        assert not decided(pair, "execute", context)
    if decided((replace(caller, role="service"), proposal), "execute", context) and (
        proposal.approval or proposal.tool in CREDITS
    ):
        assert proposal.checker not in (None, proposal.maker)


STOPPED = {
    "identity_theft": {
        *("request_draw", "request_refund", "change_contact", "request_limit_increase", "unfreeze_line", "set_autopay")
    },
    "bankruptcy": {"request_draw", "request_limit_increase", "unfreeze_line", "set_autopay"},
    "attorney_represented": {"set_autopay"},
    "cease_contact": set[str](),
    "servicemember": set[str](),
    "deceased": {
        *("request_draw", "request_refund", "request_limit_increase", "unfreeze_line", "set_autopay", "change_contact"),
        *("move_due_date", "enrol_hardship", "defer_payment", "close_line", "schedule_payment"),
    },
}


@pytest.mark.parametrize("flag", STOPPED)
def test_each_flag_stops_what_the_policies_of_the_house_say(flag: str) -> None:
    borrower, context = Caller("B-1", "borrower", 2, "t"), Circumstances(frozenset({flag}))
    decisions = {tool: Permissions.load().decide(borrower, tool, context=context) for tool in READS | CHANGES}
    assert {tool for tool, decision in decisions.items() if not decision.allowed} == STOPPED[flag]
    assert all(decision.says for decision in decisions.values() if not decision.allowed)


def test_write_tokens_are_minted_by_the_executor_alone() -> None:
    # golden runs of the evals write the books of a throw-away world
    excepted = {"stack/executing.py": 1, "api/commands/verify.py": 5, "evals/end_state/golden.py": 1}
    sources = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    found = {str(path.relative_to(ROOT)): mints for path in sources if (mints := len(list(minting(path))))}
    assert found == excepted
