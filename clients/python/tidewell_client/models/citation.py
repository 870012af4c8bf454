from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset







T = TypeVar("T", bound="Citation")



@_attrs_define
class Citation:
    """ A source behind the answer. `quote` stands verbatim in that section of that version.

        Attributes:
            id (int):
            document (str):
            version (int):
            section (str):
            title (str):
            effective_from (str):
            quote (str):
     """

    id: int
    document: str
    version: int
    section: str
    title: str
    effective_from: str
    quote: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        id = self.id

        document = self.document

        version = self.version

        section = self.section

        title = self.title

        effective_from = self.effective_from

        quote = self.quote


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "id": id,
            "document": document,
            "version": version,
            "section": section,
            "title": title,
            "effective_from": effective_from,
            "quote": quote,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        document = d.pop("document")

        version = d.pop("version")

        section = d.pop("section")

        title = d.pop("title")

        effective_from = d.pop("effective_from")

        quote = d.pop("quote")

        citation = cls(
            id=id,
            document=document,
            version=version,
            section=section,
            title=title,
            effective_from=effective_from,
            quote=quote,
        )


        citation.additional_properties = d
        return citation

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
