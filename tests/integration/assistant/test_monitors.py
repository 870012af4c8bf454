"""The monitors give what a period's turns come to, counted by hand; an empty period gives zeros and no error."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from assistant.canaries.bands import Counts, counted
from assistant.desk.connection import DeskPool
from assistant.monitors.figures import Figures, Monitors, Slice, SliceFigures, Suggestions
from assistant.monitors.period import Period, PeriodRefused, plan
from assistant.results import GuardVerdict, Outcome, TurnResult
from tests.conftest import Database
from tests.integration.assistant.audit_desk import pool_of
from tests.integration.assistant.counted_turns import END, START, TURNS, keep
from tools.caller import Caller

AUDITOR = Caller("S-9", "auditor", 1)
NOTHING = Figures()


@asynccontextmanager
async def monitors(
    database: Database, since: datetime = START, until: datetime = END, caller: Caller = AUDITOR
) -> AsyncGenerator[Monitors]:
    async with pool_of(database, "assistant_desk") as pool, DeskPool(pool).looking(caller) as connection:
        yield Monitors(connection, Period(since, until))


@pytest.fixture
def counted_db(assistant_db: Database) -> Database:
    keep(assistant_db)
    return assistant_db


async def test_totals_are_what_was_counted_by_hand(counted_db: Database) -> None:
    async with monitors(counted_db) as opened:
        found = await opened.totals()
    assert found == Figures(
        turns=7,
        threads=4,  # A, B, C, D; E is a member of staff's
        containment=2 / 4,  # C and D: D's hand-off was before the period
        handoff=1 / 7,
        abstention=1 / 7,
        guard_blocks=1 / 7,
        failed=1 / 7,
        p50_ms=400,
        p95_ms=670,  # 0.95 * 6 = 5.7: 600 + 0.7 * 100
        cost_usd=1.5,
        uncosted=1,
        liked=1,
        disliked=2,
        suggestions=Suggestions(accepted=1, edited=1, rejected=1),
    )


async def test_the_series_has_every_hour_and_adds_up(counted_db: Database) -> None:
    async with monitors(counted_db) as opened:
        steps = await opened.series()
    assert [step.at for step in steps] == [START + timedelta(hours=hour) for hour in range(24)]
    assert [step.turns for step in steps] == [2, 2, 3, *[0] * 21]
    assert [step.containment for step in steps[:3]] == [0, 0, 1]
    assert steps[0].suggestions == Suggestions(accepted=1, edited=1)
    assert (steps[1].disliked, steps[1].handoff, steps[1].p95_ms) == (2, 0, 395)
    assert steps[3].model_dump(exclude={"at"}) == NOTHING.model_dump()


@pytest.mark.parametrize(
    ("by", "values"),
    [
        ("role", {"borrower": 5, "anonymous": 1, "support_agent": 1}),
        ("channel", {"chat": 5, "copilot": 1, "openai": 1}),
        ("language", {"en": 5, "es": 2}),
        ("domain", {"payments": 5, "fees": 1, "person": 1}),
        ("prompt", {"assistant@8#0": 7}),
        ("model", {"local": 5, "openai:gpt-4o": 1, "openai:unheard-of": 1}),
    ],
)
async def test_slices_are_all_turns_the_most_first(counted_db: Database, by: Slice, values: dict[str, int]) -> None:
    async with monitors(counted_db) as opened:
        assert {one.value: one.turns for one in await opened.slices(by)} == values


async def test_a_slice_has_its_own_threads_costs_opinions_and_suggestions(counted_db: Database) -> None:
    async with monitors(counted_db) as opened:
        models = {one.value: one for one in await opened.slices("model")}
        languages = {one.value: one for one in await opened.slices("language")}
        roles = {one.value: one for one in await opened.slices("role")}
    assert (models["openai:unheard-of"].cost_usd, models["openai:unheard-of"].uncosted) == (None, 1)
    assert models["openai:gpt-4o"].suggestions == Suggestions(rejected=1)
    assert (languages["es"].containment, languages["es"].abstention, languages["es"].disliked) == (0, 1 / 2, 2)
    assert languages["es"].suggestions == Suggestions(rejected=1)
    assert (roles["support_agent"].threads, roles["support_agent"].containment) == (0, None)
    assert roles["borrower"].suggestions is None


async def test_an_empty_period_gives_zeros(counted_db: Database) -> None:
    async with monitors(counted_db, END + timedelta(days=1), END + timedelta(days=2)) as opened:
        assert await opened.totals() == NOTHING
        assert {step.turns for step in await opened.series()} == {0}
        assert await opened.slices("domain") == []


async def test_shares_are_those_of_the_canaries_monitors(counted_db: Database) -> None:
    """One definition: what a band would see of these turns is what the monitors say of them."""
    inside = [turn for turn in TURNS if 0 <= turn.hour < 24]
    outcomes: dict[str, Outcome] = {"answered": "answered", "handoff": "handoff", "abstained": "abstained"}
    block = GuardVerdict(name="g", direction="output", verdict="rebuild", ms=0)
    counts = [
        counted(
            TurnResult(
                thread_id="t",
                turn_id="u",
                outcome=outcomes.get(turn.outcome, "failed"),
                answer="",
                guards=[block] if turn.guarded else [],
                prompt="p",
                model="m",
            )
        )
        for turn in inside
    ]
    added = Counts(
        turns=len(counts),
        abstained=sum(one.abstained for one in counts),
        handed_off=sum(one.handed_off for one in counts),
        guarded=sum(one.guarded for one in counts),
    )
    async with monitors(counted_db) as opened:
        found = await opened.totals()
    assert (found.abstention, found.handoff, found.guard_blocks) == (
        added.share("abstained"),
        added.share("handed_off"),
        added.share("guarded"),
    )


async def test_a_slice_is_cut_to_its_largest_values(counted_db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    few = plan().model_copy(update={"most_values": 1})
    monkeypatch.setattr("assistant.monitors.figures.plan", lambda: few)
    async with monitors(counted_db) as opened:
        found: list[SliceFigures] = await opened.slices("model")
    assert [one.value for one in found] == ["local"]


NOW = datetime(2026, 5, 15, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("since", "until", "length"),
    [
        (None, None, timedelta(days=7)),
        ("2026-05-14", "2026-05-14", timedelta(days=1)),
        ("2026-05-14T00:00:00Z", "2026-05-14T01:30:00+00:00", timedelta(hours=1, minutes=30)),
        ("2026-05-14", None, timedelta(days=1, hours=12)),
    ],
)
def test_periods(since: str | None, until: str | None, length: timedelta) -> None:
    period = Period.of(since, until, NOW)
    assert period.until - period.since == length
    assert 1 <= len(period.steps()) <= plan().most_buckets


@pytest.mark.parametrize("hours", [0.01, 1, 5, 24, 7 * 24, 30 * 24, plan().most_days * 24])
def test_a_series_has_few_steps_that_cover_the_period(hours: float) -> None:
    period = Period(NOW - timedelta(hours=hours), NOW)
    steps = period.steps()
    assert steps[0] == period.since
    assert steps[-1] < NOW <= steps[-1] + period.step
    assert len(steps) <= plan().most_buckets


@pytest.mark.parametrize(
    ("since", "until"),
    [("2026-05-15", "2026-05-14"), ("2026-01-01", "2026-05-14"), ("yesterday", None), (None, "9999-12-31"), ("", "x")],
)
def test_what_is_no_period_is_refused(since: str | None, until: str | None) -> None:
    with pytest.raises(PeriodRefused):
        Period.of(since, until, NOW)
