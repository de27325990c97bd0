"""One utterance as each record of its meeting has it: the minutes, the recording, the papers.

Matching is careful: better nothing than another utterance. All thresholds are guesses, tried on the sample corpus and
on near misses of our own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from greenshoots.pipeline import Library, embedder
from greenshoots.places import Place, place_of
from greenshoots.records import Document, Medium, Passage, Span, Statement, as_plain
from greenshoots.strengths import Told, differences
from index.matter import said_from, weighted
from index.meeting import OF_MEETING, REPORT_DAYS, same_meeting
from index.store_rows import Card
from index.words import Stemmer, words_of

MEANING = 0.6  # cosine from which two sentences may be one utterance
SHARED, SHARE = 1.5, 0.35  # weight of words in common, and its share of the shorter sentence's
NEARLY = 0.5  # cosine that is enough where a third record's wording fits both
UNNAMED_MEANING, UNNAMED_SHARE = 0.65, 0.45  # where a record does not tell who speaks
LONGEST_PAIR = 300  # code points of two passages that are taken as one
PAIR = 0.05  # by which two passages must fit better than one of them
RIVAL = 0.05  # by which another sentence of the statement's own record may fit no better than the statement
LOOKED_AT = 8  # passages of a record whose meaning is compared
_QUOTED = re.compile(r"[“\"]([^“”\"]{12,})[”\"]?")
_TITLE = re.compile(r"^(?:cllrs?|councillors?|mr|mrs|ms|miss|mx|dr|prof|professor|rev|reverend|sir|dame|the)\.?$")


@dataclass(frozen=True, slots=True)
class Wording:
    """How one record has the utterance. ``text`` is ``document.text[start:end]``.

    ``speaker``: the label or name there, ``None`` if nobody is named. ``statement``: what it was read as, if anything.
    ``score``: how well it fits (cosine and share of words, 0 to 2); 0 for the statement itself.
    """

    document: Document
    start: int
    end: int
    text: str
    speaker: str | None
    place: Place
    statement: Statement | None
    machine_made: bool = False
    score: float = 0.0

    @property
    def medium(self) -> Medium | None:
        """What sort of record it is."""
        return self.document.medium


@dataclass(frozen=True, slots=True)
class Wordings:
    """The statement itself, its wording in other records of its meeting, and how they differ, in plain sentences.

    ``silent``: other records of the meeting in which the same words were not found.
    """

    own: Wording
    others: tuple[Wording, ...] = ()
    differences: tuple[str, ...] = ()
    silent: tuple[Document, ...] = ()

    def as_line(self) -> list[dict[str, Any]]:
        """The wordings in other records, ready for JSON."""
        return [_line(wording) for wording in self.others]


def wordings(library: Library, statement: Statement) -> Wordings:
    """Find one statement's utterance in the other records of its meeting.

    None of them is evidence of what became of it. Raises ``StaleIndexError`` or ``ModelError`` as a search does.
    """
    document = library.store.document(statement.document_key)
    own = _own(library, statement, document)
    records = list(_near(library, document))
    found = _found(library, own, [other for other in records if same_meeting(document, other)])
    if document.medium == "press" and found:
        found |= _found(library, own, _with_the_meeting(found, records, document))
    found = _by_another(library, own, found)
    named = sorted((wording for wording in found.values() if wording), key=_order)
    told = tuple(dict.fromkeys(differences(_told(library, own), [_told(library, other) for other in named])))
    silent = [other for other in records if other.key in found and found[other.key] is None]
    return Wordings(own, tuple(named), told, tuple(silent) if document.medium != "press" else ())


def _own(library: Library, statement: Statement, document: Document) -> Wording:
    return Wording(
        document,
        statement.start,
        statement.end,
        statement.text,
        statement.speaker or statement.speaker_label,
        place_of(document, statement.start),
        statement,
        _machine_made(library, document),
    )


def _near(library: Library, document: Document) -> Iterator[Document]:
    """The records that may be of the meeting, by their days: of the same day, or papers of the days after."""
    day = document.made
    if day is None:
        return
    for card in library.store.cards():
        if card.key != document.key and _is_near(document, card):
            yield library.store.document(card.key)


def _is_near(document: Document, card: Card) -> bool:
    day, other = document.made, card.met or card.published
    if day is None or other is None:
        return False
    if card.medium in OF_MEETING:
        return 0 <= (day - other).days <= (REPORT_DAYS if document.medium == "press" else 0)
    return card.medium == "press" and abs((other - day).days) <= REPORT_DAYS


def _with_the_meeting(
    found: dict[str, Wording | None], records: Sequence[Document], document: Document
) -> list[Document]:
    """The further records of the meeting that a paper tells of: of the one whose record has the same words."""
    best = max((wording for wording in found.values() if wording), key=lambda one: one.score, default=None)
    if best is None:
        return []
    return [other for other in records if other.key not in found and same_meeting(best.document, other)]


def _found(library: Library, own: Wording, records: Sequence[Document]) -> dict[str, Wording | None]:
    """The wording in each record by its key, ``None`` where it is not there."""
    if not records:
        return {}
    matcher = _Matcher(library, own)
    return {document.key: matcher.best(document) for document in records}


def _by_another(library: Library, own: Wording, found: dict[str, Wording | None]) -> dict[str, Wording | None]:
    """Add the wordings that fit one of those found and come near to the statement: a paper often condenses."""
    matchers = [_Matcher(library, wording) for wording in found.values() if wording]
    to_own = _Matcher(library, own)
    for key in [key for key, wording in found.items() if wording is None]:
        document = library.store.document(key)
        likely = (wording for matcher in matchers if (wording := matcher.best(document)))
        found[key] = next((wording for wording in likely if to_own.is_near(wording)), None)
    return found


@dataclass(frozen=True, slots=True)
class _Piece:
    """A passage with what it says, without who said it, and the words of that with their weights."""

    passage: Passage
    said: str
    stems: dict[str, float]
    joined: bool = False


@dataclass
class _Matcher:
    """Looks for one utterance in records."""

    library: Library
    own: Wording
    stemmer: Stemmer = field(default_factory=Stemmer)

    def best(self, document: Document) -> Wording | None:
        """The passage that has the utterance, or ``None`` if none surely has."""
        pieces = self._likeliest([*self._pieces(document), *self._pairs(document)], self._sought)
        if not pieces:
            return None
        cosines = self._vectors(pieces) @ self._vector
        scored = [(float(c), *self._shared(self._sought, p), p) for c, p in zip(cosines, pieces, strict=True)]
        for cosine, shared, share, piece in sorted(scored, key=_worth, reverse=True):
            statement = self.library.store.statement_at(piece.passage)
            speaker = _speaker_at(document, piece.passage, statement)
            fits = _fits(cosine, shared, share, same=_same_speaker(self.own.speaker, speaker))
            if fits and not self._has_rival(piece, cosine + share):
                return self._wording(document, piece.passage, statement, speaker, cosine + share)
        return None

    def is_near(self, wording: Wording) -> bool:
        """Whether another wording, that fits by way of a third, does not plainly tell of something else."""
        piece = self._piece(Passage(wording.document.key, wording.start, wording.end, wording.text))
        same = _same_speaker(self.own.speaker, wording.speaker)
        near = (
            float(self._vectors([piece])[0] @ self._vector) >= NEARLY and self._shared(self._sought, piece)[0] >= SHARED
        )
        return same is not False and near

    @cached_property
    def _sought(self) -> _Piece:
        return self._piece(Passage(self.own.document.key, self.own.start, self.own.end, self.own.text))

    @cached_property
    def _vector(self) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self._vectors([self._sought])[0]
        return vector

    @cached_property
    def _rivals(self) -> list[_Piece]:
        """The other passages of the statement's own record."""
        place = Span(self.own.start, self.own.end)
        return [
            piece
            for piece in self._pieces(self.own.document)
            if not place.overlaps(Span(piece.passage.start, piece.passage.end))
        ]

    def _has_rival(self, piece: _Piece, score: float) -> bool:
        """Whether another sentence of the statement's own record is what the passage tells."""
        rivals = self._likeliest(self._rivals, piece)
        if not rivals:
            return False
        cosines = self._vectors(rivals) @ self._vectors([piece])[0]
        scores = [float(c) + self._shared(piece, rival)[1] for c, rival in zip(cosines, rivals, strict=True)]
        return max(scores) > score + RIVAL

    def _pieces(self, document: Document) -> list[_Piece]:
        return [self._piece(passage) for passage in self.library.store.passages(document.key)]

    def _pairs(self, document: Document) -> list[_Piece]:
        """Two passages of one turn as one: the sentences of captions begin and end where the machine hears a pause."""
        passages = self.library.store.passages(document.key) if document.medium == "transcript" else []
        turns = [Span(turn.start, turn.end) for turn in document.turns]
        spans = [Span(first.start, second.end) for first, second in pairwise(passages)]
        return [
            self._piece(Passage(document.key, both.start, both.end, both.of(document.text)), joined=True)
            for both in spans
            if any(turn.contains(both) for turn in turns) and both.end - both.start <= LONGEST_PAIR
        ]

    def _piece(self, passage: Passage, *, joined: bool = False) -> _Piece:
        said = _said(passage.text)
        return _Piece(passage, said, weighted(said, self.stemmer), joined)

    def _likeliest(self, pieces: Sequence[_Piece], sought: _Piece) -> list[_Piece]:
        """The few pieces that share most words with what is sought."""
        sharing = [(*self._shared(sought, piece), piece) for piece in pieces]
        ranked = sorted((one for one in sharing if one[0] >= 1.0), key=lambda one: (-one[1], one[2].passage.start))
        return [piece for _, _, piece in ranked[:LOOKED_AT]]

    def _shared(self, one: _Piece, other: _Piece) -> tuple[float, float]:
        """The weight of the words in common, and its share of what the shorter has."""
        shared = sum(min(weight, other.stems[stem]) for stem, weight in one.stems.items() if stem in other.stems)
        least = min(sum(one.stems.values()), sum(other.stems.values()))
        return shared, shared / least if least else 0.0

    def _vectors(self, pieces: Sequence[_Piece]) -> NDArray[np.float32]:
        return embedder().embed([" ".join(piece.said.split()) for piece in pieces])

    def _wording(
        self, document: Document, passage: Passage, statement: Statement | None, speaker: str | None, score: float
    ) -> Wording:
        place, made = place_of(document, passage.start), _machine_made(self.library, document)
        return Wording(
            document, passage.start, passage.end, passage.text, speaker, place, statement, made, round(score, 3)
        )


