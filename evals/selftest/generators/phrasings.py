"""Changes of phrasings and hand-offs: sentences, values, conditions and figures lost; or the same said otherwise."""

import re
from collections.abc import Callable
from random import Random

from evals.review.data import slices
from evals.review.phrasings import slice_of
from evals.selftest.generators.template import Made, Make, Template
from evals.selftest.mutation import Edit, Folder, replaced, rewritten

_FACTS = (
    "get_",
    "list_",
    "decline.",
    "failed.",
    "error.",
    "notice.",
    "proposal.",
    "card.",
    "handoff",
    "note.",
    "search_",
)
_VALUE = re.compile(r"\{\{[^}]+\}\}")
_INLINE = re.compile(r"\{% if [^%]+%\}[^{}%]*\{\{[^}]+\}\}[^{}%]*\{% endif %\}")
_SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-Z¿¡])")


def _files(folder: Folder, *, facts: bool = True) -> list[str]:
    """Phrasings of both languages; those that state facts only, if wanted."""
    every = folder.files("phrasings/*/*.md")
    return [file for file in every if not facts or file.rsplit("/", 1)[1].startswith(_FACTS)]


def _area(file: str) -> list[str]:
    return [slice_of(file.rsplit("/", 1)[1].removesuffix(".md"))]


def _drop_sentence(folder: Folder, random: Random) -> Made | None:
    file = random.choice(_files(folder))
    lines = [line for line in folder.text(file).splitlines() if len(_SENTENCE.split(line)) > 1 and "{%" not in line]
    if not lines:
        return None
    line = random.choice(lines)
    parts = _SENTENCE.split(line)
    gone = random.choice(parts)
    left = " ".join(part for part in parts if part is not gone)
    return Made(replaced(folder, file, line, left), f"{file}: dropped {gone!r}", _area(file))


def _drop_clause(folder: Folder, random: Random) -> Made | None:
    file = random.choice(_files(folder))
    clauses = _INLINE.findall(folder.text(file))
    if not clauses:
        return None
    clause = random.choice(clauses)
    return Made(replaced(folder, file, clause, ""), f"{file}: dropped {clause!r}", _area(file))


def _swap_values(folder: Folder, random: Random) -> Made | None:
    file = random.choice(_files(folder))
    text = folder.text(file)
    pairs = [
        (one, other)
        for line in text.splitlines()
        for one, other in zip(_VALUE.findall(line), _VALUE.findall(line)[1:], strict=False)
        if one != other and one.split("|")[-1] == other.split("|")[-1] and "|" in one
    ]
    if not pairs:
        return None
    one, other = random.choice(pairs)
    line = next(line for line in text.splitlines() if one in line and other in line)
    turned = line.replace(one, "@", 1).replace(other, one, 1).replace("@", other, 1)
    return Made(replaced(folder, file, line, turned), f"{file}: swapped {one} and {other}", _area(file))


def _negate(folder: Folder, random: Random) -> Made | None:
    file = random.choice(_files(folder))
    tests = re.findall(r"\{% if ([\w.]+) %\}", folder.text(file))
    if not tests:
        return None
    test = random.choice(tests)
    edits = replaced(folder, file, f"{{% if {test} %}}", f"{{% if not {test} %}}")
    return Made(edits, f"{file}: turned the test {test}", _area(file))


def _other_value(folder: Folder, random: Random) -> Made | None:
    """Shows a balance where the minimum belongs, and so on: a value of the same kind from the same file."""
    file = random.choice(_files(folder))
    values = sorted({one for one in _VALUE.findall(folder.text(file)) if "money" in one})
    if len(values) < 2:
        return None
    one, other = random.sample(values, 2)
    return Made(replaced(folder, file, one, other), f"{file}: shows {other} for {one}", _area(file))


def _empty(folder: Folder, random: Random) -> Made | None:
    file = random.choice(_files(folder))
    return Made(rewritten(file, "\n"), f"emptied {file}", _area(file))


