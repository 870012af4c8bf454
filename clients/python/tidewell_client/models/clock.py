from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime






T = TypeVar("T", bound="Clock")



@_attrs_define
class Clock:
    """ days_left: negative where the day has passed.

        Attributes:
            code (str):
            label (str):
            due_on (datetime.date):
            days_left (int):
            source (str):
     """

    code: str
    label: str
    due_on: datetime.date
    days_left: int
    source: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        code = self.code

        label = self.label

        due_on = self.due_on.isoformat()

        days_left = self.days_left

        source = self.source


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "code": code,
            "label": label,
            "due_on": due_on,
            "days_left": days_left,
            "source": source,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        code = d.pop("code")

        label = d.pop("label")

        due_on = datetime.date.fromisoformat(d.pop("due_on"))




        days_left = d.pop("days_left")

        source = d.pop("source")

        clock = cls(
            code=code,
            label=label,
            due_on=due_on,
            days_left=days_left,
            source=source,
        )


        clock.additional_properties = d
        return clock

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
