"""What was suggested to an agent, and what became of it: sealed where it is kept, seen under the agent's own rights.

Every function takes a connection of the desk (role assistant_desk, `assistant.staff` set) inside a transaction.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from psycopg import AsyncConnection
from pydantic import BaseModel, Field

from assistant.desk import distance
from assistant.results import Citation
from assistant.sealing import Keyring

Connection = AsyncConnection[dict[str, Any]]
Kind = Literal["reply", "rewrite", "wrap_up", "next_action"]
Outcome = Literal["accepted", "edited", "rejected"]
Reason = Literal["wrong", "unclear", "not_my_question", "too_long", "tone", "other"]


_ANSWERS = 20


class SuggestionNotFound(LookupError):
    """There is no such suggestion of this agent's."""


class Warned(BaseModel):
    """What may not be said like that. start, end: of the text, whose words stand there; why, and what to do."""

    kind: Literal["promise", "figure", "disclosure", "pii", "credit_decision", "tone"]
    severity: Literal["warn", "stop"]
    start: int
    end: int
    words: str
    why: str
    source: Citation | None = None


class Suggestion(BaseModel):
    """empty_because: why there is no text, in a sentence for the agent; None where there is one."""

    suggestion_id: str
    kind: Kind
    text: str
    citations: list[Citation] = Field(default_factory=list[Citation])
    language: str = "en"
    model: str
    warnings: list[Warned] = Field(default_factory=list[Warned])
    empty_because: str | None = None


class Decided(BaseModel):
    """edit_distance: characters from the suggestion to what was sent; edit_share: of the longer of both, 0 to 1."""

    outcome: Outcome
    edit_distance: int | None
    edit_share: float | None


class Kept(BaseModel):
    """What is sealed of a suggestion. asked: the borrower's words that it answers. of: the suggestion it rewrites."""

    text: str
    citations: list[Citation] = Field(default_factory=list[Citation])
    language: str = "en"
    asked: str | None = None
    change: str | None = None
    of: str | None = None


@dataclass(frozen=True)
class Where:
    """Where a suggestion belongs. subject: whose conversation it is."""

    thread_id: str
    handoff_id: str
    subject: str
    agent: str


def new_id() -> str:
    return str(uuid.uuid4())


async def put(
    connection: Connection, keyring: Keyring, where: Where, suggestion: Suggestion, kept: Kept, prompt: str
) -> None:
    """Keep a suggestion that was just made. prompt: name@version#hash of what made it."""
    kept_at = place(where.subject, where.thread_id, suggestion.suggestion_id, "content")
    await connection.execute(
        """INSERT INTO assistant.suggestions
             (suggestion_id, thread_id, handoff_id, subject, agent, kind, prompt, model, content)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)""",
        [
            suggestion.suggestion_id,
            where.thread_id,
            where.handoff_id,
            where.subject,
            where.agent,
            suggestion.kind,
            prompt,
            suggestion.model,
            keyring.seal(kept.model_dump_json().encode(), *kept_at),
        ],
    )


async def one(connection: Connection, keyring: Keyring, agent: str, suggestion_id: str) -> Kept:
    """A suggestion of this agent's, opened. Raises SuggestionNotFound, SealBroken."""
    return (await _own(connection, keyring, agent, suggestion_id))[1]


async def decide(
    connection: Connection,
    keyring: Keyring,
    agent: str,
    suggestion_id: str,
    outcome: Outcome | None = None,
    *,
    final: str | None = None,
    reason: Reason | None = None,
) -> Decided:
    """Record what became of a suggestion; said again, the newest decision counts.

    outcome: None takes it from `final`, what was sent: accepted where it is the suggestion as it stands, else edited.
    An `accepted` or `edited` is judged by `final` as well, so that the record never says more than was done.
    Raises SuggestionNotFound, SealBroken.
    """
    row, kept = await _own(connection, keyring, agent, suggestion_id)
    sent = kept.text if final is None and outcome == "accepted" else final
    between = distance.between(kept.text, sent) if sent is not None and outcome != "rejected" else None
    if outcome != "rejected":
        outcome = "accepted" if between is not None and between.characters == 0 else "edited"
    final_at = place(row["subject"], row["thread_id"], suggestion_id, "final")
    await connection.execute(
        """UPDATE assistant.suggestions SET outcome = %s, final = %s, edit_distance = %s, edit_share = %s, reason = %s,
             decided_at = clock_timestamp() WHERE suggestion_id = %s""",
        [
            outcome,
            keyring.seal(sent.encode(), *final_at) if between is not None and sent is not None else None,
            between.characters if between else None,
            between.share if between else None,
            reason,
            suggestion_id,
        ],
    )
    return Decided(
        outcome=outcome,
        edit_distance=between.characters if between else None,
        edit_share=round(between.share, 4) if between else None,
    )


async def _own(connection: Connection, keyring: Keyring, agent: str, suggestion_id: str) -> tuple[dict[str, Any], Kept]:
    cursor = await connection.execute(
        """SELECT thread_id::text, subject, content FROM assistant.suggestions
           WHERE suggestion_id::text = %s AND agent = %s FOR UPDATE""",
        [suggestion_id.lower(), agent],
    )
    row = await cursor.fetchone()
    if row is None:
        raise SuggestionNotFound("There is no such suggestion of yours.")
    kept_at = place(row["subject"], row["thread_id"], suggestion_id, "content")
    return row, Kept.model_validate_json(keyring.unseal(bytes(row["content"]), *kept_at))


async def answers(connection: Connection, keyring: Keyring, agent: str, handoff_id: str) -> list[str]:
    """What was suggested to the agent here as an answer to the borrower's words: the guards have held every figure.

    Raises SealBroken.
    """
    cursor = await connection.execute(
        """SELECT suggestion_id::text, thread_id::text, subject, content FROM assistant.suggestions
           WHERE handoff_id = %s AND agent = %s AND kind = 'reply' ORDER BY made_at DESC LIMIT %s""",
        [handoff_id, agent, _ANSWERS],
    )
    places = [
        (row, place(row["subject"], row["thread_id"], row["suggestion_id"], "content"))
        for row in await cursor.fetchall()
    ]
    return [Kept.model_validate_json(keyring.unseal(bytes(row["content"]), *where)).text for row, where in places]


async def of_handoff(connection: Connection, handoff_id: str) -> Sequence[dict[str, Any]]:
    """The hand-off's suggestions without their words: id, kind, outcome, when."""
    cursor = await connection.execute(
        """SELECT suggestion_id::text, kind, outcome, made_at FROM assistant.suggestions
           WHERE handoff_id = %s ORDER BY made_at""",
        [handoff_id],
    )
    return await cursor.fetchall()


def place(subject: str, thread_id: str, suggestion_id: str, field: str) -> tuple[str, ...]:
    """What a seal is bound to."""
    return ("suggestion", subject, thread_id, suggestion_id.lower(), field)
