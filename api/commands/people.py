"""`assist people`."""

import json
from pathlib import Path

from rich.table import Table

from api.commands.session import open_session, out, settings_for
from stack import people as directory

_SHOWN = ("handle", "name", "role", "products", "situation")


def people(situation: str | None, data_dir: Path | None, *, as_json: bool) -> None:
    """List the seeded people; with `situation`, those who have that tag."""
    session = open_session(settings_for(data_dir))
    rows = directory.people(session.accounts_url, session.embedded.issuer)
    if situation:
        rows = [row for row in rows if situation in row["situation"]]
    if as_json:
        out.print_json(json.dumps([{key: row[key] for key in _SHOWN} for row in rows]))
        return
    if not rows:
        out.print(f"Nobody has the tag {situation!r}. `assist people` lists everybody with their tags.")
        return
    table = Table("handle", "name", "role", "products", "situation", box=None, pad_edge=False)
    for row in rows:
        table.add_row(row["handle"], row["name"], row["role"], ", ".join(row["products"]), ", ".join(row["situation"]))
    out.print(table)
