from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.release_view_status_type_0 import ReleaseViewStatusType0
from typing import cast
from typing import Literal, cast

if TYPE_CHECKING:
  from ..models.gate import Gate





T = TypeVar("T", bound="ReleaseView")



@_attrs_define
class ReleaseView:
    """ One version, newest first. at: its last step. by: who wrote it. hash: null where the record has none.

        Attributes:
            version (int):
            status (Literal['replaced'] | ReleaseViewStatusType0):
            hash_ (None | str):
            at (None | str):
            by (None | str):
            approved_by (None | str):
            why (None | str):
            gate (Gate | None):
            faults (list[str]):
     """

    version: int
    status: Literal['replaced'] | ReleaseViewStatusType0
    hash_: None | str
    at: None | str
    by: None | str
    approved_by: None | str
    why: None | str
    gate: Gate | None
    faults: list[str]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.gate import Gate # noqa: PLC0415
        version = self.version

        status: Literal['replaced'] | str
        if isinstance(self.status, ReleaseViewStatusType0):
            status = self.status.value
        else:
            status = self.status

        hash_: None | str
        hash_ = self.hash_

        at: None | str
        at = self.at

        by: None | str
        by = self.by

        approved_by: None | str
        approved_by = self.approved_by

        why: None | str
        why = self.why

        gate: dict[str, Any] | None
        if isinstance(self.gate, Gate):
            gate = self.gate.to_dict()
        else:
            gate = self.gate

        faults = self.faults




        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "version": version,
            "status": status,
            "hash": hash_,
            "at": at,
            "by": by,
            "approved_by": approved_by,
            "why": why,
            "gate": gate,
            "faults": faults,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.gate import Gate # noqa: PLC0415
        d = dict(src_dict)
        version = d.pop("version")

        def _parse_status(data: object) -> Literal['replaced'] | ReleaseViewStatusType0:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                status_type_0 = ReleaseViewStatusType0(data)



                return status_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            status_type_1 = cast(Literal['replaced'] , data)
            if status_type_1 != 'replaced':
                raise ValueError(f"status_type_1 must match const 'replaced', got '{status_type_1}'")
            return status_type_1

        status = _parse_status(d.pop("status"))


        def _parse_hash_(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        hash_ = _parse_hash_(d.pop("hash"))


        def _parse_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        at = _parse_at(d.pop("at"))


        def _parse_by(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        by = _parse_by(d.pop("by"))


        def _parse_approved_by(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        approved_by = _parse_approved_by(d.pop("approved_by"))


        def _parse_why(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        why = _parse_why(d.pop("why"))


        def _parse_gate(data: object) -> Gate | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                gate_type_0 = Gate.from_dict(data)



                return gate_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Gate | None, data)

        gate = _parse_gate(d.pop("gate"))


        faults = cast(list[str], d.pop("faults"))


        release_view = cls(
            version=version,
            status=status,
            hash_=hash_,
            at=at,
            by=by,
            approved_by=approved_by,
            why=why,
            gate=gate,
            faults=faults,
        )


        release_view.additional_properties = d
        return release_view

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
