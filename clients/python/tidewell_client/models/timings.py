from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset






T = TypeVar("T", bound="Timings")



@_attrs_define
class Timings:
    """ Milliseconds of one turn; `total` is wall time, the parts may overlap (tools run side by side).

        Attributes:
            total (float | Unset):  Default: 0.0.
            model (float | Unset):  Default: 0.0.
            guards (float | Unset):  Default: 0.0.
            retrieval (float | Unset):  Default: 0.0.
            tools (float | Unset):  Default: 0.0.
            persistence (float | Unset):  Default: 0.0.
     """

    total: float | Unset = 0.0
    model: float | Unset = 0.0
    guards: float | Unset = 0.0
    retrieval: float | Unset = 0.0
    tools: float | Unset = 0.0
    persistence: float | Unset = 0.0
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        total = self.total

        model = self.model

        guards = self.guards

        retrieval = self.retrieval

        tools = self.tools

        persistence = self.persistence


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
        })
        if total is not UNSET:
            field_dict["total"] = total
        if model is not UNSET:
            field_dict["model"] = model
        if guards is not UNSET:
            field_dict["guards"] = guards
        if retrieval is not UNSET:
            field_dict["retrieval"] = retrieval
        if tools is not UNSET:
            field_dict["tools"] = tools
        if persistence is not UNSET:
            field_dict["persistence"] = persistence

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        total = d.pop("total", UNSET)

        model = d.pop("model", UNSET)

        guards = d.pop("guards", UNSET)

        retrieval = d.pop("retrieval", UNSET)

        tools = d.pop("tools", UNSET)

        persistence = d.pop("persistence", UNSET)

        timings = cls(
            total=total,
            model=model,
            guards=guards,
            retrieval=retrieval,
            tools=tools,
            persistence=persistence,
        )


        timings.additional_properties = d
        return timings

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
