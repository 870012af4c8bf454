from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.agui_message import AguiMessage
  from ..models.answer import Answer





T = TypeVar("T", bound="AguiInput")



@_attrs_define
class AguiInput:
    """ The part of RunAgentInput that is read. State, tools, context and earlier messages of a client are ignored:
    the thread's own record is in the database.

        Attributes:
            run_id (str):
            thread_id (None | str | Unset):
            messages (list[AguiMessage] | Unset):
            resume (list[Answer] | None | Unset):
     """

    run_id: str
    thread_id: None | str | Unset = UNSET
    messages: list[AguiMessage] | Unset = UNSET
    resume: list[Answer] | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.agui_message import AguiMessage # noqa: PLC0415
        from ..models.answer import Answer # noqa: PLC0415
        run_id = self.run_id

        thread_id: None | str | Unset
        if isinstance(self.thread_id, Unset):
            thread_id = UNSET
        else:
            thread_id = self.thread_id

        messages: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.messages, Unset):
            messages = []
            for messages_item_data in self.messages:
                messages_item = messages_item_data.to_dict()
                messages.append(messages_item)



        resume: list[dict[str, Any]] | None | Unset
        if isinstance(self.resume, Unset):
            resume = UNSET
        elif isinstance(self.resume, list):
            resume = []
            for resume_type_0_item_data in self.resume:
                resume_type_0_item = resume_type_0_item_data.to_dict()
                resume.append(resume_type_0_item)


        else:
            resume = self.resume


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "runId": run_id,
        })
        if thread_id is not UNSET:
            field_dict["threadId"] = thread_id
        if messages is not UNSET:
            field_dict["messages"] = messages
        if resume is not UNSET:
            field_dict["resume"] = resume

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.agui_message import AguiMessage # noqa: PLC0415
        from ..models.answer import Answer # noqa: PLC0415
        d = dict(src_dict)
        run_id = d.pop("runId")

        def _parse_thread_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        thread_id = _parse_thread_id(d.pop("threadId", UNSET))


        _messages = d.pop("messages", UNSET)
        messages: list[AguiMessage] | Unset = UNSET
        if _messages is not UNSET:
            messages = []
            for messages_item_data in _messages:
                messages_item = AguiMessage.from_dict(messages_item_data)



                messages.append(messages_item)


        def _parse_resume(data: object) -> list[Answer] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                resume_type_0 = []
                _resume_type_0 = data
                for resume_type_0_item_data in (_resume_type_0):
                    resume_type_0_item = Answer.from_dict(resume_type_0_item_data)



                    resume_type_0.append(resume_type_0_item)

                return resume_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[Answer] | None | Unset, data)

        resume = _parse_resume(d.pop("resume", UNSET))


        agui_input = cls(
            run_id=run_id,
            thread_id=thread_id,
            messages=messages,
            resume=resume,
        )


        agui_input.additional_properties = d
        return agui_input

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
