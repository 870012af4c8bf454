"""One-time codes of the development issuer: what an authenticator app would show. Source: RFC 6238 (TOTP), RFC 4226.

Six digits, steps of 30 seconds. Everybody's secret is derived from the issuer's private key, so none is stored.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime

from pyotp.totp import TOTP

STEP_S = 30
_DRIFT_STEPS = 1
"""A code of the step before or after is taken too: clocks differ, and people type. Source: RFC 6238, 5.2."""


class Authenticator:
    """Makes and reads the codes of everybody whom this issuer signs in. `clock` gives aware instants."""

    def __init__(self, private_key: bytes, clock: Callable[[], datetime]) -> None:
        self._key = private_key
        self._clock = clock

    def code(self, subject: str) -> str:
        """The code of this moment."""
        return self._totp(subject).at(self._clock())

    def step_of(self, subject: str, code: str) -> int | None:
        """The time step that the code belongs to; None where it is wrong or too old. A step must be taken only once."""
        totp, now = self._totp(subject), self._clock()
        present = int(now.timestamp()) // STEP_S
        found = None
        for drift in range(-_DRIFT_STEPS, _DRIFT_STEPS + 1):
            if hmac.compare_digest(totp.at(now, counter_offset=drift).encode(), code.encode("utf-8", "replace")):
                found = present + drift
        return found

    def _totp(self, subject: str) -> TOTP:
        secret = hmac.digest(self._key, b"one-time codes of " + subject.encode("utf-8", "surrogatepass"), hashlib.sha1)
        return TOTP(base64.b32encode(secret).decode(), interval=STEP_S)
