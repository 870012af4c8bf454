"""What people do at the desk: the one place where staff look into conversations and take part in them."""

from dataclasses import dataclass

from assistant.desk.connection import DeskPool
from assistant.sealing import Keyring


class DeskNotConfigured(RuntimeError):
    """Set ASSIST_DESK_DATABASE_URL: the desk looks through a database role of its own."""


@dataclass(frozen=True)
class Desk:
    """pool: connections of role assistant_desk; keyring: what conversations are sealed under."""

    pool: DeskPool
    keyring: Keyring
