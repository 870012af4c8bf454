from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.desk_message import DeskMessage
  from ..models.handoff_state import HandoffState
  from ..models.notice_view import NoticeView
  from ..models.opinion_output import OpinionOutput
  from ..models.proposal_view import ProposalView
  from ..models.turn_seen import TurnSeen





T = TypeVar("T", bound="Transcript")



@_attrs_define
class Transcript:
    """ turns: the newest 500. `order` puts turns, notices and messages in one row; proposals come newest first.

    asked_by: id of who wrote the turns (staff in a conversation about a borrower); null for a visitor, whose id is the
    key to the conversation.

        Attributes:
            thread_id (str):
            asked_by (None | str):
            borrower_id (None | str):
            borrower_name (None | str):
            started_at (datetime.datetime):
            turns (list[TurnSeen]):
            notices (list[NoticeView]):
            messages (list[DeskMessage]):
            handoffs (list[HandoffState]):
            feedback (list[OpinionOutput]):
            proposals (list[ProposalView]):
     """

    thread_id: str
    asked_by: None | str
    borrower_id: None | str
    borrower_name: None | str
    started_at: datetime.datetime
    turns: list[TurnSeen]
    notices: list[NoticeView]
    messages: list[DeskMessage]
    handoffs: list[HandoffState]
    feedback: list[OpinionOutput]
    proposals: list[ProposalView]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.desk_message import DeskMessage # noqa: PLC0415
        from ..models.handoff_state import HandoffState # noqa: PLC0415
        from ..models.notice_view import NoticeView # noqa: PLC0415
        from ..models.opinion_output import OpinionOutput # noqa: PLC0415
        from ..models.proposal_view import ProposalView # noqa: PLC0415
        from ..models.turn_seen import TurnSeen # noqa: PLC0415
        thread_id = self.thread_id

        asked_by: None | str
        asked_by = self.asked_by

        borrower_id: None | str
        borrower_id = self.borrower_id

        borrower_name: None | str
        borrower_name = self.borrower_name

        started_at = self.started_at.isoformat()

        turns = []
        for turns_item_data in self.turns:
            turns_item = turns_item_data.to_dict()
            turns.append(turns_item)



        notices = []
        for notices_item_data in self.notices:
            notices_item = notices_item_data.to_dict()
            notices.append(notices_item)



        messages = []
        for messages_item_data in self.messages:
            messages_item = messages_item_data.to_dict()
            messages.append(messages_item)



        handoffs = []
        for handoffs_item_data in self.handoffs:
            handoffs_item = handoffs_item_data.to_dict()
            handoffs.append(handoffs_item)



        feedback = []
        for feedback_item_data in self.feedback:
            feedback_item = feedback_item_data.to_dict()
            feedback.append(feedback_item)



        proposals = []
        for proposals_item_data in self.proposals:
            proposals_item = proposals_item_data.to_dict()
            proposals.append(proposals_item)




        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "thread_id": thread_id,
            "asked_by": asked_by,
            "borrower_id": borrower_id,
            "borrower_name": borrower_name,
            "started_at": started_at,
            "turns": turns,
            "notices": notices,
            "messages": messages,
            "handoffs": handoffs,
            "feedback": feedback,
            "proposals": proposals,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.desk_message import DeskMessage # noqa: PLC0415
        from ..models.handoff_state import HandoffState # noqa: PLC0415
        from ..models.notice_view import NoticeView # noqa: PLC0415
        from ..models.opinion_output import OpinionOutput # noqa: PLC0415
        from ..models.proposal_view import ProposalView # noqa: PLC0415
        from ..models.turn_seen import TurnSeen # noqa: PLC0415
        d = dict(src_dict)
        thread_id = d.pop("thread_id")

        def _parse_asked_by(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        asked_by = _parse_asked_by(d.pop("asked_by"))


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




        turns = []
        _turns = d.pop("turns")
        for turns_item_data in (_turns):
            turns_item = TurnSeen.from_dict(turns_item_data)



            turns.append(turns_item)


        notices = []
        _notices = d.pop("notices")
        for notices_item_data in (_notices):
            notices_item = NoticeView.from_dict(notices_item_data)



            notices.append(notices_item)


        messages = []
        _messages = d.pop("messages")
        for messages_item_data in (_messages):
            messages_item = DeskMessage.from_dict(messages_item_data)



            messages.append(messages_item)


        handoffs = []
        _handoffs = d.pop("handoffs")
        for handoffs_item_data in (_handoffs):
            handoffs_item = HandoffState.from_dict(handoffs_item_data)



            handoffs.append(handoffs_item)


        feedback = []
        _feedback = d.pop("feedback")
        for feedback_item_data in (_feedback):
            feedback_item = OpinionOutput.from_dict(feedback_item_data)



            feedback.append(feedback_item)


        proposals = []
        _proposals = d.pop("proposals")
        for proposals_item_data in (_proposals):
            proposals_item = ProposalView.from_dict(proposals_item_data)



            proposals.append(proposals_item)


        transcript = cls(
            thread_id=thread_id,
            asked_by=asked_by,
            borrower_id=borrower_id,
            borrower_name=borrower_name,
            started_at=started_at,
            turns=turns,
            notices=notices,
            messages=messages,
            handoffs=handoffs,
            feedback=feedback,
            proposals=proposals,
        )


        transcript.additional_properties = d
        return transcript

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
