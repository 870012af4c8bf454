from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.board_row import BoardRow





T = TypeVar("T", bound="Board")



@_attrs_define
class Board:
    """ What waits first, in the order in which it is taken.

        Attributes:
            handoffs (list[BoardRow]):
     """

    handoffs: list[BoardRow]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.board_row import BoardRow # noqa: PLC0415
        handoffs = []
        for handoffs_item_data in self.handoffs:
            handoffs_item = handoffs_item_data.to_dict()
            handoffs.append(handoffs_item)




        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "handoffs": handoffs,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.board_row import BoardRow # noqa: PLC0415
        d = dict(src_dict)
        handoffs = []
        _handoffs = d.pop("handoffs")
        for handoffs_item_data in (_handoffs):
            handoffs_item = BoardRow.from_dict(handoffs_item_data)



            handoffs.append(handoffs_item)


        board = cls(
            handoffs=handoffs,
        )


        board.additional_properties = d
        return board

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
