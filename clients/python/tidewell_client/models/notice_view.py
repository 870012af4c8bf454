from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.notice_view_kind import NoticeViewKind
from typing import cast
import datetime






T = TypeVar("T", bound="NoticeView")



@_attrs_define
class NoticeView:
    """ A notice as people and programs see it. order: goes on from the turns' own `order`.

        Attributes:
            notice_id (str):
            thread_id (str):
            order (int):
            kind (NoticeViewKind):
            proposal_id (None | str):
            turn_id (None | str):
            words (str):
            created_at (datetime.datetime | None):
     """

    notice_id: str
    thread_id: str
    order: int
    kind: NoticeViewKind
    proposal_id: None | str
    turn_id: None | str
    words: str
    created_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        notice_id = self.notice_id

        thread_id = self.thread_id

        order = self.order

        kind = self.kind.value

        proposal_id: None | str
        proposal_id = self.proposal_id

        turn_id: None | str
        turn_id = self.turn_id

        words = self.words

        created_at: None | str
        if isinstance(self.created_at, datetime.datetime):
            created_at = self.created_at.isoformat()
        else:
            created_at = self.created_at


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "notice_id": notice_id,
            "thread_id": thread_id,
            "order": order,
            "kind": kind,
            "proposal_id": proposal_id,
            "turn_id": turn_id,
            "words": words,
            "created_at": created_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        notice_id = d.pop("notice_id")

        thread_id = d.pop("thread_id")

        order = d.pop("order")

        kind = NoticeViewKind(d.pop("kind"))




        def _parse_proposal_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        proposal_id = _parse_proposal_id(d.pop("proposal_id"))


        def _parse_turn_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        turn_id = _parse_turn_id(d.pop("turn_id"))


        words = d.pop("words")

        def _parse_created_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                created_at_type_0 = datetime.datetime.fromisoformat(data)



                return created_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        created_at = _parse_created_at(d.pop("created_at"))


        notice_view = cls(
            notice_id=notice_id,
            thread_id=thread_id,
            order=order,
            kind=kind,
            proposal_id=proposal_id,
            turn_id=turn_id,
            words=words,
            created_at=created_at,
        )


        notice_view.additional_properties = d
        return notice_view

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
