from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.borrower import Borrower
  from ..models.clock import Clock
  from ..models.flag import Flag
  from ..models.shown_account import ShownAccount





T = TypeVar("T", bound="Snapshot")



@_attrs_define
class Snapshot:
    """ 
        Attributes:
            borrower (Borrower):
            accounts (list[ShownAccount]):
            flags (list[Flag]):
            clocks (list[Clock]):
            as_of (datetime.date | None):
     """

    borrower: Borrower
    accounts: list[ShownAccount]
    flags: list[Flag]
    clocks: list[Clock]
    as_of: datetime.date | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.borrower import Borrower # noqa: PLC0415
        from ..models.clock import Clock # noqa: PLC0415
        from ..models.flag import Flag # noqa: PLC0415
        from ..models.shown_account import ShownAccount # noqa: PLC0415
        borrower = self.borrower.to_dict()

        accounts = []
        for accounts_item_data in self.accounts:
            accounts_item = accounts_item_data.to_dict()
            accounts.append(accounts_item)



        flags = []
        for flags_item_data in self.flags:
            flags_item = flags_item_data.to_dict()
            flags.append(flags_item)



        clocks = []
        for clocks_item_data in self.clocks:
            clocks_item = clocks_item_data.to_dict()
            clocks.append(clocks_item)



        as_of: None | str
        if isinstance(self.as_of, datetime.date):
            as_of = self.as_of.isoformat()
        else:
            as_of = self.as_of


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "borrower": borrower,
            "accounts": accounts,
            "flags": flags,
            "clocks": clocks,
            "as_of": as_of,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.borrower import Borrower # noqa: PLC0415
        from ..models.clock import Clock # noqa: PLC0415
        from ..models.flag import Flag # noqa: PLC0415
        from ..models.shown_account import ShownAccount # noqa: PLC0415
        d = dict(src_dict)
        borrower = Borrower.from_dict(d.pop("borrower"))




        accounts = []
        _accounts = d.pop("accounts")
        for accounts_item_data in (_accounts):
            accounts_item = ShownAccount.from_dict(accounts_item_data)



            accounts.append(accounts_item)


        flags = []
        _flags = d.pop("flags")
        for flags_item_data in (_flags):
            flags_item = Flag.from_dict(flags_item_data)



            flags.append(flags_item)


        clocks = []
        _clocks = d.pop("clocks")
        for clocks_item_data in (_clocks):
            clocks_item = Clock.from_dict(clocks_item_data)



            clocks.append(clocks_item)


        def _parse_as_of(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                as_of_type_0 = datetime.date.fromisoformat(data)



                return as_of_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        as_of = _parse_as_of(d.pop("as_of"))


        snapshot = cls(
            borrower=borrower,
            accounts=accounts,
            flags=flags,
            clocks=clocks,
            as_of=as_of,
        )


        snapshot.additional_properties = d
        return snapshot

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
