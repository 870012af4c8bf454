"""The clients' own conversations (tests/clients) against a served API with an executor; the model plays a script.

`make clients` plays them with the local model, in every client's own environment.
"""

import asyncio
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from stack.people import Person
from tests.acting import Acting
from tests.clients.scripted import plays

HERE = Path(__file__).resolve().parents[2] / "clients"
NODE = ["agui", "agui-legacy", "openai-node", "mcp-node"]


async def played(acting: Acting, command: list[str], person: Person, stranger: Person) -> dict[str, Any]:
    """What the client printed. The person's one-time code is made when it starts."""
    acting.model.play = plays
    environment = {
        **os.environ,
        "ASSIST_URL": acting.url,
        "ASSIST_PERSON": str(person["handle"]),
        "ASSIST_STRANGER": str(stranger["handle"]),
        "ASSIST_CODE": acting.books.issuer.codes.code(str(person["borrower_id"])),
    }
    process = await asyncio.create_subprocess_exec(
        *command, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    printed, failure = await process.communicate()
    return json.loads(printed) if printed else {"failed": 1, "broke": failure.decode()}


def holders(acting: Acting) -> list[Person]:
    """Borrowers with a Cash Line and nothing else, in good standing and with autopay."""
    wanted = {"autopay_on", "current"}
    alike = [each for each in acting.books.people if each["products"] == ["cash_line"]]
    return [each for each in alike if set(each["situation"]) >= wanted]


def refuted(saw: dict[str, Any]) -> list[Any]:
    return [*(check for check in saw.get("checks", []) if not check["ok"]), *filter(None, [saw["broke"]])]


@pytest.mark.parametrize("name", NODE)
async def test_a_node_client_plays_its_conversation(acting: Acting, name: str) -> None:
    if shutil.which("node") is None or not (HERE / name / "node_modules").is_dir():
        pytest.skip(f"tests/clients/{name} is not installed; `make clients` installs it")
    stranger, *people = holders(acting)
    saw = await played(acting, ["node", str(HERE / name / "play.mjs")], people[NODE.index(name) % 2], stranger)
    assert refuted(saw) == []
    assert len(saw["checks"]) >= 14


async def test_the_openai_package_of_this_environment_plays_its_conversation(acting: Acting) -> None:
    stranger, person, *_ = holders(acting)
    saw = await played(acting, [sys.executable, str(HERE / "chat_completions.py")], person, stranger)
    assert refuted(saw) == []
    assert len(saw["checks"]) >= 19
