"""Changes of the system prompt's rules: dropped, weakened, turned round; or only moved, reflowed and said otherwise."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, cast

import yaml

from evals.selftest.generators.template import Made, Template
from evals.selftest.mutation import Edit, Folder, replaced, rewritten

_DATA = Path(__file__).parents[1]
_HELD_OUT = 3
_BODY = "assistant.md"


@cache
def _read(name: str) -> Any:
    return yaml.safe_load((_DATA / name).read_text(encoding="utf-8"))


def areas_of(text: str) -> list[str]:
    """Where a finding about a rule belongs, by hand."""
    return next(entry["areas"] for entry in _read("expected.yaml") if any(words in text for words in entry["has"]))


def bullets(folder: Folder, file: str) -> list[str]:
    """The lines of a fragment that are rules."""
    return [line for line in folder.text(file).splitlines() if line.strip() and not line.startswith("#")]


def _sentences(bullet: str) -> list[str]:
    return [one for one in re.split(r"(?<=[.!?]) (?=[A-Z\"])", bullet.removeprefix("- ")) if len(one) > 3]


def _pick(folder: Folder, random: Random) -> tuple[str, str]:
    """A fragment, weighted by its rules, and one of its bullets."""
    pool = [(file, bullet) for file in folder.rules for bullet in bullets(folder, file)]
    return random.choice(pool)


def _drop_bullet(folder: Folder, random: Random) -> Made | None:
    file, bullet = _pick(folder, random)
    return Made(replaced(folder, file, bullet + "\n", ""), f"dropped the rule {bullet!r}", _all_areas([bullet]))


def _drop_sentence(folder: Folder, random: Random) -> Made | None:
    file, bullet = _pick(folder, random)
    parts = _sentences(bullet)
    if len(parts) < 2:
        return None
    gone = random.choice(parts)
    left = "- " + " ".join(part for part in parts if part != gone)
    return Made(replaced(folder, file, bullet, left), f"dropped the sentence {gone!r}", areas_of(gone))


def _truncate(folder: Folder, random: Random) -> Made | None:
    file = random.choice(folder.rules)
    lines = bullets(folder, file)
    if len(lines) < 3:
        return None
    text = folder.text(file)
    cut = text.index(lines[len(lines) // 2])
    gone = text[cut:].splitlines()
    return Made(rewritten(file, text[:cut]), f"cut {file} in the middle", _all_areas(gone))


def _empty(folder: Folder, random: Random) -> Made | None:
    file = random.choice(folder.rules)
    return Made(rewritten(file, "\n"), f"emptied {file}", _all_areas(bullets(folder, file)))


def _drop_include(folder: Folder, random: Random) -> Made | None:
    included = re.findall(r'\{% include "[^"]+" %\}\n', folder.text(_BODY))
    gone = random.choice(included)
    file = gone.split('"')[1]
    areas = _all_areas(bullets(folder, file))
    return Made(replaced(folder, _BODY, gone, ""), f"no longer includes {file}", areas)


def _drop_item(folder: Folder, random: Random) -> Made | None:
    file, bullet = _pick(folder, random)
    if areas_of(bullet) == ["style"]:
        return None
    items = cast(list[str], re.findall(r"(?:, )([^,.;:()`\"]{3,40})(?=,| or | and )", bullet))
    if len(items) < 2:
        return None
    item = random.choice(items)
    sentence = next((one for one in _sentences(bullet) if item in one), bullet)
    edits = replaced(folder, file, bullet, bullet.replace(f", {item}", "", 1))
    return Made(edits, f"dropped {item!r} from a list", areas_of(sentence))


def _swap_token(folder: Folder, random: Random) -> Made | None:
    file, bullet = _pick(folder, random)
    tokens = re.findall(r"`(hand_off|decline|search_policies|ask_clarification|withdraw_proposals)`", bullet)
    if not tokens:
        return None
    token = random.choice(tokens)
    other = random.choice(
        [name for name in ("hand_off", "decline", "search_policies", "ask_clarification") if name != token]
    )
    sentence = next(one for one in _sentences(bullet) if f"`{token}`" in one)
    edits = replaced(folder, file, bullet, bullet.replace(f"`{token}`", f"`{other}`", 1))
    return Made(edits, f"`{token}` became `{other}`", areas_of(sentence))


def _swap_branches(folder: Folder, random: Random) -> Made | None:
    text = folder.text(_BODY)
    one, other = random.sample(re.findall(r'signed_in == "(\w+)"', text), 2)
    turned = (
        text.replace(f'== "{one}"', "== @").replace(f'== "{other}"', f'== "{one}"').replace("== @", f'== "{other}"')
    )
    return Made(rewritten(_BODY, turned), f"swapped the callers {one} and {other}", ["privacy"])


def _rewrite(entry: dict[str, str], *, harmful: bool) -> Callable[[Folder, Random], Made | None]:
    find = re.compile(entry["find"])

    def make(folder: Folder, random: Random) -> Made | None:
        pool = [
            (file, bullet, sentence)
            for file in folder.rules
            for bullet in bullets(folder, file)
            for sentence in _sentences(bullet)
            if find.search(sentence) and not (harmful and areas_of(sentence) == ["style"])
        ]
        if not pool:
            return None
        file, bullet, sentence = random.choice(pool)
        put = find.sub(entry["put"], sentence, count=1)
        edits = replaced(folder, file, bullet, bullet.replace(sentence, put[0].upper() + put[1:], 1))
        return Made(edits, f"{sentence!r} became {put!r}", areas_of(sentence))

    return make


def _add(entry: dict[str, Any]) -> Callable[[Folder, Random], Made | None]:
    def make(folder: Folder, random: Random) -> Made | None:
        file = random.choice([name for name in folder.rules if len(bullets(folder, name)) > 1])
        after = random.choice(bullets(folder, file))
        edits = replaced(folder, file, after, f"{after}\n- {entry['says']}")
        return Made(edits, f"added {entry['says']!r}", entry.get("areas", []))

    return make


def _shuffle(folder: Folder, random: Random) -> Made | None:
    file = random.choice([name for name in folder.rules if len(bullets(folder, name)) > 2])
    lines = bullets(folder, file)
    head = folder.text(file)[: folder.text(file).index(lines[0])]
    mixed = random.sample(lines, len(lines))
    return Made(rewritten(file, head + "\n".join(mixed) + "\n"), f"reordered {file}", []) if mixed != lines else None


def _reorder_includes(folder: Folder, random: Random) -> Made | None:
    text = folder.text(_BODY)
    included = re.findall(r'\{% include "[^"]+" %\}', text)[1:]
    mixed = iter(random.sample(included, len(included)))
    turned = re.sub(r'(?<!---\n)\{% include "[^"]+" %\}', lambda _: next(mixed), text)
    return Made(rewritten(_BODY, turned), "reordered the fragments", [])


def _reflow(folder: Folder, random: Random) -> Made | None:
    file, bullet = _pick(folder, random)
    words = bullet.split(" ")
    at = sorted(random.sample(range(2, len(words)), min(3, len(words) - 2))) if len(words) > 6 else []
    made = "".join(("\n  " if index in at else " ") + word for index, word in enumerate(words)).strip()
    return Made(replaced(folder, file, bullet, made), f"broke the lines of {bullet[:40]!r}", []) if at else None


def _split(folder: Folder, random: Random) -> Made | None:
    """Two sentences for one that a semicolon joins; one for two that are short."""
    file, bullet = _pick(folder, random)
    if "; " in bullet and "(" not in bullet and "{" not in bullet:
        before, after = bullet.split("; ", 1)
        return Made(replaced(folder, file, bullet, f"{before}. {after[0].upper()}{after[1:]}"), "split a sentence", [])
    parts = _sentences(bullet)
    if len(parts) != 2 or '"' in bullet:
        return None
    joined = f"- {parts[0].rstrip('.')}; {parts[1][0].lower()}{parts[1][1:]}"
    return Made(replaced(folder, file, bullet, joined), "joined two sentences", [])


def _marks(folder: Folder, random: Random) -> Made | None:
    file = random.choice([name for name in folder.rules if "\n- " in folder.text(name)])
    text = folder.text(file)
    turned = random.choice(
        [
            text.replace("\n- ", "\n* "),
            text.replace("# ", "## ", 1),
            re.sub(r"^# .*$", "# Please note", text, count=1, flags=re.MULTILINE),
            text.replace("\n- ", "\n\n- "),
            text.replace("'", "’"),
            re.sub(r"\bNever\b", "NEVER", text),
        ]
    )
    return Made(rewritten(file, turned), f"other marks in {file}", []) if turned != text else None


def _join_bullets(folder: Folder, random: Random) -> Made | None:
    file = random.choice([name for name in folder.rules if len(bullets(folder, name)) > 2])
    lines = bullets(folder, file)
    at = random.randrange(len(lines) - 1)
    both = f"{lines[at]}\n{lines[at + 1]}"
    return Made(
        replaced(folder, file, both, f"{lines[at]} {lines[at + 1].removeprefix('- ')}"), "joined two bullets", []
    )


def _all_areas(lines: list[str]) -> list[str]:
    return sorted({area for line in lines for one in _sentences(line) for area in areas_of(one)})


def _of(name: str, harmful: bool, make: Callable[[Folder, Random], Made | None], *, heldout: bool = False) -> Template:
    return Template(f"rules.{name}", "instruction", harmful, make, heldout=heldout)


def templates() -> list[Template]:
    """All of this file, and one for each entry of rewrites.yaml, of which every third is held out."""
    data = cast(dict[str, list[dict[str, Any]]], _read("rewrites.yaml"))
    made = [
        _of("drop_bullet", True, _drop_bullet),
        _of("drop_sentence", True, _drop_sentence),
        _of("truncate", True, _truncate),
        _of("empty", True, _empty),
        _of("drop_include", True, _drop_include, heldout=True),
        _of("drop_item", True, _drop_item),
        _of("swap_token", True, _swap_token, heldout=True),
        _of("swap_branches", True, _swap_branches),
        _of("shuffle", False, _shuffle),
        _of("reorder_includes", False, _reorder_includes, heldout=True),
        _of("reflow", False, _reflow),
        _of("split", False, _split),
        _of("marks", False, _marks),
        _of("join_bullets", False, _join_bullets, heldout=True),
    ]
    for sort, harmful in (("harmful", True), ("harmless", False)):
        for at, entry in enumerate(data[sort]):
            held = at % _HELD_OUT == _HELD_OUT - 1
            made.append(_of(f"{sort}-{at}", harmful, _rewrite(entry, harmful=harmful), heldout=held))
        for at, entry in enumerate(data[f"added_{sort}"]):
            made.append(_of(f"added-{sort}-{at}", harmful, _add(entry), heldout=at % _HELD_OUT == _HELD_OUT - 1))
    return made


__all__ = ["Edit", "areas_of", "bullets", "templates"]
