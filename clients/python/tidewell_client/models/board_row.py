from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.board_row_language import BoardRowLanguage
from ..models.board_row_state import BoardRowState
from typing import cast
import datetime






T = TypeVar("T", bound="BoardRow")



@_attrs_define
class BoardRow:
    """ A hand-off as staff see it. waited_s: in the queue, until now or until somebody took it.

    borrower_id, borrower_name, preview (the borrower's last words): of conversations that the reader may open.

        Attributes:
            handoff_id (str):
            state (BoardRowState):
            reason (str):
            queue (str):
            urgent (bool):
            requested_at (datetime.datetime):
            position (int | None):
            open_now (bool):
            opens_at (datetime.datetime | None):
            hours (str):
            phone (str):
            agent_name (None | str):
            accepted_at (datetime.datetime | None):
            ended_at (datetime.datetime | None):
            thread_id (str):
            borrower_id (None | str):
            borrower_name (None | str):
            language (BoardRowLanguage):
            waited_s (int):
            agent (None | str):
            preview (str):
     """

    handoff_id: str
    state: BoardRowState
    reason: str
    queue: str
    urgent: bool
    requested_at: datetime.datetime
    position: int | None
    open_now: bool
    opens_at: datetime.datetime | None
    hours: str
    phone: str
    agent_name: None | str
    accepted_at: datetime.datetime | None
    ended_at: datetime.datetime | None
    thread_id: str
    borrower_id: None | str
    borrower_name: None | str
    language: BoardRowLanguage
    waited_s: int
    agent: None | str
    preview: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        handoff_id = self.handoff_id

        state = self.state.value

        reason = self.reason

        queue = self.queue

        urgent = self.urgent

        requested_at = self.requested_at.isoformat()

        position: int | None
        position = self.position

        open_now = self.open_now

        opens_at: None | str
        if isinstance(self.opens_at, datetime.datetime):
            opens_at = self.opens_at.isoformat()
        else:
            opens_at = self.opens_at

        hours = self.hours

        phone = self.phone

        agent_name: None | str
        agent_name = self.agent_name

        accepted_at: None | str
        if isinstance(self.accepted_at, datetime.datetime):
            accepted_at = self.accepted_at.isoformat()
        else:
            accepted_at = self.accepted_at

        ended_at: None | str
        if isinstance(self.ended_at, datetime.datetime):
            ended_at = self.ended_at.isoformat()
        else:
            ended_at = self.ended_at

        thread_id = self.thread_id

        borrower_id: None | str
        borrower_id = self.borrower_id

        borrower_name: None | str
        borrower_name = self.borrower_name

        language = self.language.value

        waited_s = self.waited_s

        agent: None | str
        agent = self.agent

        preview = self.preview


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "handoff_id": handoff_id,
            "state": state,
            "reason": reason,
            "queue": queue,
            "urgent": urgent,
            "requested_at": requested_at,
            "position": position,
            "open_now": open_now,
            "opens_at": opens_at,
            "hours": hours,
            "phone": phone,
            "agent_name": agent_name,
            "accepted_at": accepted_at,
            "ended_at": ended_at,
            "thread_id": thread_id,
            "borrower_id": borrower_id,
            "borrower_name": borrower_name,
            "language": language,
            "waited_s": waited_s,
            "agent": agent,
            "preview": preview,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        handoff_id = d.pop("handoff_id")

        state = BoardRowState(d.pop("state"))




        reason = d.pop("reason")

        queue = d.pop("queue")

        urgent = d.pop("urgent")

        requested_at = datetime.datetime.fromisoformat(d.pop("requested_at"))




        def _parse_position(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        position = _parse_position(d.pop("position"))


        open_now = d.pop("open_now")

        def _parse_opens_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                opens_at_type_0 = datetime.datetime.fromisoformat(data)



                return opens_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        opens_at = _parse_opens_at(d.pop("opens_at"))


        hours = d.pop("hours")

        phone = d.pop("phone")

        def _parse_agent_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        agent_name = _parse_agent_name(d.pop("agent_name"))


        def _parse_accepted_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                accepted_at_type_0 = datetime.datetime.fromisoformat(data)



                return accepted_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        accepted_at = _parse_accepted_at(d.pop("accepted_at"))


        def _parse_ended_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ended_at_type_0 = datetime.datetime.fromisoformat(data)



                return ended_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        ended_at = _parse_ended_at(d.pop("ended_at"))


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


        language = BoardRowLanguage(d.pop("language"))




        waited_s = d.pop("waited_s")

        def _parse_agent(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        agent = _parse_agent(d.pop("agent"))


        preview = d.pop("preview")

        board_row = cls(
            handoff_id=handoff_id,
            state=state,
            reason=reason,
            queue=queue,
            urgent=urgent,
            requested_at=requested_at,
            position=position,
            open_now=open_now,
            opens_at=opens_at,
            hours=hours,
            phone=phone,
            agent_name=agent_name,
            accepted_at=accepted_at,
            ended_at=ended_at,
            thread_id=thread_id,
            borrower_id=borrower_id,
            borrower_name=borrower_name,
            language=language,
            waited_s=waited_s,
            agent=agent,
            preview=preview,
        )


        board_row.additional_properties = d
        return board_row

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
