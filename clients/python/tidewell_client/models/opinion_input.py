from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.opinion_input_reason_type_0 import OpinionInputReasonType0
from ..types import UNSET, Unset
from typing import cast
from uuid import UUID






T = TypeVar("T", bound="OpinionInput")



@_attrs_define
class OpinionInput:
    """ turn_id: of the answer. reason: why it was not liked.

        Attributes:
            turn_id (UUID):
            liked (bool):
            reason (None | OpinionInputReasonType0 | Unset):
     """

    turn_id: UUID
    liked: bool
    reason: None | OpinionInputReasonType0 | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        turn_id = str(self.turn_id)

        liked = self.liked

        reason: None | str | Unset
        if isinstance(self.reason, Unset):
            reason = UNSET
        elif isinstance(self.reason, OpinionInputReasonType0):
            reason = self.reason.value
        else:
            reason = self.reason


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "turn_id": turn_id,
            "liked": liked,
        })
        if reason is not UNSET:
            field_dict["reason"] = reason

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        turn_id = UUID(d.pop("turn_id"))




        liked = d.pop("liked")

        def _parse_reason(data: object) -> None | OpinionInputReasonType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                reason_type_0 = OpinionInputReasonType0(data)



                return reason_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | OpinionInputReasonType0 | Unset, data)

        reason = _parse_reason(d.pop("reason", UNSET))


        opinion_input = cls(
            turn_id=turn_id,
            liked=liked,
            reason=reason,
        )


        opinion_input.additional_properties = d
        return opinion_input

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
