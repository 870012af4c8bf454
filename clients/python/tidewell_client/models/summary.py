from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.citation import Citation
  from ..models.done import Done
  from ..models.fact import Fact
  from ..models.still_open import StillOpen





T = TypeVar("T", bound="Summary")



@_attrs_define
class Summary:
    """ asked: the newest things that were asked, oldest first. why: the reason of the hand-off, for staff.

        Attributes:
            asked (list[str]):
            facts (list[Fact]):
            done (list[Done]):
            open_ (list[StillOpen]):
            sources (list[Citation]):
            why (str):
            language (str):
     """

    asked: list[str]
    facts: list[Fact]
    done: list[Done]
    open_: list[StillOpen]
    sources: list[Citation]
    why: str
    language: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.citation import Citation # noqa: PLC0415
        from ..models.done import Done # noqa: PLC0415
        from ..models.fact import Fact # noqa: PLC0415
        from ..models.still_open import StillOpen # noqa: PLC0415
        asked = self.asked



        facts = []
        for facts_item_data in self.facts:
            facts_item = facts_item_data.to_dict()
            facts.append(facts_item)



        done = []
        for done_item_data in self.done:
            done_item = done_item_data.to_dict()
            done.append(done_item)



        open_ = []
        for open_item_data in self.open_:
            open_item = open_item_data.to_dict()
            open_.append(open_item)



        sources = []
        for sources_item_data in self.sources:
            sources_item = sources_item_data.to_dict()
            sources.append(sources_item)



        why = self.why

        language = self.language


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "asked": asked,
            "facts": facts,
            "done": done,
            "open": open_,
            "sources": sources,
            "why": why,
            "language": language,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.citation import Citation # noqa: PLC0415
        from ..models.done import Done # noqa: PLC0415
        from ..models.fact import Fact # noqa: PLC0415
        from ..models.still_open import StillOpen # noqa: PLC0415
        d = dict(src_dict)
        asked = cast(list[str], d.pop("asked"))


        facts = []
        _facts = d.pop("facts")
        for facts_item_data in (_facts):
            facts_item = Fact.from_dict(facts_item_data)



            facts.append(facts_item)


        done = []
        _done = d.pop("done")
        for done_item_data in (_done):
            done_item = Done.from_dict(done_item_data)



            done.append(done_item)


        open_ = []
        _open_ = d.pop("open")
        for open_item_data in (_open_):
            open_item = StillOpen.from_dict(open_item_data)



            open_.append(open_item)


        sources = []
        _sources = d.pop("sources")
        for sources_item_data in (_sources):
            sources_item = Citation.from_dict(sources_item_data)



            sources.append(sources_item)


        why = d.pop("why")

        language = d.pop("language")

        summary = cls(
            asked=asked,
            facts=facts,
            done=done,
            open_=open_,
            sources=sources,
            why=why,
            language=language,
        )


        summary.additional_properties = d
        return summary

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
