from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime






T = TypeVar("T", bound="OpinionOutput")



@_attrs_define
class OpinionOutput:
    """ 
        Attributes:
            turn_id (str):
            liked (bool):
            reason (None | str):
            given_at (datetime.datetime):
     """

    turn_id: str
    liked: bool
    reason: None | str
    given_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        turn_id = self.turn_id

        liked = self.liked

        reason: None | str
        reason = self.reason

        given_at = self.given_at.isoformat()


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "turn_id": turn_id,
            "liked": liked,
            "reason": reason,
            "given_at": given_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        turn_id = d.pop("turn_id")

        liked = d.pop("liked")

        def _parse_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason = _parse_reason(d.pop("reason"))


        given_at = datetime.datetime.fromisoformat(d.pop("given_at"))




        opinion_output = cls(
            turn_id=turn_id,
            liked=liked,
            reason=reason,
            given_at=given_at,
        )


        opinion_output.additional_properties = d
        return opinion_output

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
