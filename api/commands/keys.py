"""`assist keys rotate` and `assist keys reseal`."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from api.commands.failures import UsageProblem
from api.commands.session import out, settings_for
from assistant import resealing, sealing
from assistant.keys import keyring, ring_file
from stack import embedded as stack


def rotate(data_dir: Path | None) -> None:
    """Add a key to the data folder's ring."""
    settings = settings_for(data_dir)
    if settings.sealing_keys:
        raise UsageProblem(
            "The keys come from ASSIST_SEALING_KEYS: add a key as the last one there, and start the services again."
        )
    ring = sealing.rotate(ring_file(settings))
    out.print(f"Key {ring.newest.hex()} was added ({len(ring.keys)} in the ring); it seals from the next start on.")
    out.print("Restart with `assist down` and `assist up`, then seal what is older again with `assist keys reseal`.")


def reseal(data_dir: Path | None, *, as_json: bool) -> None:
    """Seal turns and the desk's texts again; exit code 1 where one did not open."""
    settings = settings_for(data_dir)
    embedded = stack.prepare(settings.data_dir, seed=False, ingest=False)
    done = resealing.reseal(embedded.assistant_ops_url, keyring(settings))
    if as_json:
        sys.stdout.write(json.dumps(asdict(done)) + "\n")
    else:
        out.print(f"Turns sealed again: {done.older} under an older key, {done.plain} in plain text before.")
        out.print(f"Texts of the desk sealed again: {done.desk}.")
        for one in done.refused:
            out.print(f"Did not open, and was left as it is: {one}", highlight=False)
    if done.refused:
        raise SystemExit(1)
