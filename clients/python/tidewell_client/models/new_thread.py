from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="NewThread")



@_attrs_define
class NewThread:
    """ `anonymous_key` is there for callers who are not signed in: send it as X-Anonymous-Key to come back.

        Attributes:
            thread_id (str):
            anonymous_key (None | str | Unset):
     """

    thread_id: str
    anonymous_key: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        thread_id = self.thread_id

        anonymous_key: None | str | Unset
        if isinstance(self.anonymous_key, Unset):
            anonymous_key = UNSET
        else:
            anonymous_key = self.anonymous_key


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "thread_id": thread_id,
        })
        if anonymous_key is not UNSET:
            field_dict["anonymous_key"] = anonymous_key

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        thread_id = d.pop("thread_id")

        def _parse_anonymous_key(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        anonymous_key = _parse_anonymous_key(d.pop("anonymous_key", UNSET))


        new_thread = cls(
            thread_id=thread_id,
            anonymous_key=anonymous_key,
        )


        new_thread.additional_properties = d
        return new_thread

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
