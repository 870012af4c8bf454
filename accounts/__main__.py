"""`python -m accounts`: seed the books, check that they tie out, serve them over HTTP."""

import argparse
import os
import sys
from pathlib import Path

from accounts.events import command as relay_command
from accounts.funding import cli as funding


def main() -> int:
    """Run a subcommand. Exit codes: 0 done, 1 failed, 2 invalid use."""
    parser = argparse.ArgumentParser(prog="python -m accounts")
    commands = parser.add_subparsers(dest="command", required=True)
    seed = commands.add_parser("seed", help="fill empty books with fourteen months of activity (role accounts_ops)")
    seed.add_argument("--seed", type=int, default=7)
    seed.add_argument("--borrowers", type=int, default=260)
    check = commands.add_parser("reconcile", help="check that ledger, statements and fees tie out (role accounts_ops)")
    serve = commands.add_parser("serve", help="serve the contract over HTTP (roles accounts_api, _staff, _auditor)")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8101)
    serve.add_argument("--staff-url", default=os.environ.get("ACCOUNTS_STAFF_DATABASE_URL"))
    serve.add_argument("--auditor-url", default=os.environ.get("ACCOUNTS_AUDITOR_DATABASE_URL"))
    serve.add_argument("--ops-url", default=os.environ.get("ACCOUNTS_OPS_DATABASE_URL"))
    serve.add_argument("--issuer-key", type=Path, default=os.environ.get("ACCOUNTS_ISSUER_KEY"))
    relay = commands.add_parser("relay", help="publish the outbox to Kafka (role accounts_relay)")
    relay_command.options(relay)
    for command in (seed, check, serve, relay, *funding.options(commands)):
        command.add_argument("--url", default=os.environ.get("ACCOUNTS_DATABASE_URL"), help="libpq URI of the database")
    given = parser.parse_args()
    if not given.url:
        sys.stderr.write("give the database: --url or ACCOUNTS_DATABASE_URL\n")
        return 2
    if given.command in funding.COMMANDS:
        return funding.run(given)
    if given.command == "relay":
        return relay_command.serve(given.url, given)
    if given.command == "seed":
        return _seed(given.url, given.seed, given.borrowers)
    if given.command == "reconcile":
        return _reconcile(given.url)
    if not given.issuer_key:
        sys.stderr.write("give the issuer's public key: --issuer-key or ACCOUNTS_ISSUER_KEY\n")
        return 2
    return _serve(given)


def _tell(fraction: float, text: str) -> None:
    sys.stderr.write(f"{fraction:4.0%} {text}\n")


def _seed(url: str, seed: int, borrowers: int) -> int:
    from accounts import seeding

    try:
        report = seeding.seed(url, seed, borrowers, _tell)
    except seeding.AlreadySeeded as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{report.borrowers} borrowers, {report.accounts} accounts, {report.entries} journal entries\n")
    for tag, people in report.situations.items():
        sys.stdout.write(f"{tag:28} {people}\n")
    return 0


def _reconcile(url: str) -> int:
    import psycopg

    from accounts.reconcile import CHECKS, reconcile

    with psycopg.connect(url) as connection:
        findings = reconcile(connection)
    for finding in findings:
        sys.stdout.write(f"FAILED {finding.check}: {', '.join(finding.concerned[:10])}\n")
    sys.stdout.write(f"{len(CHECKS) - len(findings)} of {len(CHECKS)} checks tie out\n")
    return 1 if findings else 0


def _serve(given: argparse.Namespace) -> int:
    import logging

    import uvicorn

    from accounts.app import AppConfig, create_app
    from accounts.routes.problems import without_exception

    config = AppConfig(
        database_url=given.url,
        issuer_key=Path(given.issuer_key),
        staff_url=given.staff_url,
        auditor_url=given.auditor_url,
        ops_url=given.ops_url,
    )
    logging.getLogger("uvicorn.error").addFilter(without_exception)
    uvicorn.run(create_app(config), host=given.host, port=given.port, log_level="warning")
    return 0


if __name__ == "__main__":
    sys.exit(main())
