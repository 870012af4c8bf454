"""When a canary gives its threads back: on a clear excess of what its monitors count, and not before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.canaries.bands import Bands, Counts, Monitor, load, out_of_band

BANDS = load()
MONITORS: list[Monitor] = list(BANDS.most_above)


def test_the_four_monitors_have_bands() -> None:
    assert sorted(MONITORS) == ["abstained", "disliked", "guarded", "handed_off"]


@pytest.mark.parametrize("monitor", MONITORS)
def test_a_clear_excess_is_out_of_band_and_named(monitor: Monitor) -> None:
    stable = Counts(turns=1000, **{monitor: 20})
    (found,) = out_of_band(stable, Counts(turns=100, **{monitor: 30}), BANDS)
    assert "30.0% of 100 turns" in found
    assert out_of_band(stable, Counts(turns=100, **{monitor: 3}), BANDS) == []


def test_nothing_is_decided_on_few_turns_or_without_a_comparison() -> None:
    bad = Counts(turns=BANDS.fewest_turns - 1, abstained=BANDS.fewest_turns - 1)
    assert out_of_band(Counts(turns=1000), bad, BANDS) == []
    assert out_of_band(Counts(), Counts(turns=500, abstained=500), BANDS) == []


def test_a_sure_but_small_excess_stays_in_its_band() -> None:
    wide = Bands(fewest_turns=1, alpha=0.05, most_above={"abstained": 0.5})
    assert out_of_band(Counts(turns=1000), Counts(turns=1000, abstained=400), wide) == []


@given(st.integers(0, 400), st.integers(0, 400), st.sampled_from(MONITORS))
def test_equal_shares_never_leave_the_band(hits: int, more: int, monitor: Monitor) -> None:
    counts = Counts(turns=400 + more, **{monitor: min(hits, 400 + more)})
    assert out_of_band(counts, counts, BANDS) == []
