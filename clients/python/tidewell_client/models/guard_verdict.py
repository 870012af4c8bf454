from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.guard_verdict_direction import GuardVerdictDirection
from ..models.guard_verdict_verdict import GuardVerdictVerdict
from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="GuardVerdict")



@_attrs_define
class GuardVerdict:
    """ verdict: `pass`, `block`, or `rebuild` (the reply was replaced by one made from the sources alone).

        Attributes:
            name (str):
            direction (GuardVerdictDirection):
            verdict (GuardVerdictVerdict):
            ms (float):
            detail (None | str | Unset):
     """

    name: str
    direction: GuardVerdictDirection
    verdict: GuardVerdictVerdict
    ms: float
    detail: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        name = self.name

        direction = self.direction.value

        verdict = self.verdict.value

        ms = self.ms

        detail: None | str | Unset
        if isinstance(self.detail, Unset):
            detail = UNSET
        else:
            detail = self.detail


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "name": name,
            "direction": direction,
            "verdict": verdict,
            "ms": ms,
        })
        if detail is not UNSET:
            field_dict["detail"] = detail

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        direction = GuardVerdictDirection(d.pop("direction"))




        verdict = GuardVerdictVerdict(d.pop("verdict"))




        ms = d.pop("ms")

        def _parse_detail(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        detail = _parse_detail(d.pop("detail", UNSET))


        guard_verdict = cls(
            name=name,
            direction=direction,
            verdict=verdict,
            ms=ms,
            detail=detail,
        )


        guard_verdict.additional_properties = d
        return guard_verdict

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
