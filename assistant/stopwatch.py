"""Adds up where a turn's time goes."""

import time
from collections.abc import Generator
from contextlib import contextmanager

from assistant.results import Timings


@contextmanager
def measured(timings: Timings, part: str) -> Generator[None]:
    """Add the block's wall time to `timings.<part>` in milliseconds, whether it ends well or not."""
    started = time.perf_counter()
    try:
        yield
    finally:
        setattr(timings, part, getattr(timings, part) + (time.perf_counter() - started) * 1000)
