"""What a confirmation agrees to: the digest follows from who, about whom, which tool, what exactly, from no more."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from tools.drafting import Draft, Line, Operation
from tools.writes.preview import changes, figure, made

NOW = datetime(2026, 5, 15, 16, tzinfo=UTC)
VALUES = st.one_of(st.integers(-(10**9), 10**9), st.text(max_size=12), st.booleans(), st.none())
ARGUMENTS = st.dictionaries(st.text(min_size=1, max_size=8), VALUES, max_size=5)
AGREED = ("maker", "about", "tool", "tool_version", "arguments", "operation")
PAY = Operation(method="POST", path="/v1/accounts/CL-1/payments", body={"amount_cents": 5000}, account_id="CL-1")


def draft(**given: Any) -> Draft:
    base: dict[str, Any] = {
        "proposal_id": "p-1",
        "tool": "schedule_payment",
        "tool_version": 1,
        "arguments": {"account": "CL-1", "amount_cents": 5000},
        "operation": PAY,
        "lines": [Line(label="amount", kind="money", value=5000)],
        "before": {},
        "after": {},
        "risk": "medium",
        "assurance": 1,
        "approval": None,
        "about": "B-1",
        "maker": "B-1",
        "sources": {"amount": "own_words"},
        "business_date": "2026-05-15",
        "made_at": NOW,
        "expires_at": NOW + timedelta(hours=1),
    }
    return Draft(**{**base, **given})


@given(ARGUMENTS, ARGUMENTS)
def test_two_digests_are_equal_where_the_arguments_are(one: dict[str, Any], other: dict[str, Any]) -> None:
    same = _canonical(one) == _canonical(other)
    assert (draft(arguments=one).digest == draft(arguments=other).digest) is same
    reordered = dict(reversed(one.items()))
    assert draft(arguments=reordered).digest == draft(arguments=one).digest


def _canonical(arguments: dict[str, Any]) -> set[tuple[str, str, Any]]:
    """True and 1 are two things in JSON."""
    return {(name, type(value).__name__, value) for name, value in arguments.items()}


@given(ARGUMENTS, st.text(min_size=1, max_size=8), VALUES)
def test_any_change_of_an_argument_changes_the_digest(arguments: dict[str, Any], name: str, value: Any) -> None:
    changed = {**arguments, name: value}
    assume(_canonical(changed) != _canonical(arguments))
    assert draft(arguments=changed).digest != draft(arguments=arguments).digest
    body = PAY.model_copy(update={"body": changed})
    assert draft(operation=body).digest != draft(operation=PAY.model_copy(update={"body": arguments})).digest


def test_each_part_that_is_agreed_to_counts() -> None:
    others: list[dict[str, Any]] = [
        {"maker": "B-2"},
        {"about": "B-2"},
        {"tool": "request_draw"},
        {"tool_version": 2},
        {"operation": PAY.model_copy(update={"path": "/v1/accounts/CL-2/payments"})},
        {"operation": PAY.model_copy(update={"method": "PUT"})},
        {"operation": PAY.model_copy(update={"if_match": '"a"'})},
        {"operation": PAY.model_copy(update={"account_id": "CL-2"})},
        {"operation": PAY.model_copy(update={"system": "assistant"})},
    ]
    digests = {draft().digest, *(draft(**other).digest for other in others)}
    assert len(digests) == len(others) + 1


@given(st.uuids(), st.datetimes(timezones=st.just(UTC)), st.text(max_size=10))
def test_when_and_under_which_id_it_was_drafted_does_not(proposal_id: Any, at: datetime, word: str) -> None:
    again = draft(proposal_id=str(proposal_id), made_at=at, expires_at=at, before={"a": word}, after={"b": word})
    assert again.digest == draft().digest
    assert again.shown()["digest"] == again.digest


def receipt(before: list[dict[str, Any]], after: list[dict[str, Any]], **person: Any) -> dict[str, Any]:
    was = {"borrower": {"name": "Rosa"}, "accounts": before}
    return {"before": was, "after": {"borrower": {"name": "Rosa", **person}, "accounts": after}, "resource": {"id": 1}}


def test_of_one_account_only_what_differs_is_told() -> None:
    one = receipt(
        [{"account_id": "CL-1", "status": "open", "fees_cents": 3200}],
        [{"account_id": "CL-1", "status": "open", "fees_cents": 0}],
    )
    assert changes(one) == ({"fees_cents": 3200}, {"fees_cents": 0})
    assert (figure(one, "before", "fees_cents"), made(one, "id"), made({}, "id")) == (3200, 1, None)


def test_ids_that_a_preview_made_up_are_not_told() -> None:
    paid = receipt(
        [{"account_id": "CL-1", "scheduled_payments": []}],
        [{"account_id": "CL-1", "scheduled_payments": [{"payment_id": "PM-1", "amount_cents": 5}]}],
    )
    assert changes(paid)[1] == {"scheduled_payments": [{"amount_cents": 5}]}


def test_of_several_accounts_each_is_named() -> None:
    rows = [{"account_id": "CL-1", "autopay": "off"}, {"account_id": "IL-1", "autopay": "off"}]
    both = receipt(rows, [{**row, "autopay": "minimum"} for row in rows], language="es")
    before, after = changes(both)
    assert after == {"language": "es", "CL-1": {"autopay": "minimum"}, "IL-1": {"autopay": "minimum"}}
    assert before["CL-1"] == {"autopay": "off"}
    assert figure(both, "after", "autopay") is None
    assert changes({}) == ({}, {})
