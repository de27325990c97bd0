"""Measure a harvest: a year of one committee of a played council, then updates with nothing new.

``python -m bench.harvest`` prints, with the web service on and off, how many requests each round sends, how they were
answered, and the seconds it takes besides polite waiting. Each round is a process of its own, start-up included, with
the real reader and models; nobody waits, as waiting is only counted. Seconds of the processor tell a slow program
from a busy machine.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from tests.simulator import Simulator, simulated
from tests.simulator_pages import year_of_one_committee

COMMITTEE = "Children's Services Overview and Scrutiny Committee"
SINCE = date(2024, 4, 1)


class Waiting:
    """A clock on which waiting takes no time: it only counts, in seconds."""

    def __init__(self) -> None:
        self.waited = 0.0

    def now(self) -> float:
        """The time, with what was waited."""
        return time.monotonic() + self.waited

    def sleep(self, seconds: float) -> None:
        """Wait, as far as anybody asks."""
        self.waited += seconds


def round_trip(home: Path, base: str) -> dict[str, float]:
    """Add the committee, or update where it is followed already; returns what came of it."""
    from greenshoots import pipeline
    from ingest import fetch

    waiting = Waiting()
    fetch.Visitor = partial(fetch.Visitor, clock=waiting.now, sleep=waiting.sleep)  # type: ignore[misc,assignment]
    with pipeline.library(home) as library:
        if library.store.followed():
            outcome = pipeline.update(library)
        else:
            outcome = pipeline.add(library, [base], committee=COMMITTEE, since=SINCE)
        return {"new": outcome.added, "statements": outcome.statements, "waited": waiting.waited}


def measure(site: Simulator, home: Path, say: Callable[[str], None], name: str) -> None:
    """Run one round in a process of its own and tell its figures."""
    site.asked.clear()
    begun, used = time.perf_counter(), _processor()
    command = [sys.executable, "-m", "bench.harvest", str(home), site.base]
    told = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    seconds, used = time.perf_counter() - begun, _processor() - used
    pages = [asked for asked in site.asked if asked.path != "/robots.txt"]
    answers = ", ".join(f"{number} x {status}" for status, number in sorted(Counter(p.status for p in pages).items()))
    conditional = sum(page.conditional for page in pages)
    say(
        f"{name}: {len(pages)} requests ({conditional} conditional; {answers}), {told['new']} documents and"
        f" {told['statements']} statements new, {seconds:.2f} s ({used:.2f} s of the processor)"
        f" besides {told['waited']:.0f} s of polite waiting"
    )


def _processor() -> float:
    """Seconds of the processor that processes started from here have taken."""
    spent = os.times()
    return spent.children_user + spent.children_system


def main() -> None:
    """Play the council and harvest it three times, with its web service on and off."""
    for service in ("on", "off"):
        with tempfile.TemporaryDirectory() as folder, simulated(council=year_of_one_committee()) as site:
            site.service = service
            for name in ("add", "update", "update again"):
                measure(site, Path(folder), print, f"service {service}, {name}")


if __name__ == "__main__":
    if sys.argv[1:]:
        print(json.dumps(round_trip(Path(sys.argv[1]), sys.argv[2])))
    else:
        main()
