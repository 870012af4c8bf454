"""Errors of the command line as one clear line on standard error, with an exit code programs can rely on."""

import errno
import sys
from collections.abc import Generator
from contextlib import contextmanager

_DISK_FULL = "53100"
"""SQLSTATE disk_full. Source: PostgreSQL documentation, appendix A."""
_INVALID_USE = 2
_FAILED = 1


class UsageProblem(ValueError):
    """The command was called in a way it cannot work with; the message says how to call it."""


@contextmanager
def reported() -> Generator[None]:
    """Turn what commands raise into a message and an exit code: 2 for invalid use, 1 for a failure."""
    try:
        yield
    except UsageProblem as problem:
        _end(str(problem), _INVALID_USE)
    except KeyboardInterrupt:
        _end("Interrupted.", 130)
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(0) from None
    except (LookupError, ValueError, RuntimeError, OSError) as error:
        _end(in_words(error), _INVALID_USE if isinstance(error, LookupError) else _FAILED)
    except Exception as error:
        if not _is_known(error):
            raise
        _end(in_words(error), _FAILED)


def in_words(error: Exception) -> str:
    """What went wrong and, where the libraries' own words do not say it, what to do about it."""
    said = " ".join(str(error).split()) or type(error).__name__
    if getattr(error, "errno", None) == errno.ENOSPC or getattr(error, "sqlstate", None) == _DISK_FULL:
        return f"The disk is full ({said}). Free some space, then run the command again: what was begun is undone."
    if _is_known(error):
        return f"{type(error).__name__}: {said}. `assist doctor` tells what is out of reach; `assist up` starts it."
    return said


def _is_known(error: Exception) -> bool:
    """Errors of the database and HTTP clients: recognised by name, so that help does not import those libraries."""
    return any(base.__module__.split(".")[0] in ("psycopg", "psycopg_pool", "httpx") for base in type(error).__mro__)


def _end(message: str, code: int) -> None:
    sys.stderr.write(f"assist: {message}\n")
    raise SystemExit(code) from None
