from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.suggestions import Suggestions





T = TypeVar("T", bound="Step")



@_attrs_define
class Step:
    """ at: where the step begins.

        Attributes:
            at (datetime.datetime):
            turns (int | Unset):  Default: 0.
            threads (int | Unset):  Default: 0.
            containment (float | None | Unset):
            handoff (float | None | Unset):
            abstention (float | None | Unset):
            guard_blocks (float | None | Unset):
            failed (float | None | Unset):
            p50_ms (float | None | Unset):
            p95_ms (float | None | Unset):
            cost_usd (float | None | Unset):  Default: 0.0.
            uncosted (int | Unset):  Default: 0.
            liked (int | Unset):  Default: 0.
            disliked (int | Unset):  Default: 0.
            suggestions (None | Suggestions | Unset):
     """

    at: datetime.datetime
    turns: int | Unset = 0
    threads: int | Unset = 0
    containment: float | None | Unset = UNSET
    handoff: float | None | Unset = UNSET
    abstention: float | None | Unset = UNSET
    guard_blocks: float | None | Unset = UNSET
    failed: float | None | Unset = UNSET
    p50_ms: float | None | Unset = UNSET
    p95_ms: float | None | Unset = UNSET
    cost_usd: float | None | Unset = 0.0
    uncosted: int | Unset = 0
    liked: int | Unset = 0
    disliked: int | Unset = 0
    suggestions: None | Suggestions | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.suggestions import Suggestions # noqa: PLC0415
        at = self.at.isoformat()

        turns = self.turns

        threads = self.threads

        containment: float | None | Unset
        if isinstance(self.containment, Unset):
            containment = UNSET
        else:
            containment = self.containment

        handoff: float | None | Unset
        if isinstance(self.handoff, Unset):
            handoff = UNSET
        else:
            handoff = self.handoff

        abstention: float | None | Unset
        if isinstance(self.abstention, Unset):
            abstention = UNSET
        else:
            abstention = self.abstention

        guard_blocks: float | None | Unset
        if isinstance(self.guard_blocks, Unset):
            guard_blocks = UNSET
        else:
            guard_blocks = self.guard_blocks

        failed: float | None | Unset
        if isinstance(self.failed, Unset):
            failed = UNSET
        else:
            failed = self.failed

        p50_ms: float | None | Unset
        if isinstance(self.p50_ms, Unset):
            p50_ms = UNSET
        else:
            p50_ms = self.p50_ms

        p95_ms: float | None | Unset
        if isinstance(self.p95_ms, Unset):
            p95_ms = UNSET
        else:
            p95_ms = self.p95_ms

        cost_usd: float | None | Unset
        if isinstance(self.cost_usd, Unset):
            cost_usd = UNSET
        else:
            cost_usd = self.cost_usd

        uncosted = self.uncosted

        liked = self.liked

        disliked = self.disliked

        suggestions: dict[str, Any] | None | Unset
        if isinstance(self.suggestions, Unset):
            suggestions = UNSET
        elif isinstance(self.suggestions, Suggestions):
            suggestions = self.suggestions.to_dict()
        else:
            suggestions = self.suggestions


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "at": at,
        })
        if turns is not UNSET:
            field_dict["turns"] = turns
        if threads is not UNSET:
            field_dict["threads"] = threads
        if containment is not UNSET:
            field_dict["containment"] = containment
        if handoff is not UNSET:
            field_dict["handoff"] = handoff
        if abstention is not UNSET:
            field_dict["abstention"] = abstention
        if guard_blocks is not UNSET:
            field_dict["guard_blocks"] = guard_blocks
        if failed is not UNSET:
            field_dict["failed"] = failed
        if p50_ms is not UNSET:
            field_dict["p50_ms"] = p50_ms
        if p95_ms is not UNSET:
            field_dict["p95_ms"] = p95_ms
        if cost_usd is not UNSET:
            field_dict["cost_usd"] = cost_usd
        if uncosted is not UNSET:
            field_dict["uncosted"] = uncosted
        if liked is not UNSET:
            field_dict["liked"] = liked
        if disliked is not UNSET:
            field_dict["disliked"] = disliked
        if suggestions is not UNSET:
            field_dict["suggestions"] = suggestions

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.suggestions import Suggestions # noqa: PLC0415
        d = dict(src_dict)
        at = datetime.datetime.fromisoformat(d.pop("at"))




        turns = d.pop("turns", UNSET)

        threads = d.pop("threads", UNSET)

        def _parse_containment(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        containment = _parse_containment(d.pop("containment", UNSET))


        def _parse_handoff(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        handoff = _parse_handoff(d.pop("handoff", UNSET))


        def _parse_abstention(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        abstention = _parse_abstention(d.pop("abstention", UNSET))


        def _parse_guard_blocks(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        guard_blocks = _parse_guard_blocks(d.pop("guard_blocks", UNSET))


        def _parse_failed(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        failed = _parse_failed(d.pop("failed", UNSET))


        def _parse_p50_ms(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        p50_ms = _parse_p50_ms(d.pop("p50_ms", UNSET))


        def _parse_p95_ms(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        p95_ms = _parse_p95_ms(d.pop("p95_ms", UNSET))


        def _parse_cost_usd(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        cost_usd = _parse_cost_usd(d.pop("cost_usd", UNSET))


        uncosted = d.pop("uncosted", UNSET)

        liked = d.pop("liked", UNSET)

        disliked = d.pop("disliked", UNSET)

        def _parse_suggestions(data: object) -> None | Suggestions | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                suggestions_type_0 = Suggestions.from_dict(data)



                return suggestions_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Suggestions | Unset, data)

        suggestions = _parse_suggestions(d.pop("suggestions", UNSET))


        step = cls(
            at=at,
            turns=turns,
            threads=threads,
            containment=containment,
            handoff=handoff,
            abstention=abstention,
            guard_blocks=guard_blocks,
            failed=failed,
            p50_ms=p50_ms,
            p95_ms=p95_ms,
            cost_usd=cost_usd,
            uncosted=uncosted,
            liked=liked,
            disliked=disliked,
            suggestions=suggestions,
        )


        step.additional_properties = d
        return step

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