def _swap_files(folder: Folder, random: Random) -> Made | None:
    kind = random.choice(["decline.", "failed.", "error.", "notice.", "proposal.", "note."])
    language = random.choice(["en", "es"])
    files = [file for file in _files(folder) if f"/{language}/{kind}" in file]
    one, other = random.sample(files, 2)
    if folder.text(one) == folder.text(other):
        return None
    edits = [Edit(file=one, after=folder.text(other)), Edit(file=other, after=folder.text(one))]
    return Made(edits, f"swapped {one} and {other}", _area(one) + _area(other))


def _say(*pairs: tuple[str, str], facts: bool = True) -> Callable[[Folder, Random], Made | None]:
    """Replace an expression in one phrasing that has it."""

    def make(folder: Folder, random: Random) -> Made | None:
        find, put = random.choice(pairs)
        pool = [file for file in _files(folder, facts=facts) if re.search(find, folder.text(file))]
        if not pool:
            return None
        file = random.choice(pool)
        text = folder.text(file)
        turned = re.sub(find, put, text, count=1)
        return (
            Made(rewritten(file, turned), f"{file}: {find!r} became {put!r}", _area(file)) if turned != text else None
        )

    return make


def _words_swapped(folder: Folder, random: Random) -> Made | None:
    file = f"phrasings/{random.choice(['en', 'es'])}/words.yaml"
    text = folder.text(file)
    lines = re.findall(r"^[\w.]+: [^\"\n]+$", text, re.MULTILINE)
    one, other = random.sample(lines, 2)
    (a, of_a), (b, of_b) = one.split(": ", 1), other.split(": ", 1)
    if of_a == of_b:
        return None
    turned = text.replace(f"{one}\n", f"{a}: {of_b}\n").replace(f"{other}\n", f"{b}: {of_a}\n")
    return Made(rewritten(file, turned), f"{file}: {a} and {b} swapped", ["grounding", "acting"])


def _words_dropped(folder: Folder, random: Random) -> Made | None:
    file = f"phrasings/{random.choice(['en', 'es'])}/words.yaml"
    line = random.choice(re.findall(r"^[\w.]+: [^\"\n]+\n", folder.text(file), re.MULTILINE))
    return Made(replaced(folder, file, "\n" + line, "\n"), f"{file}: dropped {line!r}", ["grounding", "acting"])


def _words_mixed(folder: Folder, random: Random) -> Made | None:
    file = f"phrasings/{random.choice(['en', 'es'])}/words.yaml"
    lines = folder.text(file).splitlines()
    return Made(rewritten(file, "\n".join(random.sample(lines, len(lines))) + "\n"), f"reordered {file}", [])


def _blank_lines(folder: Folder, random: Random) -> Made | None:
    file = random.choice([name for name in _files(folder) if "{%" not in folder.text(name)])
    return Made(rewritten(file, folder.text(file).rstrip("\n") + "\n\n"), f"a blank line more in {file}", [])


def _handoff(find: str, put: str, what: str) -> Callable[[Folder, Random], Made | None]:
    """Change what matches in the entry of one reason."""

    def make(folder: Folder, random: Random) -> Made | None:
        file = "handoffs.yaml"
        text = folder.text(file)
        entries = re.split(r"\n(?=\w+:\n)", text)
        pool = [entry for entry in entries if re.search(find, entry, re.MULTILINE)]
        entry = random.choice(pool)
        reason = entry.split("\n")[0 if not entry.startswith("#") else -1].rstrip(":")
        turned = re.sub(find, put, entry, count=1, flags=re.MULTILINE)
        area = slices().reasons.get(reason, "handoff")
        return (
            Made(replaced(folder, file, entry, turned), f"{reason}: {what}", [area, "handoff"])
            if turned != entry
            else None
        )

    return make


