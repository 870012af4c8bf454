from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset







T = TypeVar("T", bound="Live")



@_attrs_define
class Live:
    """ What is served. reference: name@version#hash. status: `unlocked` where the files are not those of any version.

        Attributes:
            reference (str):
            version (int):
            hash_ (str):
            status (str):
            model (str):
            environment (str):
     """

    reference: str
    version: int
    hash_: str
    status: str
    model: str
    environment: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        reference = self.reference

        version = self.version

        hash_ = self.hash_

        status = self.status

        model = self.model

        environment = self.environment


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "reference": reference,
            "version": version,
            "hash": hash_,
            "status": status,
            "model": model,
            "environment": environment,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        reference = d.pop("reference")

        version = d.pop("version")

        hash_ = d.pop("hash")

        status = d.pop("status")

        model = d.pop("model")

        environment = d.pop("environment")

        live = cls(
            reference=reference,
            version=version,
            hash_=hash_,
            status=status,
            model=model,
            environment=environment,
        )


        live.additional_properties = d
        return live

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
