from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.rewriting_change import RewritingChange
from ..models.rewriting_language_type_0 import RewritingLanguageType0
from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="Rewriting")



@_attrs_define
class Rewriting:
    """ suggestion_id: the suggestion that the text is, or began as.

        Attributes:
            text (str):
            change (RewritingChange):
            language (None | RewritingLanguageType0 | Unset):
            suggestion_id (None | str | Unset):
     """

    text: str
    change: RewritingChange
    language: None | RewritingLanguageType0 | Unset = UNSET
    suggestion_id: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        text = self.text

        change = self.change.value

        language: None | str | Unset
        if isinstance(self.language, Unset):
            language = UNSET
        elif isinstance(self.language, RewritingLanguageType0):
            language = self.language.value
        else:
            language = self.language

        suggestion_id: None | str | Unset
        if isinstance(self.suggestion_id, Unset):
            suggestion_id = UNSET
        else:
            suggestion_id = self.suggestion_id


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "text": text,
            "change": change,
        })
        if language is not UNSET:
            field_dict["language"] = language
        if suggestion_id is not UNSET:
            field_dict["suggestion_id"] = suggestion_id

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        text = d.pop("text")

        change = RewritingChange(d.pop("change"))




        def _parse_language(data: object) -> None | RewritingLanguageType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                language_type_0 = RewritingLanguageType0(data)



                return language_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RewritingLanguageType0 | Unset, data)

        language = _parse_language(d.pop("language", UNSET))


        def _parse_suggestion_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        suggestion_id = _parse_suggestion_id(d.pop("suggestion_id", UNSET))


        rewriting = cls(
            text=text,
            change=change,
            language=language,
            suggestion_id=suggestion_id,
        )


        rewriting.additional_properties = d
        return rewriting

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
