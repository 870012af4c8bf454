"""pytest plugin: `pytest evals` plays eval cases as tests, one process one world.

evals/conftest.py loads it, so that nothing changes for `pytest` alone.
"""

from pathlib import Path
from typing import Any, cast, get_args

import pytest

from evals.case import FOLDERS, load_suite
from evals.pytesting import hooks
from evals.pytesting.items import PLAYER, EvalFile, marks_of, options_of, suite_of
from evals.pytesting.playing import Player
from evals.records import Lane


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("evals", "eval cases")
    group.addoption("--eval-seed", type=int, default=0, help="Of portfolio, people and wording (default 0).")
    group.addoption("--eval-lane", choices=get_args(Lane), default="local", help="Where answers come from.")
    group.addoption("--eval-model", default=None, help="local, openai:NAME, anthropic:NAME, compatible:NAME.")
    group.addoption("--eval-repeats", type=int, default=1, help="How often each case is played (default 1).")


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    pluginmanager.add_hookspecs(hooks)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "critical: eval cases whose new failure decides alone")
    for suite in FOLDERS:
        config.addinivalue_line("markers", f"{suite}: eval cases of this suite")
    if config.getoption("markers", default=False):
        names = {name for suite in FOLDERS for case in load_suite(suite) for name in marks_of(case, suite)}
        for name in sorted(names - {"critical", *FOLDERS}):
            config.addinivalue_line("markers", f"{name}: eval cases of this domain or tag")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> EvalFile | None:
    return cast(Any, EvalFile).from_parent(parent, path=file_path) if suite_of(file_path) else None


@pytest.hookimpl(trylast=True)
def pytest_eval_player(config: pytest.Config) -> Player:
    from evals.pytesting.player import WorldPlayer  # brings the whole assistant

    return WorldPlayer(options_of(config))


def pytest_unconfigure(config: pytest.Config) -> None:
    player = config.stash.get(PLAYER, None)
    if player:
        player.close()
