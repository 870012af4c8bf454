"""`assist policies ingest | search | show`."""

import asyncio
import json
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, cast

from psycopg_pool import AsyncConnectionPool
from rich.progress import Progress

from api.commands.failures import UsageProblem
from api.commands.session import console, open_session, out, settings_for
from policies.embeddings import MiniLM, Remembered
from policies.ingest import ingest as ingest_path
from policies.search import Passage, PolicySearch, SearchQuery
from policies.show import numbered
from policies.show import show as show_document
from stack import embedded as stack

_PRODUCTS = (None, "cash_line", "instalment_loan")
_AUDIENCES = ("borrower", "staff")


@dataclass(frozen=True)
class Scope:
    """What a search is restricted to."""

    k: int
    collection: str
    as_of: str | None
    product: str | None
    state: str | None
    audience: str


def ingest(path: Path, collection: str, data_dir: Path | None, *, as_json: bool) -> None:
    """Index a folder or a JSON-lines file; exits 1 when a document was refused (the others are indexed)."""
    embedded = stack.prepare(settings_for(data_dir).data_dir, ingest=False, seed=False)
    with Progress(console=console, disable=not sys.stderr.isatty()) as bars:
        task = bars.add_task(f"Indexing {path} into {collection}", total=None)

        def tell(done: int, total: int, _: str) -> None:
            bars.update(task, completed=done, total=total)

        report = ingest_path(embedded.ingest_url, path, collection, tell, encoder=MiniLM())
    refused = [str(error) for error in report.refused]
    counts = {name: getattr(report, name) for name in ("added", "updated", "unchanged", "removed", "passages")}
    if as_json:
        sys.stdout.write(json.dumps({"collection": collection, **counts, "refused": refused}) + "\n")
    else:
        out.print(", ".join(f"{value} {name}" for name, value in counts.items()))
    for error in refused:
        sys.stderr.write(f"refused: {error}\n")
    if refused:
        raise SystemExit(1)


def search(query: str | None, batch: Path | None, scope: Scope, data_dir: Path | None, *, as_json: bool) -> None:
    """One search or a file of them. Raises UsageProblem."""
    if (query is None) == (batch is None):
        raise UsageProblem('Give what to look for (`assist policies search "..."`) or `--batch FILE.jsonl`.')
    if scope.product not in _PRODUCTS or scope.audience not in _AUDIENCES:
        raise UsageProblem("--product is cash_line or instalment_loan; --audience is borrower or staff.")
    if not 1 <= scope.k <= 100:
        raise UsageProblem("-k is between 1 and 100.")
    session = open_session(settings_for(data_dir))
    as_of = _date(scope.as_of) if scope.as_of else asyncio.run(_business_date(session.accounts_url))
    questions: list[tuple[Any, str | None]] = [(None, query)] if query is not None else _questions(cast(Path, batch))
    asyncio.run(_search_all(questions, scope, as_of, session.database_url, as_json=as_json))


async def _search_all(
    questions: list[tuple[Any, str | None]], scope: Scope, as_of: date, url: str, *, as_json: bool
) -> None:
    async with AsyncConnectionPool(url, min_size=1, max_size=2, open=False) as pool:
        found = PolicySearch(pool, Remembered(MiniLM(threads=2)))
        for key, text in questions:
            passages = await found.search(_query(text or "", scope, as_of))
            if as_json or key is not None:
                row = {"results": [_row(passage) for passage in passages]}
                sys.stdout.write(json.dumps({"id": key, **row} if key is not None else row, ensure_ascii=False) + "\n")
            else:
                _print(passages)


def _query(text: str, scope: Scope, as_of: date) -> SearchQuery:
    return SearchQuery(
        text=text,
        as_of=as_of,
        collection=scope.collection,
        k=scope.k,
        product=cast(Literal["instalment_loan", "cash_line"] | None, scope.product),
        state=scope.state.upper() if scope.state else None,
        audience="staff" if scope.audience == "staff" else "borrower",
    )


def _row(passage: Passage) -> dict[str, Any]:
    return {
        "id": passage.id,
        "document": passage.document,
        "version": numbered(passage.version),
        "section": passage.section,
        "cite": passage.cite,
        "score": round(passage.score, 4),
        "text": passage.text,
    }


def _print(passages: list[Passage]) -> None:
    if not passages:
        out.print("Nothing found. Is the collection indexed? `assist policies ingest PATH --collection NAME`")
    for passage in passages:
        out.print(f"{passage.document} v{passage.version} #{passage.section}  ({passage.score:.3f})", style="bold")
        out.print(f"  {passage.document_title}: {passage.title}", style="dim")
        out.print(f"  {passage.text[:400]}\n", markup=False, highlight=False)


def show(document: str, version: str | None, state: str | None, data_dir: Path | None, *, as_json: bool) -> None:
    """A document with its sections, staff documents included (this is the lender's own machine)."""
    session = stack.prepare(settings_for(data_dir).data_dir, seed=False)
    found = asyncio.run(_show(document, version, state, session.assistant_url))
    if as_json:
        sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
        return
    out.print(f"{found['document']} version {found['version']}", style="bold")
    for section in found["sections"]:
        out.print(f"\n{section['title']} (#{section['section']})", style="bold")
        out.print(section["text"], markup=False, highlight=False)


async def _show(document: str, version: str | None, state: str | None, url: str) -> dict[str, Any]:
    async with AsyncConnectionPool(url, min_size=1, max_size=1, open=False) as pool:
        found = await show_document(pool, document, version, audience="staff", state=state)
    return {**found, "version": numbered(found["version"])}


async def _business_date(accounts_url: str) -> date:
    from tools.client import AccountsClient

    client = AccountsClient(accounts_url)
    try:
        return await client.business_date()
    finally:
        await client.close()


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageProblem(f"--as-of {text!r} is not a date; write YYYY-MM-DD.") from error


def _questions(path: Path) -> list[tuple[Any, str | None]]:
    if not path.exists():
        raise UsageProblem(f"{path} does not exist; give a file of JSON lines with id and query.")
    found: list[tuple[Any, str | None]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                row = json.loads(line)
                found.append((row["id"], str(row["query"])))
            except (ValueError, KeyError, TypeError) as error:
                raise UsageProblem(f'{path}:{number}: a line is {{"id": ..., "query": ...}} ({error})') from error
    return found
