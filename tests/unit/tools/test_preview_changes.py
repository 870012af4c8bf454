"""What a preview's receipt tells is reduced to what differs, of the person and of the accounts."""

from typing import Any

from tools.writes.preview import changes


def receipt(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {"before": {"as_of": "2026-05-15", **before}, "after": {"as_of": "2026-05-15", **after}}


def test_what_differs_of_one_account_is_told_flat_and_nothing_else() -> None:
    same = {"account_id": "CL-1", "due_day": 6}
    told = changes(
        receipt(
            {"accounts": [{**same, "due_dates": ["2026-06-06"]}]}, {"accounts": [{**same, "due_dates": ["2026-06-20"]}]}
        )
    )
    assert told == ({"due_dates": ["2026-06-06"]}, {"due_dates": ["2026-06-20"]})


def test_what_differs_of_the_person_is_told_where_no_account_differs() -> None:
    accounts = {"accounts": [{"account_id": "CL-1", "due_day": 6}, {"account_id": "IL-2", "due_day": 9}]}
    was = {**accounts, "borrower": {"name": "Ana", "consents": {"marketing": "given"}}}
    becomes = {**accounts, "borrower": {"name": "Ana", "consents": {"marketing": "withdrawn"}}}
    assert changes(receipt(was, becomes)) == (
        {"consents": {"marketing": "given"}},
        {"consents": {"marketing": "withdrawn"}},
    )


def test_several_accounts_are_told_by_their_ids() -> None:
    before = {"accounts": [{"account_id": "CL-1", "status": "open"}, {"account_id": "CL-2", "status": "open"}]}
    after = {"accounts": [{"account_id": "CL-1", "status": "open"}, {"account_id": "CL-2", "status": "closed"}]}
    assert changes(receipt(before, after)) == ({"CL-2": {"status": "open"}}, {"CL-2": {"status": "closed"}})


def test_a_receipt_without_a_preview_differs_in_nothing() -> None:
    assert changes({}) == ({}, {})


def test_the_id_that_a_preview_made_up_is_left_out() -> None:
    scheduled = {"payment_id": "PM-1", "date": "2026-06-01", "amount_cents": 100}
    told = changes(
        receipt(
            {"accounts": [{"account_id": "CL-1", "scheduled_payments": []}]},
            {"accounts": [{"account_id": "CL-1", "scheduled_payments": [scheduled]}]},
        )
    )
    assert told[1] == {"scheduled_payments": [{"date": "2026-06-01", "amount_cents": 100}]}
