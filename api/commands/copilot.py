"""Decided suggestions to agents as JSONL for eval data, or counted."""

import asyncio
import getpass
import json
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from api.commands import at_desk
from api.commands.session import out, settings_for
from assistant import audit
from assistant.audit import Record
from assistant.copilot.export import decided
from assistant.keys import keyring


def export(since: datetime | None, data_dir: Path | None, *, as_json: bool) -> None:
    """That it was done is on record. Times without an offset are UTC."""
    rows = asyncio.run(_rows(since.replace(tzinfo=since.tzinfo or UTC) if since else None, data_dir))
    if as_json:
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        return
    for (kind, outcome), count in sorted(Counter((row["kind"], row["outcome"]) for row in rows).items()):
        out.print(f"{kind:12} {outcome:10} {count}")
    out.print(f"{len(rows)} decided suggestions; --json prints them, a line each.")


async def _rows(since: datetime | None, data_dir: Path | None) -> list[dict[str, Any]]:
    keys = keyring(settings_for(data_dir))
    async with at_desk.looking(data_dir) as connection:
        rows = [row async for row in decided(connection, keys, since)]
        body = {"event": "export", "rows": len(rows)}
        await audit.append(connection, Record("desk", f"operator:{getpass.getuser()}", None, "copilot-export", body))
    return rows
