"""Recorded answers of one model: a JSONL file, a line an answer, sorted by key so that changes read as a diff."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from langchain_core.messages import AIMessage, ToolCall
from langchain_core.messages.ai import UsageMetadata
from pydantic import BaseModel, ConfigDict, ValidationError

from evals.lanes.scrubbing import scrubbed

FOLDER = Path(__file__).resolve().parent.parent / "cassettes"


class CassetteBroken(ValueError):
    """A cassette cannot be read; take it back from version control or record it anew."""


class Answer(BaseModel):
    """What a model answered. case: whose recording it was, for people; it decides nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    case: str
    epoch: int
    model: str
    recorded_at: str
    text: str
    calls: list[dict[str, Any]] = []
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float = 0.0

    def message(self) -> AIMessage:
        """As the model gave it; ids of tool calls are made of the key, so that a replay is the same every time."""
        calls = [
            ToolCall(name=call["name"], args=call["args"], id=f"call_{self.key[:16]}_{number}")
            for number, call in enumerate(self.calls)
        ]
        used = UsageMetadata(
            input_tokens=self.input_tokens,
            output_tokens=self.output_tokens,
            total_tokens=self.input_tokens + self.output_tokens,
        )
        return AIMessage(content=self.text, tool_calls=calls, usage_metadata=used, id=f"recorded-{self.key[:16]}")


def place(suite: str, model: str, folder: Path = FOLDER) -> Path:
    """Where a suite's recording of a model lies: the model's name with what a file name cannot hold replaced."""
    name = "".join(letter if letter.isalnum() or letter in "._-" else "-" for letter in model)
    return folder / suite / f"{name}.jsonl"


@dataclass
class Cassette:
    """The answers of a file; `save` writes it whole, at once."""

    path: Path
    answers: dict[str, Answer] = field(default_factory=dict[str, Answer])

    @classmethod
    def load(cls, path: Path) -> "Cassette":
        """Empty where there is no file yet. Raises CassetteBroken, with the line."""
        found = cls(path)
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        for number, line in enumerate(lines, 1):
            try:
                answer = Answer.model_validate_json(line)
            except ValidationError as error:
                raise CassetteBroken(f"{path.name}, line {number}: {error.errors()[0]['msg']}") from error
            if answer.key in found.answers:
                raise CassetteBroken(f"{path.name}, line {number}: {answer.key[:12]} is there twice")
            found.answers[answer.key] = answer
        return found

    def put(self, answer: Answer) -> None:
        """Keep an answer, without what must not be committed, in place of an older one to the same question."""
        held: Mapping[str, Any] = scrubbed(answer.model_dump(exclude={"key"}))
        self.answers[answer.key] = Answer(key=answer.key, **held)

    def save(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        rows = [self.answers[key].model_dump() for key in sorted(self.answers)]
        part = self.path.with_suffix(".part")
        part.write_text("".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows), "utf-8")
        part.replace(self.path)
