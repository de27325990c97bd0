"""The vector index: a FAISS file over the store's passages. A cache, which says so when it does not fit the store."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from greenshoots.errors import StaleIndexError, StoreError
from index.embed import Embedder
from index.store_read import StoreReader
from index.vector_cache import Keys, VectorCache
from index.vector_key import fingerprint_of, vector_text

FORMAT = 1
CHUNK = 1024  # texts embedded between two writes: what an interruption can cost, some seconds (guess)

_NO_KEYS: Keys = np.zeros(0, dtype=np.int64)

Progress = Callable[[int, int], None]  # texts embedded so far, of how many


@dataclass(slots=True)
class _Loaded:
    """An index in memory: FAISS with vector keys as ids, and those keys, ascending, in the order of its rows."""

    fingerprint: str
    faiss_index: Any
    keys: Keys


class Vectors:
    """Nearest passages by meaning. One vector for each distinct text, found by its key."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        self._loaded: _Loaded | None = None

    @property
    def _index_path(self) -> Path:
        return self.folder / "index.faiss"

    @property
    def _sidecar_path(self) -> Path:
        return self.folder / "index.json"

    def load(self, store: StoreReader, embedder: Embedder) -> None:
        """Read the index, unless it is in memory already.

        Raises ``StaleIndexError`` if it is missing, damaged, of another model, or of
        other passages than the store now holds.
        """
        fingerprint = store.fingerprint()
        if self._loaded and self._loaded.fingerprint == fingerprint:
            return
        if fingerprint == fingerprint_of(_NO_KEYS):
            self._loaded = _Loaded(fingerprint, _new_index(embedder.dim), _NO_KEYS)  # of nothing, no file is needed
            return
        expected = _sidecar(embedder, fingerprint)
        found = _read_json(self._sidecar_path)
        wrong = next((name for name in expected if found.get(name) != expected[name]), None)
        if wrong:
            raise self._stale(f"it has {wrong} {found.get(wrong)!r}, the store needs {expected[wrong]!r}")
        self._loaded = self._read(fingerprint, embedder.dim)

    def refresh(self, store: StoreReader, embedder: Embedder, *, progress: Progress | None = None) -> int:
        """Bring the index up to date with the store, or build it anew; only texts never met before are embedded.

        Returns how many were. Safe to interrupt: what was embedded is kept. Raises
        ``StoreError`` if the folder cannot be written, ``ModelError`` without a model.
        """
        try:
            self.load(store, embedder)
        except StaleIndexError:
            pass
        else:
            return 0
        wanted = np.array(store.vector_keys(), dtype=np.int64)
        cache = VectorCache(self.folder, model=embedder.name, dim=embedder.dim)
        missing = np.setdiff1d(wanted, cache.keys())
        done = 0
        for keys, rows in _embedded(store, embedder, missing):
            cache.append(keys, rows)
            done += len(keys)
            if progress:
                progress(done, len(missing))
        self._write(wanted, cache.chosen(wanted), embedder)
        self.load(store, embedder)
        return done

    def nearest(
        self, queries: NDArray[np.float32], *, k: int, among: Keys | None = None
    ) -> list[list[tuple[int, float]]]:
        """Return for each query the ``k`` nearest keys with their cosine, best first, ties by key.

        ``queries``: float32 ``(n, dim)``. ``among``: only these keys. Raises
        ``StaleIndexError`` if nothing was loaded.
        """
        loaded = self._need()
        k = min(k, len(loaded.keys) if among is None else len(among))
        if k == 0:
            return [[] for _ in queries]
        chosen = None if among is None else _only(among)
        cosines, found = loaded.faiss_index.search(np.ascontiguousarray(queries), k, params=chosen)
        return [
            sorted(
                ((int(key), float(cosine)) for key, cosine in zip(ids, row, strict=True) if key >= 0),
                key=lambda pair: (-pair[1], pair[0]),
            )
            for ids, row in zip(found, cosines, strict=True)
        ]

    def of(self, keys: Keys) -> NDArray[np.float32]:
        """Return the vectors of some keys, float32 ``(len(keys), dim)``; zeros for a key that is not there."""
        loaded = self._need()
        rows = np.zeros((len(keys), loaded.faiss_index.d), dtype=np.float32)
        if len(loaded.keys):
            places = np.minimum(np.searchsorted(loaded.keys, keys), len(loaded.keys) - 1)
            known = loaded.keys[places] == keys
            if known.any():
                rows[known] = loaded.faiss_index.index.reconstruct_batch(places[known].astype(np.int64))
        return rows

    def keys(self) -> Keys:
        """Return the keys in the index, ascending."""
        return self._need().keys

    def _need(self) -> _Loaded:
        if self._loaded is None:
            raise self._stale("it was not loaded")
        return self._loaded

    def _stale(self, cause: str) -> StaleIndexError:
        return StaleIndexError(
            "The vector index does not belong to this store",
            where=str(self.folder),
            cause=f"The reason: {cause}",
            next_step="Run `greenshoots add` on any source again: it brings the index up to date",
        )

    def _read(self, fingerprint: str, dim: int) -> _Loaded:
        import faiss

        try:
            faiss_index: Any = faiss.read_index(str(self._index_path))
            keys: Keys = faiss.vector_to_array(faiss_index.id_map).astype(np.int64)
        except (RuntimeError, AttributeError) as error:
            raise self._stale(f"its file cannot be read ({str(error)[-120:]})") from error
        if faiss_index.ntotal != len(keys) or faiss_index.d != dim:
            raise self._stale(
                f"it holds {faiss_index.ntotal} vectors of {faiss_index.d} numbers under {len(keys)} keys"
            )
        if np.any(np.diff(keys) <= 0) or fingerprint_of(keys) != fingerprint:
            raise self._stale("its file holds other passages than its label says")
        return _Loaded(fingerprint, faiss_index, keys)

    def _write(self, keys: Keys, rows: NDArray[np.float16], embedder: Embedder) -> None:
        import faiss

        index = _new_index(embedder.dim)
        index.add_with_ids(rows.astype(np.float32), keys)
        _replace(self._index_path, lambda beside: faiss.write_index(index, str(beside)))
        label = json.dumps(_sidecar(embedder, fingerprint_of(keys)), indent=2)
        _replace(self._sidecar_path, lambda beside: beside.write_text(label, encoding="utf-8"))


