"""Every control holds of a fresh stack, and each is seen to fail when what it guards is broken on purpose."""

import json
import secrets
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from assistant.audit_verify import write_witness
from assistant.sealing import Keyring
from stack.controls.files import ROOMS
from stack.controls.run import CONTROLS, run
from stack.controls.scene import Result, Scene
from stack.embedded import ROOT
from tests.conftest import Database

THREAD, TURN, PROPOSAL = (str(uuid.UUID(int=number)) for number in (1, 2, 3))
THREADS = "INSERT INTO assistant.threads (thread_id, subject, created_at) VALUES ('THREAD', 'B-1', now())"
TURNS = """INSERT INTO assistant.turns (turn_id, thread_id, subject, run_id, user_text, status, received_at,
    lease_until, outcome, result, finished_at)
    VALUES ('TURN', 'THREAD', 'B-1', 'r', '\\x0153', 'finished', now(), now(), 'answered', '\\x0153', now())"""
CHECKPOINT = """INSERT INTO assistant.checkpoints (thread_id, subject, checkpoint_id, checkpoint)
    VALUES ('TURN', 'B-1', '1', '{}')"""
RECORD = """INSERT INTO assistant.audit (chain, seq, kind, subject, ref, at, body, prev_hash, hash)
    VALUES (0, 1, 'turn', 'B-9', 'other', now() - interval '1 day', '{}', sha256(''), sha256(''))"""
PROPOSALS = """INSERT INTO assistant.proposals (proposal_id, thread_id, maker, about, tool, tool_version, resource,
    state, digest, risk, assurance, content, created_at, expires_at, confirmed_at)
    VALUES ('PROPOSAL', 'THREAD', 'B-1', 'B-1', 'move_due_date', 1, 'IL-1', 'STATE', repeat('a', 64), 'low', 1,
    'CONTENT', now() - interval 'AGO', now() - interval 'AGO' + interval '15 minutes', now() - interval 'AGO')"""


def proposal(state: str, ago: str = "0 hours", content: str = "\\x0153") -> str:
    return PROPOSALS.replace("STATE", state).replace("AGO", ago).replace("CONTENT", content)


@pytest.fixture
def keys() -> Keyring:
    name = secrets.token_bytes(4)
    return Keyring({name: secrets.token_bytes(32)}, name)


@pytest.fixture
def scene(
    accounts_db: Database, assistant_db: Database, durable_db: Database, keys: Keyring, tmp_path: Path
) -> Iterator[Scene]:
    with (
        psycopg.connect(accounts_db.url("accounts_ops"), autocommit=True) as accounts,
        psycopg.connect(assistant_db.url("assistant_ops"), autocommit=True) as assistant,
        psycopg.connect(durable_db.url("durable_owner"), autocommit=True) as durable,
    ):
        yield Scene(accounts, assistant, durable, keys, tmp_path / "sealing.json", tmp_path / "witness.json", ROOT)


def one(scene: Scene, name: str) -> Result:
    (control,) = [each for each in CONTROLS if each.id == name]
    (result,) = run(scene, [control])
    return result


def broken(database: Database, *statements: str) -> None:
    """As the superuser, with triggers and foreign keys out of the way."""
    with psycopg.connect(database.url("postgres")) as connection:
        connection.execute("SET session_replication_role = replica")
        for statement in statements:
            for name, value in {"THREAD": THREAD, "TURN": TURN, "PROPOSAL": PROPOSAL}.items():
                statement = statement.replace(f"'{name}'", f"'{value}'")
            connection.execute(statement.encode())


def test_every_control_holds_of_a_fresh_stack(scene: Scene) -> None:
    assert {each.id: each.found for each in run(scene) if not each.passed} == {}
    assert len({each.id for each in CONTROLS}) == len(CONTROLS) >= 17


