"""What `assist accounts` prints, and how it says that it was called wrongly."""

import json
from pathlib import Path

import pytest

from accounts.contract.suite import Result
from api.commands import accounts, statements, verify
from api.commands.failures import UsageProblem, reported

STATEMENT = {
    "account_id": "CL-104233",
    "statement_id": "ST-1",
    "period_start": "2026-04-13",
    "period_end": "2026-05-12",
    "sent_on": "2026-05-12",
    "due_date": "2026-06-06",
    "previous_balance_cents": 120_000,
    "payments_cents": 20_000,
    "draws_cents": 0,
    "fees_cents": 0,
    "interest_cents": 2_054,
    "new_balance_cents": 102_054,
    "minimum_due_cents": 3_500,
    "line_items": [{"date": "2026-05-03", "kind": "payment", "description": "Payment", "amount_cents": -20_000}],
    "interest": {
        "method": "average_daily_balance",
        "days": 30,
        "buckets": [
            {
                "name": "standard",
                "apr_bps": 2499,
                "daily_rate": "0.000684658",
                "average_daily_balance_cents": 100_000,
                "interest_cents": 2_054,
            }
        ],
    },
}
RESULTS = [
    Result("reads", "balance", "passed", "GET /v1/accounts/{account_id}/balance"),
    Result("writes", "tries-leave-nothing", "failed", "a try left a payment"),
    Result("access", "reading-is-not-writing", "skipped", "needs a token of reader"),
]


def test_a_statement_reads_as_columns_lines_and_the_computation_of_its_interest() -> None:
    text = "\n".join(statements.lines(STATEMENT))
    assert f"{'New balance':<18}{'$1,020.54':>14}" in text
    assert "2026-05-03  Payment" in text
    assert "-$200.00" in text
    assert "standard: $1,000.00 on average a day x 0.000684658 (24.99% APR) = $20.54" in text


def test_checks_are_a_table_with_what_failed_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    verify.shown("http://lender", RESULTS, as_json=False)
    text = capsys.readouterr().out
    assert "failed   writes   tries-leave-nothing" in text
    assert "a try left a payment" in text
    assert "http://lender: 1 failed, 1 passed, 1 skipped" in text


def test_checks_are_json_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    verify.shown("http://lender", RESULTS, as_json=True)
    shown = json.loads(capsys.readouterr().out)
    assert (shown["passed"], shown["failed"], len(shown["checks"])) == (1, 1, 3)


def test_another_system_needs_its_tokens(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="--token-file"):
        verify.verify("http://lender", None, tmp_path, as_json=False)


@pytest.mark.parametrize("until", ["tomorrow", "2026-13-01"])
def test_closing_until_what_is_no_date_is_invalid_use(until: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended, reported():
        accounts.close_days(until, tmp_path, as_json=False)
    assert ended.value.code == 2


def test_nobody_is_no_portfolio(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="at least one"):
        accounts.seed(0, 7, tmp_path, as_json=False)
