"""`assist controls run`."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from api.commands.session import out, progress_bars, settings_for
from assistant.bootstrap import keyring
from stack import embedded as stack
from stack.controls.run import run as run_controls
from stack.controls.run import scene_of


def run(data_dir: Path | None, *, as_json: bool) -> None:
    """Every control; exit code 1 when one fails."""
    settings = settings_for(data_dir)
    with progress_bars() as progress:
        embedded = stack.prepare(settings.data_dir, progress, ingest=False)
    with scene_of(embedded, keyring(settings)) as scene:
        results = run_controls(scene)
    failed = [each for each in results if not each.passed]
    if as_json:
        sys.stdout.write(json.dumps({"passed": not failed, "controls": [asdict(each) for each in results]}) + "\n")
    else:
        for each in results:
            out.print(f"{'ok    ' if each.passed else 'FAILED'} {each.id}: {each.what}", highlight=False)
            for found in each.found:
                out.print(f"         {found}", highlight=False, markup=False)
        out.print(f"{len(results) - len(failed)} of {len(results)} controls hold", highlight=False)
    if failed:
        raise SystemExit(1)
