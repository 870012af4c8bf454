from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast






T = TypeVar("T", bound="Requires")



@_attrs_define
class Requires:
    """ What a yes needs: the assurance of who confirms, and a second person.

        Attributes:
            assurance (int):
            approval (None | str):
     """

    assurance: int
    approval: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        assurance = self.assurance

        approval: None | str
        approval = self.approval


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "assurance": assurance,
            "approval": approval,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        assurance = d.pop("assurance")

        def _parse_approval(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        approval = _parse_approval(d.pop("approval"))


        requires = cls(
            assurance=assurance,
            approval=approval,
        )


        requires.additional_properties = d
        return requires

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
