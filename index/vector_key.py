"""Which words of a passage become its vector, and the number that vector is kept under."""

from __future__ import annotations

import hashlib
import re

import numpy as np
from numpy.typing import NDArray

from greenshoots.records import Passage

_WORD = re.compile(r"[^\W\d_]{3}")


def vector_text(passage: Passage) -> str:
    """Return the words that stand for a passage in the vector index, white space evened out.

    Empty without a word of three letters: "(x)" or "27.43" would come out near to anything.
    The store keeps the key of these words: whoever changes them adds a migration that makes the keys anew.
    """
    return " ".join(passage.text.split()) if _WORD.search(passage.text) else ""


def vector_key(words: str) -> int:
    """Name a text by its content: 63 bits of its SHA-256, so that equal texts share one vector on any machine."""
    return int.from_bytes(hashlib.sha256(words.encode("utf-8", "surrogatepass")).digest()[:8], "big") >> 1


def fingerprint_of(keys: NDArray[np.int64]) -> str:
    """Name a set of distinct keys: their count and two sums. The store computes the same of its passages."""
    low, high = int(np.sum(keys & 0xFFFFFF)), int(np.sum(keys >> 24))
    return f"{len(keys)}-{low:x}-{high:x}"
