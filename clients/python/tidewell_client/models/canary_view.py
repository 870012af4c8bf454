from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast

if TYPE_CHECKING:
  from ..models.canary_view_turns import CanaryViewTurns
  from ..models.monitor import Monitor





T = TypeVar("T", bound="CanaryView")



@_attrs_define
class CanaryView:
    """ The canary that runs or ran last. fewest_turns: of the candidate, before which nothing is decided.

        Attributes:
            canary_id (str):
            prompt (str):
            candidate (int):
            share (float):
            state (str):
            started_by (str):
            started_at (Any):
            ended_at (Any):
            reason (None | str):
            turns (CanaryViewTurns):
            fewest_turns (int):
            monitors (list[Monitor]):
     """

    canary_id: str
    prompt: str
    candidate: int
    share: float
    state: str
    started_by: str
    started_at: Any
    ended_at: Any
    reason: None | str
    turns: CanaryViewTurns
    fewest_turns: int
    monitors: list[Monitor]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.canary_view_turns import CanaryViewTurns # noqa: PLC0415
        from ..models.monitor import Monitor # noqa: PLC0415
        canary_id = self.canary_id

        prompt = self.prompt

        candidate = self.candidate

        share = self.share

        state = self.state

        started_by = self.started_by

        started_at = self.started_at

        ended_at = self.ended_at

        reason: None | str
        reason = self.reason

        turns = self.turns.to_dict()

        fewest_turns = self.fewest_turns

        monitors = []
        for monitors_item_data in self.monitors:
            monitors_item = monitors_item_data.to_dict()
            monitors.append(monitors_item)




        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "canary_id": canary_id,
            "prompt": prompt,
            "candidate": candidate,
            "share": share,
            "state": state,
            "started_by": started_by,
            "started_at": started_at,
            "ended_at": ended_at,
            "reason": reason,
            "turns": turns,
            "fewest_turns": fewest_turns,
            "monitors": monitors,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.canary_view_turns import CanaryViewTurns # noqa: PLC0415
        from ..models.monitor import Monitor # noqa: PLC0415
        d = dict(src_dict)
        canary_id = d.pop("canary_id")

        prompt = d.pop("prompt")

        candidate = d.pop("candidate")

        share = d.pop("share")

        state = d.pop("state")

        started_by = d.pop("started_by")

        started_at = d.pop("started_at")

        ended_at = d.pop("ended_at")

        def _parse_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason = _parse_reason(d.pop("reason"))


        turns = CanaryViewTurns.from_dict(d.pop("turns"))




        fewest_turns = d.pop("fewest_turns")

        monitors = []
        _monitors = d.pop("monitors")
        for monitors_item_data in (_monitors):
            monitors_item = Monitor.from_dict(monitors_item_data)



            monitors.append(monitors_item)


        canary_view = cls(
            canary_id=canary_id,
            prompt=prompt,
            candidate=candidate,
            share=share,
            state=state,
            started_by=started_by,
            started_at=started_at,
            ended_at=ended_at,
            reason=reason,
            turns=turns,
            fewest_turns=fewest_turns,
            monitors=monitors,
        )


        canary_view.additional_properties = d
        return canary_view

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
