"""Rates laid over the agreed ones for a time: the lowest of all that are agreed for a day holds."""

from dataclasses import dataclass
from datetime import date
from typing import TypedDict

import psycopg
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from accounts import rows
from accounts.posting.state import DAY


class Layer(TypedDict):
    """One rate that is agreed for some days; the first layer of a row is the note itself."""

    kind: str
    apr_bps: int
    why: str


@dataclass(frozen=True, slots=True)
class _Term:
    account_id: str
    borrower_id: str
    rate_bucket: str
    kind: str
    from_on: date
    to_on: date | None
    apr_bps: int
    why: str
    layers: list[Layer] | None

    @property
    def all_layers(self) -> list[Layer]:
        """The layers; a rate that was changed without them stands for itself."""
        kept = self.layers or []
        if any(layer["kind"] == self.kind and layer["apr_bps"] == self.apr_bps for layer in kept):
            return kept
        return [Layer(kind=self.kind, apr_bps=self.apr_bps, why=self.why)]


def cap_rates(
    connection: psycopg.Connection, account_id: str, on: date, *, until: date | None, cap_bps: int, kind: str, why: str
) -> None:
    """Lay a rate over all rate buckets from `on` to `until` (included; None: until it is lifted)."""
    layer = Layer(kind=kind, apr_bps=cap_bps, why=why)
    for term in _terms(connection, account_id, on, until):
        _reshape(connection, term, on, until, [*term.all_layers, layer])


def lift_cap(connection: psycopg.Connection, account_id: str, kind: str, last_day: date) -> None:
    """End what was laid over as `kind`: after `last_day` the rates below hold again."""
    for term in _terms(connection, account_id, last_day + DAY, None):
        below = [layer for layer in term.all_layers[1:] if layer["kind"] != kind]
        if len(below) < len(term.all_layers) - 1:
            _reshape(connection, term, last_day + DAY, None, [term.all_layers[0], *below])


def _terms(connection: psycopg.Connection, account_id: str, on: date, until: date | None) -> list[_Term]:
    with connection.cursor(row_factory=class_row(_Term)) as cursor:
        return cursor.execute(
            "SELECT account_id, borrower_id, rate_bucket, kind, from_on, to_on, apr_bps, why, layers FROM rate_terms "
            "WHERE account_id = %s AND coalesce(to_on, 'infinity') >= %s "
            "AND (%s::date IS NULL OR from_on <= %s) ORDER BY rate_bucket, from_on",
            [account_id, on, until, until],
        ).fetchall()


def _reshape(connection: psycopg.Connection, term: _Term, start: date, until: date | None, layers: list[Layer]) -> None:
    """Give a term other layers on the days `start`..`until`, cutting it where they begin and end."""
    start = max(start, term.from_on)
    ends = [day for day in (until, term.to_on) if day is not None]
    end = min(ends, default=None)
    pieces = [(start, end, layers)]
    if term.from_on < start:
        pieces.insert(0, (term.from_on, start - DAY, term.all_layers))
    if end is not None and (term.to_on is None or end < term.to_on):
        pieces.append((end + DAY, term.to_on, term.all_layers))
    made = [_row(term, *piece) for piece in pieces]
    connection.execute(
        "UPDATE rate_terms SET kind = %s, to_on = %s, apr_bps = %s, why = %s, layers = %s "
        "WHERE account_id = %s AND rate_bucket = %s AND from_on = %s",
        [
            *(made[0][name] for name in ("kind", "to_on", "apr_bps", "why")),
            Jsonb(pieces[0][2]),
            *(term.account_id, term.rate_bucket, term.from_on),
        ],
    )
    rows.insert(connection, "rate_terms", made[1:])


def _row(term: _Term, from_on: date, to_on: date | None, layers: list[Layer]) -> rows.Row:
    lowest = min(layers, key=lambda layer: layer["apr_bps"])
    return {
        "account_id": term.account_id,
        "borrower_id": term.borrower_id,
        "rate_bucket": term.rate_bucket,
        "from_on": from_on,
        "to_on": to_on,
        **lowest,
        "layers": layers,
    }
