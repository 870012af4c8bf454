"""Where the marks of the plots go; templates/plots.html draws them as inline SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10

from evals.reporting.costs import percentile
from evals.reporting.intervals import Share

INTERVAL_WIDTH = 240
HISTOGRAM_WIDTH, HISTOGRAM_HEIGHT = 560, 150
_BINS = 28


@dataclass(frozen=True)
class IntervalMark:
    """x positions of the bounds, the share, and the baseline's share where there is one."""

    low: float
    high: float
    share: float
    base: float | None


@dataclass(frozen=True)
class Scale:
    """Shares from `start` to 1 over the width of an interval plot."""

    start: float

    def x(self, share: float) -> float:
        return round(INTERVAL_WIDTH * (min(1.0, max(self.start, share)) - self.start) / (1 - self.start), 1)

    def mark(self, interval: Share, base: float | None = None) -> IntervalMark:
        share, low, high = interval
        return IntervalMark(self.x(low), self.x(high), self.x(share), None if base is None else self.x(base))

    @property
    def ticks(self) -> list[tuple[float, str]]:
        shares = [self.start + (1 - self.start) * part / 4 for part in range(5)]
        return [(self.x(share), f"{share:.0%}") for share in shares]


def scale(shares: Sequence[float]) -> Scale:
    """Starts at a round share below all of them, so that differences can be seen; never above 80%."""
    lowest = min(shares, default=0.0)
    return Scale(next(start for start in (0.8, 0.6, 0.4, 0.2, 0.0) if start <= lowest))


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    label: str


@dataclass(frozen=True)
class Mark:
    x: float
    label: str


@dataclass(frozen=True)
class Histogram:
    """bars: how many values in each bin; marks: median and 95th percentile; ticks: along the axis."""

    bars: Sequence[Bar]
    marks: Sequence[Mark]
    ticks: Sequence[Mark]


def histogram(values: Sequence[float], unit: str) -> Histogram | None:
    """None of no values. The axis starts at 0; values above it (the top hundredth) are in the last bin."""
    if not values:
        return None
    top = _round_up(percentile(values, 0.99))
    counts = [0] * _BINS
    for value in values:
        counts[min(_BINS - 1, int(_BINS * value / top))] += 1
    step, highest = HISTOGRAM_WIDTH / _BINS, max(counts)
    bars = [_bar(index, count, highest, step, top, unit) for index, count in enumerate(counts) if count]
    places = (("p50", percentile(values, 0.5)), ("p95", percentile(values, 0.95)))
    marks = [Mark(_x(value, top), f"{name} {value:,.0f} {unit}") for name, value in places]
    ticks = [Mark(_x(top * part / 4, top), f"{top * part / 4:,.0f}") for part in range(5)]
    return Histogram(bars, marks, ticks)


def _bar(index: int, count: int, highest: int, step: float, top: float, unit: str) -> Bar:
    height = HISTOGRAM_HEIGHT * count / highest
    low, high = top * index / _BINS, top * (index + 1) / _BINS
    label = f"{count} from {low:,.0f} to {high:,.0f} {unit}"
    return Bar(round(index * step, 1), round(HISTOGRAM_HEIGHT - height, 1), round(step - 1, 1), round(height, 1), label)


def _x(value: float, top: float) -> float:
    return round(HISTOGRAM_WIDTH * min(1.0, value / top), 1)


def _round_up(value: float) -> float:
    """The next 1, 2 or 5 times a power of ten."""
    if value <= 0:
        return 1.0
    power = 10.0 ** ceil(log10(value) - 1)
    return next(step * power for step in (1, 2, 5, 10) if step * power >= value)
