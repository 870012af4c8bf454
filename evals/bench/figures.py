"""What every benchmark prints beside its own figures, and how percentiles are taken."""

import os
import platform
import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import psutil

from stack.embedded import ROOT


def percentile(values: Sequence[float], percent: float) -> float:
    """By linear interpolation, rounded to a tenth."""
    return round(float(np.percentile(values, percent)), 1)


def machine() -> str:
    """The machine in a few words: cores this process may use, processor, memory, Python."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory_gb = psutil.virtual_memory().total / 1e9
    return f"{cores} cores, {_processor()}, {memory_gb:.0f} GB, {platform.system()}, Python {platform.python_version()}"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def commit() -> str:
    """The checkout's short commit, `+changes` where files differ from it, `unknown` outside of a checkout."""
    try:
        head = _git("rev-parse", "--short=12", "HEAD")
        return f"{head}+changes" if _git("status", "--porcelain", "--untracked-files=no") else head
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def _git(*arguments: str) -> str:
    command = ["git", *arguments]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=10)
    return ended.stdout.strip()
