from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset







T = TypeVar("T", bound="Monitor")



@_attrs_define
class Monitor:
    """ One monitor of a canary. most_above: how far the candidate's share may lie above.

        Attributes:
            monitor (str):
            label (str):
            stable (float):
            candidate (float):
            most_above (float):
     """

    monitor: str
    label: str
    stable: float
    candidate: float
    most_above: float
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        monitor = self.monitor

        label = self.label

        stable = self.stable

        candidate = self.candidate

        most_above = self.most_above


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "monitor": monitor,
            "label": label,
            "stable": stable,
            "candidate": candidate,
            "most_above": most_above,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        monitor = d.pop("monitor")

        label = d.pop("label")

        stable = d.pop("stable")

        candidate = d.pop("candidate")

        most_above = d.pop("most_above")

        monitor = cls(
            monitor=monitor,
            label=label,
            stable=stable,
            candidate=candidate,
            most_above=most_above,
        )


        monitor.additional_properties = d
        return monitor

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
