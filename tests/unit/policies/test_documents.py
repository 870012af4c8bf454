"""Reading documents: what is kept, what is refused, and that a refusal says where and what to do."""

from pathlib import Path

import pytest

from policies.documents import DocumentError, merge_same_keys, parse, parse_line
from policies.lint import lint

_FRONT = """---
id: POL-TEST-01
title: Testing a policy
version: 1
effective_from: 2025-10-01
effective_to: null
products: [cash_line]
states: [all]
audience: borrower
owner: Servicing Policy
sources: []
summary: What a test says.
asks: ["how do tests work"]
---
"""
_BODY = "## First part {#first-part}\nOne sentence here.\n\n## En español {#en-espanol}\nUna frase aquí.\n"


def _write(folder: Path, text: str, name: str = "POL-TEST-01.v1.md") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_sections_keep_their_anchor_text_and_language(tmp_path: Path) -> None:
    document = parse(_write(tmp_path, _FRONT + _BODY))
    assert [(section.anchor, section.language, section.text) for section in document.sections] == [
        ("first-part", "en", "One sentence here."),
        ("en-espanol", "es", "Una frase aquí."),
    ]
    assert [section.line for section in document.sections] == [15, 18]


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        (("owner:", "owners:"), 1, "owner"),
        (("version: 1", "version: one"), 4, "version"),
        (("audience: borrower", "audience: everyone"), 9, "audience"),
        (("{#first-part}", ""), 15, "no anchor"),
        (("{#en-espanol}", "{#first-part}"), 18, "taken in line 15"),
        (("One sentence here.", ""), 15, "empty"),
        (("effective_to: null", "effective_to: 2024-01-01"), 1, "before effective_from"),
        (("title: Testing", "title: a: b: Testing"), 3, "YAML"),
        (("id: POL-TEST-01", "id: POL-OTHER-01"), 2, "rename the file to POL-OTHER-01.v1.md"),
    ],
)
def test_a_refusal_names_file_line_and_remedy(tmp_path: Path, change: tuple[str, str], line: int, says: str) -> None:
    path = _write(tmp_path, (_FRONT + _BODY).replace(*change, 1))
    with pytest.raises(DocumentError) as refusal:
        parse(path)
    assert refusal.value.line == line
    assert str(refusal.value).startswith(f"{path.name}:{line}: ")
    assert says in str(refusal.value)


def test_bytes_that_are_not_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "POL-TEST-01.v1.md"
    path.write_bytes(b"---\nid: \xff\xfe\n---\n")
    with pytest.raises(DocumentError, match="UTF-8"):
        parse(path)


def test_two_versions_in_force_on_one_day_clash(tmp_path: Path) -> None:
    first = parse(_write(tmp_path, _FRONT + _BODY))
    later = _FRONT.replace("version: 1", "version: 2").replace("2025-10-01", "2026-01-01")
    second = parse(_write(tmp_path, later + _BODY, "POL-TEST-01.v2.md"))
    kept, refused = merge_same_keys([second, first])
    assert [document.version for document in kept] == ["1"]
    assert "set that one's effective_to" in str(refused[0])


@pytest.mark.parametrize("line", ["", "[1]", '{"cite": "1 X 2"}', '{"cite": "", "text": "a"}', "[" * 100_000])
def test_bad_json_lines_are_refused(line: str) -> None:
    with pytest.raises(DocumentError, match="cite, title and text"):
        parse_line("laws.jsonl", 3, line, {})


def test_a_line_takes_its_descriptions_and_as_of_date() -> None:
    line = '{"cite": "1 X 2", "title": "§ 1.2 Late fees.", "text": "Fees.", "asof": "2023-04-01"}'
    document = parse_line("laws.jsonl", 1, line, {"1 X 2": ("how high are late fees",)})
    assert (document.title, document.version, document.asks) == (
        "Late fees.",
        "2023-04-01",
        ("how high are late fees",),
    )


def test_lint_asks_for_length_and_own_substance(tmp_path: Path) -> None:
    shared = " ".join(f"word{number}" for number in range(320))
    own = " ".join(f"other{number}" for number in range(320))
    for name, text in (("ONE", shared), ("TWO", shared), ("THREE", own), ("FOUR", "short")):
        front = _FRONT.replace("POL-TEST-01", f"POL-{name}-01")
        _write(tmp_path, f"{front}## Part {{#part}}\n{text}\n", f"POL-{name}-01.v1.md")
    said = [str(error) for error in lint(tmp_path)]
    assert len(said) == 2
    assert said[0].startswith("POL-FOUR-01.v1.md:1: has 1 words")
    assert "shares 100% of its 8-word runs with POL-ONE-01.v1.md" in said[1]
