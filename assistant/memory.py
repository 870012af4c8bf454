"""What a turn keeps of a conversation, sealed for its own place: person, thread, turn and field.

A record that is plain, forged, from another place or under an unknown key is refused with SealBroken.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

from pydantic import BaseModel, TypeAdapter
from pydantic_core import to_json

from assistant.results import Channel, TurnResult
from assistant.sealing import Keyring, SealBroken
from tools.caller import Caller

Field = Literal["user_text", "result", "caller"]
FIELDS: tuple[Field, ...] = ("user_text", "result", "caller")
_CALLER: TypeAdapter[Caller] = TypeAdapter(Caller)


@dataclass(frozen=True)
class Place:
    """Where a turn's records are kept."""

    subject: str
    thread_id: str
    turn_id: str

    def field(self, name: Field) -> tuple[str, ...]:
        """What a field's seal is bound to."""
        return ("turn", self.subject, self.thread_id, self.turn_id, name)


class Way(BaseModel):
    """By which way a message came, and in which language its reply is wanted; sealed with who asked."""

    channel: Channel = "chat"
    language: Literal["en", "es"] | None = None


@dataclass(frozen=True)
class Memory:
    """Seals and opens the fields of turns under one keyring. `text`, `result`, `caller` and `way` raise SealBroken."""

    keyring: Keyring

    def seal_text(self, place: Place, text: str) -> bytes:
        return self.keyring.seal(text.encode(), *place.field("user_text"))

    def seal_result(self, place: Place, result: TurnResult) -> bytes:
        return self.keyring.seal(result.model_dump_json().encode(), *place.field("result"))

    def seal_caller(self, place: Place, caller: Caller, way: Way | None = None) -> bytes:
        """Who asked, without their token and second factor: a turn that is taken up again gets a fresh token."""
        kept = replace(caller, token=None, assurance=min(caller.assurance, 1), second_factor_age_s=None)
        plain = {**_CALLER.dump_python(kept, mode="json"), **(way or Way()).model_dump()}
        return self.keyring.seal(to_json(plain), *place.field("caller"))

    def text(self, place: Place, row: Mapping[str, Any]) -> str:
        return self._open(place, "user_text", row).decode()

    def result(self, place: Place, row: Mapping[str, Any]) -> TurnResult | None:
        """The stored end; None while the turn is in flight."""
        if row["result"] is None and row["status"] in ("waiting", "running"):
            return None
        return TurnResult.model_validate_json(self._open(place, "result", row))

    def caller(self, place: Place, row: Mapping[str, Any]) -> Caller:
        return _CALLER.validate_json(self._open(place, "caller", row))

    def way(self, place: Place, row: Mapping[str, Any]) -> Way:
        """Of a turn that was stored before ways were kept, what a page asks."""
        return Way.model_validate_json(self._open(place, "caller", row))

    def _open(self, place: Place, field: Field, row: Mapping[str, Any]) -> bytes:
        sealed = cast("bytes | None", row[field])
        if sealed is None:
            raise SealBroken("A stored record is not sealed. `assist keys reseal` seals what an older version stored.")
        return self.keyring.unseal(bytes(sealed), *place.field(field))