@pytest.mark.parametrize(
    ("control", "statement", "told"),
    [
        ("row-security-forced", "CREATE TABLE assistant.notes (subject text)", "assistant.notes"),
        ("row-security-forced", "CREATE TABLE public.copied AS SELECT * FROM assistant.turns", "public.copied"),
        ("row-security-forced", "ALTER TABLE assistant.turns NO FORCE ROW LEVEL SECURITY", "assistant.turns"),
        ("row-security-forced", "ALTER TABLE assistant.proposals DISABLE ROW LEVEL SECURITY", "assistant.proposals"),
        ("policies-name-their-roles", "CREATE POLICY open ON assistant.turns USING (true)", "assistant.turns"),
        ("views-ask-for-the-caller", "CREATE VIEW assistant.seen AS SELECT * FROM assistant.turns", "assistant.seen"),
        ("partitions-not-reached", "GRANT SELECT ON policies.passages_policies TO assistant_app", "assistant_app"),
        ("services-own-nothing", "ALTER TABLE assistant.threads OWNER TO assistant_app", "assistant_app owns"),
        ("writers-as-reviewed", "GRANT UPDATE ON assistant.audit TO assistant_app", "assistant_app may UPDATE"),
        ("writers-as-reviewed", "GRANT INSERT ON assistant.receipts TO assistant_app", "assistant_app may INSERT"),
        ("writers-as-reviewed", "GRANT UPDATE (body) ON assistant.audit TO assistant_ops", "assistant_ops may UPDATE"),
        ("writers-as-reviewed", "GRANT INSERT ON assistant.turns TO policies_ingest", "policies_ingest may INSERT"),
        ("writers-as-reviewed", "GRANT SELECT ON assistant.turns TO public", "public may SELECT"),
        ("writers-as-reviewed", "GRANT TRUNCATE ON assistant.turns TO assistant_ops", "may TRUNCATE"),
    ],
)
def test_a_change_of_rights_is_found(
    scene: Scene, assistant_db: Database, control: str, statement: str, told: str
) -> None:
    assert one(scene, control).passed
    broken(assistant_db, statement)
    result = one(scene, control)
    assert not result.passed
    assert told in " ".join(result.found)


def test_a_mighty_service_is_found(scene: Scene, assistant_db: Database) -> None:
    """Roles belong to the whole server, so this one is a stranger's and goes at once."""
    with psycopg.connect(assistant_db.url("postgres"), autocommit=True) as connection:
        connection.execute("CREATE ROLE passer BYPASSRLS")
        connection.execute("GRANT assistant_ops TO passer")
        try:
            found = " ".join(one(scene, "services-own-nothing").found)
        finally:
            connection.execute("DROP ROLE passer")
    assert "passer bypassrls" in found
    assert "passer is a member of assistant_ops" in found


@pytest.mark.parametrize(
    ("control", "statements", "told"),
    [
        ("audit-chains-intact", [RECORD], "chain 0, record 1"),
        ("turns-recorded", [RECORD, THREADS, TURNS], "ended without an audit record"),
        ("words-sealed", [THREADS, TURNS.replace("\\x0153'", "\\x6869'", 1)], "assistant.turns.user_text"),
        ("words-sealed", [THREADS, proposal("open", content="{}")], "assistant.proposals.content"),
        (
            "words-sealed",
            [
                "ALTER TABLE assistant.turns DROP CONSTRAINT turns_sealed",
                THREADS,
                TURNS,
                "UPDATE assistant.turns SET plain_text = 'hi'",
            ],
            "has plain text",
        ),
        (
            "checkpoints-not-orphaned",
            [
                THREADS,
                TURNS,
                CHECKPOINT,
            ],
            TURN,
        ),
        ("proposals-expire", [THREADS, proposal("open", "2 hours")], "is open since it expired"),
        ("proposals-settle", [THREADS, proposal("confirmed", "2 hours")], "is confirmed"),
        ("proposals-settle", [THREADS, proposal("done")], "has 0 receipts"),
    ],
)
def test_a_record_that_must_not_be_is_found(
    scene: Scene, assistant_db: Database, control: str, statements: list[str], told: str
) -> None:
    assert one(scene, control).passed
    broken(assistant_db, *statements)
    result = one(scene, control)
    assert not result.passed
    assert told in " ".join(result.found)


