from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="Handoff")



@_attrs_define
class Handoff:
    """ The conversation waits for a person. `reason` is one of prompts/handoffs.yaml.

        Attributes:
            handoff_id (str):
            reason (str):
            queue (str):
            hours (None | str | Unset):
            phone (None | str | Unset):
            urgent (bool | Unset):  Default: False.
     """

    handoff_id: str
    reason: str
    queue: str
    hours: None | str | Unset = UNSET
    phone: None | str | Unset = UNSET
    urgent: bool | Unset = False
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        handoff_id = self.handoff_id

        reason = self.reason

        queue = self.queue

        hours: None | str | Unset
        if isinstance(self.hours, Unset):
            hours = UNSET
        else:
            hours = self.hours

        phone: None | str | Unset
        if isinstance(self.phone, Unset):
            phone = UNSET
        else:
            phone = self.phone

        urgent = self.urgent


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "handoff_id": handoff_id,
            "reason": reason,
            "queue": queue,
        })
        if hours is not UNSET:
            field_dict["hours"] = hours
        if phone is not UNSET:
            field_dict["phone"] = phone
        if urgent is not UNSET:
            field_dict["urgent"] = urgent

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        handoff_id = d.pop("handoff_id")

        reason = d.pop("reason")

        queue = d.pop("queue")

        def _parse_hours(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        hours = _parse_hours(d.pop("hours", UNSET))


        def _parse_phone(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        phone = _parse_phone(d.pop("phone", UNSET))


        urgent = d.pop("urgent", UNSET)

        handoff = cls(
            handoff_id=handoff_id,
            reason=reason,
            queue=queue,
            hours=hours,
            phone=phone,
            urgent=urgent,
        )


        handoff.additional_properties = d
        return handoff

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
