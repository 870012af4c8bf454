from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.notice_view import NoticeView
  from ..models.proposal_view import ProposalView





T = TypeVar("T", bound="Activity")



@_attrs_define
class Activity:
    """ Each newest first. corrections: where something that the assistant said earlier was wrong.

        Attributes:
            proposals (list[ProposalView]):
            corrections (list[NoticeView]):
     """

    proposals: list[ProposalView]
    corrections: list[NoticeView]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.notice_view import NoticeView # noqa: PLC0415
        from ..models.proposal_view import ProposalView # noqa: PLC0415
        proposals = []
        for proposals_item_data in self.proposals:
            proposals_item = proposals_item_data.to_dict()
            proposals.append(proposals_item)



        corrections = []
        for corrections_item_data in self.corrections:
            corrections_item = corrections_item_data.to_dict()
            corrections.append(corrections_item)




        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "proposals": proposals,
            "corrections": corrections,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.notice_view import NoticeView # noqa: PLC0415
        from ..models.proposal_view import ProposalView # noqa: PLC0415
        d = dict(src_dict)
        proposals = []
        _proposals = d.pop("proposals")
        for proposals_item_data in (_proposals):
            proposals_item = ProposalView.from_dict(proposals_item_data)



            proposals.append(proposals_item)


        corrections = []
        _corrections = d.pop("corrections")
        for corrections_item_data in (_corrections):
            corrections_item = NoticeView.from_dict(corrections_item_data)



            corrections.append(corrections_item)


        activity = cls(
            proposals=proposals,
            corrections=corrections,
        )


        activity.additional_properties = d
        return activity

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
