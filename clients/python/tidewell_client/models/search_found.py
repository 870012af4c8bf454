from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime






T = TypeVar("T", bound="SearchFound")



@_attrs_define
class SearchFound:
    """ One conversation. snippet: the words that were looked for, with what stands around them.

        Attributes:
            thread_id (str):
            borrower_id (None | str):
            borrower_name (None | str):
            started_at (datetime.datetime):
            turns (int):
            outcomes (list[str]):
            handoff_reason (None | str):
            snippet (str):
     """

    thread_id: str
    borrower_id: None | str
    borrower_name: None | str
    started_at: datetime.datetime
    turns: int
    outcomes: list[str]
    handoff_reason: None | str
    snippet: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        thread_id = self.thread_id

        borrower_id: None | str
        borrower_id = self.borrower_id

        borrower_name: None | str
        borrower_name = self.borrower_name

        started_at = self.started_at.isoformat()

        turns = self.turns

        outcomes = self.outcomes



        handoff_reason: None | str
        handoff_reason = self.handoff_reason

        snippet = self.snippet


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "thread_id": thread_id,
            "borrower_id": borrower_id,
            "borrower_name": borrower_name,
            "started_at": started_at,
            "turns": turns,
            "outcomes": outcomes,
            "handoff_reason": handoff_reason,
            "snippet": snippet,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        thread_id = d.pop("thread_id")

        def _parse_borrower_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        borrower_id = _parse_borrower_id(d.pop("borrower_id"))


        def _parse_borrower_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        borrower_name = _parse_borrower_name(d.pop("borrower_name"))


        started_at = datetime.datetime.fromisoformat(d.pop("started_at"))




        turns = d.pop("turns")

        outcomes = cast(list[str], d.pop("outcomes"))


        def _parse_handoff_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        handoff_reason = _parse_handoff_reason(d.pop("handoff_reason"))


        snippet = d.pop("snippet")

        search_found = cls(
            thread_id=thread_id,
            borrower_id=borrower_id,
            borrower_name=borrower_name,
            started_at=started_at,
            turns=turns,
            outcomes=outcomes,
            handoff_reason=handoff_reason,
            snippet=snippet,
        )


        search_found.additional_properties = d
        return search_found

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
