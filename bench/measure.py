"""Run a command as a whole process and measure it: seconds by the clock, and the most memory one process held."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PAUSE = 0.1  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class Run:
    """``seconds``: by the clock, start-up included. ``peak``: bytes resident in the largest of its processes."""

    seconds: float
    peak: int


def run(command: Sequence[str]) -> Run:
    """Run a Python command line to its end, its output thrown away. Raises ``CalledProcessError`` if it fails."""
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, *command], stdout=subprocess.DEVNULL)
    watch = _Watch(process.pid)
    watch.start()
    status = process.wait()
    seconds = time.perf_counter() - begun
    watch.done.set()
    watch.join()
    if status:
        raise subprocess.CalledProcessError(status, command)
    return Run(seconds, watch.peak)


class _Watch(threading.Thread):
    """Looks again and again at what a process and its descendants hold in memory (Linux only; elsewhere 0)."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self.done = threading.Event()
        self._pid = pid

    def run(self) -> None:
        """Keep the most that any one process ever held, as the kernel counted it (VmHWM)."""
        while not self.done.wait(PAUSE):
            self.peak = max([self.peak, *(_high_water(pid) for pid in _family(self._pid))])


def _family(pid: int) -> list[int]:
    """A process and all its descendants."""
    found = [pid]
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            listed = children.read_text().split()
        except OSError:  # it ended meanwhile
            continue
        for child in listed:
            found += _family(int(child))
    return found


def _high_water(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:  # it ended meanwhile
        return 0
    lines = [line.split() for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(lines[0][1]) * 1024 if lines else 0
