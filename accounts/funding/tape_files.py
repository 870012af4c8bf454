"""Loan tapes on disk, CSV or Parquet, written page by page so that memory does not grow with the portfolio."""

import csv
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Literal, Protocol

import pyarrow
from pyarrow import parquet

from accounts.funding.tape_columns import COLUMNS, Kind, Value

Format = Literal["csv", "parquet"]
_ARROW: dict[Kind, pyarrow.DataType] = {
    "text": pyarrow.string(),
    "integer": pyarrow.int64(),
    "date": pyarrow.date32(),
    "flag": pyarrow.bool_(),
}


class Sink(Protocol):
    """Takes the rows of one page at a time."""

    def write(self, page: Sequence[Sequence[Value]]) -> None: ...


class _Csv:
    def __init__(self, file: Path) -> None:
        self._file = file.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file, lineterminator="\n")
        self._writer.writerow([column.name for column in COLUMNS])

    def write(self, page: Sequence[Sequence[Value]]) -> None:
        self._writer.writerows([[text(value) for value in row] for row in page])

    def close(self) -> None:
        self._file.close()


class _Parquet:
    def __init__(self, file: Path) -> None:
        self._schema = pyarrow.schema([(column.name, _ARROW[column.kind]) for column in COLUMNS])
        self._writer = parquet.ParquetWriter(file, self._schema, compression="zstd")

    def write(self, page: Sequence[Sequence[Value]]) -> None:
        columns = [
            pyarrow.array(list(each), type=field.type)
            for each, field in zip(zip(*page, strict=True), self._schema, strict=True)
        ]
        self._writer.write_batch(pyarrow.RecordBatch.from_arrays(columns, schema=self._schema))

    def close(self) -> None:
        self._writer.close()


def text(value: Value) -> str:
    """A value as CSV holds it: ISO dates, `true` and `false`, nothing for what is not known."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


@contextmanager
def open_tape(file: Path, form: Format) -> Generator[Sink]:
    """A tape to be written; closed at the end, also after an error."""
    sink = _Csv(file) if form == "csv" else _Parquet(file)
    try:
        yield sink
    finally:
        sink.close()
