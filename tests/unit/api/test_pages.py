"""The pages over HTTP: which headers they carry, what is cached, what is said where something is missing."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic import ValidationError

from api import errors, pages
from assistant.settings import Settings

PERSON = {"Accept": "text/html,application/xhtml+xml"}


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """A small build, and a secret beside it that nobody may reach."""
    folder = tmp_path / "pages"
    (folder / "assets").mkdir(parents=True)
    for name in ("chat", "copilot", "ops", "sign-in"):
        (folder / f"{name}.html").write_text(f"<!doctype html><title>{name}</title>")
    (folder / "assets" / "chat-abc.js").write_text("console.log('a');\n" * 100)
    (folder / "embed.js").write_text("void 0;")
    (tmp_path / "secret.txt").write_text("secret")
    return folder


def client(folder: Path, **settings: Any) -> httpx.AsyncClient:
    app = FastAPI()
    errors.install(app)
    pages.install(app, Settings(pages_dir=folder).model_copy(update=settings))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://assistant")


@pytest.mark.parametrize("name", ["chat", "copilot", "ops", "sign-in"])
async def test_a_page_is_fresh_and_runs_nothing_from_elsewhere(build: Path, name: str) -> None:
    async with client(build) as http:
        answer = await http.get(f"/{name}")
    policy = answer.headers["content-security-policy"].split("; ")
    assert answer.status_code == 200
    assert f"<title>{name}</title>" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert {"default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'"} <= set(policy)
    assert not any("unsafe" in part or "*" in part for part in policy)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert "strict-transport-security" not in answer.headers


async def test_only_the_chat_may_be_framed_and_only_by_who_is_named(build: Path) -> None:
    async with client(build, environment="production", embed_origins=("https://bank.example",)) as http:
        chat, ops = await http.get("/chat"), await http.get("/ops")
    assert chat.headers["content-security-policy"].endswith("frame-ancestors https://bank.example")
    assert ops.headers["content-security-policy"].endswith("frame-ancestors 'none'")
    assert chat.headers["strict-transport-security"].startswith("max-age=31536000")


async def test_pages_may_speak_to_the_sign_in_authority_alone(build: Path) -> None:
    async with client(build, oidc_issuer="https://id.tidewell.example/realms/main") as http:
        policy = (await http.get("/sign-in")).headers["content-security-policy"]
    assert "connect-src 'self' https://id.tidewell.example;" in policy


@pytest.mark.parametrize("origins", ["https://a.example; script-src *", "javascript:x", "https://a.example/path"])
def test_an_embedding_origin_that_is_none_is_refused_at_start(monkeypatch: pytest.MonkeyPatch, origins: str) -> None:
    monkeypatch.setenv("ASSIST_EMBED_ORIGINS", origins)
    with pytest.raises(ValidationError):
        Settings()


def test_embedding_origins_are_a_list_of_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSIST_EMBED_ORIGINS", "https://a.example, http://localhost:3000")
    assert Settings().embed_origins == ("https://a.example", "http://localhost:3000")


async def test_assets_are_kept_for_ever_compressed_and_checked(build: Path) -> None:
    async with client(build) as http:
        answer = await http.get("/pages/assets/chat-abc.js")
        again = await http.get("/pages/assets/chat-abc.js", headers={"If-None-Match": answer.headers["etag"]})
        plain = await http.get("/pages/assets/chat-abc.js", headers={"Accept-Encoding": "identity"})
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.text == plain.text
    assert "content-encoding" not in plain.headers
    assert answer.headers["content-type"].startswith("text/javascript")
    assert again.status_code == 304


async def test_the_script_for_host_pages_loads_from_other_origins_and_is_not_kept_long(build: Path) -> None:
    async with client(build) as http:
        answer = await http.get("/embed.js")
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["cache-control"] == "public, max-age=300"


@pytest.mark.parametrize(
    "path", ["/pages/../secret.txt", "/pages/%2e%2e/secret.txt", "/pages/assets/%00", "/pages//etc/passwd", "/pages/"]
)
async def test_nothing_outside_the_build_is_read(build: Path, path: str) -> None:
    async with client(build) as http:
        answer = await http.get(path)
    assert answer.status_code == 404
    assert "secret" not in answer.text.replace("/secret.txt", "")


async def test_the_root_leads_to_the_chat(build: Path) -> None:
    async with client(build) as http:
        assert (await http.get("/")).headers["location"] == "/chat"


async def test_a_person_reads_a_page_where_nothing_is_and_a_program_a_problem(build: Path) -> None:
    async with client(build) as http:
        person, program = await http.get("/nowhere", headers=PERSON), await http.get("/nowhere")
        api = await http.get("/v1/nowhere", headers=PERSON)
    assert (person.status_code, program.status_code, api.status_code) == (404, 404, 404)
    assert '<a href="/chat">' in person.text
    assert program.headers["content-type"] == api.headers["content-type"] == "application/problem+json"
    assert program.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"


async def test_pages_that_were_not_built_say_how_to_build_them(tmp_path: Path) -> None:
    async with client(tmp_path) as http:
        answer = await http.get("/chat")
    assert answer.status_code == 503
    assert "make web" in answer.json()["detail"]


async def test_the_example_of_a_host_page_frames_this_chat_alone_and_only_in_development(build: Path) -> None:
    (build / "example").mkdir()
    (build / "example" / "index.html").write_text("<!doctype html><title>host</title>")
    async with client(build) as http:
        shown = await http.get("/example")
    async with client(build, environment="production") as http:
        hidden = await http.get("/example")
    assert shown.headers["content-security-policy"].endswith("frame-src 'self'")
    assert hidden.status_code == 404
