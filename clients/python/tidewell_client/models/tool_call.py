from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.tool_call_arguments import ToolCallArguments
  from ..models.tool_call_result import ToolCallResult





T = TypeVar("T", bound="ToolCall")



@_attrs_define
class ToolCall:
    """ 
        Attributes:
            name (str):
            arguments (ToolCallArguments):
            result (ToolCallResult):
     """

    name: str
    arguments: ToolCallArguments
    result: ToolCallResult
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.tool_call_arguments import ToolCallArguments # noqa: PLC0415
        from ..models.tool_call_result import ToolCallResult # noqa: PLC0415
        name = self.name

        arguments = self.arguments.to_dict()

        result = self.result.to_dict()


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "name": name,
            "arguments": arguments,
            "result": result,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.tool_call_arguments import ToolCallArguments # noqa: PLC0415
        from ..models.tool_call_result import ToolCallResult # noqa: PLC0415
        d = dict(src_dict)
        name = d.pop("name")

        arguments = ToolCallArguments.from_dict(d.pop("arguments"))




        result = ToolCallResult.from_dict(d.pop("result"))




        tool_call = cls(
            name=name,
            arguments=arguments,
            result=result,
        )


        tool_call.additional_properties = d
        return tool_call

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
