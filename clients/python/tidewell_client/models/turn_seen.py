from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from typing import cast
import datetime

if TYPE_CHECKING:
  from ..models.turn_seen_result_type_0 import TurnSeenResultType0





T = TypeVar("T", bound="TurnSeen")



@_attrs_define
class TurnSeen:
    """ A turn as its person saw it. opens: False where its record was changed; what was said is null then.

        Attributes:
            turn_id (str):
            order (int):
            run_id (str):
            status (str):
            outcome (None | str):
            received_at (datetime.datetime):
            finished_at (datetime.datetime | None):
            user_text (None | str):
            result (None | TurnSeenResultType0):
            opens (bool):
     """

    turn_id: str
    order: int
    run_id: str
    status: str
    outcome: None | str
    received_at: datetime.datetime
    finished_at: datetime.datetime | None
    user_text: None | str
    result: None | TurnSeenResultType0
    opens: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)





    def to_dict(self) -> dict[str, Any]:
        from ..models.turn_seen_result_type_0 import TurnSeenResultType0 # noqa: PLC0415
        turn_id = self.turn_id

        order = self.order

        run_id = self.run_id

        status = self.status

        outcome: None | str
        outcome = self.outcome

        received_at = self.received_at.isoformat()

        finished_at: None | str
        if isinstance(self.finished_at, datetime.datetime):
            finished_at = self.finished_at.isoformat()
        else:
            finished_at = self.finished_at

        user_text: None | str
        user_text = self.user_text

        result: dict[str, Any] | None
        if isinstance(self.result, TurnSeenResultType0):
            result = self.result.to_dict()
        else:
            result = self.result

        opens = self.opens


        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({
            "turn_id": turn_id,
            "order": order,
            "run_id": run_id,
            "status": status,
            "outcome": outcome,
            "received_at": received_at,
            "finished_at": finished_at,
            "user_text": user_text,
            "result": result,
            "opens": opens,
        })

        return field_dict



    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.turn_seen_result_type_0 import TurnSeenResultType0 # noqa: PLC0415
        d = dict(src_dict)
        turn_id = d.pop("turn_id")

        order = d.pop("order")

        run_id = d.pop("run_id")

        status = d.pop("status")

        def _parse_outcome(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        outcome = _parse_outcome(d.pop("outcome"))


        received_at = datetime.datetime.fromisoformat(d.pop("received_at"))




        def _parse_finished_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                finished_at_type_0 = datetime.datetime.fromisoformat(data)



                return finished_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        finished_at = _parse_finished_at(d.pop("finished_at"))


        def _parse_user_text(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        user_text = _parse_user_text(d.pop("user_text"))


        def _parse_result(data: object) -> None | TurnSeenResultType0:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                result_type_0 = TurnSeenResultType0.from_dict(data)



                return result_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TurnSeenResultType0, data)

        result = _parse_result(d.pop("result"))


        opens = d.pop("opens")

        turn_seen = cls(
            turn_id=turn_id,
            order=order,
            run_id=run_id,
            status=status,
            outcome=outcome,
            received_at=received_at,
            finished_at=finished_at,
            user_text=user_text,
            result=result,
            opens=opens,
        )


        turn_seen.additional_properties = d
        return turn_seen

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
