from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.conversation_floor import ConversationFloor
from typing import cast

if TYPE_CHECKING:
  from ..models.board_row import BoardRow
  from ..models.conversation_turns_item import ConversationTurnsItem
  from ..models.desk_message import DeskMessage
  from ..models.note import Note
  from ..models.notice_view import NoticeView
  from ..models.summary import Summary





T = TypeVar("T", bound="Conversation")



@_attrs_define
class Conversation:
    """ order: what has ended up to here stays as it is. suggestions_open: ids of those that nobody decided about.

        Attributes:
            handoff (BoardRow): A hand-off as staff see it. waited_s: in the queue, until now or until somebody took it.

                borrower_id, borrower_name, preview (the borrower's last words): of conversations that the reader may open.
            floor (ConversationFloor):
            order (int):
            summary (Summary): asked: the newest things that were asked, oldest first. why: the reason of the hand-off, for
                staff.
            turns (list[ConversationTurnsItem]):
            notices (list[NoticeView]):
            messages (list[DeskMessage]):
            suggestions_open (list[str]):
            notes (list[Note]):
     """

    handoff: BoardRow
    floor: ConversationFloor
    order: int
    summary: Summary
    turns: list[ConversationTurnsItem]
    notices: list[NoticeView]
    messages: list[DeskMessage]
    suggestions_open: list[str]
    notes: list[Note]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.board_row import BoardRow # noqa: PLC0415
        from ..models.conversation_turns_item import ConversationTurnsItem # noqa: PLC0415
        from ..models.desk_message import DeskMessage # noqa: PLC0415
        from ..models.note import Note # noqa: PLC0415
        from ..models.notice_view import NoticeView # noqa: PLC0415
        from ..models.summary import Summary # noqa: PLC0415
        handoff = self.handoff.to_dict()

        floor = self.floor.value

        order = self.order

        summary = self.summary.to_dict()

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



        suggestions_open = self.suggestions_open



        notes = []
        for notes_item_data in self.notes:
            notes_item = notes_item_data.to_dict()
            notes.append(notes_item)




        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "handoff": handoff,
            "floor": floor,
            "order": order,
            "summary": summary,
            "turns": turns,
            "notices": notices,
            "messages": messages,
            "suggestions_open": suggestions_open,
            "notes": notes,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.board_row import BoardRow # noqa: PLC0415
        from ..models.conversation_turns_item import ConversationTurnsItem # noqa: PLC0415
        from ..models.desk_message import DeskMessage # noqa: PLC0415
        from ..models.note import Note # noqa: PLC0415
        from ..models.notice_view import NoticeView # noqa: PLC0415
        from ..models.summary import Summary # noqa: PLC0415
        d = dict(src_dict)
        handoff = BoardRow.from_dict(d.pop("handoff"))




        floor = ConversationFloor(d.pop("floor"))




        order = d.pop("order")

        summary = Summary.from_dict(d.pop("summary"))




        turns = []
        _turns = d.pop("turns")
        for turns_item_data in (_turns):
            turns_item = ConversationTurnsItem.from_dict(turns_item_data)



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


        suggestions_open = cast(list[str], d.pop("suggestions_open"))


        notes = []
        _notes = d.pop("notes")
        for notes_item_data in (_notes):
            notes_item = Note.from_dict(notes_item_data)



            notes.append(notes_item)


        conversation = cls(
            handoff=handoff,
            floor=floor,
            order=order,
            summary=summary,
            turns=turns,
            notices=notices,
            messages=messages,
            suggestions_open=suggestions_open,
            notes=notes,
        )


        conversation.additional_properties = d
        return conversation

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
