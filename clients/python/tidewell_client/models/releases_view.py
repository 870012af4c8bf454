from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.canary_view import CanaryView
  from ..models.live import Live
  from ..models.release_view import ReleaseView





T = TypeVar("T", bound="ReleasesView")



@_attrs_define
class ReleasesView:
    """ forged: approvals that version control says somebody else wrote. canary: the one that runs or ran last.

        Attributes:
            prompt (str):
            live (Live): What is served. reference: name@version#hash. status: `unlocked` where the files are not those of
                any version.
            releases (list[ReleaseView]):
            forged (list[str]):
            canary (CanaryView | None):
     """

    prompt: str
    live: Live
    releases: list[ReleaseView]
    forged: list[str]
    canary: CanaryView | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.canary_view import CanaryView # noqa: PLC0415
        from ..models.live import Live # noqa: PLC0415
        from ..models.release_view import ReleaseView # noqa: PLC0415
        prompt = self.prompt

        live = self.live.to_dict()

        releases = []
        for releases_item_data in self.releases:
            releases_item = releases_item_data.to_dict()
            releases.append(releases_item)



        forged = self.forged



        canary: dict[str, Any] | None
        if isinstance(self.canary, CanaryView):
            canary = self.canary.to_dict()
        else:
            canary = self.canary


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "prompt": prompt,
            "live": live,
            "releases": releases,
            "forged": forged,
            "canary": canary,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.canary_view import CanaryView # noqa: PLC0415
        from ..models.live import Live # noqa: PLC0415
        from ..models.release_view import ReleaseView # noqa: PLC0415
        d = dict(src_dict)
        prompt = d.pop("prompt")

        live = Live.from_dict(d.pop("live"))




        releases = []
        _releases = d.pop("releases")
        for releases_item_data in (_releases):
            releases_item = ReleaseView.from_dict(releases_item_data)



            releases.append(releases_item)


        forged = cast(list[str], d.pop("forged"))


        def _parse_canary(data: object) -> CanaryView | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                canary_type_0 = CanaryView.from_dict(data)



                return canary_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CanaryView | None, data)

        canary = _parse_canary(d.pop("canary"))


        releases_view = cls(
            prompt=prompt,
            live=live,
            releases=releases,
            forged=forged,
            canary=canary,
        )


        releases_view.additional_properties = d
        return releases_view

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
