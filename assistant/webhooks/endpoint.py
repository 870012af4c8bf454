"""The outside desk's address, and what is sent there: signed by the Standard Webhooks rules.

Source: https://www.standardwebhooks.com (specification 1.0): headers, signed content, length of secrets.
"""

import asyncio
import base64
import binascii
import ipaddress
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import httpx
from standardwebhooks import Webhook

_PREFIX = "whsec_"
_SECRET_BYTES = range(24, 65)
USER_AGENT = "tidewell-assistant/1"


class WebhookRefused(ValueError):
    """The webhook settings cannot be used; the message says what to set. Nothing is sent."""


@dataclass(frozen=True)
class Event:
    """One event of the outbox. seq rises with the order in which events were stored."""

    event_id: str
    seq: int
    kind: str
    body: Mapping[str, Any]
    created_at: datetime
    attempts: int

    def payload(self) -> str:
        """The JSON that is signed and sent, byte for byte the same at every attempt."""
        data = {**self.body, "sequence": self.seq}
        content = {"type": self.kind, "timestamp": self.created_at.isoformat(), "data": data}
        return json.dumps(content, separators=(",", ":"), sort_keys=True, default=str)


@dataclass(frozen=True)
class Endpoint:
    """Where events go. secrets: each signs, so that the receiver can change from one to the next without a gap."""

    url: str
    secrets: tuple[Webhook, ...]

    @classmethod
    def of(cls, url: str, secrets: str | None) -> "Endpoint":
        """From the settings; secrets are separated by spaces. Raises WebhookRefused."""
        signing = tuple(_secret(one) for one in (secrets or "").split())
        if not signing:
            raise WebhookRefused("ASSIST_WEBHOOK_URL is set, but not ASSIST_WEBHOOK_SECRET, which signs what is sent.")
        return cls(_checked(url), signing)

    def headers(self, event: Event, payload: str, now: datetime) -> dict[str, str]:
        """The three Standard Webhooks headers. now: the instant of this attempt, in UTC."""
        signatures = [secret.sign(event.event_id, now, payload) for secret in self.secrets]
        return {
            "content-type": "application/json",
            "user-agent": USER_AGENT,
            "webhook-id": event.event_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": " ".join(signatures),
        }

    async def send(self, http: httpx.AsyncClient, event: Event, now: datetime, timeout_s: float) -> int | None:
        """One attempt: the status that the receiver answered, None where none came in time. Its body is not read."""
        payload = event.payload()
        headers = self.headers(event, payload, now)
        try:
            async with asyncio.timeout(timeout_s):
                async with http.stream("POST", self.url, content=payload, headers=headers) as answer:
                    return answer.status_code
        except (TimeoutError, httpx.HTTPError):
            return None


def client(timeout_s: float) -> httpx.AsyncClient:
    """For sending: no proxies of the environment, no redirects, no cookies kept from one to the next."""
    return httpx.AsyncClient(timeout=timeout_s, trust_env=False, follow_redirects=False)


def _checked(url: str) -> str:
    """Raises WebhookRefused for what is neither https nor on this machine."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.username or parts.password or not host:
        raise WebhookRefused("ASSIST_WEBHOOK_URL must be an address without user and password.")
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(host)):
        raise WebhookRefused("ASSIST_WEBHOOK_URL must begin with https:// (http:// only for 127.0.0.1 or localhost).")
    return url


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _secret(text: str) -> Webhook:
    try:
        key = base64.b64decode(text.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not text.startswith(_PREFIX) or len(key) not in _SECRET_BYTES:
        raise WebhookRefused("ASSIST_WEBHOOK_SECRET must be `whsec_` and 24 to 64 random bytes in base64.")
    return Webhook(key)
