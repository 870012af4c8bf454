"""Sealing of what is stored: AES-256-GCM under a keyring, bound to the place where it is kept.

A record that was copied to another place, cut, forged or never sealed does not open. Old keys stay in the ring for
reading; the newest seals. Source: NIST SP 800-38D.
"""

import base64
import json
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_MARK = b"\x01S"
"""First bytes of every sealed record: format 1."""
_KEY_ID, _NONCE = 4, 12


class SealBroken(ValueError):
    """A stored record was not sealed by this service for this place: it is refused, and nothing of it is used."""


@dataclass(frozen=True)
class Keyring:
    """Keys by id; `newest` seals. `where` of both methods names the place: subject, thread, turn, field, ...

    source: the file it came from, looked into again for a key that was added since.
    """

    keys: Mapping[bytes, bytes]
    newest: bytes
    source: Path | None = None

    @classmethod
    def load_or_create(cls, path: Path) -> "Keyring":
        """The ring in the file (mode 0600), made with one key where there is none."""
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, {secrets.token_bytes(_KEY_ID): AESGCM.generate_key(256)}, replace=False)
        ring = cls.parse(path.read_text())
        return cls(ring.keys, ring.newest, path)

    @classmethod
    def parse(cls, text: str) -> "Keyring":
        """A ring from JSON: a list of {id (hex), key (base64)}, newest last. Raises ValueError."""
        keys = {bytes.fromhex(row["id"]): base64.b64decode(row["key"]) for row in json.loads(text)}
        if not keys or any(len(name) != _KEY_ID or len(key) != 32 for name, key in keys.items()):
            raise ValueError("A keyring lists at least one key: id of 4 bytes in hex, key of 32 bytes in base64.")
        return cls(keys, list(keys)[-1])

    def seal(self, plain: bytes, *where: str) -> bytes:
        """The record, encrypted and bound to `where`."""
        nonce = secrets.token_bytes(_NONCE)
        sealed = AESGCM(self.keys[self.newest]).encrypt(nonce, plain, _place(where))
        return self.begins + nonce + sealed

    def unseal(self, sealed: bytes, *where: str) -> bytes:
        """What was sealed for `where`. Raises SealBroken."""
        body = sealed[len(_MARK) :]
        key = self.keys.get(body[:_KEY_ID]) or self._added_since(body[:_KEY_ID])
        if not sealed.startswith(_MARK) or key is None:
            raise SealBroken("A stored record is not sealed, or under a key that is not in the keyring.")
        nonce = body[_KEY_ID : _KEY_ID + _NONCE]
        try:
            return AESGCM(key).decrypt(nonce, body[_KEY_ID + _NONCE :], _place(where))
        except (InvalidTag, ValueError) as error:
            raise SealBroken("A stored record was changed, or sealed for another place.") from error

    @property
    def begins(self) -> bytes:
        """How every record begins that is sealed under the newest key."""
        return _MARK + self.newest

    def _added_since(self, key_id: bytes) -> bytes | None:
        """The key that another process added to the file after this one had read it."""
        return self.parse(self.source.read_text()).keys.get(key_id) if self.source else None


def rotate(path: Path) -> Keyring:
    """Add a fresh key to the ring in the file; it seals from the next start on, older ones still open."""
    ring = Keyring.load_or_create(path)
    _write(path, {**ring.keys, secrets.token_bytes(_KEY_ID): AESGCM.generate_key(256)})
    return Keyring.load_or_create(path)


def _place(where: tuple[str, ...]) -> bytes:
    """The additional data: parts with their lengths, so that no two places read alike."""
    return b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in where)


def _write(path: Path, keys: Mapping[bytes, bytes], *, replace: bool = True) -> None:
    """Write the ring whole or not at all; without `replace`, the file of a process that was faster stays."""
    rows = [{"id": name.hex(), "key": base64.b64encode(key).decode()} for name, key in keys.items()]
    part = path.with_suffix(f".{secrets.token_hex(4)}.part")
    part.touch(mode=0o600)
    part.write_text(json.dumps(rows, indent=1))
    if replace:
        os.replace(part, path)
        return
    with suppress(FileExistsError):
        os.link(part, path)
    part.unlink()
