"""A sealed draft is taken only as the one that its row names, whichever of the two was exchanged."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from assistant.proposals.records import Proposal, seal
from assistant.sealing import Keyring, SealBroken
from tools.drafting import Draft, Operation

NOW = datetime(2026, 5, 15, 12, tzinfo=UTC)
KEYS = Keyring({b"key1": bytes(32)}, b"key1")
THREAD = "t-1"
DRAFT = Draft(
    proposal_id="p-1",
    tool="move_due_date",
    tool_version=1,
    arguments={"due_day": 15},
    operation=Operation(method="POST", path="/v1/accounts/CL-1/due-date", body={"due_day": 15}, account_id="CL-1"),
    lines=[],
    before={},
    after={},
    risk="medium",
    assurance=1,
    approval=None,
    about="B-1",
    maker="B-1",
    sources={},
    business_date="2026-05-15",
    made_at=NOW,
    expires_at=NOW + timedelta(minutes=60),
)


def row(draft: Draft = DRAFT) -> Proposal:
    return Proposal(
        proposal_id=draft.proposal_id,
        thread_id=THREAD,
        turn_id=None,
        maker=draft.maker,
        about=draft.about,
        tool=draft.tool,
        tool_version=draft.tool_version,
        state="open",
        digest=draft.digest,
        risk=draft.risk,
        assurance=draft.assurance,
        approval=draft.approval,
        language="en",
        undoes=None,
        superseded_by=None,
        created_at=NOW,
        expires_at=draft.expires_at,
        confirmed_at=None,
        checker=None,
        settled_at=None,
        outcome_code=None,
        content=seal(draft, THREAD, KEYS),
        receipt=None,
        undone_by=None,
        due=False,
    )


def test_the_one_that_was_made_is_taken() -> None:
    assert row().draft(KEYS) == DRAFT


@pytest.mark.parametrize(
    "changed",
    [
        {"about": "B-2"},
        {"tool": "request_draw"},
        {"tool_version": 2},
        {"digest": "0" * 64},
        {"maker": "B-2"},
        {"proposal_id": "p-2"},
        {"thread_id": "t-2"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_row_that_names_another_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(SealBroken):
        replace(row(), **changed).draft(KEYS)


@pytest.mark.parametrize(
    "changed",
    [
        {"arguments": {"due_day": 16}},
        {"operation": DRAFT.operation.model_copy(update={"body": {"due_day": 16}})},
        {"operation": DRAFT.operation.model_copy(update={"path": "/v1/accounts/CL-2/due-date"})},
        {"proposal_id": "p-2"},
        {"tool": "request_draw"},
    ],
)
def test_a_draft_of_other_content_is_refused_even_under_the_true_key(changed: dict[str, Any]) -> None:
    """Sealed anew for this very place, by somebody who has the key: the digest that was shown tells."""
    other = DRAFT.model_copy(update=changed)
    forged = KEYS.seal(other.model_dump_json().encode(), DRAFT.maker, THREAD, DRAFT.proposal_id, "draft")
    with pytest.raises(SealBroken, match="not the one that was made"):
        replace(row(), content=forged).draft(KEYS)
