from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.starter import Starter





T = TypeVar("T", bound="Offered")



@_attrs_define
class Offered:
    """ Best first.

        Attributes:
            starters (list[Starter]):
     """

    starters: list[Starter]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.starter import Starter # noqa: PLC0415
        starters = []
        for starters_item_data in self.starters:
            starters_item = starters_item_data.to_dict()
            starters.append(starters_item)




        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "starters": starters,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.starter import Starter # noqa: PLC0415
        d = dict(src_dict)
        starters = []
        _starters = d.pop("starters")
        for starters_item_data in (_starters):
            starters_item = Starter.from_dict(starters_item_data)



            starters.append(starters_item)


        offered = cls(
            starters=starters,
        )


        offered.additional_properties = d
        return offered

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
