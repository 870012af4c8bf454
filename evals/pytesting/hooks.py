"""Hooks of the plugin for other plugins and conftest files."""

import pytest

from evals.pytesting.playing import Player


@pytest.hookspec(firstresult=True)
def pytest_eval_player(config: pytest.Config) -> Player | None:
    """Who plays eval cases in this process; by default the assistant of this checkout in a world of its own.

    Called once, when the first case is played; `close` is called at the end of the session.
    """
