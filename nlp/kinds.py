"""What kind of accountability statement a sentence is, if any, and how sure that is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from greenshoots import settings
from greenshoots.errors import ModelError
from greenshoots.records import KINDS, Document, Kind
from nlp.attribution import Attributed
from nlp.encoder import Encoder
from nlp.encoder import load as load_encoder
from nlp.features import Setting, features
from nlp.outright import ruled_out, said_outright
from nlp.passages import heading_words
from nlp.sentences import Sentence
from nlp.word_model import WordModel

SECOND = 0.5  # of the best kind's probability: a further kind needs as much. A statement then has 1.1 kinds, as
# readers give it, not 1.2; costs 0.007 of the mean F1 of the commoner kinds on held-out bodies
SURELY_SOME = 0.35  # probability of any kind at all from which a sentence is a statement, though no kind reaches its
# threshold: it gets the likeliest. F1 of "any kind" on held-out bodies 0.721 in place of 0.707; of commitments 0.692 in
# place of 0.704
OUTRIGHT = 0.6  # probability of a kind that the words say outright (14 of 19 finds on the labelled records are right)


@dataclass(frozen=True, slots=True)
class Judged:
    """The kinds of one sentence, most likely first, and the probability that at least one of them is right."""

    kinds: tuple[Kind, ...] = ()
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Judge:
    """The two models, how they are joined, and from which probability a kind is taken to be there.

    ``joined``: shape (3, kinds): weight of the encoder's logit, of the word model's, and a bias.
    ``thresholds``: shape (kinds,). ``calibration``: (probability of some kind, share right), ascending.
    """

    words: WordModel
    encoder: Encoder
    joined: NDArray[np.float32]
    thresholds: NDArray[np.float32]
    calibration: tuple[tuple[float, float], ...]

    def chances(self, medium: str, sentences: Sequence[tuple[str, Setting]]) -> NDArray[np.float32]:
        """Probability of each kind for the sentences of one document, in order. Shape (sentences, kinds)."""
        by_words = self.words.logits([features(text, setting) for text, setting in sentences])
        by_encoder = self.encoder.logits(medium, sentences)
        of_encoder, of_words, bias = self.joined
        chances: NDArray[np.float32] = 1 / (1 + np.exp(-(by_encoder * of_encoder + by_words * of_words + bias)))
        for row, (text, _) in zip(chances, sentences, strict=True):
            for kind in said_outright(text):
                row[KINDS.index(kind)] = max(row[KINDS.index(kind)], OUTRIGHT)
            row[[KINDS.index(kind) for kind in ruled_out(text)]] = 0
        return chances

    def judge(self, chances: NDArray[np.float32]) -> Judged:
        """Decide one sentence from its probabilities, shape (kinds,)."""
        margins = chances / self.thresholds
        least = SECOND * chances.max()
        order = [i for i in np.argsort(-margins, kind="stable") if margins[i] >= 1 and chances[i] >= least]
        some = some_kind(chances)
        if not order and some >= SURELY_SOME:
            order = [int(chances.argmax())]
        if not order:
            return Judged()
        known, right = zip(*self.calibration, strict=True)
        return Judged(tuple(KINDS[i] for i in order), round(float(np.interp(some, known, right)), 3))


def some_kind(chances: NDArray[Any]) -> Any:
    """Probability of at least one kind, from that of each (last axis), taken as independent of one another."""
    return 1 - np.prod(1 - chances, axis=-1)


@lru_cache(maxsize=1)
def load() -> Judge:
    """Load the shipped weights and thresholds. Raises ``ModelError`` if they are missing or damaged."""
    folder = settings.data_folder() / "models" / "kinds"
    try:
        settled: dict[str, Any] = json.loads((folder / "thresholds.json").read_text("utf-8"))
        thresholds = np.array([settled["thresholds"][kind] for kind in KINDS], np.float32)
        joined = np.array([settled["joined"][kind] for kind in KINDS], np.float32).T
        calibration = tuple((float(margin), float(right)) for margin, right in settled["calibration"])
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(
            "The thresholds for kinds of statement cannot be read", where=str(folder), cause=str(error)
        ) from error
    return Judge(WordModel.load(folder / "words.npz"), load_encoder(folder), joined, thresholds, calibration)


def settings_of(
    document: Document, sentences: Sequence[Sentence], attributed: Sequence[Attributed]
) -> list[tuple[str, Setting]]:
    """Give each sentence with its setting, in order: what every model of kinds goes by."""
    texts = [document.text[sentence.start : sentence.end] for sentence in sentences]
    return [
        (
            text,
            Setting(
                before=texts[i - 1] if i else "",
                after=texts[i + 1] if i + 1 < len(texts) else "",
                heading=heading_words(document, sentences[i]) or "",
                medium=document.medium or "",
                mode=attributed[i].mode,
                side=attributed[i].side or "",
                how=attributed[i].attribution.how,
                teller=" ".join(filter(None, (attributed[i].speaker_label, attributed[i].role))),
            ),
        )
        for i, text in enumerate(texts)
    ]


def judge(document: Document, sentences: Sequence[Sentence], attributed: Sequence[Attributed]) -> tuple[Judged, ...]:
    """Judge every sentence of a document, in order. Headings carry no kind."""
    model = load()
    chances = model.chances(document.medium or "", settings_of(document, sentences, attributed))
    return tuple(
        Judged() if sentence.is_heading else model.judge(row) for sentence, row in zip(sentences, chances, strict=True)
    )
