"""The form of an audit record in its chain: what is hashed, in which order, and sealed with which key.

hash = SHA-256(previous hash + canonical JSON of the row); seal = key id + HMAC-SHA-256(key, hash). Whoever has the
database alone can compute hashes but no seal. The key is derived from the keyring's by HKDF, so that the key that
seals conversations signs nothing. Source: RFC 5869 (HKDF), RFC 2104 (HMAC).
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from assistant.sealing import Keyring

CHAINS = 16
"""Turns of different people mostly go to different chains, so that they do not wait for each other."""
START = bytes(32)
_KEY_ID = 4
_PURPOSE = b"lending-assistant audit 1"


def chain_of(person: str) -> int:
    """The chain in which everything about this person is recorded."""
    return hashlib.sha256(person.encode()).digest()[0] % CHAINS


def row_hash(row: Mapping[str, Any], prev_hash: bytes) -> bytes:
    """The hash of a row (chain, seq, kind, subject, about, ref, at, body) that follows `prev_hash`."""
    at: datetime = row["at"]
    content = {
        **{name: row[name] for name in ("chain", "seq", "kind", "subject", "about", "ref", "body")},
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
    }
    return hashlib.sha256(prev_hash + canonical(content)).digest()


def canonical(content: object) -> bytes:
    """JSON with sorted keys and no spaces: the same content is the same bytes."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode(
        "utf-8", "surrogatepass"
    )


class Marker:
    """Keyed hashes of what belongs to one turn: equal content has equal marks there, and nowhere else.

    A plain hash of a short text is found by trying texts; a mark only by who has the key.
    """

    def __init__(self, keys: Keyring, turn_id: str, key_id: bytes | None = None) -> None:
        self._id = key_id or keys.newest
        self._key = keys.keys[self._id]
        self._turn = turn_id

    def __call__(self, content: object) -> str:
        """The mark of JSON content: key id, a colon and the HMAC in hex."""
        return f"{self._id.hex()}:{_mac(self._key, canonical(content), ('mark', self._turn)).hex()}"

    @classmethod
    def of(cls, mark: str, keys: Keyring, turn_id: str) -> "Marker":
        """One that makes marks under the key of a mark that is there. Raises KeyError where the ring has lost it."""
        return cls(keys, turn_id, bytes.fromhex(mark.partition(":")[0]))


def sealed(keys: Keyring, hashed: bytes, *where: str) -> bytes:
    """The seal over a hash; `where` tells apart what is sealed besides rows (a head, a beginning)."""
    return keys.newest + _mac(keys.keys[keys.newest], hashed, where)


def is_sealed(keys: Keyring, seal: bytes | None, hashed: bytes, *where: str) -> bool:
    """Whether the seal was made over that hash, for that place, with a key of the ring."""
    key = keys.keys.get(seal[:_KEY_ID]) if seal else None
    return key is not None and seal is not None and hmac.compare_digest(seal[_KEY_ID:], _mac(key, hashed, where))


def _mac(key: bytes, hashed: bytes, where: tuple[str, ...]) -> bytes:
    return hmac.digest(_derived(key), "/".join(where).encode() + b"\0" + hashed, "sha256")


@lru_cache(maxsize=16)
def _derived(key: bytes) -> bytes:
    return HKDF(SHA256(), 32, None, _PURPOSE).derive(key)
