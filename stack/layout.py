"""The data folder: what lies where, which version made it, and what is running from it."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

FORMAT = 1


class DataFolderRefused(RuntimeError):
    """The folder is not one of ours, or of a newer version; nothing in it was touched. The message says what to do."""


@dataclass(frozen=True)
class Service:
    """A process of the stack and the port it answers on."""

    pid: int
    started: float
    port: int

    def is_alive(self) -> bool:
        """Whether that very process still runs (a pid that the system gave to another does not count)."""
        try:
            process = psutil.Process(self.pid)
            return abs(process.create_time() - self.started) < 2 and process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False


class DataFolder:
    """`path` after `open()`: marked as ours, with its subfolders."""

    def __init__(self, path: Path) -> None:
        self.path = path.expanduser().resolve()
        self.logs = self.path / "logs"
        self._marker = self.path / "folder.json"
        self._running = self.path / "running.json"

    def exists(self) -> bool:
        return self._marker.exists()

    def open(self) -> "DataFolder":
        """Make the folder, or check that an existing one is ours. Raises DataFolderRefused."""
        if self._marker.exists():
            found = self._format()
            if found > FORMAT:
                raise DataFolderRefused(
                    f"{self.path} was made by a newer version (format {found}, this one knows {FORMAT}). "
                    "Update this checkout, or choose another folder with --data-dir."
                )
        elif self.path.exists() and any(self.path.iterdir()):
            raise DataFolderRefused(
                f"{self.path} exists, is not empty and was not made by `assist`. "
                "Choose another folder with --data-dir (or ASSIST_DATA_DIR)."
            )
        self.logs.mkdir(parents=True, exist_ok=True)
        _write(self._marker, {"format": FORMAT, "made_by": "lending-assistant"})
        return self

    def _format(self) -> int:
        try:
            return int(json.loads(self._marker.read_text())["format"])
        except (ValueError, TypeError, KeyError) as error:
            raise DataFolderRefused(
                f"{self._marker} cannot be read ({type(error).__name__}), so nothing in the folder was touched. "
                f'Write {{"format": {FORMAT}}} into it if the data is from `assist`, or choose another with --data-dir.'
            ) from error

    def services(self) -> dict[str, Service]:
        """The services that run from this folder, by name."""
        if not self._running.exists():
            return {}
        known = {name: Service(**row) for name, row in json.loads(self._running.read_text()).items()}
        return {name: service for name, service in known.items() if service.is_alive()}

    def record(self, name: str, service: Service | None) -> None:
        """Remember `service` as running (or forget it)."""
        rows = {key: asdict(value) for key, value in self.services().items() if key != name}
        if service:
            rows[name] = asdict(service)
        _write(self._running, rows)


def _write(path: Path, content: object) -> None:
    part = path.with_suffix(".part")
    part.write_text(json.dumps(content, indent=1))
    os.replace(part, path)
