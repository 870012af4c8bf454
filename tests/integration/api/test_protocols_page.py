"""The examples of docs/protocols.md run as they stand against a served API; those for Node where its clients are."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.acting import Acting
from tests.clients.scripted import plays

ROOT = Path(__file__).resolve().parents[3]
_BLOCK = re.compile(r"^```(python|js)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLES = _BLOCK.findall((ROOT / "docs" / "protocols.md").read_text(encoding="utf-8"))
_CLIENTS = {"@ag-ui/client": "agui", '"openai"': "openai-node", "@modelcontextprotocol": "mcp-node"}


def command_of(language: str, code: str, known: str) -> tuple[list[str], Path]:
    """How the example runs, and where its packages are found."""
    if language == "python":
        return [sys.executable, "-c", known + code], ROOT
    folder = ROOT / "tests" / "clients" / next(name for mark, name in _CLIENTS.items() if mark in code)
    if shutil.which("node") is None or not (folder / "node_modules").is_dir():
        pytest.skip(f"{folder.name} is not installed; `make clients` installs it")
    constants = known.replace("URL =", "const URL =").replace("TOKEN =", "const TOKEN =")
    return ["node", "--input-type=module", "-e", constants + code], folder


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_runs_as_it_stands(acting: Acting, number: int) -> None:
    language, code = EXAMPLES[number]
    acting.model.play = plays
    token = acting.books.token(acting.books.who("current"))
    command, folder = command_of(language, code, f'URL = "{acting.url}"\nTOKEN = "{token}"\n')
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    ended = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.strip()


def test_every_protocol_has_its_examples() -> None:
    assert [language for language, _ in EXAMPLES].count("python") >= 3
    assert {name for mark, name in _CLIENTS.items() for _, code in EXAMPLES if mark in code} == set(_CLIENTS.values())
