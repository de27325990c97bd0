"""Vectors already computed, one for each distinct text: two files that only grow, so that none is computed twice."""

from __future__ import annotations

import os
import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from greenshoots.errors import StoreError

Keys = NDArray[np.int64]


class VectorCache:
    """Half-precision vectors by key. Each row is written before its key, so a torn end is seen and cut off.

    Half precision moves a cosine by less than 0.001 and halves the size.
    """

    def __init__(self, folder: Path, *, model: str, dim: int) -> None:
        stem = "vectors-" + re.sub(r"[^a-zA-Z0-9]+", "-", model).strip("-").lower() + f"-{dim}"
        self._keys_path, self._rows_path = folder / f"{stem}.keys", folder / f"{stem}.f16"
        self._dim = dim

    def keys(self) -> Keys:
        """Return the keys in the order they were added, only those whose vectors are whole."""
        if not self._keys_path.exists() or not self._rows_path.exists():
            return np.zeros(0, dtype=np.int64)
        whole = self._rows_path.stat().st_size // (2 * self._dim)
        data = self._keys_path.read_bytes()
        keys = np.frombuffer(data[: len(data) // 8 * 8], dtype="<i8")
        return keys[:whole].astype(np.int64)

    def rows(self, count: int) -> NDArray[np.float16]:
        """Return the first ``count`` vectors, shape ``(count, dim)``."""
        if not count:
            return np.zeros((0, self._dim), dtype=np.float16)
        rows: NDArray[np.float16] = np.fromfile(self._rows_path, dtype="<f2", count=count * self._dim)
        return rows.reshape(count, self._dim)

    def chosen(self, wanted: Keys) -> NDArray[np.float16]:
        """Return the vectors of some keys, in their order. Raises ``StoreError`` if one is not there."""
        cached = self.keys()
        order = np.argsort(cached)
        places = np.searchsorted(cached, wanted, sorter=order)
        if len(wanted) and (places.max() >= len(cached) or np.any(cached[order[places]] != wanted)):
            raise StoreError(
                "Vectors of some passages are missing from the cache",
                where=str(self._rows_path),
                next_step="Delete the folder and run `greenshoots add` on any source again",
            )
        return self.rows(len(cached))[order[places]]

    def append(self, keys: Keys, rows: NDArray[np.float32]) -> None:
        """Add vectors at the end. Raises ``StoreError`` if they cannot be written."""
        whole = len(self.keys())
        try:
            self._keys_path.parent.mkdir(parents=True, exist_ok=True)
            _write_at(self._rows_path, whole * 2 * self._dim, rows.astype("<f2").tobytes())
            _write_at(self._keys_path, whole * 8, keys.astype("<i8").tobytes())
        except OSError as error:
            raise StoreError(
                "The vectors cannot be written",
                where=str(self._rows_path.parent),
                cause=error.strerror,
                next_step="Make room or give yourself the right to write there, then run the same command again",
            ) from error


def _write_at(path: Path, offset: int, data: bytes) -> None:
    """Write at an offset, cut off what stood behind it, and wait until it is on the disk."""
    with path.open("r+b" if path.exists() else "w+b") as file:
        file.truncate(offset)
        file.seek(offset)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
