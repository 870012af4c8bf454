from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime






T = TypeVar("T", bound="FoundSection")



@_attrs_define
class FoundSection:
    """ A section's passage. score: of the search, higher fits better; only comparable within one answer.

        Attributes:
            document (str):
            version (int | str):
            section (str):
            title (str):
            text (str):
            effective_from (datetime.date):
            score (float):
     """

    document: str
    version: int | str
    section: str
    title: str
    text: str
    effective_from: datetime.date
    score: float
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        document = self.document

        version: int | str
        version = self.version

        section = self.section

        title = self.title

        text = self.text

        effective_from = self.effective_from.isoformat()

        score = self.score


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "document": document,
            "version": version,
            "section": section,
            "title": title,
            "text": text,
            "effective_from": effective_from,
            "score": score,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        document = d.pop("document")

        def _parse_version(data: object) -> int | str:
            return cast(int | str, data)

        version = _parse_version(d.pop("version"))


        section = d.pop("section")

        title = d.pop("title")

        text = d.pop("text")

        effective_from = datetime.date.fromisoformat(d.pop("effective_from"))




        score = d.pop("score")

        found_section = cls(
            document=document,
            version=version,
            section=section,
            title=title,
            text=text,
            effective_from=effective_from,
            score=score,
        )


        found_section.additional_properties = d
        return found_section

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
