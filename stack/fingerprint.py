"""Which code, prompts, policies and settings a service was started from, so that a newer checkout is noticed."""

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_ROOMS = ("accounts", "api", "assistant", "policies", "prompts", "stack", "tools")
_SUFFIXES = {".py", ".md", ".yaml", ".json", ".sql"}


def fingerprint(*settings: str) -> str:
    """A digest over name, size and time of change of every file that can change an answer, and over `settings`."""
    digest = hashlib.sha256("\0".join(settings).encode())
    for room in _ROOMS:
        for path in sorted((ROOT / room).rglob("*")):
            if path.suffix in _SUFFIXES:
                stat = path.stat()
                digest.update(f"{path.relative_to(ROOT)}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]
