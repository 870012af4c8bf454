from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.decided_outcome import DecidedOutcome
from typing import cast






T = TypeVar("T", bound="Decided")



@_attrs_define
class Decided:
    """ edit_distance: characters from the suggestion to what was sent; edit_share: of the longer of both, 0 to 1.

        Attributes:
            outcome (DecidedOutcome):
            edit_distance (int | None):
            edit_share (float | None):
     """

    outcome: DecidedOutcome
    edit_distance: int | None
    edit_share: float | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        outcome = self.outcome.value

        edit_distance: int | None
        edit_distance = self.edit_distance

        edit_share: float | None
        edit_share = self.edit_share


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "outcome": outcome,
            "edit_distance": edit_distance,
            "edit_share": edit_share,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        outcome = DecidedOutcome(d.pop("outcome"))




        def _parse_edit_distance(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        edit_distance = _parse_edit_distance(d.pop("edit_distance"))


        def _parse_edit_share(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        edit_share = _parse_edit_share(d.pop("edit_share"))


        decided = cls(
            outcome=outcome,
            edit_distance=edit_distance,
            edit_share=edit_share,
        )


        decided.additional_properties = d
        return decided

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
