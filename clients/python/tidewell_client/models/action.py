from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..types import UNSET, Unset
from typing import cast

if TYPE_CHECKING:
  from ..models.citation import Citation





T = TypeVar("T", bound="Action")



@_attrs_define
class Action:
    """ eligible: it can be set in motion now. ask: what to send to the drafting box.

        Attributes:
            code (str):
            label (str):
            reason (str):
            eligible (bool):
            not_eligible_because (None | str | Unset):
            ask (None | str | Unset):
            source (Citation | None | Unset):
     """

    code: str
    label: str
    reason: str
    eligible: bool
    not_eligible_because: None | str | Unset = UNSET
    ask: None | str | Unset = UNSET
    source: Citation | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.citation import Citation # noqa: PLC0415
        code = self.code

        label = self.label

        reason = self.reason

        eligible = self.eligible

        not_eligible_because: None | str | Unset
        if isinstance(self.not_eligible_because, Unset):
            not_eligible_because = UNSET
        else:
            not_eligible_because = self.not_eligible_because

        ask: None | str | Unset
        if isinstance(self.ask, Unset):
            ask = UNSET
        else:
            ask = self.ask

        source: dict[str, Any] | None | Unset
        if isinstance(self.source, Unset):
            source = UNSET
        elif isinstance(self.source, Citation):
            source = self.source.to_dict()
        else:
            source = self.source


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "code": code,
            "label": label,
            "reason": reason,
            "eligible": eligible,
        })
        if not_eligible_because is not UNSET:
            field_dict["not_eligible_because"] = not_eligible_because
        if ask is not UNSET:
            field_dict["ask"] = ask
        if source is not UNSET:
            field_dict["source"] = source

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.citation import Citation # noqa: PLC0415
        d = dict(src_dict)
        code = d.pop("code")

        label = d.pop("label")

        reason = d.pop("reason")

        eligible = d.pop("eligible")

        def _parse_not_eligible_because(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        not_eligible_because = _parse_not_eligible_because(d.pop("not_eligible_because", UNSET))


        def _parse_ask(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        ask = _parse_ask(d.pop("ask", UNSET))


        def _parse_source(data: object) -> Citation | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                source_type_0 = Citation.from_dict(data)



                return source_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Citation | None | Unset, data)

        source = _parse_source(d.pop("source", UNSET))


        action = cls(
            code=code,
            label=label,
            reason=reason,
            eligible=eligible,
            not_eligible_because=not_eligible_because,
            ask=ask,
            source=source,
        )


        action.additional_properties = d
        return action

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
