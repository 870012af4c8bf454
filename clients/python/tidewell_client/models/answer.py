from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.answer_status import AnswerStatus
from ..types import UNSET, Unset






T = TypeVar("T", bound="Answer")



@_attrs_define
class Answer:
    """ One answer. resolved: yes, to what the payload's digest names; cancelled: no.

        Attributes:
            interrupt_id (str):
            status (AnswerStatus):
            payload (Any | Unset):
     """

    interrupt_id: str
    status: AnswerStatus
    payload: Any | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        interrupt_id = self.interrupt_id

        status = self.status.value

        payload = self.payload


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "interruptId": interrupt_id,
            "status": status,
        })
        if payload is not UNSET:
            field_dict["payload"] = payload

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        interrupt_id = d.pop("interruptId")

        status = AnswerStatus(d.pop("status"))




        payload = d.pop("payload", UNSET)

        answer = cls(
            interrupt_id=interrupt_id,
            status=status,
            payload=payload,
        )


        answer.additional_properties = d
        return answer

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
