"""Exporting a loan tape: every account as of a day, with control totals that equal the ledger, or no file at all."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import psycopg

from accounts.funding.facts import AccountFacts, pages
from accounts.funding.once import refuse, require_closed
from accounts.funding.tape_columns import COLUMNS, row_of
from accounts.funding.tape_files import Format, open_tape

Totals = dict[str, Counter[str]]
GL = {"1110": "principal", "1120": "principal", "1200": "interest", "1300": "fees", "2100": "credit", "1400": "written"}
"""General-ledger accounts that a tape must equal, and the figure of its rows that each one is."""
_LEDGER = """
SELECT a.product, p.gl_code, sum(p.amount_cents)::bigint FROM postings p JOIN journal_entries e USING (entry_id)
JOIN accounts a ON a.account_id = e.account_id WHERE e.posted_on <= %s AND p.gl_code = ANY(%s) GROUP BY 1, 2
"""
_LAST = "SELECT coalesce(max(seq), 0) FROM journal_entries WHERE posted_on <= %s"


class TapeDoesNotTie(RuntimeError):
    """The rows of a tape do not add up to the general ledger. No tape was written; the message has both totals."""


def export(
    connection: psycopg.Connection, on: date, file: Path, form: Format, key: str | None = None
) -> dict[str, object]:
    """Write the tape as of the close of `on` to `file` and its control totals to `file`.control.json; gives these.

    Best on a connection whose transactions are REPEATABLE READ. key: of the account hashes, the lender's own unless
    given. Raises Refused (day not closed) and TapeDoesNotTie: then nothing is written and what was there stays.
    """
    require_closed(connection, on)
    part, secret = file.with_name(f"{file.name}.part"), key or _key(connection)
    try:
        rows, totals = _write(connection, on, part, form, secret)
        control = {**_tied(connection, on, totals), "as_of": on, "rows": rows, "format": form}
        control |= {"columns": [column.name for column in COLUMNS], "file": file.name, "sha256": _sha256(part)}
        plain: dict[str, object] = json.loads(json.dumps(control, default=str, sort_keys=True))
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    file.with_name(f"{file.name}.control.json").write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")
    return plain


def _key(connection: psycopg.Connection) -> str:
    row = connection.execute("SELECT key FROM funding_tape_key").fetchone()
    if row is None:
        raise refuse("no-tape-key", "The key of the account hashes is missing from funding_tape_key.")
    return row[0]


def _write(connection: psycopg.Connection, on: date, part: Path, form: Format, key: str) -> tuple[int, Totals]:
    rows, totals = 0, defaultdict[str, Counter[str]](Counter)
    with open_tape(part, form) as sink:
        for page in pages(connection, on):
            sink.write([row_of(facts, on, key) for facts in page])
            rows += len(page)
            for facts in page:
                totals[facts.product].update(_figures(facts))
    return rows, totals


def _figures(facts: AccountFacts) -> dict[str, int]:
    """What an account adds to the totals, with the signs of the ledger."""
    return {
        "accounts": 1,
        "principal": facts.principal_cents,
        "interest": facts.interest_cents,
        "fees": facts.fees_cents,
        "credit": -facts.credit_cents,
        "written": -facts.written_down_cents,
        "balance": facts.balance_cents,
    }


def _tied(connection: psycopg.Connection, on: date, totals: Totals) -> dict[str, object]:
    """Totals of rows and ledger by product. Raises TapeDoesNotTie unless each figure is the same."""
    ledger = defaultdict[str, Counter[str]](Counter)
    by_code = dict[str, dict[str, int]]()
    for product, gl_code, cents in connection.execute(_LEDGER, [on, list(GL)]):
        ledger[product][GL[gl_code]] += cents
        by_code.setdefault(product, {})[gl_code] = cents
    differences = list(_differences(totals, ledger))
    if differences:
        raise TapeDoesNotTie(f"as of {on} the tape does not equal the ledger: {'; '.join(differences)}")
    last = connection.execute(_LAST, [on]).fetchone()
    sums = {product: dict(found) for product, found in totals.items()}
    return {"totals": sums, "ledger": by_code, "last_entry_seq": last and last[0]}


def _differences(rows: Mapping[str, Counter[str]], ledger: Mapping[str, Counter[str]]) -> Iterator[str]:
    for product in sorted({*rows, *ledger}):
        for name in sorted(set(GL.values())):
            have = rows[product][name] if product in rows else 0
            want = ledger[product][name] if product in ledger else 0
            if have != want:
                yield f"{product} {name} is {have} cents in the rows and {want} in the ledger"


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
