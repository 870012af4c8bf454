"""`python -m api serve`: the API process. It attaches to the data folder that the command line has prepared."""

import argparse

import uvicorn

from api.app import CLOSE_S, ApiConfig, create_app
from assistant.settings import Settings
from stack import postgres
from stack.issuer import DevelopmentIssuer
from stack.layout import DataFolder


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m api")
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="serve the HTTP API")
    serve.add_argument("--port", type=int, required=True)
    serve.add_argument("--host", default="127.0.0.1")
    given = parser.parse_args()
    settings = Settings()
    folder = DataFolder(settings.data_dir).open()
    if settings.database_url:
        database_url = settings.database_url.get_secret_value()
    else:
        server = postgres.start(folder.path)
        database_url = server.url("assistant_app", postgres.ASSISTANT_DATABASE)
    accounts_url = settings.accounts_url or f"http://127.0.0.1:{folder.services()['accounts'].port}"
    config = ApiConfig(settings, database_url, accounts_url, DevelopmentIssuer(folder.path))
    uvicorn.run(
        create_app(config),
        host=given.host,
        port=given.port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=CLOSE_S,
    )


if __name__ == "__main__":
    main()
