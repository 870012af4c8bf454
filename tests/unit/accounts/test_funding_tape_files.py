"""Tapes on disk: both formats say the same, name nobody, and are written in flat memory."""

import csv
import tracemalloc
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from accounts.funding.tape_columns import COLUMNS, Value, account_hash, row_of
from accounts.funding.tape_files import Format, open_tape, text
from tests.unit.accounts.funding_facts import CURRENT, ON, account

KEY = "a secret of the lender"
NAMES = [column.name for column in COLUMNS]


def written(folder: Path, form: Format, pages: Sequence[Sequence[Sequence[Value]]]) -> list[dict[str, str]]:
    """The tape read back, every value as CSV text."""
    file = folder / f"tape.{form}"
    with open_tape(file, form) as tape:
        for page in pages:
            tape.write(page)
    if form == "csv":
        with file.open(newline="") as content:
            return list(csv.DictReader(content))
    return [{name: text(value) for name, value in row.items()} for row in parquet.read_table(file).to_pylist()]


def test_both_formats_carry_the_same_values_in_the_same_columns(tmp_path: Path) -> None:
    rows = [
        row_of(CURRENT, ON, KEY),
        row_of(
            account(account_id="CL-100001", product="cash_line", term_months=None, pool_id="pool", sold=True), ON, KEY
        ),
        row_of(account(account_id="CL-100002", last_payment_on=None, last_payment_cents=None, apr_bps=None), ON, KEY),
    ]
    as_csv, as_parquet = (written(tmp_path, form, [rows[:1], rows[1:]]) for form in ("csv", "parquet"))
    assert as_csv == as_parquet
    assert list(as_csv[0]) == NAMES
    assert [row["account_hash"] for row in as_csv] == [
        account_hash(name, KEY) for name in ("IL-200001", "CL-100001", "CL-100002")
    ]
    assert (as_csv[0]["sold"], as_csv[1]["sold"], as_csv[2]["last_payment_cents"]) == ("false", "true", "")


def test_parquet_keeps_types(tmp_path: Path) -> None:
    with open_tape(tmp_path / "tape.parquet", "parquet") as tape:
        tape.write([row_of(CURRENT, ON, KEY)])
    row = parquet.read_table(tmp_path / "tape.parquet").to_pylist()[0]
    assert row["as_of_date"] == ON
    assert row["principal_cents"] == 480_000
    assert row["scra"] is False
    assert row["charge_off_date"] is None


def test_a_tape_without_accounts_has_its_columns(tmp_path: Path) -> None:
    for form in get_args(Format):
        assert written(tmp_path, form, []) == []
    assert (tmp_path / "tape.csv").read_text().strip().split(",") == NAMES
    assert parquet.read_table(tmp_path / "tape.parquet").schema.names == NAMES


@pytest.mark.parametrize(
    ("name", "changes", "expected"),
    [
        ("age_months", {}, "6"),
        ("age_months", {"opened_on": date(2025, 10, 30)}, "6"),
        ("age_months", {"opened_on": date(2025, 10, 31)}, "5"),
        ("remaining_term_months", {}, "18"),
        ("remaining_term_months", {"term_months": None}, ""),
        ("dpd_bucket", {"days_past_due": 59}, "30-59"),
        ("dpd_bucket", {"days_past_due": 200, "status": "charged_off"}, "charged_off"),
        ("current_balance_cents", {"net_fees_cents": 700}, "482700"),
        ("scra", {"flags": ["servicemember"]}, "true"),
        ("bankruptcy", {"flags": ["attorney_represented"]}, "false"),
        ("bankruptcy", {"flags": ["bankruptcy"]}, "true"),
    ],
)
def test_columns_say_what_they_mean(name: str, changes: dict[str, object], expected: str) -> None:
    row = dict(zip(NAMES, row_of(account(**changes), ON, KEY), strict=True))
    assert text(row[name]) == expected


@given(st.text(min_size=1, max_size=60), st.text(min_size=1, max_size=60))
@settings(max_examples=50)
def test_hashes_depend_on_the_key_and_hide_the_account(one: str, other: str) -> None:
    found = account_hash("CL-104233", one)
    assert len(found) == 32
    assert "104233" not in found
    same = one.encode()[:64].rstrip(b"\0") == other.encode()[:64].rstrip(b"\0")
    assert (found == account_hash("CL-104233", other)) is same


@pytest.mark.parametrize("form", get_args(Format))
def test_memory_stays_flat_however_many_accounts_there_are(tmp_path: Path, form: Format) -> None:
    def peak(pages: int) -> int:
        tracemalloc.start()
        with open_tape(tmp_path / f"{pages}.{form}", form) as tape:
            for page in range(pages):
                tape.write([row_of(account(account_id=f"CL-{page:03}{n:03}"), ON, KEY) for n in range(400)])
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    few = peak(3)
    assert peak(15) < few * 1.5
