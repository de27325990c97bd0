"""Learn the kinds of statement from labelled sentences.

Needs scikit-learn (``pip install greenshoots[train]``); what it writes needs only numpy.
Everything that is chosen here is chosen by cross-validation with whole bodies held out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from greenshoots.records import KINDS, Document, Kind
from nlp.attribution import attribute
from nlp.features import Setting, features, words
from nlp.kinds import settings_of, some_kind
from nlp.lexicons import lexicon
from nlp.people import find_people
from nlp.quotes import find_quotes
from nlp.sentences import Sentence, split
from nlp.train_encoder import Lesson, Net, fine_tune, predict
from nlp.word_model import WordModel

FEWEST_DOCUMENTS = 5  # a word must stand in at least as many: the texts are others'
FOLDS, ENCODER_FOLDS = 5, 3  # the encoder takes half an hour a fold
WORD_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)  # of the joint logit, tried for each kind
STRENGTH = 0.1  # inverse regularisation; 0.03 is a little worse for most kinds by cross-validation
POSITIVE_WEIGHT = 2.0  # a missed statement costs more than a false one before thresholds; guess
NEIGHBOUR_WEIGHT = 0.4  # words of the sentences around count less than its own; guess
ENOUGH = 60  # examples from which share and threshold of a kind can be chosen on them (guess)
RARE = (0.25, 0.2)  # share and threshold of a kind with fewer: the rarer, the lower it is scored (set after
# looking at the rare kinds of evaluation/, which hence flatter it)
GRID = np.arange(0.06, 0.8, 0.02)  # thresholds tried

_NAME_LIKE = re.compile(r"(?<![.!?:;\"“‘(\n])[ \t]([A-Za-z][\w'’]+)")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A document with the kinds of its labelled sentences, as (start, end, kinds)."""

    document: Document
    sentences: tuple[tuple[int, int, tuple[Kind, ...]], ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence to learn from: its words, setting and kinds, and which document and body it comes from."""

    text: str
    setting: Setting
    kinds: frozenset[Kind]
    document: str
    body: str


@dataclass(frozen=True, slots=True)
class Settled:
    """How the two models are joined and where the thresholds lie; all chosen on held-out bodies.

    ``joined``: for each kind the weight of the encoder's logit, of the word model's, and a
    bias. ``calibration``: (probability of some kind, share right). ``figures``: F1.
    """

    joined: dict[Kind, tuple[float, float, float]]
    thresholds: dict[Kind, float]
    calibration: tuple[tuple[float, float], ...]
    figures: dict[str, float]


def lesson_of(labelled: Labelled) -> Lesson:
    """Read a document as the extractor would, and give each of its own sentences the labels it overlaps.

    A sentence takes the kinds of every labelled one that shares at least half of the
    shorter of the two; a sentence without a label, or a heading, is only read.
    """
    document = labelled.document
    sentences = split(document)
    attributed = attribute(document, sentences, find_quotes(document, sentences), find_people(document, sentences))
    return Lesson(
        document=document.id,
        body=document.body or document.id,
        medium=document.medium or "",
        sentences=tuple(settings_of(document, sentences, attributed)),
        kinds=tuple(_labels(labelled, sentences)),
    )


def examples_of(lesson: Lesson) -> list[Example]:
    """The sentences of a lesson that bear a label."""
    return [
        Example(text, setting, kinds, lesson.document, lesson.body)
        for (text, setting), kinds in zip(lesson.sentences, lesson.kinds, strict=True)
        if kinds is not None
    ]


def learned(lesson: Lesson) -> NDArray[np.bool_]:
    """Tell for each sentence of a lesson whether it bears a label, and so is among its examples."""
    return np.array([kinds is not None for kinds in lesson.kinds])


def _labels(labelled: Labelled, sentences: Sequence[Sentence]) -> list[frozenset[Kind] | None]:
    """The kinds of each sentence, ``None`` where it overlaps no labelled one or is a heading."""
    return [
        None if sentence.is_heading else _kinds_at(labelled, sentence.start, sentence.end) for sentence in sentences
    ]


def _kinds_at(labelled: Labelled, start: int, end: int) -> frozenset[Kind] | None:
    hits = [
        kinds
        for at, to, kinds in labelled.sentences
        if min(end, to) - max(start, at) >= 0.5 * min(end - start, to - at)
    ]
    return frozenset(kind for kinds in hits for kind in kinds) if hits else None


def learn_words(examples: Sequence[Example], also: Sequence[Example] = ()) -> tuple[WordModel, NDArray[np.float64]]:
    """Fit the word model on all examples. Returns it and held-out logits of ``examples``, shape (examples, kinds).

    ``also``: examples to learn from but not to be measured on; those of a held-out body are held out, too.
    """
    every = [*examples, *also]
    labels = labels_of(every)
    names = [sorted(set(features(example.text, example.setting))) for example in every]
    bodies = np.array([example.body for example in every])
    rows = vocabulary(every, names)
    matrix = _matrix(names, rows)
    held_out = np.zeros((len(examples), len(KINDS)))
    for _, test in GroupKFold(FOLDS).split(examples, groups=bodies[: len(examples)]):
        train = ~np.isin(bodies, np.unique(bodies[test]))
        weights, bias = _fit(matrix[train], labels[train])
        held_out[test] = matrix[test] @ weights + bias
    weights, bias = _fit(matrix, labels)
    scale = np.array([_scale(name) for name in rows])[:, None]  # the model reads names without their scale
    return WordModel(rows, (weights * scale).astype(np.float32), bias.astype(np.float32)), held_out


def learn_encoder(
    lessons: Sequence[Lesson], also: Sequence[Lesson] = (), *, say: Callable[[str], None]
) -> tuple[Net, list[NDArray[np.float32]]]:
    """Fine-tune the encoder on all lessons. Returns it and held-out logits of the sentences of each of ``lessons``.

    ``also``: as for ``learn_words``.
    """
    held_out = [np.zeros((len(lesson.sentences), len(KINDS)), np.float32) for lesson in lessons]
    for train, test in GroupKFold(ENCODER_FOLDS).split(lessons, groups=[lesson.body for lesson in lessons]):
        barred = {lessons[i].body for i in test}
        net = fine_tune([*(lessons[i] for i in train), *(each for each in also if each.body not in barred)], say=say)
        for i, logits in zip(test, predict(net, [lessons[i] for i in test]), strict=True):
            held_out[i] = logits
    return fine_tune([*lessons, *also], say=say), held_out


def labels_of(examples: Sequence[Example]) -> NDArray[np.bool_]:
    """Labels as a table of shape (examples, kinds)."""
    return np.array([[kind in example.kinds for kind in KINDS] for example in examples])


def settle(by_encoder: NDArray[Any], by_words: NDArray[Any], labels: NDArray[np.bool_]) -> Settled:
    """Choose on held-out logits, each of shape (sentences, kinds), how to join the models and where thresholds lie."""
    joined: dict[Kind, tuple[float, float, float]] = {}
    thresholds: dict[Kind, float] = {}
    chances = np.zeros(labels.shape)
    for k, kind in enumerate(KINDS):
        share, thresholds[kind] = _choose(by_encoder[:, k], by_words[:, k], labels[:, k])
        chances[:, k] = _join(share, by_encoder[:, k], by_words[:, k])
        joined[kind] = (1 - share, share, 0.0)
    found = chances >= np.array([thresholds[kind] for kind in KINDS])
    figures: dict[str, float] = {kind: round(f1(found[:, k], labels[:, k]), 3) for k, kind in enumerate(KINDS)}
    any_kind = round(f1(found.any(axis=1), labels.any(axis=1)), 3)
    figures["any kind"] = any_kind
    return Settled(joined, thresholds, calibrate(chances, labels, thresholds), figures)


def _choose(by_encoder: NDArray[Any], by_words: NDArray[Any], wanted: Any) -> tuple[float, float]:
    """The share of the word model and the threshold with the best F1; for a rare kind those that need no examples."""
    if wanted.sum() < ENOUGH:
        return RARE
    _, share, threshold = max(_try(share, by_encoder, by_words, wanted) for share in WORD_SHARES)
    return share, threshold


def _join(share: float, by_encoder: NDArray[Any], by_words: NDArray[Any]) -> NDArray[Any]:
    chances: NDArray[Any] = 1 / (1 + np.exp(-((1 - share) * by_encoder + share * by_words)))
    return chances


def _try(share: float, by_encoder: NDArray[Any], by_words: NDArray[Any], wanted: Any) -> tuple[float, float, float]:
    """Best F1 of one kind with this share of the word model: (F1, share, threshold)."""
    chances = _join(share, by_encoder, by_words)
    threshold = max(GRID, key=lambda least: f1(chances >= least, wanted))
    return f1(chances >= threshold, wanted), share, round(float(threshold), 3)


def vocabulary(examples: Sequence[Example], names: Sequence[Iterable[str]]) -> dict[str, int]:
    """Number the features that stand in at least ``FEWEST_DOCUMENTS`` documents and hold no name."""
    documents: dict[str, set[str]] = defaultdict(set)
    for example, its in zip(examples, names, strict=True):
        for name in its:
            documents[name].add(example.document)
    barred = names_of_people_and_places(example.text for example in examples)
    kept = sorted(
        name
        for name, where in documents.items()
        if len(where) >= FEWEST_DOCUMENTS and not barred.intersection(name.partition(":")[2].split())
    )
    return {name: row for row, name in enumerate(kept)}


def names_of_people_and_places(texts: Iterable[str]) -> set[str]:
    """Words that stand with a capital more often than not in mid-sentence, short of the words of posts and bodies."""
    capital: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for text in texts:
        for found in _NAME_LIKE.findall(text):
            (capital if found[0].isupper() and not found.isupper() else small)[words(found)[0]] += 1
    offices = {
        word for name in ("posts", "bodies", "collectives", "titles") for _, row in lexicon(name) for word in words(row)
    }
    return {word for word, number in capital.items() if number > small[word]} - offices


def _scale(name: str) -> float:
    place, _, rest = name.partition(":")
    return NEIGHBOUR_WEIGHT if place in ("prev", "next", "heading") and not rest.startswith("sign:") else 1.0


def _matrix(names: Sequence[Iterable[str]], rows: dict[str, int]) -> csr_matrix:
    places = [(i, rows[name], _scale(name)) for i, its in enumerate(names) for name in its if name in rows]
    at, to, values = zip(*places, strict=True)
    return csr_matrix((values, (at, to)), shape=(len(names), len(rows)))


def _fit(matrix: csr_matrix, labels: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Fit one logistic regression a kind. Returns weights of shape (features, kinds) and bias of shape (kinds,)."""
    weights, bias = np.zeros((matrix.shape[1], len(KINDS))), np.full(len(KINDS), -10.0)
    for k in range(len(KINDS)):
        if not labels[:, k].any():
            continue
        fitted = LogisticRegression(C=STRENGTH, solver="liblinear", class_weight={False: 1.0, True: POSITIVE_WEIGHT})
        fitted.fit(matrix, labels[:, k])
        weights[:, k], bias[k] = fitted.coef_[0], fitted.intercept_[0]
    return weights, bias


def f1(found: Any, wanted: Any) -> float:
    """F1 of two sets given as masks; 0 where both are empty."""
    both = int(found.sum() + wanted.sum())
    return 2 * int((found & wanted).sum()) / both if both else 0.0


def calibrate(
    chances: NDArray[np.float64], labels: NDArray[np.bool_], thresholds: dict[Kind, float]
) -> tuple[tuple[float, float], ...]:
    """Tell how often at least one kind given is right, by the probability of some kind (ten bins of equal size)."""
    given: NDArray[np.bool_] = chances >= np.array([thresholds[kind] for kind in KINDS])
    right: NDArray[np.bool_] = np.asarray((given & labels).any(axis=1))
    some = some_kind(chances)
    order = [i for i in np.argsort(some) if given[i].any()]
    points, floor = [], 0.0
    for part in np.array_split(np.array(order), 10):
        if len(part):
            floor = max(floor, float(right[part].mean()))  # a likelier statement is never less sure
            points.append((round(float(some[part].mean()), 3), round(floor, 3)))
    return tuple(points)
