"""What an eval suite must not hold, found without playing it: one rule a function, each finding with what to do."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml
from pydantic import TypeAdapter, ValidationError

from evals.case import FOLDERS, Case
from evals.casting import Casting
from evals.lint import contract, figures, gold, people, wording
from evals.lint.finding import Finding, Written

RULES = (
    wording.duplicate_ids,
    wording.duplicate_wordings,
    wording.copied_examples,
    people.copied_names,
    people.unknown_situations,
    gold.missing_gold,
    gold.unknown_names,
    contract.unknown_reads,
    contract.unknown_commands,
    figures.copied_figures,
)


def lint(folders: Iterable[Path] = tuple(FOLDERS.values()), casting: Casting | None = None) -> list[Finding]:
    """Every finding over the cases of these folders, by file and case.

    casting: of a seeded portfolio, to find the cases for which it has nobody.
    """
    read = [one for folder in folders for path in sorted(folder.glob("*.yaml")) for one in _of_file(path)]
    findings = [one for one in read if isinstance(one, Finding)]
    written = [one for one in read if isinstance(one, Written)]
    for rule in RULES:
        findings += rule(written)
    if casting:
        findings += people.nobody_there(written, casting)
    return sorted(findings, key=lambda one: (one.file, one.case, one.rule, one.says))


_rows = TypeAdapter(list[dict[str, object]]).validate_python


def _of_file(path: Path) -> Iterator[Written | Finding]:
    """The file's cases; what is none is a finding."""
    try:
        rows = _rows(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["cases"])
    except (yaml.YAMLError, KeyError, TypeError, ValidationError) as error:
        yield Finding("schema", path.name, "", f"is no file of cases: {error}")
        return
    for number, row in enumerate(rows, 1):
        try:
            yield Written(path.name, path.parent.name, Case.model_validate(row))
        except ValidationError as error:
            name = str(row.get("id", f"number {number}"))
            yield from (
                Finding("schema", path.name, name, f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}")
                for problem in error.errors(include_url=False)
            )