def _worth(scored: tuple[float, float, float, _Piece]) -> tuple[float, int]:
    """What orders passages: how well they fit; of two that were joined, a little less."""
    cosine, _, share, piece = scored
    return cosine + share - (PAIR if piece.joined else 0.0), -piece.passage.start


def _fits(cosine: float, shared: float, share: float, *, same: bool | None) -> bool:
    """Whether a passage surely has the utterance. ``same``: whether the speaker is, ``None`` if that is not told."""
    if same is False or shared < SHARED:
        return False
    if same is None:
        return cosine >= UNNAMED_MEANING and share >= UNNAMED_SHARE
    return cosine >= MEANING and share >= SHARE


def _said(text: str) -> str:
    """What was said: what stands in quotation marks, or after "advised that"; else the whole."""
    quoted = [found[1] for found in _QUOTED.finditer(text)]
    if quoted and sum(map(len, quoted)) * 2 >= len(text):
        return " ".join(quoted)
    return text[said_from(text) :]


def _speaker_at(document: Document, passage: Passage, statement: Statement | None) -> str | None:
    if statement and (statement.speaker or statement.speaker_label):
        return statement.speaker or statement.speaker_label
    within = [turn for turn in document.turns if turn.start < passage.end and turn.end > passage.start]
    return within[0].label if len(within) == 1 else None


