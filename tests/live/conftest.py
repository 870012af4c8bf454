"""The live model, and the switch that turns the long run on."""

import pytest

from tests.live.small_model import SmallModel


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--live", action="store_true", help="ask a small live model fifty questions (minutes)")


@pytest.fixture(scope="session")
def small_model() -> SmallModel:
    return SmallModel()


@pytest.fixture
def live(request: pytest.FixtureRequest) -> None:
    """For tests of the long run only."""
    if not request.config.getoption("--live", default=False):
        pytest.skip("needs --live (make live)")
