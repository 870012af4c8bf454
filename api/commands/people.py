"""`assist people`."""

import json
from pathlib import Path

from api.commands.session import open_session, out, settings_for
from stack import people as directory

_SHOWN = ("handle", "name", "role", "products", "situation", "serves", "scopes")


def people(situation: str | None, data_dir: Path | None, *, as_json: bool) -> None:
    """List the seeded people; with `situation`, those who have that tag."""
    session = open_session(settings_for(data_dir))
    everybody = directory.people(session.accounts_url, session.embedded.issuer)
    rows = [row for row in everybody if not situation or situation in row["situation"]]
    if as_json:
        out.print_json(json.dumps([{key: row[key] for key in _SHOWN if key in row} for row in rows]))
        return
    if not rows:
        out.print(f"Nobody has the tag {situation!r}. `assist people` lists everybody with their tags.")
        return
    width = max(len(row["handle"]) for row in rows)
    handles = {row["borrower_id"]: row["handle"] for row in everybody}
    for row in rows:
        who = row["role"] if row["role"] != "borrower" else " + ".join(row["products"])
        who += f" of {handles[row['serves']]}" if row.get("serves") else ""
        out.print(
            f"{row['handle']:<{width}}  {row['name']}, {who}: {', '.join(row['situation'])}".rstrip(": "),
            highlight=False,
        )
    out.print(
        f'\nTry one: .venv/bin/assist ask --as {rows[0]["handle"]} "what do I owe and when is it due?"', highlight=False
    )
