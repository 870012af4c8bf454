"""`assist ask` and `assist chat`."""

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psycopg

from api.commands.failures import UsageProblem, in_words
from api.commands.proposals import decided_in_chat
from api.commands.runner import Answer, Runner, open_runner
from api.commands.session import console, open_session, out, settings_for

_MAX_PIPED_CHARS = 1_000_000


@dataclass(frozen=True)
class Party:
    """Who asks, None for nobody signed in; about: for staff, whom the conversation is about."""

    person: str | None
    about: str | None


def ask(
    question: str | None,
    party: Party,
    batch: Path | None,
    thread: str | None,
    model: str | None,
    data_dir: Path | None,
    *,
    as_json: bool,
) -> None:
    """One question or a file of them. Raises UsageProblem; exits 1 when a turn failed or a line was bad."""
    if (question is None) == (batch is None):
        raise UsageProblem('Give a question (`assist ask --as PERSON "..."`) or a file of them (`--batch FILE.jsonl`).')
    if thread and party.about:
        raise UsageProblem("Whom a thread is about was fixed when it was made; give --thread or --about, not both.")
    settings = settings_for(data_dir, model)
    if batch is not None:
        lines = _lines(batch)
        session = open_session(settings)
        failed = asyncio.run(_batch(lines, session))
    else:
        text = sys.stdin.buffer.read(_MAX_PIPED_CHARS).decode("utf-8", "replace") if question == "-" else question
        session = open_session(settings)
        failed = asyncio.run(_one(text or "", party, thread, session, as_json=as_json))
    if failed:
        raise SystemExit(1)


async def _one(text: str, party: Party, thread: str | None, session: Any, *, as_json: bool) -> bool:
    async with open_runner(session) as runner:
        thread_id = thread or await runner.new_thread(party.person, party.about)
        answer = await runner.ask(party.person, thread_id, text)
    if as_json:
        sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")
    else:
        show(answer)
    return answer["outcome"] == "failed"


def show(answer: Answer) -> None:
    """The answer with its sources, for a person."""
    out.print(answer["answer"], markup=False, highlight=False)
    if answer["citations"]:
        out.print()
    for citation in answer["citations"]:
        where = (
            f"{citation['document']} v{citation['version']}, {citation['title']}, in force {citation['effective_from']}"
        )
        out.print(f"  [{citation['id']}] {where}", markup=False, highlight=False, style="dim")
    if answer["handoff"]:
        handoff = answer["handoff"]
        out.print(f"  Waiting for a person: {handoff['queue']} ({handoff['hours']})", markup=False, style="dim")


def _lines(path: Path) -> list[bytes]:
    if not path.exists():
        raise UsageProblem(f"{path} does not exist; give a file of JSON lines with id and text.")
    return path.read_bytes().splitlines()


def _parsed(raw: bytes) -> dict[str, Any]:
    """One line of a batch. Raises ValueError in words that say what is wrong with it."""
    try:
        found: Any = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 at byte {error.start}") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} at column {error.colno}") from error
    if not isinstance(found, dict):
        raise ValueError("not a JSON object; a line is {id, as?, about?, text, thread?}")
    row: dict[str, Any] = {str(key): value for key, value in _items(found)}
    if not isinstance(row.get("text"), str):
        raise ValueError("`text` is missing or not a string")
    if "id" not in row:
        raise ValueError("`id` is missing")
    for key in ("as", "about", "thread"):
        if row.get(key) is not None and not isinstance(row[key], str):
            raise ValueError(f"`{key}` is not a string")
    return row


def _printable(line: str) -> str:
    """The line with lone surrogates (an id may hold them) replaced, so that it can be written as UTF-8."""
    return line.encode("utf-8", "replace").decode("utf-8")


def _items(found: Any) -> Iterator[tuple[Any, Any]]:
    yield from found.items()


async def _batch(lines: list[bytes], session: Any) -> bool:
    """Answer line by line, in order; a bad line is reported and the rest goes on. True if any line was bad."""
    bad = False
    threads: dict[tuple[Party, str], str] = {}
    async with open_runner(session) as runner:
        with console.status("") if sys.stderr.isatty() else nullcontext() as status:
            for number, raw in enumerate(lines, 1):
                if not raw.strip():
                    continue
                if status is not None:
                    status.update(f"{number} of {len(lines)}")
                try:
                    row = _parsed(raw)
                    answer = await _answer(runner, row, threads)
                except (ValueError, LookupError, RuntimeError, OSError, httpx.HTTPError, psycopg.Error) as error:
                    bad = True
                    answer = {"line": number, "error": in_words(error)}
                sys.stdout.write(_printable(json.dumps(answer, ensure_ascii=False)) + "\n")
                sys.stdout.flush()
    return bad


async def _answer(runner: Runner, row: dict[str, Any], threads: dict[tuple[Party, str], str]) -> Answer:
    party = Party(row.get("as") or None, row.get("about") or None)
    label = row.get("thread")
    thread_id = threads.get((party, label)) if label else None
    if thread_id is None:
        thread_id = await runner.new_thread(party.person, party.about)
        if label:
            threads[party, label] = thread_id
    return {"id": row["id"], **await runner.ask(party.person, thread_id, row["text"])}


def chat(party: Party, model: str | None, data_dir: Path | None) -> None:
    """A conversation; ends with an empty line, `/quit` or the end of input."""
    session = open_session(settings_for(data_dir, model))
    asyncio.run(_chat(party, session))


async def _chat(party: Party, session: Any) -> None:
    async with open_runner(session) as runner:
        thread_id = await runner.new_thread(party.person, party.about)
        who = party.person or "you (not signed in)"
        out.print("This is Tidewell's automated assistant. Ask away; an empty line ends.\n", style="dim")
        while True:
            try:
                text = (await asyncio.to_thread(input, f"{who}> ")).strip()
            except EOFError:
                break
            if text in ("", "/quit", "/exit"):
                break
            try:
                answer = await runner.ask(party.person, thread_id, text)
                show(answer)
                if party.person and answer["proposals"]:
                    await decided_in_chat(runner.decisions, party.person, answer["proposals"], input)
            except EOFError:
                break
            except ValueError as problem:
                out.print(str(problem), style="red")
            out.print()
