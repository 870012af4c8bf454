from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.still_open_state import StillOpenState
from typing import cast
import datetime






T = TypeVar("T", bound="StillOpen")



@_attrs_define
class StillOpen:
    """ A proposal that waits for somebody, or is being carried out.

        Attributes:
            proposal_id (str):
            title (str):
            state (StillOpenState):
            expires_at (datetime.datetime):
     """

    proposal_id: str
    title: str
    state: StillOpenState
    expires_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        proposal_id = self.proposal_id

        title = self.title

        state = self.state.value

        expires_at = self.expires_at.isoformat()


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "proposal_id": proposal_id,
            "title": title,
            "state": state,
            "expires_at": expires_at,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        proposal_id = d.pop("proposal_id")

        title = d.pop("title")

        state = StillOpenState(d.pop("state"))




        expires_at = datetime.datetime.fromisoformat(d.pop("expires_at"))




        still_open = cls(
            proposal_id=proposal_id,
            title=title,
            state=state,
            expires_at=expires_at,
        )


        still_open.additional_properties = d
        return still_open

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
