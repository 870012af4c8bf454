from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime






T = TypeVar("T", bound="Note")



@_attrs_define
class Note:
    """ agent: who wrote it, by their id.

        Attributes:
            note_id (str):
            agent (str):
            text (str):
            made_at (datetime.datetime):
     """

    note_id: str
    agent: str
    text: str
    made_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        note_id = self.note_id

        agent = self.agent

        text = self.text

        made_at = self.made_at.isoformat()


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "note_id": note_id,
            "agent": agent,
            "text": text,
            "made_at": made_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        note_id = d.pop("note_id")

        agent = d.pop("agent")

        text = d.pop("text")

        made_at = datetime.datetime.fromisoformat(d.pop("made_at"))




        note = cls(
            note_id=note_id,
            agent=agent,
            text=text,
            made_at=made_at,
        )


        note.additional_properties = d
        return note

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
