"""A harvest that is killed at any moment and run again: the record is that of a run which nobody disturbed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from greenshoots import pipeline
from ingest import fetch
from tests.simulator import Simulator, simulated
from tests.test_pipeline import Bags, by_line

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are copied with os.fork"),
]

CALLED = "Children's Services Overview and Scrutiny Committee"
MEMORY = Path("/dev/shm")  # where the system has it: a disk that syncs takes most of the time


def killed(site: Simulator, *more: str, times: int = 15) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.killing", site.base, "--committee", CALLED, "--times", str(times), *more]
    if MEMORY.is_dir():
        command += ["--folder", str(MEMORY)]
    done = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_a_first_harvest_that_is_killed_loses_and_doubles_nothing():
    with simulated() as site:
        told = killed(site)
    assert told["found"] == []
    assert told["at_work"] >= 5


def test_an_update_that_is_killed_loses_and_doubles_nothing(tmp_path, monkeypatch):
    """Draft minutes became final with another sentence, a page was taken down, a new meeting was minuted."""
    monkeypatch.setenv("GREENSHOOTS_WORKERS", "1")
    monkeypatch.setattr("nlp.extract.read", by_line)
    monkeypatch.setattr(pipeline, "embedder", Bags)
    monkeypatch.setattr(fetch, "Visitor", partial(fetch.Visitor, pace=0.0))
    with simulated() as site:
        with pipeline.library(tmp_path / "home") as library:
            pipeline.add(library, [site.base], committee=CALLED)
        draft, bare = site.council.meeting(6104), site.council.meeting(6105)
        assert draft
        assert bare
        draft.minutes, bare.minutes = "final", "draft"
        draft.items[0].minutes[0] = "The clerk will mend the gate."
        draft.items[1].papers.clear()
        told = killed(site, "--start", str(tmp_path / "home"))
    assert told["found"] == []
    assert told["at_work"] >= 5
