"""Changes of tools.yaml: swapped, emptied and weakened descriptions, lost value words; or the same said otherwise."""

import re
from collections.abc import Callable
from random import Random
from typing import Any

from evals.review.data import slice_of_tool
from evals.selftest.generators.template import Made, Template
from evals.selftest.mutation import Folder, replaced, rewritten

_FILE = "tools.yaml"
_LINE = re.compile(r"^  description: (.*)$", re.MULTILINE)
_VALUES = re.compile(r"`[^`]+` \([^()]{12,}\)")


def _tools(folder: Folder) -> dict[str, Any]:
    return folder.yaml(_FILE)


def _area(folder: Folder, name: str) -> str:
    return slice_of_tool(name, write=bool(_tools(folder)[name].get("write")))


def _described(folder: Folder, name: str, put: str) -> str:
    """The file with another description of one tool."""
    text = folder.text(_FILE)
    start = text.index(f"\n{name}:\n")
    return text[:start] + _LINE.sub(lambda _: f"  description: {put}", text[start:], count=1)


def _swap(folder: Folder, random: Random) -> Made | None:
    one, other = random.sample(sorted(_tools(folder)), 2)
    old = {name: _tools(folder)[name]["description"] for name in (one, other)}
    text = folder.text(_FILE).replace(old[one], "@", 1).replace(old[other], old[one], 1).replace("@", old[other], 1)
    areas = [_area(folder, one), _area(folder, other)]
    return Made(rewritten(_FILE, text), f"swapped the descriptions of {one} and {other}", areas)


def _edit(change: Callable[[str, Random], str]) -> Callable[[Folder, Random], Made | None]:
    def make(folder: Folder, random: Random) -> Made | None:
        name = random.choice(sorted(_tools(folder)))
        old = _tools(folder)[name]["description"]
        new = change(old, random)
        if new == old or ": " in new:
            return None
        return Made(rewritten(_FILE, _described(folder, name, new or '""')), f"{name}: {new!r}", [_area(folder, name)])

    return make


