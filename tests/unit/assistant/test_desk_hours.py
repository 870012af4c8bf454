"""Hours as data say what the prompts' words say, and the clock of the office decides."""

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
import yaml

from assistant.desk import hours, words
from assistant.desk.hours import Queue
from prompts.loader import ROOT

RULES = yaml.safe_load((ROOT / "handoffs.yaml").read_text())
HOURS = hours.load()
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_SPAN = re.compile(r"(\w+)(?: to (\w+))? (\d+):(\d\d) (a|p)\.m\. to (\d+):(\d\d) (a|p)\.m\.")


def spoken(said: str) -> dict[str, tuple[time, time]]:
    """The weekdays and hours that an English sentence names."""
    found = dict[str, tuple[time, time]]()
    for first, last, *at in _SPAN.findall(said):
        begins, ends = (time(int(h) % 12 + 12 * (half == "p"), int(m)) for h, m, half in (at[:3], at[3:]))
        days = _DAYS[_DAYS.index(first.lower()) : _DAYS.index((last or first).lower()) + 1]
        found |= dict.fromkeys(days, (begins, ends))
    return found


@pytest.mark.parametrize("reason", sorted(RULES))
def test_every_reason_has_its_queue_its_line_and_its_words_here(reason: str) -> None:
    rule, line = RULES[reason], HOURS.line(RULES[reason]["queue"], reason)
    assert (line.phone, line.words["en"]) == (rule["phone"], " ".join(rule["hours"].split()))
    assert line.words["es"]
    assert reason in words.load().reasons
    assert rule["queue"] in words.load().queues


@pytest.mark.parametrize("name", sorted(HOURS.queues))
def test_the_hours_of_a_queue_are_those_its_words_tell(name: str) -> None:
    queue = HOURS.queues[name]
    said = queue.words["en"]
    if queue.open == "always":
        assert said == "every day, 24 hours"
        assert queue.federal_holidays
        return
    assert {str(day): span for day, span in queue.open.items()} == spoken(said)
    assert ("federal holidays" in said) is not queue.federal_holidays
    assert ("closed Sunday" in said) is ("sunday" not in queue.open)


def test_nothing_is_listed_that_no_reason_uses() -> None:
    assert set(HOURS.queues) == {rule["queue"] for rule in RULES.values()} == set(words.load().queues)
    assert set(words.load().reasons) == set(RULES)
    assert set(HOURS.other_lines) <= set(RULES)


NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-05-15T08:00", None),  # a Friday
        ("2026-05-15T07:59", "2026-05-15T08:00"),
        ("2026-05-15T20:59", None),
        ("2026-05-15T21:00", "2026-05-16T09:00"),
        ("2026-05-16T17:00", "2026-05-18T08:00"),
        ("2026-05-24T12:00", "2026-05-26T08:00"),  # Sunday before Memorial Day
        ("2026-07-03T12:00", "2026-07-06T08:00"),  # Independence Day on a Saturday is observed on Friday
        ("2027-12-31T12:00", "2028-01-03T08:00"),  # so is New Year's Day, in the year before
        ("2026-11-01T12:00", "2026-11-02T08:00"),  # clocks go back in the night
        ("2026-03-08T06:00", "2026-03-09T08:00"),  # clocks go forward
    ],
)
def test_when_people_are_there_again(now: str, opens: str | None) -> None:
    found = HOURS.opens_at("support", datetime.fromisoformat(now).replace(tzinfo=NEW_YORK))
    assert found == (datetime.fromisoformat(opens).replace(tzinfo=NEW_YORK) if opens else None)


def test_the_clock_is_the_offices_wherever_the_server_is() -> None:
    assert HOURS.opens_at("support", datetime(2026, 11, 24, 12, 59, tzinfo=UTC)) == datetime(
        2026, 11, 24, 13, tzinfo=UTC
    )
    assert HOURS.opens_at("support", datetime(2026, 7, 24, 12, tzinfo=UTC)) is None


def test_the_fraud_line_never_closes() -> None:
    assert HOURS.opens_at("fraud", datetime(2026, 12, 25, 5, tzinfo=UTC)) is None


def test_an_office_that_never_opens_is_an_error_and_not_a_promise() -> None:
    never = Queue(phone="1", words={"en": "never", "es": "nunca"}, open={}, federal_holidays=False)
    with pytest.raises(ValueError, match="does not open"):
        HOURS.model_copy(update={"queues": {"support": never}}).opens_at("support", datetime(2026, 5, 15, tzinfo=UTC))


def test_inauguration_day_is_no_federal_holiday_for_us() -> None:
    assert not hours.is_federal_holiday(date(2029, 1, 20))
    assert hours.is_federal_holiday(date(2026, 6, 19))
