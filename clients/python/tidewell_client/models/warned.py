from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.warned_kind import WarnedKind
from ..models.warned_severity import WarnedSeverity
from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.citation import Citation





T = TypeVar("T", bound="Warned")



@_attrs_define
class Warned:
    """ What may not be said like that. start, end: of the text, whose words stand there; why, and what to do.

        Attributes:
            kind (WarnedKind):
            severity (WarnedSeverity):
            start (int):
            end (int):
            words (str):
            why (str):
            source (Citation | None | Unset):
     """

    kind: WarnedKind
    severity: WarnedSeverity
    start: int
    end: int
    words: str
    why: str
    source: Citation | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.citation import Citation # noqa: PLC0415
        kind = self.kind.value

        severity = self.severity.value

        start = self.start

        end = self.end

        words = self.words

        why = self.why

        source: dict[str, Any] | None | Unset
        if isinstance(self.source, Unset):
            source = UNSET
        elif isinstance(self.source, Citation):
            source = self.source.to_dict()
        else:
            source = self.source


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "kind": kind,
            "severity": severity,
            "start": start,
            "end": end,
            "words": words,
            "why": why,
        })
        if source is not UNSET:
            field_dict["source"] = source

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.citation import Citation # noqa: PLC0415
        d = dict(src_dict)
        kind = WarnedKind(d.pop("kind"))




        severity = WarnedSeverity(d.pop("severity"))




        start = d.pop("start")

        end = d.pop("end")

        words = d.pop("words")

        why = d.pop("why")

        def _parse_source(data: object) -> Citation | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                source_type_0 = Citation.from_dict(data)



                return source_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Citation | None | Unset, data)

        source = _parse_source(d.pop("source", UNSET))


        warned = cls(
            kind=kind,
            severity=severity,
            start=start,
            end=end,
            words=words,
            why=why,
            source=source,
        )


        warned.additional_properties = d
        return warned

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
