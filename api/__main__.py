"""`python -m api serve` and `python -m api execute`: the API process, and the executor of what was confirmed.

Both attach to the data folder that the command line has prepared. `python -m api openapi` prints the API's document.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from api.app import CLOSE_S
from assistant import logs
from assistant.settings import Settings
from stack import postgres
from stack.issuer import DevelopmentIssuer, Issuer
from stack.issuers import SignInNotConfigured, issuer_for
from stack.layout import DataFolder


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m api")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, what in (("serve", "serve the HTTP API"), ("execute", "execute what people confirmed")):
        command = commands.add_parser(name, help=what)
        command.add_argument("--port", type=int, required=True)
        command.add_argument("--host", default="127.0.0.1")
    commands.add_parser("openapi", help="print the OpenAPI document")
    given = parser.parse_args()
    if given.command == "openapi":
        sys.stdout.write(_document())
        return
    logs.configure()
    settings = Settings()
    folder = DataFolder(settings.data_dir).open()
    uvicorn.run(
        _api(settings, folder) if given.command == "serve" else _executor(settings, folder),
        host=given.host,
        port=given.port,
        log_level="warning",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=CLOSE_S,
    )


def _api(settings: Settings, folder: DataFolder) -> FastAPI:
    from api.app import ApiConfig, create_app

    if settings.database_url:
        database_url = settings.database_url.get_secret_value()
        desk_url = settings.desk_database_url.get_secret_value() if settings.desk_database_url else None
    else:
        server = postgres.start(folder.path)
        database_url = server.url("assistant_app", postgres.ASSISTANT_DATABASE)
        desk_url = server.url("assistant_desk", postgres.ASSISTANT_DATABASE)
    issuer = _issuer(settings, folder)
    return create_app(ApiConfig(settings, database_url, _accounts_url(settings, folder), issuer, desk_url))


def _document() -> str:
    """The OpenAPI document of this code as it is in development, with nothing opened."""
    from api.app import ApiConfig, create_app

    with tempfile.TemporaryDirectory() as folder:
        app = create_app(ApiConfig(Settings(), "", "", DevelopmentIssuer(Path(folder))))
        return json.dumps(app.openapi(), indent=1, ensure_ascii=False) + "\n"


def _executor(settings: Settings, folder: DataFolder) -> FastAPI:
    from api.executor import create_app
    from stack.executing import ExecutorConfig

    given = (settings.executor_database_url, settings.durable_database_url)
    if given[0] and given[1]:
        database_url, durable_url = given[0].get_secret_value(), given[1].get_secret_value()
    elif settings.database_url:
        raise SystemExit(
            "With DATABASE_URL set, the executor needs ASSIST_EXECUTOR_DATABASE_URL (role assistant_executor) and "
            "ASSIST_DURABLE_DATABASE_URL (a database of role durable_owner's own) as well."
        )
    else:
        server = postgres.start(folder.path)
        database_url = server.url("assistant_executor", postgres.ASSISTANT_DATABASE)
        durable_url = server.url("durable_owner", postgres.DURABLE_DATABASE)
    accounts_url = _accounts_url(settings, folder)
    return create_app(ExecutorConfig(settings, database_url, durable_url, accounts_url, _issuer(settings, folder)))


def _issuer(settings: Settings, folder: DataFolder) -> Issuer:
    try:
        return issuer_for(settings, folder.path)
    except SignInNotConfigured as error:
        raise SystemExit(str(error)) from error


def _accounts_url(settings: Settings, folder: DataFolder) -> str:
    return settings.accounts_url or f"http://127.0.0.1:{folder.services()['accounts'].port}"


if __name__ == "__main__":
    main()
