"""`assist handoffs list`: what waits and who has what, and nobody's name or words."""

import asyncio
import base64
import json
from pathlib import Path

import pytest

from api.commands import handoffs as command
from api.commands.failures import UsageProblem
from assistant.sealing import Keyring
from tests.clock import Clock
from tests.conftest import Database
from tests.integration.assistant.floor_desk import MAYA, OMAR, ROSA, room_of

KEYS = Keyring({b"key1": bytes(32)}, b"key1")


@pytest.fixture
def handoffs(assistant_db: Database, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """One that waits, and one that Maya has; the command's environment names their database."""
    ring = json.dumps([{"id": b"key1".hex(), "key": base64.b64encode(bytes(32)).decode()}])
    monkeypatch.setenv("ASSIST_DESK_DATABASE_URL", assistant_db.url("assistant_desk"))
    monkeypatch.setenv("ASSIST_SEALING_KEYS", ring)
    monkeypatch.setenv("ASSIST_DATA_DIR", str(tmp_path))

    async def made() -> tuple[str, str]:
        async with room_of(assistant_db, clock, KEYS) as room:
            _, waits = await room.waiting(OMAR, "my secret words")
            _, taken = await room.accepted(ROSA, MAYA)
        return waits, taken

    return asyncio.run(made())


def test_they_are_listed_in_order_without_names_and_words(
    handoffs: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    command.listed(None, None, None, as_json=True)
    output = capsys.readouterr().out
    assert [(row["handoff_id"], row["state"], row["agent"]) for row in json.loads(output)["handoffs"]] == [
        (handoffs[0], "waiting", None),
        (handoffs[1], "accepted", "S-1"),
    ]
    assert not any(words in output for words in ("secret", "Omar", "Rosa", "B-1", "B-2"))
    command.listed("accepted", "support", None, as_json=True)
    assert [row["handoff_id"] for row in json.loads(capsys.readouterr().out)["handoffs"]] == [handoffs[1]]
    command.listed(None, None, None, as_json=False)
    assert "1 wait, 2 listed" in capsys.readouterr().out


@pytest.mark.parametrize(("state", "queue", "named"), [("merged", None, "waiting"), (None, "elsewhere", "fraud")])
def test_what_there_is_not_is_refused_in_words(state: str | None, queue: str | None, named: str) -> None:
    with pytest.raises(UsageProblem, match=named):
        command.listed(state, queue, None, as_json=True)
