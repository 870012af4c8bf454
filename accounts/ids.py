"""Ids that follow from the command that made the thing: the same command, the same id."""

from hashlib import blake2b


def ident(prefix: str, command_id: str) -> str:
    """An id such as `PM-5f3a9c01d2`; `prefix` says what it is of."""
    return f"{prefix}-{blake2b(command_id.encode(), digest_size=5).hexdigest()}"
