"""A linear model over named features: one weight a feature and kind, readable, and needing only numpy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from greenshoots.errors import ModelError
from greenshoots.records import KINDS

FORMAT = "word-model/1"


@dataclass(frozen=True, slots=True)
class WordModel:
    """``weights``: shape (features, kinds), ``bias``: shape (kinds,), both float32. ``rows``: feature name to row."""

    rows: dict[str, int]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def logits(self, examples: Sequence[Iterable[str]]) -> NDArray[np.float32]:
        """Score examples, each given as its feature names. Returns shape (examples, kinds)."""
        scores = np.tile(self.bias, (len(examples), 1))
        for i, names in enumerate(examples):
            known = sorted({row for row in map(self.rows.get, names) if row is not None})
            if known:  # sorted, so that the sum does not depend on hash order
                scores[i] += self.weights[known].sum(axis=0)
        return scores

    def save(self, path: Path) -> None:
        """Write the model; weights as float16, which changes no decision beyond rounding."""
        np.savez_compressed(
            path,
            format=np.array(FORMAT),
            kinds=np.array(KINDS),
            names=np.array("\n".join(self.rows)),
            weights=self.weights.astype(np.float16),
            bias=self.bias,
        )

    @classmethod
    def load(cls, path: Path) -> WordModel:
        """Read a model. Raises ``ModelError`` if it is missing, damaged or of another format."""
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                if str(stored["format"]) != FORMAT or tuple(stored["kinds"].tolist()) != KINDS:
                    raise ValueError(f"it is not of the format {FORMAT}")
                names = str(stored["names"]).split("\n")
                weights = stored["weights"].astype(np.float32)
                return cls({name: row for row, name in enumerate(names)}, weights, stored["bias"].astype(np.float32))
        except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
            raise ModelError(
                "The weights for kinds of statement cannot be read",
                where=str(path),
                cause=str(error),
                next_step="Install Green Shoots again",
            ) from error
