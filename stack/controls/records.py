"""Controls over what is stored: audit chains, sealed columns, proposals, checkpoints, DBOS's rows, the ledger."""

import json
import re
from typing import cast

from psycopg import sql

from assistant import audit_verify
from stack.controls.scene import Connection, Control, Scene, names, reviewed, rows

_MARK = b"\x01S"
_SHOWN = 200
_BINARY = """SELECT n.nspname, c.relname, a.attname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE n.nspname = 'assistant' AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
      AND a.atttypid = 'bytea'::regtype ORDER BY 1, 2, 3"""
_PLAIN = """SELECT 'turn ' || turn_id || ' has plain text' FROM assistant.turns
    WHERE plain_text IS NOT NULL OR plain_result IS NOT NULL LIMIT 100"""
_UNRECORDED = """SELECT 'turn ' || t.turn_id || ' ended without an audit record' FROM assistant.turns t
    WHERE t.status IN ('finished', 'stopped', 'failed') AND t.plain_result IS NULL
      AND t.finished_at > (SELECT min(at) FROM assistant.audit)
      AND NOT EXISTS (SELECT 1 FROM assistant.audit a WHERE a.ref = t.turn_id::text AND a.kind = 'turn') LIMIT 100"""
_OVERDUE = """SELECT 'proposal ' || proposal_id || ' is ' || state || ' since it expired at ' || expires_at
    FROM assistant.proposals WHERE state IN ('open', 'awaiting_approval') AND expires_at < now() - interval '1 hour'
    LIMIT 100"""
_UNSETTLED = """SELECT 'proposal ' || proposal_id || ' was confirmed at ' || confirmed_at || ' and is ' || state
    FROM assistant.proposals WHERE state IN ('confirmed', 'executing') AND confirmed_at < now() - interval '1 hour'
    LIMIT 100"""
_SETTLED = """SELECT concat('proposal ', p.proposal_id, ' is ', p.state, ' and has ', count(r.proposal_id), ' receipts')
    FROM assistant.proposals p LEFT JOIN assistant.receipts r USING (proposal_id)
    GROUP BY p.proposal_id HAVING (count(r.proposal_id) = 1) <> (p.state IN ('done', 'refused'))
      OR bool_or(r.outcome <> p.state) LIMIT 100"""
_ORPHANS = """SELECT DISTINCT 'checkpoint of turn ' || c.thread_id FROM (
      SELECT thread_id FROM assistant.checkpoints UNION SELECT thread_id FROM assistant.checkpoint_blobs) c
    WHERE NOT EXISTS (SELECT 1 FROM assistant.turns t WHERE t.turn_id::text = split_part(c.thread_id, '/', 1)
      AND t.status IN ('waiting', 'running')) LIMIT 100"""
_SERIALIZED = """SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'dbos'
    AND column_name IN ('inputs', 'output', 'error', 'message', 'value', 'attributes')
    AND data_type IN ('text', 'jsonb')"""
_WORD = re.compile(r"[\w.:/\-]{0,80}")


def _chains(scene: Scene) -> list[str]:
    found = audit_verify.verify(scene.assistant, scene.keys, audit_verify.read_witness(scene.witness))
    return [f"chain {each.chain}, record {each.seq}: {each.what}" for each in found.breaks]


def _unsealed(scene: Scene) -> list[str]:
    known: dict[str, str] = reviewed()["not_sealed"]
    found = names(scene.assistant, _PLAIN)
    for schema, table, column in rows(scene.assistant, _BINARY):
        if f"{schema}.{table}.{column}" not in known:
            found += _without_mark(scene.assistant, schema, table, column)
    return found


def _without_mark(connection: Connection, schema: str, table: str, column: str) -> list[str]:
    query = sql.SQL("SELECT count(*) FROM {} WHERE {column} IS NOT NULL AND substring({column} FROM 1 FOR 2) <> %s")
    counted = connection.execute(query.format(sql.Identifier(schema, table), column=sql.Identifier(column)), [_MARK])
    (count,) = counted.fetchone() or (0,)
    return [f"{count} rows of {schema}.{table}.{column} are not sealed"] if count else []


def _durable(scene: Scene) -> list[str]:
    """Whatever DBOS keeps of arguments and results is JSON, and every string in it a plain name or id."""
    found: list[str] = []
    for table, column in rows(scene.durable, _SERIALIZED):
        query = sql.SQL("SELECT {column}::text FROM dbos.{table} WHERE {column} IS NOT NULL").format(
            column=sql.Identifier(column), table=sql.Identifier(table)
        )
        found += [
            f"dbos.{table}.{column} holds {what}" for (text,) in scene.durable.execute(query) if (what := _odd(text))
        ]
    return found[:_SHOWN]


def _odd(text: str) -> str | None:
    try:
        content = json.loads(text)
    except ValueError:
        return "what is no JSON"
    return None if _is_plain(content) else "more than ids and enumerations"


def _is_plain(content: object) -> bool:
    if isinstance(content, dict):
        held = cast(dict[object, object], content)
        return all(_is_plain(each) for each in (*held.keys(), *held.values()))
    if isinstance(content, list):
        return all(_is_plain(each) for each in cast(list[object], content))
    return not isinstance(content, str) or _WORD.fullmatch(content) is not None


def _ledger(scene: Scene) -> list[str]:
    unbalanced = rows(scene.accounts, "SELECT sum(amount_cents) FROM accounts.postings HAVING sum(amount_cents) <> 0")
    return [f"the trial balance is {cents} cents" for (cents,) in unbalanced]


CONTROLS = (
    Control(
        "audit-chains-intact",
        "Every chain of audit records is whole",
        "assistant.audit, its heads, the witness",
        _chains,
    ),
    Control(
        "turns-recorded",
        "Every turn that ended has its audit record",
        "assistant.turns and assistant.audit",
        lambda scene: names(scene.assistant, _UNRECORDED),
    ),
    Control(
        "words-sealed", "No column holds words that are not sealed", "first bytes of every binary column", _unsealed
    ),
    Control(
        "checkpoints-not-orphaned",
        "No checkpoint is left of a turn that ended",
        "assistant.checkpoints and assistant.turns",
        lambda scene: names(scene.assistant, _ORPHANS),
    ),
    Control(
        "proposals-expire",
        "No proposal waits an hour after it expired",
        "assistant.proposals",
        lambda scene: names(scene.assistant, _OVERDUE),
    ),
    Control(
        "proposals-settle",
        "What was confirmed is executed within an hour, and has one receipt",
        "assistant.proposals and assistant.receipts",
        lambda scene: [*names(scene.assistant, _UNSETTLED), *names(scene.assistant, _SETTLED)],
    ),
    Control(
        "durable-rows-plain", "DBOS keeps JSON of ids and enumerations only", "every payload in schema dbos", _durable
    ),
    Control("trial-balance-zero", "The ledger's trial balance is zero", "accounts.postings", _ledger),
)