def _cut(text: str, random: Random) -> str:
    words = text.split()
    return " ".join(words[: len(words) // 3]) + "." if len(words) > 8 else text


def _drop_last_sentence(text: str, random: Random) -> str:
    parts = re.split(r"(?<=\.) ", text)
    return " ".join(parts[:-1]) if len(parts) > 1 else text


def _drop_item(text: str, random: Random) -> str:
    items = re.findall(r", [^,.]{5,40}(?=[,.])", text)
    return text.replace(random.choice(items), "", 1) if len(items) > 1 else text


def _widen(text: str, random: Random) -> str:
    return text.replace("Only when the borrower asks", "Also when it may help the borrower, even if they did not ask")


def _rename_purpose(text: str, random: Random) -> str:
    return "General information for the borrower."


def _values(change: Callable[[str, Random], str]) -> Callable[[Folder, Random], Made | None]:
    """Change one value's words in one argument's text."""

    def make(folder: Folder, random: Random) -> Made | None:
        found = [one for one in _VALUES.findall(folder.text(_FILE)) if one.count(",") >= 2]
        old = random.choice(found)
        name = next(
            name
            for name, tool in _tools(folder).items()
            if any(old in text for text in tool.get("arguments", {}).values())
        )
        return Made(replaced(folder, _FILE, old, change(old, random)), f"words of {old[:50]!r}", [_area(folder, name)])

    return make


def _half_of_words(value: str, random: Random) -> str:
    head, words = value[:-1].split(" (", 1)
    listed = words.split(", ")
    return f"{head} ({', '.join(listed[: len(listed) // 2])})"


def _no_words(value: str, random: Random) -> str:
    return value.split(" (", 1)[0]


def _more_words(value: str, random: Random) -> str:
    return value[:-1] + f", {random.choice(['kind of that', 'that sort', 'what they call it'])})"


def _mixed_words(value: str, random: Random) -> str:
    head, words = value[:-1].split(" (", 1)
    listed = words.split(", ")
    return f"{head} ({', '.join(random.sample(listed, len(listed)))})"


def _swap_values(folder: Folder, random: Random) -> Made | None:
    """Two values of one argument take each other's words."""
    lists = [
        (name, text)
        for name, tool in _tools(folder).items()
        for text in tool.get("arguments", {}).values()
        if text.count("` (") > 1
    ]
    name, text = random.choice(lists)
    one, other = random.sample(re.findall(r"`[^`]+` \([^()]+\)", text), 2)
    (a, of_a), (b, of_b) = one.split(" (", 1), other.split(" (", 1)
    turned = text.replace(one, "@", 1).replace(other, f"{b} ({of_a}", 1).replace("@", f"{a} ({of_b}", 1)
    return Made(replaced(folder, _FILE, text, turned), f"{name}: {a} and {b} swap words", [_area(folder, name)])


def _drop_argument(folder: Folder, random: Random) -> Made | None:
    lines = re.findall(r"^    \w+: .+\n", folder.text(_FILE), re.MULTILINE)
    line = random.choice([one for one in lines if "*" not in one and "&" not in one])
    names = [name for name, tool in _tools(folder).items() if line.strip().split(":")[0] in tool.get("arguments", {})]
    if any(len(_tools(folder)[one]["arguments"]) < 2 for one in names):
        return None
    return Made(
        replaced(folder, _FILE, line, ""),
        f"dropped the argument {line.strip()[:40]!r}",
        [_area(folder, one) for one in names],
    )


def _flip_write(folder: Folder, random: Random) -> Made | None:
    name = random.choice([name for name, tool in _tools(folder).items() if tool.get("write")])
    edits = replaced(folder, _FILE, f"\n{name}:\n  write: true\n", f"\n{name}:\n")
    return Made(edits, f"{name} is no longer a write", ["acting"])


def _reorder(folder: Folder, random: Random) -> Made | None:
    text = folder.text(_FILE)
    start = text.index("\nget_delinquency:")
    tools = re.split(r"\n(?=\w+:\n)", text[start:].strip("\n"))
    return Made(
        rewritten(_FILE, text[:start] + "\n" + "\n".join(random.sample(tools, len(tools))) + "\n"),
        "reordered tools",
        [],
    )


def _say(find: str, put: str) -> Callable[[str, Random], str]:
    return lambda text, _: re.sub(find, put, text, count=1)


def _append(sentence: str) -> Callable[[str, Random], str]:
    return lambda text, _: f"{text} {sentence}"


def templates() -> list[Template]:
    harmful = {
        "swap": _swap,
        "empty": _edit(lambda text, random: ""),
        "cut": _edit(_cut),
        "drop_last_sentence": _edit(_drop_last_sentence),
        "drop_item": _edit(_drop_item),
        "widen": _edit(_widen),
        "vague": _edit(_rename_purpose),
        "half_of_words": _values(_half_of_words),
        "no_words": _values(_no_words),
        "swap_values": _swap_values,
        "drop_argument": _drop_argument,
        "flip_write": _flip_write,
        "permit": _edit(_say(r"Only when the borrower asks", "You may use it whenever the borrower asks")),
        "no_staff": _edit(_say(r"Staff only\. ", "")),
        "decides": _edit(_say(r", never here", " or approved here at once")),
    }
    harmless = {
        "reorder": _reorder,
        "more_words": _values(_more_words),
        "mixed_words": _values(_mixed_words),
        "prepare": _edit(_say(r"^Propose (?=to |a |an |another )", "Make a proposal ")),
        "with": _edit(_say(r" with ", " including ")),
        "use_it": _edit(_append("Use it for questions about this.")),
        "only_if": _edit(_say(r"Only when\b", "Only if")),
        "shows": _edit(_say(r"^(?=[A-Z][a-z]+ (?:balance|due|past|fees?|terms|on))", "Shows the following. ")),
        "and": _edit(_say(r", and ", " and also ")),
        "proposal": _edit(_say(r"\bPropose\b", "Put forward, as a proposal,")),
        "whether": _edit(_say(r"\bWhether\b", "If")),
        "borrower": _edit(_say(r"\bthe borrower\b", "the customer")),
    }
    made = [("harmful", name, make) for name, make in harmful.items()] + [
        ("harmless", name, make) for name, make in harmless.items()
    ]
    read = {"half_of_words", "no_words", "swap_values", "drop_argument", "flip_write"}
    return [
        Template(f"tools.{name}", "tool_description", sort == "harmful", make, name in read, at % 3 == 2)
        for at, (sort, name, make) in enumerate(made)
    ]
