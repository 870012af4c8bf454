from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.figures import Figures
  from ..models.slice_figures import SliceFigures
  from ..models.step import Step





T = TypeVar("T", bound="MonitorsView")



@_attrs_define
class MonitorsView:
    """ since, until: the period, `from` and `to` in JSON. slices: empty where no `slice` was asked for.

        Attributes:
            from_ (str):
            to (str):
            totals (Figures): threads: conversations with borrowers; containment: the share of them without a hand-off.
                handoff, abstention,
                guard_blocks, failed: shares of turns. Shares and times are null where there was nothing. cost_usd: of the turns
                whose model has a known price, null where no turn has; uncosted: how many have none. suggestions: null by role
                and
                by domain, which a suggestion does not have.
            series (list[Step]):
            slices (list[SliceFigures]):
     """

    from_: str
    to: str
    totals: Figures
    series: list[Step]
    slices: list[SliceFigures]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.figures import Figures # noqa: PLC0415
        from ..models.slice_figures import SliceFigures # noqa: PLC0415
        from ..models.step import Step # noqa: PLC0415
        from_ = self.from_

        to = self.to

        totals = self.totals.to_dict()

        series = []
        for series_item_data in self.series:
            series_item = series_item_data.to_dict()
            series.append(series_item)



        slices = []
        for slices_item_data in self.slices:
            slices_item = slices_item_data.to_dict()
            slices.append(slices_item)




        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "from": from_,
            "to": to,
            "totals": totals,
            "series": series,
            "slices": slices,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.figures import Figures # noqa: PLC0415
        from ..models.slice_figures import SliceFigures # noqa: PLC0415
        from ..models.step import Step # noqa: PLC0415
        d = dict(src_dict)
        from_ = d.pop("from")

        to = d.pop("to")

        totals = Figures.from_dict(d.pop("totals"))




        series = []
        _series = d.pop("series")
        for series_item_data in (_series):
            series_item = Step.from_dict(series_item_data)



            series.append(series_item)


        slices = []
        _slices = d.pop("slices")
        for slices_item_data in (_slices):
            slices_item = SliceFigures.from_dict(slices_item_data)



            slices.append(slices_item)


        monitors_view = cls(
            from_=from_,
            to=to,
            totals=totals,
            series=series,
            slices=slices,
        )


        monitors_view.additional_properties = d
        return monitors_view

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
