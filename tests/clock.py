"""Time for tests: it stands still until a test moves it."""

from datetime import UTC, datetime

import pytest

START = datetime(2026, 5, 15, 12, tzinfo=UTC)


class Clock:
    """A clock that begins at START and is set by hand."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()
