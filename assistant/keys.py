"""Where the keyring comes from."""

from pathlib import Path

from assistant.sealing import Keyring
from assistant.settings import Settings


def keyring(settings: Settings) -> Keyring:
    """The ring that seals what is stored: from the setting, else the data folder's own (made where there is none).

    Raises ValueError when the setting is no keyring.
    """
    if settings.sealing_keys:
        return Keyring.parse(settings.sealing_keys.get_secret_value())
    return Keyring.load_or_create(ring_file(settings))


def ring_file(settings: Settings) -> Path:
    """The data folder's own ring."""
    return settings.data_dir / "keys" / "sealing.json"
