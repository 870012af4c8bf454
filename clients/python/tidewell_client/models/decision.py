from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.decision_outcome import DecisionOutcome
from ..models.decision_reason_type_0 import DecisionReasonType0
from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="Decision")



@_attrs_define
class Decision:
    """ final: what was sent or kept; absent for `accepted` as it stands and for `rejected`.

        Attributes:
            outcome (DecisionOutcome):
            final (None | str | Unset):
            reason (DecisionReasonType0 | None | Unset):
     """

    outcome: DecisionOutcome
    final: None | str | Unset = UNSET
    reason: DecisionReasonType0 | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        outcome = self.outcome.value

        final: None | str | Unset
        if isinstance(self.final, Unset):
            final = UNSET
        else:
            final = self.final

        reason: None | str | Unset
        if isinstance(self.reason, Unset):
            reason = UNSET
        elif isinstance(self.reason, DecisionReasonType0):
            reason = self.reason.value
        else:
            reason = self.reason


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "outcome": outcome,
        })
        if final is not UNSET:
            field_dict["final"] = final
        if reason is not UNSET:
            field_dict["reason"] = reason

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        outcome = DecisionOutcome(d.pop("outcome"))




        def _parse_final(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        final = _parse_final(d.pop("final", UNSET))


        def _parse_reason(data: object) -> DecisionReasonType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                reason_type_0 = DecisionReasonType0(data)



                return reason_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DecisionReasonType0 | None | Unset, data)

        reason = _parse_reason(d.pop("reason", UNSET))


        decision = cls(
            outcome=outcome,
            final=final,
            reason=reason,
        )


        decision.additional_properties = d
        return decision

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
