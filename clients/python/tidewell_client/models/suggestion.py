from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.suggestion_kind import SuggestionKind
from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.citation import Citation
  from ..models.warned import Warned





T = TypeVar("T", bound="Suggestion")



@_attrs_define
class Suggestion:
    """ empty_because: why there is no text, in a sentence for the agent; None where there is one.

        Attributes:
            suggestion_id (str):
            kind (SuggestionKind):
            text (str):
            model (str):
            citations (list[Citation] | Unset):
            language (str | Unset):  Default: 'en'.
            warnings (list[Warned] | Unset):
            empty_because (None | str | Unset):
     """

    suggestion_id: str
    kind: SuggestionKind
    text: str
    model: str
    citations: list[Citation] | Unset = UNSET
    language: str | Unset = 'en'
    warnings: list[Warned] | Unset = UNSET
    empty_because: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.citation import Citation # noqa: PLC0415
        from ..models.warned import Warned # noqa: PLC0415
        suggestion_id = self.suggestion_id

        kind = self.kind.value

        text = self.text

        model = self.model

        citations: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.citations, Unset):
            citations = []
            for citations_item_data in self.citations:
                citations_item = citations_item_data.to_dict()
                citations.append(citations_item)



        language = self.language

        warnings: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.warnings, Unset):
            warnings = []
            for warnings_item_data in self.warnings:
                warnings_item = warnings_item_data.to_dict()
                warnings.append(warnings_item)



        empty_because: None | str | Unset
        if isinstance(self.empty_because, Unset):
            empty_because = UNSET
        else:
            empty_because = self.empty_because


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "suggestion_id": suggestion_id,
            "kind": kind,
            "text": text,
            "model": model,
        })
        if citations is not UNSET:
            field_dict["citations"] = citations
        if language is not UNSET:
            field_dict["language"] = language
        if warnings is not UNSET:
            field_dict["warnings"] = warnings
        if empty_because is not UNSET:
            field_dict["empty_because"] = empty_because

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.citation import Citation # noqa: PLC0415
        from ..models.warned import Warned # noqa: PLC0415
        d = dict(src_dict)
        suggestion_id = d.pop("suggestion_id")

        kind = SuggestionKind(d.pop("kind"))




        text = d.pop("text")

        model = d.pop("model")

        _citations = d.pop("citations", UNSET)
        citations: list[Citation] | Unset = UNSET
        if _citations is not UNSET:
            citations = []
            for citations_item_data in _citations:
                citations_item = Citation.from_dict(citations_item_data)



                citations.append(citations_item)


        language = d.pop("language", UNSET)

        _warnings = d.pop("warnings", UNSET)
        warnings: list[Warned] | Unset = UNSET
        if _warnings is not UNSET:
            warnings = []
            for warnings_item_data in _warnings:
                warnings_item = Warned.from_dict(warnings_item_data)



                warnings.append(warnings_item)


        def _parse_empty_because(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        empty_because = _parse_empty_because(d.pop("empty_because", UNSET))


        suggestion = cls(
            suggestion_id=suggestion_id,
            kind=kind,
            text=text,
            model=model,
            citations=citations,
            language=language,
            warnings=warnings,
            empty_because=empty_because,
        )


        suggestion.additional_properties = d
        return suggestion

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
