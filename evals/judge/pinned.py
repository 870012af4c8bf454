"""The judge's prompt, and what it was measured at (judge.yaml): whether its verdicts count."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field

from evals.judge.verdict import Criterion
from prompts.loader import split_front_matter

_FOLDER = Path(__file__).parent
STANDING = _FOLDER / "judge.yaml"
_HEAD = """# Whether the judge's verdicts count, or only advise. People set the threshold, by review;
# `assist evals judge calibrate --write` writes `measured`.
"""


@dataclass(frozen=True)
class JudgePrompt:
    """model: as the setting `model` names it. hash: SHA-256 of the file, which covers words, model and parameters."""

    version: int
    model: str
    temperature: float
    body: str
    hash: str

    @property
    def reference(self) -> str:
        return f"judge@{self.version}#{self.hash[:12]}"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Threshold(_Strict):
    """kappa_lower: what the lower end of kappa's interval has to reach, for each criterion. human_labels: on how many
    labels by people."""

    kappa_lower: float
    human_labels: Annotated[int, Field(ge=1)]


class Agreed(_Strict):
    """One criterion's agreement with the labels: kappa with its 95% interval, None where all labels are alike."""

    kappa: float | None
    lower: float | None
    upper: float | None
    agreement: float
    n: int


class Measured(_Strict):
    """A calibration. prompt: name@version#hash; labels: SHA-256 of the labels it was measured on, shortened."""

    prompt: str
    model: str
    labels: str
    human_labels: int
    measured_at: str
    criteria: dict[Criterion, Agreed]


class Standing(_Strict):
    threshold: Threshold
    measured: Measured | None = None

    def advisory_because(self, prompt: JudgePrompt, model: str, labels: str) -> list[str]:
        """Why the judge's verdicts do not count; empty where they do."""
        found = self.measured
        if found is None:
            return ["it was never measured against labels"]
        if (found.prompt, found.model) != (prompt.reference, model):
            return [f"what was measured is {found.model} with {found.prompt}, not {model} with {prompt.reference}"]
        reasons = ["the labels have changed since it was measured"] if found.labels != labels else []
        if found.human_labels < self.threshold.human_labels:
            reasons.append(f"{found.human_labels} labels are by people, {self.threshold.human_labels} have to be")
        for name, agreed in found.criteria.items():
            if agreed.lower is None or agreed.lower < self.threshold.kappa_lower:
                shown = "is unknown" if agreed.lower is None else f"may be as low as {agreed.lower:.2f}"
                reasons.append(f"kappa of {name} {shown}, {self.threshold.kappa_lower} is asked for")
        return reasons


@cache
def prompt(path: Path = _FOLDER / "prompt.md") -> JudgePrompt:
    """Raises PromptError."""
    front, body = split_front_matter(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return JudgePrompt(front.version, front.model, float(front.params.get("temperature", 0)), body.strip(), digest)


def standing(path: Path = STANDING) -> Standing:
    return Standing.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def write(found: Standing, path: Path = STANDING) -> None:
    """Replace the file; its head says what it is."""
    path.write_text(_HEAD + yaml.safe_dump(found.model_dump(mode="json"), sort_keys=False), encoding="utf-8")
