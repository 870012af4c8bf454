"""The built pages: chat, copilot, operations, sign-in and the script that embeds the chat elsewhere.

They come from `api/pages` (built by `make web`) or the folder that ASSIST_PAGES_DIR names. Pages are never cached;
assets carry a hash of their content in their name and are cached for ever. No page runs or loads anything from
elsewhere.
"""

import gzip
import hashlib
import mimetypes
from collections.abc import Awaitable, Callable
from functools import lru_cache
from pathlib import Path
from typing import cast

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from api.errors import problem
from api.headers import SecurityHeaders, page_policy
from assistant.settings import Settings

BUILT = Path(__file__).parent / "pages"
NOT_BUILT = "The pages are not built. Run `make web`, or set ASSIST_PAGES_DIR to a folder that holds a build."
_FOR_EVER = "public, max-age=31536000, immutable"
_SHORT = "public, max-age=300"
_COMPRESSED = {".js", ".css", ".svg", ".html", ".json", ".map"}
_MISSING = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>Not found - Tidewell</title>
<link rel="icon" href="/pages/favicon.svg"><link rel="stylesheet" href="/pages/plain.css"></head>
<body><main><h1>This page does not exist</h1>
<p>The address may be mistyped, or the page has moved.</p>
<ul><li><a href="/chat">Chat with the Tidewell assistant</a></li>
<li><a href="/sign-in">Sign in</a></li></ul></main></body>
</html>
"""
Handler = Callable[[Request, Exception], Awaitable[Response]]
router = APIRouter(include_in_schema=False)


def install(app: FastAPI, settings: Settings) -> None:
    """Mount the pages and the headers of every answer, and answer unknown addresses that a person opens with a page."""
    app.state.pages = settings.pages_dir or BUILT
    framed = ("'self'", *settings.embed_origins) if settings.environment == "development" else settings.embed_origins
    app.state.page_policies = {
        "chat": page_policy(settings.oidc_issuer, framed),
        "other": page_policy(settings.oidc_issuer, ()),
        "example": page_policy(None, ()) + "; frame-src 'self'",
    }
    app.include_router(router)
    if settings.environment == "development":
        app.add_api_route("/example", example, include_in_schema=False)
    as_problem = cast(Handler, app.exception_handlers[HTTPException])

    async def told(request: Request, error: Exception) -> Response:
        found = missing(request) if isinstance(error, HTTPException) and error.status_code == 404 else None
        return found or await as_problem(request, error)

    app.add_exception_handler(HTTPException, told)
    app.add_middleware(SecurityHeaders, hsts=settings.environment != "development")


@router.get("/")
async def start() -> Response:
    return RedirectResponse("/chat", 307)


@router.get("/chat")
@router.get("/copilot")
@router.get("/ops")
@router.get("/sign-in")
async def page(request: Request) -> Response:
    """One of the pages, fresh every time."""
    name = request.url.path.strip("/")
    return _page(request, name, "chat" if name == "chat" else "other")


async def example(request: Request) -> Response:
    """A host page with the chat embedded, to look at; in development alone."""
    return _page(request, "example/index", "example")


@router.get("/embed.js")
async def embed(request: Request) -> Response:
    """The script for host pages; other origins load it, so that its name is stable and it is kept for minutes only."""
    return _file(request, "embed.js", _SHORT, {"Cross-Origin-Resource-Policy": "cross-origin"})


@router.get("/favicon.ico")
async def icon(request: Request) -> Response:
    return _file(request, "favicon.svg", _SHORT)


@router.get("/pages/{path:path}")
async def asset(request: Request, path: str) -> Response:
    """A part of a page. Only what the build put under `assets` has a hash in its name."""
    if path.endswith(".html"):
        raise HTTPException(404, f"There is no {request.url.path}.")
    return _file(request, path, _FOR_EVER if path.startswith("assets/") else _SHORT)


def missing(request: Request) -> Response | None:
    """The page for a person who opened an address that does not exist; None where a program asked."""
    path = request.url.path
    if request.method not in ("GET", "HEAD") or path.startswith("/v1/") or "text/html" not in _accepted(request):
        return None
    headers = {"Content-Security-Policy": request.app.state.page_policies["other"], "Cache-Control": "no-store"}
    return Response(_MISSING, 404, headers, "text/html; charset=utf-8")


def _accepted(request: Request) -> str:
    return request.headers.get("accept", "")


def _page(request: Request, name: str, policy: str) -> Response:
    path: Path = request.app.state.pages / f"{name}.html"
    if not path.is_file():
        return problem(503, "pages-not-built", "Pages not built", NOT_BUILT)
    policies: dict[str, str] = request.app.state.page_policies
    headers = {
        "Content-Security-Policy": policies[policy],
        "Cache-Control": "no-store",
    }
    return Response(path.read_bytes(), 200, headers, "text/html; charset=utf-8")


def _file(request: Request, name: str, cached: str, headers: dict[str, str] | None = None) -> Response:
    """A file of the build, compressed where the client takes it. Raises HTTPException 404; nothing outside is read."""
    root: Path = request.app.state.pages.resolve()
    path = (root / name).resolve() if name.isprintable() else root
    if not path.is_relative_to(root) or not path.is_file():
        raise HTTPException(404, f"There is no {request.url.path}.")
    plain, packed, tag = _content(path, path.stat().st_mtime_ns)
    told = {"Cache-Control": cached, "ETag": tag, "Vary": "Accept-Encoding", **(headers or {})}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=told)
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    kind = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    if packed and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed, 200, {**told, "Content-Encoding": "gzip"}, kind)
    return Response(plain, 200, told, kind)


@lru_cache(maxsize=256)
def _content(path: Path, _changed_ns: int) -> tuple[bytes, bytes | None, str]:
    """Content, its gzip where that is worth having, and a tag of it."""
    plain = path.read_bytes()
    packed = gzip.compress(plain, 9, mtime=0) if path.suffix in _COMPRESSED else None
    return plain, packed, f'W/"{hashlib.sha256(plain).hexdigest()[:24]}"'
