"""What followed a turn: its proposals with every step, their receipts, and the notices."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection

from assistant.audit_chain import is_sealed, row_hash
from assistant.proposals.records import Receipt
from assistant.proposals.states import TRANSITIONS
from assistant.sealing import Keyring, SealBroken
from tools.drafting import Draft

Row = dict[str, Any]


@dataclass(frozen=True)
class Steps:
    """Reads them over a connection of the role assistant_ops, inside a transaction."""

    connection: AsyncConnection[Row]
    keys: Keyring

    async def proposals(self, turn_id: str) -> list[dict[str, Any]]:
        """The turn's proposals and those that take them back, oldest first; `checks` are pairs (what, holds)."""
        cursor = await self.connection.execute(
            """SELECT *, proposal_id::text, thread_id::text, undoes::text FROM assistant.proposals p
               WHERE p.turn_id::text = %(turn)s OR p.undoes IN (
                 SELECT proposal_id FROM assistant.proposals WHERE turn_id::text = %(turn)s) ORDER BY p.seq""",
            {"turn": turn_id},
        )
        return [await self._proposal(row) for row in await cursor.fetchall()]

    async def notices(self, turn_id: str) -> list[dict[str, Any]]:
        """Notices about the turn or its proposals, in order."""
        cursor = await self.connection.execute(
            """SELECT notice_id::text, thread_id::text, subject, kind, content, created_at FROM assistant.notices
               WHERE turn_id::text = %(turn)s OR proposal_id IN (
                 SELECT proposal_id FROM assistant.proposals WHERE turn_id::text = %(turn)s) ORDER BY seq""",
            {"turn": turn_id},
        )
        return [
            {
                "kind": row["kind"],
                "to": row["subject"],
                "at": row["created_at"].isoformat(),
                "content": self._opened(row["content"], row["subject"], row["thread_id"], row["notice_id"], "notice"),
            }
            for row in await cursor.fetchall()
        ]

    async def _proposal(self, row: Row) -> dict[str, Any]:
        draft, drafted = self._draft(row)
        events = await self._all(
            "SELECT * FROM assistant.proposal_events WHERE proposal_id = %s ORDER BY event_id", row
        )
        records = await self._all("SELECT * FROM assistant.audit WHERE ref = %s ORDER BY at, seq", row)
        receipts = await self._all("SELECT * FROM assistant.receipts WHERE proposal_id = %s", row)
        shown = {
            name: row[name] for name in ("proposal_id", "tool", "state", "maker", "about", "checker", "risk", "undoes")
        }
        return {
            **shown,
            "digest": row["digest"],
            "lines": [line.model_dump() for line in draft.lines] if draft else [],
            "operation": draft.operation.model_dump() if draft else None,
            "before": draft.before if draft else {},
            "after": draft.after if draft else {},
            "events": [
                {"event": each["event"], "to": each["to_state"], "by": each["by_subject"], "at": each["at"].isoformat()}
                for each in events
            ],
            "records": [{"kind": each["kind"], "by": each["subject"], "body": each["body"]} for each in records],
            "receipt": self._receipt(receipts, row),
            "checks": [
                ("the draft is the one that was made", drafted),
                ("every step follows the table of states", _follows(events, row["state"])),
                ("its audit records hold", all(self._holds(each) for each in records) and bool(records)),
                (
                    "one receipt if it was settled, else none",
                    len(receipts) == (row["state"] in ("done", "refused"))
                    and all(each["outcome"] == row["state"] for each in receipts),
                ),
            ],
        }

    def _draft(self, row: Row) -> tuple[Draft | None, bool]:
        try:
            plain = self.keys.unseal(bytes(row["content"]), row["maker"], row["thread_id"], row["proposal_id"], "draft")
        except SealBroken:
            return None, False
        draft = Draft.model_validate_json(plain)
        return draft, draft.digest == row["digest"]

    def _receipt(self, receipts: Sequence[Row], row: Row) -> dict[str, Any] | None:
        for each in receipts:
            try:
                receipt = Receipt.unseal(
                    bytes(each["content"]), self.keys, row["maker"], row["thread_id"], row["proposal_id"]
                )
            except SealBroken:
                return {"outcome": each["outcome"], "opens": False}
            return receipt.model_dump(mode="json")
        return None

    def _opened(self, sealed: bytes, *where: str) -> Any:
        try:
            return json.loads(self.keys.unseal(bytes(sealed), *where))
        except SealBroken:
            return None

    def _holds(self, record: Row) -> bool:
        whole = row_hash(record, record["prev_hash"]) == record["hash"]
        return whole and is_sealed(self.keys, record["seal"], record["hash"])

    async def _all(self, query: str, row: Row) -> list[Row]:
        cursor = await self.connection.execute(query.encode(), [row["proposal_id"]])
        return await cursor.fetchall()


def _follows(events: Sequence[Row], state: str) -> bool:
    """Whether the steps lead from open to the state, each as the table allows."""
    at = "open"
    for each in events:
        allowed = TRANSITIONS.get((each["from_state"], each["event"]), ())
        if each["from_state"] != at or each["to_state"] not in allowed:
            return False
        at = each["to_state"]
    return at == state
