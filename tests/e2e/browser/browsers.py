"""Which Chromium drives the pages, and how it is started: nothing of it may go out by itself."""

import os
from pathlib import Path

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def executable() -> str | None:
    """CHROMIUM, or where Debian puts it; None where there is neither."""
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    return path if Path(path).exists() else None
