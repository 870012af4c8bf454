"""Every control in a row."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg

from assistant.sealing import Keyring
from stack import postgres
from stack.controls import catalogue, files, records
from stack.controls.scene import Control, Result, Scene
from stack.embedded import ROOT, Embedded

CONTROLS: Sequence[Control] = (*catalogue.CONTROLS, *records.CONTROLS, *files.CONTROLS)
KEYS_FILE = Path("keys") / "sealing.json"
WITNESS = Path("keys") / "audit-witness.json"
"""Where the data folder keeps how far the audit chains were at the last whole check."""
_SHOWN = 10


@contextmanager
def scene_of(embedded: Embedded, keys: Keyring) -> Generator[Scene]:
    """The databases and files of a data folder."""
    server, folder = embedded.server, embedded.folder.path
    durable = server.url("durable_owner", postgres.DURABLE_DATABASE)
    with (
        psycopg.connect(embedded.accounts_ops_url, autocommit=True) as accounts,
        psycopg.connect(embedded.assistant_ops_url, autocommit=True) as assistant,
        psycopg.connect(durable, autocommit=True) as dbos,
    ):
        yield Scene(accounts, assistant, dbos, keys, folder / KEYS_FILE, folder / WITNESS, ROOT)


def run(scene: Scene, controls: Sequence[Control] = CONTROLS) -> list[Result]:
    """What each control finds. A control that cannot look has failed, with the reason why it cannot."""
    return [_result(control, scene) for control in controls]


def _result(control: Control, scene: Scene) -> Result:
    try:
        found = list(control.find(scene))
    except (psycopg.Error, OSError, ValueError) as error:
        found = [f"it could not be checked: {' '.join(str(error).split())}"]
    return Result(control.id, control.what, control.how, not found, len(found), found[:_SHOWN])
