"""An auditor sees what was seen, said and done in a turn, and is told where what is stored is not what was."""

import io
import json
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from langchain_core.messages import AIMessage, BaseMessage
from psycopg import AsyncConnection
from psycopg.rows import dict_row

from api.commands.audit_page import page
from assistant import audit
from assistant.bootstrap import keyring
from assistant.memory import Memory, Place
from assistant.reconstruction import Reconstruction, TurnUnknown, reconstruct, told
from assistant.results import TurnResult
from assistant.settings import Settings
from tests.conftest import INDEXED, Database
from tests.lightly import desk
from tests.serving import calls

SAID = "is there a penalty for paying my loan off early?"


@pytest.fixture(scope="module")
def indexed(clone_database: Callable[[str], Database]) -> Database:
    return clone_database(INDEXED)


@asynccontextmanager
async def operations(database: Database, folder: Path) -> AsyncGenerator[AsyncConnection[dict[str, Any]]]:
    url = database.url("assistant_ops")
    connected = await AsyncConnection[dict[str, Any]].connect(url, autocommit=True, row_factory=dict_row)
    async with connected as connection:
        await audit.signing(keyring(Settings(data_dir=folder)))(connection)
        yield connection


async def shown(database: Database, folder: Path, turn_id: str) -> Reconstruction:
    async def open_passage(document: str, version: int, section: str) -> str | None:
        with psycopg.connect(database.url("postgres")) as connection:
            query = """SELECT s.text FROM policies.sections s JOIN policies.documents d ON d.id = s.document_id
                WHERE d.document = %s AND d.version = %s AND s.anchor = %s"""
            row = connection.execute(query, [document.split(".")[0], str(version), section]).fetchone()
        return row[0] if row else None

    async with operations(database, folder) as connection:
        keys = keyring(Settings(data_dir=folder))
        return await reconstruct(connection, keys, turn_id, "operator:test", open_passage)


async def looks_up_and_quotes(messages: Sequence[BaseMessage]) -> AIMessage:
    """Searches and reads the balance, then says the first sentence of the first passage."""
    answers = [json.loads(str(message.content)) for message in messages if message.type == "tool"]
    if not answers:
        return calls(("search_policies", {"query": "prepayment penalty"}), ("get_balance", {}))
    shown = answers[0]["passages"][0]["text"]
    first: str = shown if isinstance(shown, str) else shown["untrusted_text"]
    return AIMessage(first.partition(". ")[0].removesuffix(".") + ". [P1]")


async def turn(database: Database, folder: Path) -> TurnResult:
    async with desk(database.url("assistant_app"), folder) as opened:
        opened.acts(looks_up_and_quotes)
        return await opened.say(SAID)


def failed(found: Reconstruction) -> list[str]:
    return [check.what for check in found.checks if not check.holds]


async def test_a_turn_is_shown_as_it_was(indexed: Database, tmp_path: Path) -> None:
    result = await turn(indexed, tmp_path)
    found = await shown(indexed, tmp_path, result.turn_id)
    assert failed(found) == []
    assert (found.said, found.answer, found.outcome) == (SAID, result.answer, result.outcome)
    assert [call["name"] for call in found.tools][:2] == [call.name for call in result.tool_calls][:2]
    assert found.passages
    assert all(passage["opens"] and passage["unchanged"] for passage in found.passages)
    assert found.record["prompt"] == result.prompt
    assert found.record["parameters"]["temperature"] == 0
    assert len([check for check in found.checks if check.what.startswith("tool call")]) == len(result.tool_calls)
    assert json.loads(told(found))["holds"] is True


async def test_reading_a_turn_is_recorded_and_shown_to_the_next_reader(indexed: Database, tmp_path: Path) -> None:
    result = await turn(indexed, tmp_path)
    assert (await shown(indexed, tmp_path, result.turn_id)).later == []
    (reading,) = (await shown(indexed, tmp_path, result.turn_id)).later
    assert (reading["kind"], reading["subject"]) == ("read", "operator:test")


