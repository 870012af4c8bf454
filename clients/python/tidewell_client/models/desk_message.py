from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.desk_message_author import DeskMessageAuthor
from typing import cast
import datetime






T = TypeVar("T", bound="DeskMessage")



@_attrs_define
class DeskMessage:
    """ order: goes on from the turns' own. run_id: its author's idempotency key.

        Attributes:
            message_id (str):
            order (int):
            author (DeskMessageAuthor):
            author_name (None | str):
            text (str):
            sent_at (datetime.datetime):
            run_id (str):
     """

    message_id: str
    order: int
    author: DeskMessageAuthor
    author_name: None | str
    text: str
    sent_at: datetime.datetime
    run_id: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        message_id = self.message_id

        order = self.order

        author = self.author.value

        author_name: None | str
        author_name = self.author_name

        text = self.text

        sent_at = self.sent_at.isoformat()

        run_id = self.run_id


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "message_id": message_id,
            "order": order,
            "author": author,
            "author_name": author_name,
            "text": text,
            "sent_at": sent_at,
            "run_id": run_id,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        message_id = d.pop("message_id")

        order = d.pop("order")

        author = DeskMessageAuthor(d.pop("author"))




        def _parse_author_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        author_name = _parse_author_name(d.pop("author_name"))


        text = d.pop("text")

        sent_at = datetime.datetime.fromisoformat(d.pop("sent_at"))




        run_id = d.pop("run_id")

        desk_message = cls(
            message_id=message_id,
            order=order,
            author=author,
            author_name=author_name,
            text=text,
            sent_at=sent_at,
            run_id=run_id,
        )


        desk_message.additional_properties = d
        return desk_message

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
