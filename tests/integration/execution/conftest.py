from pathlib import Path

import pytest

from assistant.sealing import Keyring
from tests.conftest import Database
from tests.integration.execution.booking import Desk


@pytest.fixture
def desk(assistant_db: Database, durable_db: Database, tmp_path: Path) -> Desk:
    """A desk of this test's own."""
    return Desk(assistant_db, durable_db, Keyring.load_or_create(tmp_path / "keys.json"))
