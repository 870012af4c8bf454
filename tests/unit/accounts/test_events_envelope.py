"""From a row of the outbox to a message: only what the schema names, keyed by account, in the order of the outbox."""

import json
from datetime import datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.events.catalogue import UnknownEvent
from accounts.events.envelope import Message, Recorded, envelope, message
from accounts.events.publisher import DeliveryFailed, MemoryPublisher
from accounts.events.relay import unbroken

EVENT = UUID("018f3b5e-7a1c-7000-8000-000000000001")
AT = datetime(2026, 5, 15, 10, 0, 0, 250_000, timezone(timedelta(hours=-4)))


def recorded(kind: str, payload: dict[str, Any], account_id: str | None = "CL-100001") -> Recorded:
    return Recorded(7, EVENT, kind, 1, "B-1", account_id, "S-1", AT, payload)


def test_only_what_the_schema_names_leaves_the_books() -> None:
    row = {"fee_id": "F-1", "kind": "late_fee", "amount_cents": 2500, "why": "Ana was late", "borrower_id": "B-1"}
    assert envelope(recorded("fee.charged", row))["payload"] == {
        "fee_id": "F-1",
        "kind": "late_fee",
        "amount_cents": 2500,
        "currency": "USD",
    }


def test_the_same_holds_within_lists() -> None:
    reasons = [{"code": "R01", "text": "Income of Ana Reyes"}, {"code": "R07", "text": "x"}]
    shown = envelope(recorded("application.declined", {"application_id": "A-1", "reasons": reasons}))["payload"]
    assert shown["reasons"] == [{"code": "R01"}, {"code": "R07"}]


@given(private=st.text(min_size=8), column=st.text(min_size=1).filter(lambda name: not name.endswith("_id")))
def test_a_column_that_a_schema_does_not_name_never_leaves(private: str, column: str) -> None:
    row = {"note_about": private, f"{column}_": private, "payment_id": "P-1"}
    assert set(envelope(recorded("payment.posted", row))["payload"]) == {"payment_id", "currency"}


def test_a_message_tells_apart_what_a_consumer_needs_before_parsing() -> None:
    sent = message(recorded("payment.posted", {"payment_id": "P-1"}))
    assert sent.key == b"CL-100001"
    assert dict(sent.headers) == {"event_id": str(EVENT).encode(), "type": b"payment.posted", "version": b"1"}
    body = json.loads(sent.value)
    assert (body["event_id"], body["sequence"], body["subject_id"]) == (str(EVENT), 7, "S-1")
    assert datetime.fromisoformat(body["occurred_at"]) == AT
    assert body["occurred_at"].endswith("+00:00")


def test_events_of_no_account_are_keyed_by_their_borrower_and_else_by_themselves() -> None:
    assert message(recorded("flag.recorded", {}, account_id=None)).key == b"B-1"
    pool = Recorded(7, EVENT, "funding_pool.recorded", 1, None, None, "POOL-A", AT, {})
    assert message(pool).key == b"POOL-A"
    assert {"account_id", "borrower_id"} & set(envelope(pool)) == set()


def test_an_event_of_an_unknown_subject_is_not_published_as_something_else() -> None:
    with pytest.raises(UnknownEvent):
        message(recorded("weather.changed", {"temperature": 3}))


def sent(seq: int, key: str) -> Message:
    return Message(seq, key.encode(), b"", ())


BATCHES = st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=12)


@given(found=BATCHES)
def test_after_a_failure_no_event_is_marked_that_stands_behind_a_lost_one_of_its_key(
    found: list[tuple[str, bool]],
) -> None:
    batch = [sent(n, key) for n, (key, _) in enumerate(found)]
    taken = frozenset(n for n, (_, delivered) in enumerate(found) if delivered)
    marked = unbroken(batch, taken)
    for n, (key, delivered) in enumerate(found):
        before = [was for m, (other, was) in enumerate(found) if other == key and m < n]
        assert (n in marked) == (delivered and all(before))


def test_the_double_takes_what_it_has_room_for_and_says_what_it_took() -> None:
    small = MemoryPublisher(accepts=3)
    small.publish([sent(1, "a"), sent(2, "a")])
    with pytest.raises(DeliveryFailed) as failed:
        small.publish([sent(3, "a"), sent(4, "a")])
    assert failed.value.delivered == {3}
    assert [each.seq for each in small.messages] == [1, 2, 3]
