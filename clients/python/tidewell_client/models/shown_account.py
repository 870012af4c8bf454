from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.next_payment import NextPayment





T = TypeVar("T", bound="ShownAccount")



@_attrs_define
class ShownAccount:
    """ Money in cents.

        Attributes:
            account (str):
            product (str):
            last4 (str):
            status (str):
            balance_cents (int):
            credit_limit_cents (int | None):
            available_cents (int | None):
            amount_due_cents (int):
            due_date (datetime.date | None):
            past_due_cents (int):
            days_past_due (int):
            autopay (bool | None):
            next_payment (NextPayment | None):
     """

    account: str
    product: str
    last4: str
    status: str
    balance_cents: int
    credit_limit_cents: int | None
    available_cents: int | None
    amount_due_cents: int
    due_date: datetime.date | None
    past_due_cents: int
    days_past_due: int
    autopay: bool | None
    next_payment: NextPayment | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.next_payment import NextPayment # noqa: PLC0415
        account = self.account

        product = self.product

        last4 = self.last4

        status = self.status

        balance_cents = self.balance_cents

        credit_limit_cents: int | None
        credit_limit_cents = self.credit_limit_cents

        available_cents: int | None
        available_cents = self.available_cents

        amount_due_cents = self.amount_due_cents

        due_date: None | str
        if isinstance(self.due_date, datetime.date):
            due_date = self.due_date.isoformat()
        else:
            due_date = self.due_date

        past_due_cents = self.past_due_cents

        days_past_due = self.days_past_due

        autopay: bool | None
        autopay = self.autopay

        next_payment: dict[str, Any] | None
        if isinstance(self.next_payment, NextPayment):
            next_payment = self.next_payment.to_dict()
        else:
            next_payment = self.next_payment


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "account": account,
            "product": product,
            "last4": last4,
            "status": status,
            "balance_cents": balance_cents,
            "credit_limit_cents": credit_limit_cents,
            "available_cents": available_cents,
            "amount_due_cents": amount_due_cents,
            "due_date": due_date,
            "past_due_cents": past_due_cents,
            "days_past_due": days_past_due,
            "autopay": autopay,
            "next_payment": next_payment,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.next_payment import NextPayment # noqa: PLC0415
        d = dict(src_dict)
        account = d.pop("account")

        product = d.pop("product")

        last4 = d.pop("last4")

        status = d.pop("status")

        balance_cents = d.pop("balance_cents")

        def _parse_credit_limit_cents(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        credit_limit_cents = _parse_credit_limit_cents(d.pop("credit_limit_cents"))


        def _parse_available_cents(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        available_cents = _parse_available_cents(d.pop("available_cents"))


        amount_due_cents = d.pop("amount_due_cents")

        def _parse_due_date(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                due_date_type_0 = datetime.date.fromisoformat(data)



                return due_date_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        due_date = _parse_due_date(d.pop("due_date"))


        past_due_cents = d.pop("past_due_cents")

        days_past_due = d.pop("days_past_due")

        def _parse_autopay(data: object) -> bool | None:
            if data is None:
                return data
            return cast(bool | None, data)

        autopay = _parse_autopay(d.pop("autopay"))


        def _parse_next_payment(data: object) -> NextPayment | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                next_payment_type_0 = NextPayment.from_dict(data)



                return next_payment_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(NextPayment | None, data)

        next_payment = _parse_next_payment(d.pop("next_payment"))


        shown_account = cls(
            account=account,
            product=product,
            last4=last4,
            status=status,
            balance_cents=balance_cents,
            credit_limit_cents=credit_limit_cents,
            available_cents=available_cents,
            amount_due_cents=amount_due_cents,
            due_date=due_date,
            past_due_cents=past_due_cents,
            days_past_due=days_past_due,
            autopay=autopay,
            next_payment=next_payment,
        )


        shown_account.additional_properties = d
        return shown_account

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