def test_a_chain_cut_back_since_the_last_check_is_found(scene: Scene, keys: Keyring) -> None:
    from assistant.audit_verify import verify

    seen = verify(scene.assistant, keys)
    write_witness(scene.witness, seen)
    assert one(scene, "audit-chains-intact").passed
    seen.ends[3] = (7, "ab")
    write_witness(scene.witness, seen)
    assert "the newest were deleted" in one(scene, "audit-chains-intact").found[0]


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        ("gASVHgAAAAAAAAB9lC4=", "no JSON"),
        (json.dumps({"args": ["move my due date, Ana"]}), "more than ids"),
        (json.dumps({"args": [{"email": "ana@example.com"}]}), "more than ids"),
    ],
)
def test_what_the_workflows_must_not_keep_is_found(scene: Scene, durable_db: Database, inputs: str, told: str) -> None:
    def insert(text: str) -> None:
        with psycopg.connect(durable_db.url("durable_owner")) as connection:
            connection.execute(
                "INSERT INTO dbos.workflow_status (workflow_uuid, inputs, priority) VALUES (%s, %s, 0)",
                [str(uuid.uuid4()), text],
            )

    insert(json.dumps({"positionalArgs": [PROPOSAL], "namedArgs": {}}))
    assert one(scene, "durable-rows-plain").passed
    insert(inputs)
    assert told in one(scene, "durable-rows-plain").found[0]


def test_a_ledger_out_of_balance_is_found(scene: Scene, accounts_db: Database) -> None:
    broken(
        accounts_db,
        """INSERT INTO accounts.postings (entry_id, line, gl_code, effective_on, amount_cents)
           SELECT gen_random_uuid(), 1, gl_code, '2026-01-01', 7 FROM accounts.gl_accounts LIMIT 1""",
    )
    assert one(scene, "trial-balance-zero").found == ["the trial balance is 7 cents"]


def test_a_keyring_that_others_may_read_is_found(scene: Scene) -> None:
    Keyring.load_or_create(scene.keys_file)
    assert one(scene, "keys-private").passed
    scene.keys_file.chmod(0o640)
    assert "mode 640" in one(scene, "keys-private").found[0]


@pytest.fixture
def copied(scene: Scene, tmp_path: Path) -> Scene:
    """The scene over a copy of the sources."""
    root = tmp_path / "copy"
    for room in ROOMS:
        shutil.copytree(ROOT / room, root / room, ignore=shutil.ignore_patterns("__pycache__"))
    return Scene(scene.accounts, scene.assistant, scene.durable, scene.keys, scene.keys_file, scene.witness, root)


@pytest.mark.parametrize(
    "call",
    [
        "issuer.delegate('B-1', 'borrower', write=True)",
        "issuer.delegate('B-1', **options)",
        "delegate('B-1', 'borrower', write=options)",
        "partial(issuer.delegate, write=True)",
        "issuer.delegate",
    ],
)
def test_another_place_that_mints_write_tokens_is_found(copied: Scene, call: str) -> None:
    assert one(copied, "write-scope-in-one-place").passed
    place = copied.root / "assistant" / "models" / "sneaky.py"
    place.write_text(f"def mint(issuer, options):\n    return {call}\n")
    assert one(copied, "write-scope-in-one-place").found == ["assistant/models/sneaky.py:2"]


def test_a_prompt_changed_without_its_version_is_found(copied: Scene) -> None:
    with (copied.root / "prompts" / "assistant.md").open("a") as file:
        file.write("\nBe brief.\n")
    assert "raise it" in one(copied, "prompts-locked").found[0]


def test_a_control_that_cannot_look_has_failed(scene: Scene) -> None:
    scene.durable.close()
    result = one(scene, "durable-rows-plain")
    assert not result.passed
    assert "could not be checked" in result.found[0]