def _same_speaker(one: str | None, other: str | None) -> bool | None:
    """Whether two names end alike and their first names do not differ; ``None`` where one of them is nobody's."""
    names = [[word for word in words_of(_in_order(name or "")) if not _TITLE.match(word)] for name in (one, other)]
    if not names[0] or not names[1]:
        return None
    if names[0][-1] != names[1][-1]:
        return False
    firsts = [name[0] for name in names if len(name) > 1]
    return len(firsts) < 2 or firsts[0][0] == firsts[1][0]


def _in_order(name: str) -> str:
    """A name without what follows it in brackets, "Finch, Ada (Parks)" as "Ada Finch"; a post after it is left out."""
    parts = [part.strip() for part in name.partition("(")[0].split(",")]
    return f"{parts[1]} {parts[0]}" if len(parts) > 1 and " " not in parts[0] and " " not in parts[1] else parts[0]


def _machine_made(library: Library, document: Document) -> bool:
    return any(seen.machine_made for seen in library.store.provenances(document.key)[-1:])


def _told(library: Library, wording: Wording) -> Told:
    piece = Passage(wording.document.key, wording.start, wording.end, wording.text)
    before, after = library.store.context(piece, before=2, after=2)
    around = " ".join(passage.text for passage in (*before, piece, *after))
    return Told(wording.medium, wording.statement, around, typed=not wording.machine_made)


def _order(wording: Wording) -> tuple[int, str]:
    order: dict[Medium | None, int] = {"minutes": 0, "transcript": 1, "press": 2}
    return order.get(wording.medium, 3), wording.document.id


def _line(wording: Wording) -> dict[str, Any]:
    return {
        "document": wording.document.id,
        "medium": wording.medium,
        "date": wording.document.published.isoformat() if wording.document.published else None,
        "start": wording.start,
        "end": wording.end,
        "text": wording.text,
        "speaker": wording.speaker,
        "statement": wording.statement.id if wording.statement else None,
        "place": as_plain(wording.place),
        "machine_made": wording.machine_made,
        "score": wording.score,
    }