def _new_index(dim: int) -> Any:
    """Make an empty index of cosines, in half precision: exact search, no training."""
    import faiss

    return faiss.IndexIDMap2(faiss.IndexScalarQuantizer(dim, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT))


def _only(keys: Keys) -> Any:
    """Tell FAISS to look at some keys only."""
    import faiss

    chosen: Any = faiss.SearchParameters
    return chosen(sel=faiss.IDSelectorBatch(keys))


def _sidecar(embedder: Embedder, fingerprint: str) -> dict[str, Any]:
    return {"format": FORMAT, "model": embedder.name, "dim": embedder.dim, "store": fingerprint}


def _embedded(store: StoreReader, embedder: Embedder, keys: Keys) -> Iterator[tuple[Keys, NDArray[np.float32]]]:
    """Embed the texts behind some keys, a chunk at a time."""
    for start in range(0, len(keys), CHUNK):
        passages = store.texts_of_vectors(keys[start : start + CHUNK].tolist())
        found = np.array(sorted(passages), dtype=np.int64)
        yield found, embedder.embed([vector_text(passages[int(key)]) for key in found])


def _replace(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file whole or not at all."""
    beside = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(beside)
        with beside.open("rb") as file:
            os.fsync(file.fileno())
        beside.replace(path)
    except (OSError, RuntimeError) as error:  # FAISS reports a failed write as RuntimeError
        raise StoreError(
            "The vector index cannot be written",
            where=str(path),
            cause=str(error)[-120:],
            next_step="Make room or give yourself the right to write there, then run `greenshoots add` again",
        ) from error


def _read_json(path: Path) -> dict[str, Any]:
    """Read the sidecar; one that is missing or damaged fits no store."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
