from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.sign_in_configuration_mode import SignInConfigurationMode
from ..types import UNSET, Unset
from typing import cast






T = TypeVar("T", bound="SignInConfiguration")



@_attrs_define
class SignInConfiguration:
    """ development: pick one of the seeded people. oidc: code and PKCE at `authority`.

    step_up_acr: what to ask for (`acr_values`, with `max_age=0`) where a second factor is needed.

        Attributes:
            mode (SignInConfigurationMode):
            authority (None | str | Unset):
            client_id (None | str | Unset):
            scope (None | str | Unset):
            step_up_acr (None | str | Unset):
     """

    mode: SignInConfigurationMode
    authority: None | str | Unset = UNSET
    client_id: None | str | Unset = UNSET
    scope: None | str | Unset = UNSET
    step_up_acr: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        mode = self.mode.value

        authority: None | str | Unset
        if isinstance(self.authority, Unset):
            authority = UNSET
        else:
            authority = self.authority

        client_id: None | str | Unset
        if isinstance(self.client_id, Unset):
            client_id = UNSET
        else:
            client_id = self.client_id

        scope: None | str | Unset
        if isinstance(self.scope, Unset):
            scope = UNSET
        else:
            scope = self.scope

        step_up_acr: None | str | Unset
        if isinstance(self.step_up_acr, Unset):
            step_up_acr = UNSET
        else:
            step_up_acr = self.step_up_acr


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "mode": mode,
        })
        if authority is not UNSET:
            field_dict["authority"] = authority
        if client_id is not UNSET:
            field_dict["client_id"] = client_id
        if scope is not UNSET:
            field_dict["scope"] = scope
        if step_up_acr is not UNSET:
            field_dict["step_up_acr"] = step_up_acr

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        mode = SignInConfigurationMode(d.pop("mode"))




        def _parse_authority(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        authority = _parse_authority(d.pop("authority", UNSET))


        def _parse_client_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        client_id = _parse_client_id(d.pop("client_id", UNSET))


        def _parse_scope(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        scope = _parse_scope(d.pop("scope", UNSET))


        def _parse_step_up_acr(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        step_up_acr = _parse_step_up_acr(d.pop("step_up_acr", UNSET))


        sign_in_configuration = cls(
            mode=mode,
            authority=authority,
            client_id=client_id,
            scope=scope,
            step_up_acr=step_up_acr,
        )


        sign_in_configuration.additional_properties = d
        return sign_in_configuration

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
