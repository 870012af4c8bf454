"""`assist audit verify`, `show` and `delete-old`: under the role assistant_ops, by whoever operates this machine."""

import asyncio
import getpass
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import psycopg
from psycopg import AsyncConnection
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from api.commands.audit_page import page
from api.commands.session import out, progress_bars, settings_for
from assistant import audit, audit_old, audit_verify
from assistant.bootstrap import keyring
from assistant.reconstruction import Reconstruction, reconstruct, told
from assistant.sealing import Keyring
from policies.show import show as show_document
from stack import embedded as stack
from stack.controls.run import WITNESS


def verify(data_dir: Path | None, *, as_json: bool) -> None:
    """Every chain, from its first record to its head."""
    embedded, keys = _opened(data_dir)
    found = checked(embedded, keys)
    rate = round(found.records / found.seconds) if found.seconds else 0
    if as_json:
        facts = {"records": found.records, "seconds": round(found.seconds, 3), "rows_s": rate, "whole": found.is_whole}
        sys.stdout.write(json.dumps({**facts, "breaks": [asdict(each) for each in found.breaks]}) + "\n")
    else:
        for each in found.breaks:
            ref = f" ({each.ref})" if each.ref else ""
            out.print(f"BROKEN chain {each.chain} at record {each.seq}{ref}: {each.what}", highlight=False)
        out.print(f"{found.records} records in {found.seconds:.1f} s ({rate}/s); ", end="", highlight=False)
        out.print("the chains are whole" if found.is_whole else f"{len(found.breaks)} chains are broken")
    if not found.is_whole:
        raise SystemExit(1)


def delete_old(data_dir: Path | None, *, as_json: bool) -> None:
    """Only where all chains are whole, so that nobody's tampering goes with the old records."""
    embedded, keys = _opened(data_dir)
    if not checked(embedded, keys).is_whole:
        raise RuntimeError("A chain is broken, so nothing was deleted; `assist audit verify` tells where.")
    with psycopg.connect(embedded.assistant_ops_url, autocommit=True) as connection:
        gone = audit_old.delete_old(connection, keys)
    if as_json:
        sys.stdout.write(json.dumps({"deleted": gone}) + "\n")
    else:
        out.print(f"{gone} records were past their time and are deleted", highlight=False)


def checked(embedded: stack.Embedded, keys: Keyring) -> audit_verify.Found:
    """A check against the witness, which moves on where all chains are whole."""
    witness = embedded.folder.path / WITNESS
    with psycopg.connect(embedded.assistant_ops_url, autocommit=True) as connection:
        found = audit_verify.verify(connection, keys, audit_verify.read_witness(witness))
    if found.is_whole:
        audit_verify.write_witness(witness, found)
    return found


def show(turn: str, data_dir: Path | None, *, as_json: bool) -> None:
    """One turn as it was. Raises TurnUnknown."""
    embedded, keys = _opened(data_dir)
    found = asyncio.run(_reconstructed(embedded, keys, turn))
    if as_json:
        sys.stdout.write(told(found) + "\n")
    else:
        out.print(page(found))
    if not found.holds:
        raise SystemExit(1)


def _opened(data_dir: Path | None) -> tuple[stack.Embedded, Keyring]:
    """The data folder with its schemas as they should be, and its keys."""
    settings = settings_for(data_dir)
    with progress_bars() as progress:
        return stack.prepare(settings.data_dir, progress, seed=False, ingest=False), keyring(settings)


async def _reconstructed(embedded: stack.Embedded, keys: Keyring, turn: str) -> Reconstruction:
    opened = AsyncConnectionPool(embedded.assistant_url, min_size=0, max_size=1, open=False)
    connection = await AsyncConnection[dict[str, Any]].connect(
        embedded.assistant_ops_url, autocommit=True, row_factory=dict_row
    )
    async with opened as pool, connection:
        await audit.signing(keys)(connection)

        async def open_passage(document: str, version: int, section: str) -> str | None:
            try:
                found = await show_document(pool, document, str(version), audience="staff")
            except LookupError:
                return None
            return next((each["text"] for each in found["sections"] if each["section"] == section), None)

        return await reconstruct(connection, keys, turn, f"operator:{getpass.getuser()}", open_passage)
