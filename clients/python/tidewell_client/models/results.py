from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.search_found import SearchFound





T = TypeVar("T", bound="Results")



@_attrs_define
class Results:
    """ searched: conversations that were looked at. more: older ones are left; `next` goes on with them, as `before`.

        Attributes:
            conversations (list[SearchFound]):
            searched (int):
            more (bool):
            next_ (None | str):
     """

    conversations: list[SearchFound]
    searched: int
    more: bool
    next_: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.search_found import SearchFound # noqa: PLC0415
        conversations = []
        for conversations_item_data in self.conversations:
            conversations_item = conversations_item_data.to_dict()
            conversations.append(conversations_item)



        searched = self.searched

        more = self.more

        next_: None | str
        next_ = self.next_


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "conversations": conversations,
            "searched": searched,
            "more": more,
            "next": next_,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.search_found import SearchFound # noqa: PLC0415
        d = dict(src_dict)
        conversations = []
        _conversations = d.pop("conversations")
        for conversations_item_data in (_conversations):
            conversations_item = SearchFound.from_dict(conversations_item_data)



            conversations.append(conversations_item)


        searched = d.pop("searched")

        more = d.pop("more")

        def _parse_next_(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        next_ = _parse_next_(d.pop("next"))


        results = cls(
            conversations=conversations,
            searched=searched,
            more=more,
            next_=next_,
        )


        results.additional_properties = d
        return results

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
