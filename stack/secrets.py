"""Passwords of the embedded server's roles, made once per data folder and kept in a file only its owner reads."""

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

ROLES = (
    "postgres",
    "accounts_owner",
    "accounts_api",
    "accounts_staff",
    "accounts_ops",
    "accounts_relay",
    "accounts_auditor",
    "assistant_owner",
    "assistant_app",
    "assistant_desk",
    "assistant_executor",
    "assistant_ops",
    "durable_owner",
    "policies_ingest",
)


def load_or_create(data_dir: Path) -> Mapping[str, str]:
    """Role name -> password of the server in `data_dir`; roles that a newer version brings get theirs added."""
    path = data_dir / "secrets.json"
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    missing = [role for role in ROLES if role not in known]
    if missing:
        known.update({role: secrets.token_urlsafe(24) for role in missing})
        part = path.with_suffix(".part")
        part.touch(mode=0o600)
        part.write_text(json.dumps(known, indent=1))
        os.replace(part, path)
    return known
