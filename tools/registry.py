"""Every tool in one table: who may call it, whether it reads, controls or writes, and what runs."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, Literal, cast

from pydantic import BaseModel, ValidationError

from tools import account_reads, activity_reads, arguments, control, policy_search
from tools.authorize import Permissions
from tools.caller import Caller
from tools.client import JsonObject
from tools.context import ToolContext
from tools.errors import ToolFailure
from tools.write_guard import guarded, running_flags
from tools.writes import arguments as writing
from tools.writes import autopay, care, credit_lines, desk, disputes, draws, due_dates, payments
from tools.writes.specs import WRITES, WriteSpec

Access = Literal["READ", "CONTROL", "WRITE"]
Run = Callable[[ToolContext, Any], Awaitable[JsonObject]]


@dataclass(frozen=True)
class ToolSpec:
    """One tool. Who may use it is in tools/permissions/. write: for access WRITE, and only there."""

    name: str
    arguments: type[BaseModel]
    run: Run
    access: Access = "READ"
    write: WriteSpec | None = None


def _write(name: str, arguments: type[BaseModel], run: Run) -> ToolSpec:
    return ToolSpec(name, arguments, run, "WRITE", WRITES[name])


_SPECS = (
    ToolSpec("list_accounts", arguments.NoArguments, account_reads.list_accounts),
    ToolSpec("get_profile", arguments.NoArguments, account_reads.get_profile),
    ToolSpec("get_balance", arguments.OneAccount, account_reads.get_balance),
    ToolSpec("get_amount_due", arguments.OneAccount, account_reads.get_amount_due),
    ToolSpec("get_delinquency", arguments.OneAccount, account_reads.get_delinquency),
    ToolSpec("list_statements", arguments.Statements, account_reads.list_statements),
    ToolSpec("get_statement", arguments.OneStatement, account_reads.get_statement),
    ToolSpec("get_interest_breakdown", arguments.OneStatement, account_reads.get_interest_breakdown),
    ToolSpec("get_payment_schedule", arguments.OneAccount, account_reads.get_payment_schedule),
    ToolSpec("get_payoff_quote", arguments.Payoff, account_reads.get_payoff_quote),
    ToolSpec("get_rate_terms", arguments.OneAccount, account_reads.get_rate_terms),
    ToolSpec("get_autopay", arguments.OneAccount, account_reads.get_autopay),
    ToolSpec("get_hardship_options", arguments.OneAccount, account_reads.get_hardship_options),
    ToolSpec("list_applications", arguments.Applications, account_reads.list_applications),
    ToolSpec("list_transactions", arguments.Transactions, activity_reads.list_transactions),
    ToolSpec("list_payments", arguments.Payments, activity_reads.list_payments),
    ToolSpec("list_fees", arguments.Fees, activity_reads.list_fees),
    ToolSpec("list_draws", arguments.OneAccount, activity_reads.list_draws),
    ToolSpec("list_disputes", arguments.OneAccount, activity_reads.list_disputes),
    _write("move_due_date", writing.MoveDueDate, due_dates.move_due_date),
    _write("defer_payment", arguments.OneAccount, due_dates.defer_payment),
    _write("schedule_payment", writing.SchedulePayment, payments.schedule_payment),
    _write("cancel_payment", writing.OnePayment, payments.cancel_payment),
    _write("set_autopay", writing.SetAutopay, autopay.set_autopay),
    _write("stop_autopay", arguments.OneAccount, autopay.stop_autopay),
    _write("request_draw", writing.RequestDraw, draws.request_draw),
    _write("cancel_draw", writing.OneDraw, draws.cancel_draw),
    _write("request_refund", writing.RequestRefund, draws.request_refund),
    _write("open_dispute", writing.OpenDispute, disputes.open_dispute),
    _write("withdraw_dispute", writing.OneDispute, disputes.withdraw_dispute),
    _write("enrol_hardship", writing.EnrolHardship, care.enrol_hardship),
    _write("change_contact", writing.ChangeContact, care.change_contact),
    _write("withdraw_consent", writing.WithdrawConsent, care.withdraw_consent),
    _write("freeze_line", arguments.OneAccount, credit_lines.freeze_line),
    _write("unfreeze_line", arguments.OneAccount, credit_lines.unfreeze_line),
    _write("close_line", arguments.OneAccount, credit_lines.close_line),
    _write("request_limit_increase", writing.RequestLimitIncrease, credit_lines.request_limit_increase),
    _write("withdraw_application", writing.OneApplication, credit_lines.withdraw_application),
    _write("waive_fee", writing.OneFee, desk.waive_fee),
    _write("reverse_fee", writing.OneFee, desk.reverse_fee),
    _write("reverse_payment", writing.ReversePayment, desk.reverse_payment),
    _write("send_correction", writing.SendCorrection, desk.send_correction),
    ToolSpec("search_policies", arguments.PolicySearch, policy_search.search_policies),
    ToolSpec("ask_clarification", arguments.Clarification, control.ask_clarification, "CONTROL"),
    ToolSpec("decline", arguments.Decline, control.decline, "CONTROL"),
    ToolSpec("withdraw_proposals", arguments.NoArguments, control.withdraw_proposals, "CONTROL"),
    ToolSpec("hand_off", arguments.HandOff, control.hand_off, "CONTROL"),
)
_TIMES = ("from_date", "to_date", "payoff_date", "period")
TOOLS: Mapping[str, ToolSpec] = {spec.name: spec for spec in _SPECS}


def available(caller: Caller) -> list[ToolSpec]:
    """The tools that this caller may use; no other is ever described to a model."""
    permitted = _permitted(caller)
    return [spec for spec in _SPECS if spec.name in permitted]


def _permitted(caller: Caller) -> frozenset[str]:
    """Asked once for every kind of caller: whose accounts these are does not change which tools there are."""
    somebody = "somebody" if caller.about is not None else None
    alike = Caller(
        subject="somebody",
        role=caller.role,
        assurance=caller.assurance,
        token=None if caller.token is None else "",
        serves=None if caller.role == "borrower" else somebody,
        scopes=caller.scopes,
        reads_only=caller.reads_only,
    )
    return _permitted_alike(alike)


@lru_cache(maxsize=256)
def _permitted_alike(caller: Caller) -> frozenset[str]:
    return Permissions.load().permitted(caller, list(TOOLS))


async def call(name: str, raw_arguments: Mapping[str, Any], context: ToolContext) -> JsonObject:
    """Run one tool for the turn's caller and answer its JSON object; a failure is answered as `{"error": ...}`.

    A tool that the caller may not use answers as if it did not exist, so that nothing is learnt by trying.
    """
    spec = TOOLS.get(name)
    try:
        if spec is None or name not in _permitted(context.caller):
            raise ToolFailure("not_allowed", f"There is no tool {name!r} here.")
        if spec.write and not context.asked_for(name):
            raise ToolFailure("not_asked", "The person's own words do not ask for this; answer them, or ask.")
        arguments = _parsed(spec, raw_arguments)
        run = partial(spec.run, context, arguments)
        result = await (_drafted(spec, run, context) if spec.write else run())
        return {**result, **_asked(arguments)}
    except ToolFailure as failure:
        return cast(JsonObject, failure.as_result())


async def _drafted(spec: ToolSpec, run: Callable[[], Awaitable[JsonObject]], context: ToolContext) -> JsonObject:
    """One write tool at a time, so that each sees the drafts before it and is judged by its own alone."""
    async with context.drafting:
        if "account" in spec.arguments.model_fields:
            # Both are needed; read side by side they cost one round trip. What fails here is raised where it is used.
            await asyncio.gather(running_flags(context), context.own_accounts(), return_exceptions=True)
        return await guarded(spec.name, run, context)


def _asked(arguments: BaseModel) -> JsonObject:
    """The dates and the period that a read was asked for, so that an answer can say them; never free words."""
    given = arguments.model_dump(mode="json", exclude_none=True)
    dates = {name: given[name] for name in _TIMES if name in given}
    return {"asked": dates} if dates else {}


def _parsed(spec: ToolSpec, raw_arguments: Mapping[str, Any]) -> BaseModel:
    given = {key: value for key, value in raw_arguments.items() if value is not None}
    try:
        return spec.arguments.model_validate(given)
    except ValidationError as error:
        lacking = [str(item["loc"][0]) for item in error.errors() if item["type"] == "missing"]
        if spec.write and len(lacking) == error.error_count():
            question = f"What should it be: {lacking[0].replace('_', ' ')}?"
            raise ToolFailure("unclear", question, argument=lacking[0]) from error
        problems = "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors())
        raise ToolFailure("invalid", f"Arguments of {spec.name}: {problems}") from error
