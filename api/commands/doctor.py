"""`assist doctor`: what is configured, what is reachable, what is missing, and what to do about it."""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
from rich.table import Table

from api.commands.session import out, settings_for
from assistant.settings import Settings
from stack.layout import DataFolder

_MIN_FREE_MB = 500
Finding = tuple[str, bool, str]


def doctor(data_dir: Path | None, *, as_json: bool) -> None:
    """Check every part without starting or changing anything; exits 1 when something is wrong."""
    settings = settings_for(data_dir)
    checks: tuple[Callable[[Settings], Finding], ...] = (
        _python,
        _disk,
        _folder,
        _database,
        _accounts,
        _api,
        _executor,
        _model,
    )
    findings = [check(settings) for check in checks]
    if as_json:
        rows = [{"check": name, "ok": ok, "detail": detail} for name, ok, detail in findings]
        sys.stdout.write(json.dumps({"ok": all(ok for _, ok, _ in findings), "checks": rows}, indent=2) + "\n")
    else:
        table = Table("check", "", "detail", box=None, pad_edge=False)
        for name, ok, detail in findings:
            table.add_row(name, "ok" if ok else "LOOK", detail)
        out.print(table)
    if not all(ok for _, ok, _ in findings):
        raise SystemExit(1)


def _python(_: Settings) -> Finding:
    version = sys.version_info
    return "python", version >= (3, 11), f"{version.major}.{version.minor}.{version.micro} at {sys.executable}"


def _disk(settings: Settings) -> Finding:
    folder = settings.data_dir.expanduser().resolve()
    while not folder.exists():
        folder = folder.parent
    free_mb = shutil.disk_usage(folder).free // 1_000_000
    hint = "" if free_mb >= _MIN_FREE_MB else f"; at least {_MIN_FREE_MB} MB are needed: free some or use --data-dir"
    return "disk", free_mb >= _MIN_FREE_MB, f"{free_mb} MB free in {folder}{hint}"


def _folder(settings: Settings) -> Finding:
    folder = DataFolder(settings.data_dir)
    if folder.exists():
        return "data folder", True, str(folder.path)
    if folder.path.exists() and any(folder.path.iterdir()):
        return "data folder", False, f"{folder.path} was not made by assist; choose another with --data-dir"
    return "data folder", True, f"{folder.path} does not exist yet; any command makes it"


def _database(settings: Settings) -> Finding:
    if settings.database_url:
        return "database", True, "external, by DATABASE_URL"
    postmaster = DataFolder(settings.data_dir).path / "postgres" / "postmaster.pid"
    return "database", True, "embedded, running" if postmaster.exists() else "embedded, not running (starts by itself)"


def _accounts(settings: Settings) -> Finding:
    service = DataFolder(settings.data_dir).services().get("accounts")
    url = settings.accounts_url or (f"http://127.0.0.1:{service.port}" if service else None)
    if url is None:
        return "account system", True, "embedded, not running (starts by itself)"
    return "account system", *_answers(f"{url}/healthz", url)


def _api(settings: Settings) -> Finding:
    service = DataFolder(settings.data_dir).services().get("api")
    if service is None:
        return "assistant API", True, "not running; `assist up` starts it"
    url = f"http://127.0.0.1:{service.port}"
    return "assistant API", *_answers(f"{url}/readyz", url)


def _executor(settings: Settings) -> Finding:
    services = DataFolder(settings.data_dir).services()
    service = services.get("executor")
    if service is None:
        detail = "not running; `assist up` starts it, and until then nothing that is confirmed is executed"
        return "executor", "api" not in services, detail
    url = f"http://127.0.0.1:{service.port}"
    return "executor", *_answers(f"{url}/healthz", url)


def _model(settings: Settings) -> Finding:
    provider = settings.model.partition(":")[0]
    missing = {
        "openai": settings.openai_api_key is None and "OPENAI_API_KEY is not set",
        "anthropic": settings.anthropic_api_key is None and "ANTHROPIC_API_KEY is not set",
        "compatible": settings.model_base_url is None and "ASSIST_MODEL_BASE_URL is not set",
        "local": False,
    }.get(provider, "unknown provider; known: local, openai:NAME, anthropic:NAME, compatible:NAME")
    return "model", not missing, f"{settings.model}{f': {missing}' if missing else ''}"


def _answers(url: str, shown: str) -> tuple[bool, str]:
    try:
        response = httpx.get(url, timeout=5, trust_env=False)
    except httpx.HTTPError as error:
        return False, f"{shown} does not answer ({type(error).__name__}); `assist down` and `assist up` restart it"
    if response.is_success:
        return True, shown
    return False, f"{shown} answers {response.status_code}: {response.text[:300]}"
