from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.receipt_view_outcome import ReceiptViewOutcome
from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.receipt_view_resource import ReceiptViewResource





T = TypeVar("T", bound="ReceiptView")



@_attrs_define
class ReceiptView:
    """ What became of it. code: `done`, or why not; resource: what was made or changed, as the account system has it.

        Attributes:
            outcome (ReceiptViewOutcome):
            code (str):
            reasons (list[str]):
            business_date (None | str):
            value_on (None | str):
            resource (ReceiptViewResource):
            settled_at (datetime.datetime | None):
            words (str):
     """

    outcome: ReceiptViewOutcome
    code: str
    reasons: list[str]
    business_date: None | str
    value_on: None | str
    resource: ReceiptViewResource
    settled_at: datetime.datetime | None
    words: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.receipt_view_resource import ReceiptViewResource # noqa: PLC0415
        outcome = self.outcome.value

        code = self.code

        reasons = self.reasons



        business_date: None | str
        business_date = self.business_date

        value_on: None | str
        value_on = self.value_on

        resource = self.resource.to_dict()

        settled_at: None | str
        if isinstance(self.settled_at, datetime.datetime):
            settled_at = self.settled_at.isoformat()
        else:
            settled_at = self.settled_at

        words = self.words


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "outcome": outcome,
            "code": code,
            "reasons": reasons,
            "business_date": business_date,
            "value_on": value_on,
            "resource": resource,
            "settled_at": settled_at,
            "words": words,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.receipt_view_resource import ReceiptViewResource # noqa: PLC0415
        d = dict(src_dict)
        outcome = ReceiptViewOutcome(d.pop("outcome"))




        code = d.pop("code")

        reasons = cast(list[str], d.pop("reasons"))


        def _parse_business_date(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        business_date = _parse_business_date(d.pop("business_date"))


        def _parse_value_on(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        value_on = _parse_value_on(d.pop("value_on"))


        resource = ReceiptViewResource.from_dict(d.pop("resource"))




        def _parse_settled_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                settled_at_type_0 = datetime.datetime.fromisoformat(data)



                return settled_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        settled_at = _parse_settled_at(d.pop("settled_at"))


        words = d.pop("words")

        receipt_view = cls(
            outcome=outcome,
            code=code,
            reasons=reasons,
            business_date=business_date,
            value_on=value_on,
            resource=resource,
            settled_at=settled_at,
            words=words,
        )


        receipt_view.additional_properties = d
        return receipt_view

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
