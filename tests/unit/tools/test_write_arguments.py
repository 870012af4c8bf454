"""What a model may give a write tool: canonical amounts and days, and never a borrower."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tools import registry
from tools.writes.arguments import (
    ChangeContact,
    MoveDueDate,
    OneFee,
    RequestDraw,
    SchedulePayment,
    SendCorrection,
    cents,
)
from tools.writes.specs import WRITES

WRITE_TOOLS = [spec for spec in registry.TOOLS.values() if spec.write]


@given(st.integers(1, 100_000_000))
def test_an_amount_is_the_same_cents_however_it_is_written(amount: int) -> None:
    dollars = Decimal(amount) / 100
    written: list[object] = [f"{dollars:.2f}", f"${dollars:,.2f}", float(dollars), dollars]
    assert {cents(RequestDraw.model_validate({"amount": each}).amount) for each in written} == {amount}


@pytest.mark.parametrize("amount", [0, -5, "1.001", "NaN", "inf", "1e3x", 1_000_001, "", [50], "fifty"])
def test_what_is_no_amount_is_refused(amount: object) -> None:
    with pytest.raises(ValidationError):
        RequestDraw.model_validate({"amount": amount})


@pytest.mark.parametrize("spec", WRITE_TOOLS, ids=lambda spec: spec.name)
@pytest.mark.parametrize("smuggled", ["borrower_id", "borrower", "subject", "token", "dry_run", "description"])
def test_no_argument_names_a_borrower_or_a_way_around(spec: registry.ToolSpec, smuggled: str) -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        spec.arguments.model_validate({smuggled: "B-2"})


@pytest.mark.parametrize("spec", WRITE_TOOLS, ids=lambda spec: spec.name)
def test_each_sensitive_argument_is_one_that_the_tool_has_or_fills_itself(spec: registry.ToolSpec) -> None:
    filled_here = {"description"}
    sensitive = set(spec.write.sensitive if spec.write else ())
    assert sensitive - filled_here <= set(spec.arguments.model_fields)
    undo = spec.write.undo if spec.write else None
    assert undo is None or undo in WRITES


@pytest.mark.parametrize("phone", ["302-555-0142", "(302) 555 0142", "+1 302 555 0142", "1.302.555.0142", "3025550142"])
def test_a_phone_number_is_the_same_however_it_is_written(phone: str) -> None:
    assert ChangeContact(phone=phone).phone == "+13025550142"


@pytest.mark.parametrize(
    ("model", "given"),
    [
        (ChangeContact, {"phone": "555-0142"}),
        (ChangeContact, {"phone": "+44 20 7946 0958"}),
        (ChangeContact, {"phone": "٣٠٢٥٥٥٠١٤٢"}),
        (ChangeContact, {"email": "rosa at example.com"}),
        (ChangeContact, {"email": "rosa@example.com bob@example.com"}),
        (MoveDueDate, {"due_day": 29}),
        (MoveDueDate, {"due_day": 0}),
        (SchedulePayment, {"payment_date": "tomorrow"}),
        (SchedulePayment, {"amount": 50, "amount_kind": "payoff"}),
        (SchedulePayment, {"amount_kind": "everything"}),
        (OneFee, {"fee": "../../v1/me"}),
        (OneFee, {"why": "nul \x00 in it"}),
        (OneFee, {"why": "    "}),
        (SendCorrection, {"turn": "7f1c", "wrong": "due on June 5", "right": "   "}),
    ],
)
def test_what_cannot_be_meant_is_refused(model: type[Any], given: Mapping[str, Any]) -> None:
    with pytest.raises(ValidationError):
        model.model_validate(given)
