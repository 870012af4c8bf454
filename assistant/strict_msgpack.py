"""Serialization of checkpoints: msgpack of known types only. Nothing is imported by name, nothing is pickled.

LangGraph's own serializer imports what a record names, or gives its raw payload where that is not allowed
(langgraph/checkpoint/serde/jsonplus.py); here a record that names anything else is refused as a whole.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

import ormsgpack
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage
from langgraph.checkpoint.serde.jsonplus import (
    EXT_CONSTRUCTOR_KW_ARGS,
    EXT_CONSTRUCTOR_POS_ARGS,
    EXT_CONSTRUCTOR_SINGLE_ARG,
    EXT_METHOD_SINGLE_ARG,
    EXT_PYDANTIC_V2,
    JsonPlusSerializer,
)
from pydantic import BaseModel

from assistant.guards.evidence import Passage
from assistant.results import Citation, GuardVerdict, ToolCall
from assistant.sealing import SealBroken

_MODELS: tuple[type[BaseModel], ...] = (
    AIMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
    Citation,
    GuardVerdict,
    ToolCall,
)
_Key = tuple[int, str, str]
_Maker = Callable[[Any], object]


def _key(code: int, made: type) -> _Key:
    return code, made.__module__, made.__name__


_MAKERS: Mapping[_Key, _Maker] = {
    **{_key(EXT_PYDANTIC_V2, model): model.model_validate for model in _MODELS},
    _key(EXT_CONSTRUCTOR_KW_ARGS, Passage): lambda given: Passage(**given),
    _key(EXT_CONSTRUCTOR_SINGLE_ARG, Decimal): lambda given: Decimal(str(given)),
    _key(EXT_CONSTRUCTOR_POS_ARGS, date): lambda given: date(*given),
    _key(EXT_METHOD_SINGLE_ARG, datetime): lambda given: datetime.fromisoformat(str(given)),
}


def _made(code: int, data: bytes) -> object:
    """What an extension record stands for, by the table alone. Raises SealBroken."""
    try:
        module, name, given, *_ = cast("list[Any]", _unpacked(data))
        maker = _MAKERS[code, module, name]
    except (KeyError, TypeError, ValueError) as error:
        raise SealBroken("A checkpoint names a type that no checkpoint of ours holds.") from error
    return maker(given)


def _unpacked(data: bytes) -> object:
    return ormsgpack.unpackb(data, ext_hook=_made, option=ormsgpack.OPT_NON_STR_KEYS)


class StrictSerializer(JsonPlusSerializer):
    """Reads `msgpack` and `null` records of the types above; every other kind is refused."""

    def __init__(self) -> None:
        super().__init__(pickle_fallback=False, allowed_json_modules=None, __unpack_ext_hook__=_made)

    def loads_typed(self, data: tuple[str, bytes]) -> object:
        """The value. Raises SealBroken."""
        kind, record = data
        if kind == "null":
            return None
        if kind != "msgpack":
            raise SealBroken("A checkpoint is of a kind that is never written.")
        try:
            return _unpacked(record)
        except (TypeError, ValueError) as error:
            raise SealBroken("A checkpoint cannot be read.") from error
