"""The sample corpus as a library of its own: the first thing a newcomer sees."""

from __future__ import annotations

import shutil
from pathlib import Path

from greenshoots import pipeline, settings
from greenshoots.pipeline import Outcome, Progress, silent

NOTICE = (
    "Sample records: the councils, papers, people and events here are fictional, "
    "written to show what Green Shoots does."
)


def build(home: Path, *, progress: Progress = silent) -> list[Outcome]:
    """Build the sample library in ``home``: the documents as first published, then those that changed later.

    Writes ``NOTICE.txt`` there, which every screen shows. Returns what each of the two runs did.
    """
    published = home / "sample"
    outcomes = []
    for batch in ("documents", "later"):
        shutil.copytree(settings.data_folder() / "sample" / batch, published, dirs_exist_ok=True)
        with pipeline.library(home) as library:
            outcomes.append(pipeline.add(library, [str(published)], progress=progress))
    (home / "NOTICE.txt").write_text(NOTICE + "\n", "utf-8")
    return outcomes