_HARMFUL: dict[str, Make] = {
    "drop_sentence": _drop_sentence,
    "drop_clause": _drop_clause,
    "swap_values": _swap_values,
    "negate": _negate,
    "other_value": _other_value,
    "empty": _empty,
    "swap_files": _swap_files,
    "can": _say((r"\bcan't\b|\bcannot\b", "can"), (r"\bno puedo\b|\bNo puedo\b", "puedo")),
    "changed": _say(
        (r"\bNothing was changed\b", "The change was made"),
        (r"\bno se cambió nada\b|No se cambió nada", "se hizo el cambio"),
    ),
    "due": _say((r"\bpast due\b", "paid"), (r"\bis due\b", "is optional")),
    "promise": _say(
        (r"\n\Z", " We guarantee that this will be waived.\n"), (r"\n\Z", " Rest assured it will be approved.\n")
    ),
    "as_of": _say((r" \(?as of \{\{ ?as_of\|date ?\}\}\)?", "")),
    "minimum": _say((r"\bminimum\b", "maximum"), (r"\bnew balance\b", "credit limit")),
    "words_swapped": _words_swapped,
    "words_dropped": _words_dropped,
    "phone": _handoff(r"1-800-555-01\d\d", "1-800-555-0199", "another phone number"),
    "crisis_line": _handoff(r"\b988\b(?= now| at)?", "1-800-555-0142", "no crisis line"),
    "urgent": _handoff(r"urgent: true", "urgent: false", "no longer urgent"),
    "queue": _handoff(r"queue: \w+", "queue: sales", "another queue"),
    "danger": _handoff(r" If [^.]*(?:danger|immediate)[^.]*call 911\.", "", "no word of 911"),
    "hours": _handoff(r"24 hours", "9 to 5", "other hours"),
    "slow": _handoff(r"\bright now\b|\bnow\b|\btoday\b", "within ten days", "no longer at once"),
}
_HARMLESS: dict[str, Make] = {
    "cannot": _say((r"\bcan't\b", "cannot"), (r"\bI'm\b", "I am"), facts=False),
    "please": _say(
        (r"\bPlease try again\b", "Please have another try"), (r"\bPor favor\b", "Le pido por favor"), facts=False
    ),
    "team": _say(
        (r"\bperson on our team\b", "member of our team"),
        (r"\bperson on our support team\b", "human on our support team"),
        facts=False,
    ),
    "words_mixed": _words_mixed,
    "blank_lines": _blank_lines,
    "sorry": _say((r"\A(?=I (?:can't|cannot|don't))", "I am sorry. "), (r"\A(?=No puedo)", "Lo siento. ")),
    "greeting": _say(
        (r"\bHello!", "Hi there!"), (r"\bGoodbye\b", "Bye for now"), (r"\bAll right\b", "Sure"), facts=False
    ),
    "glad": _say((r"\bI'm glad to help\b", "I am happy to help"), (r"\bDone\.", "It is done."), facts=False),
    "record": _say(
        (r"\byour account records\b", "the records of your account"),
        (r"\bI would rather not guess\b", "I prefer not to guess"),
    ),
    "thanks": _handoff(r"Thank you for telling me", "Thank you for letting me know", "other thanks"),
    "pass": _handoff(r"I am passing", "I will be passing", "another tense"),
    "shown": _say(
        (r"\bshows a new balance\b", "has a new balance"),
        (r"\bThe quote is\b", "This quote is"),
        (r"\bis set for\b", "is scheduled for"),
    ),
}
_OF_HANDOFFS = frozenset({"phone", "crisis_line", "urgent", "queue", "danger", "hours", "slow", "thanks", "pass"})


def templates() -> list[Template]:
    made = [("harmful", name, make) for name, make in _HARMFUL.items()] + [
        ("harmless", name, make) for name, make in _HARMLESS.items()
    ]
    return [
        Template(
            f"phrasings.{name}",
            "handoffs" if name in _OF_HANDOFFS else "phrasing",
            sort == "harmful",
            make,
            behaves=True,
            heldout=at % 3 == 2,
        )
        for at, (sort, name, make) in enumerate(made)
    ]
