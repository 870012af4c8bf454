"""`python -m policies ingest PATH --collection NAME --url URL` in a process of its own; `lint PATH` checks documents.

Exit codes: 0 done, 1 some documents refused, 2 nothing could be done.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import psycopg

from policies.documents import DocumentError
from policies.embeddings import E5, EncoderUnavailable, MiniLM
from policies.ingest import NothingToIngest, ingest
from policies.lint import lint


def main(arguments: Sequence[str]) -> int:
    """Run one command; figures go to stdout as JSON, progress and refusals to stderr."""
    parser = argparse.ArgumentParser(prog="python -m policies", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    ingesting = commands.add_parser("ingest", help="index a folder of documents or a file of JSON lines")
    ingesting.add_argument("path", type=Path)
    ingesting.add_argument("--collection", default="policies")
    ingesting.add_argument("--url", required=True, help="database address, role policies_ingest")
    ingesting.add_argument("--threads", type=int, default=2)
    ingesting.add_argument("--quiet", action="store_true", help="no progress lines")
    linting = commands.add_parser("lint", help="check a folder of documents against the house rules")
    linting.add_argument("path", type=Path)
    given = parser.parse_args(arguments)
    if given.command == "lint":
        return _report(lint(given.path))
    try:
        report = ingest(
            given.url,
            given.path,
            given.collection,
            None if given.quiet else _progress,
            encoder=MiniLM(given.threads),
            multilingual=E5(),
        )
    except (NothingToIngest, EncoderUnavailable, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except psycopg.Error as error:
        sys.stderr.write(
            f"The database refused: {str(error).strip()}. Each document was kept whole, old or new; run it again.\n"
        )
        return 2
    figures = {name: getattr(report, name) for name in ("added", "updated", "unchanged", "removed", "passages")}
    sys.stdout.write(json.dumps({**figures, "refused": [str(error) for error in report.refused]}) + "\n")
    return _report(report.refused)


def _progress(done: int, total: int, key: str) -> None:
    sys.stderr.write(f"{done}/{total} {key}\n")


def _report(errors: Sequence[DocumentError]) -> int:
    for error in errors:
        sys.stderr.write(f"{error}\n")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
