"""What every answer tells a browser: run nothing from elsewhere, guess no types, pass on no addresses.

Pages set their own content security policy (api/pages.py); everything else here is data, and may load nothing at all.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
_ALWAYS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": DATA_POLICY,
}
_HSTS = "max-age=31536000; includeSubDomains"


def page_policy(authority: str | None, ancestors: Sequence[str]) -> str:
    """The policy of a page: its own scripts and styles, its own API, the sign-in authority, and who may frame it."""
    connect = ["'self'", *([origin_of(authority)] if authority else [])]
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            f"connect-src {' '.join(connect)}",
            "base-uri 'none'",
            "form-action 'self'",
            f"frame-ancestors {' '.join(ancestors) or chr(39) + 'none' + chr(39)}",
        )
    )


def origin_of(url: str) -> str:
    """`https://host[:port]` of an address. Raises ValueError where there is none."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{url!r} is not an http(s) address.")
    return f"{parts.scheme}://{parts.netloc}"


class SecurityHeaders:
    """ASGI middleware that adds what an answer does not say itself. hsts: browsers are to keep to HTTPS."""

    def __init__(self, app: ASGIApp, hsts: bool) -> None:
        self._app = app
        self._added = {**_ALWAYS, **({"Strict-Transport-Security": _HSTS} if hsts else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def adding(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._added.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, adding)