async def test_a_changed_answer_does_not_hold(indexed: Database, tmp_path: Path) -> None:
    """By somebody who has the sealing key too, but cannot rewrite the record."""
    result = await turn(indexed, tmp_path)
    place = Place("B-1", result.thread_id, result.turn_id)
    changed = result.model_copy(update={"answer": "There is a penalty.", "tool_calls": result.tool_calls[:1]})
    sealed = Memory(keyring(Settings(data_dir=tmp_path))).seal_result(place, changed)
    with psycopg.connect(indexed.url("postgres")) as connection:
        connection.execute("UPDATE assistant.turns SET result = %s WHERE turn_id = %s", [sealed, result.turn_id])
    found = await shown(indexed, tmp_path, result.turn_id)
    assert not found.holds
    assert {"the answer", "as many tool calls"} <= set(failed(found))


async def test_a_record_that_was_written_anew_does_not_hold(indexed: Database, tmp_path: Path) -> None:
    result = await turn(indexed, tmp_path)
    with psycopg.connect(indexed.url("postgres")) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(
            """UPDATE assistant.audit SET body = jsonb_set(body, '{outcome}', '"refused"') WHERE ref = %s""",
            [result.turn_id],
        )
    assert {"the record's hash", "the outcome and the prompt"} <= set(
        failed(await shown(indexed, tmp_path, result.turn_id))
    )


async def test_words_of_another_place_are_not_shown(indexed: Database, tmp_path: Path) -> None:
    one, other = await turn(indexed, tmp_path), await turn(indexed, tmp_path)
    with psycopg.connect(indexed.url("postgres")) as connection:
        connection.execute(
            """UPDATE assistant.turns SET user_text = o.user_text FROM assistant.turns o
               WHERE assistant.turns.turn_id = %s AND o.turn_id = %s""",
            [one.turn_id, other.turn_id],
        )
    found = await shown(indexed, tmp_path, one.turn_id)
    assert not found.holds
    assert found.said is None


async def test_after_deletion_the_record_tells_what_is_left(indexed: Database, tmp_path: Path) -> None:
    result = await turn(indexed, tmp_path)
    with psycopg.connect(indexed.url("postgres")) as connection:
        connection.execute("DELETE FROM assistant.turns WHERE turn_id = %s", [result.turn_id])
    found = await shown(indexed, tmp_path, result.turn_id)
    assert failed(found) == []
    assert (found.said, found.answer) == (None, None)
    assert [call["name"] for call in found.record["tools"]][:1] == ["search_policies"]


async def test_a_turn_without_a_record_is_told(indexed: Database, tmp_path: Path) -> None:
    result = await turn(indexed, tmp_path)
    with psycopg.connect(indexed.url("postgres")) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("DELETE FROM assistant.audit WHERE ref = %s", [result.turn_id])
    assert failed(await shown(indexed, tmp_path, result.turn_id)) == ["the turn has an audit record"]


@pytest.mark.parametrize("turn_id", ["6f9619ff-8b86-4011-b42d-00c04fc964ff", "nonsense", "' OR 1=1 --"])
async def test_a_turn_that_never_was_is_unknown(indexed: Database, tmp_path: Path, turn_id: str) -> None:
    with pytest.raises(TurnUnknown):
        await shown(indexed, tmp_path, turn_id)


async def test_the_page_has_every_part_as_plain_text(indexed: Database, tmp_path: Path) -> None:
    from rich.console import Console

    result = await turn(indexed, tmp_path)
    console = Console(width=160, record=True, file=io.StringIO())
    console.print(page(await shown(indexed, tmp_path, result.turn_id)))
    text = console.export_text()
    for part in (result.turn_id, SAID, "Passages it was given", "Tools it called", "search_policies", "Guards"):
        assert part in text
    assert "All of it is what was recorded." in text
