"""Figures told again and again of one measure, as a dated series beside what was pledged. Like goes only with like.

What is alike is told from the words around a figure, so a series is a proposal like the links themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Sized
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from math import log
from typing import TYPE_CHECKING

from greenshoots.figures import Figure, figures_in, parts_in, places_in
from greenshoots.plain import british
from greenshoots.records import Amount, Document, Filters, Link, Passage, Statement, Traced

if TYPE_CHECKING:
    from index.store import Store
    from index.store_rows import Card
    from index.words import Stemmer

SHARED = 0.6  # of the weight of the pledge's measure words, what a share must have in common with it (guess)
SHARED_ELSE = 0.75  # the same for sums and numbers of things, of which a record has many (guess)
LEAST_WORDS = 2  # words that say what is measured; a figure with fewer could be of anything (guess)
CANDIDATES = 200  # passages looked at, best first by the word search (guess)
LONGEST = 400  # characters of a passage; a longer one is a list or a table in a line, of many measures (guess)
AGAIN = timedelta(days=62)  # the same value without a period of its own within this time is told again (guess)
_PAYMENTS = re.compile(r"\b(?:payee|cheque\s+no|invoice\s+no|BACS)\b", re.IGNORECASE)  # in a line: a table of payments
_NUMBERS = frozenset("one two three four five six seven eight nine ten twelv twenti thirti forti fifti total".split())
_SIGNS = {"%": r"%|per\s?cent|\bpc\b|\bhalf\b|third|quarter|fifth|tenth|\bin\b|\bout of\b", "GBP": "£|GBP|pounds?"}


@dataclass(frozen=True, slots=True)
class Point:
    """One figure. ``text``: the passage verbatim, ``document_key[start:end]``; the figure is ``[figure:figure_end]``.

    ``day``: last day of the period named beside the figure (``period``: as people say it), else that of the record.
    """

    day: date
    period: str | None
    value: float
    unit: str
    figure_text: str
    document_key: str
    start: int
    end: int
    text: str
    figure: int
    figure_end: int
    statement: str | None = None

    @property
    def when(self) -> str:
        """The period named, else the day of the record."""
        return self.period or f"record of {british(self.day)}"


@dataclass(frozen=True, slots=True)
class Series:
    """Two or more points of one measure, oldest first. ``words``: the measure as it was searched for.

    ``target``: what was pledged, ``None`` if the statement pledges none; ``due``: by when.
    """

    words: tuple[str, ...]
    unit: str
    points: tuple[Point, ...]
    target: Amount | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class _Measure:
    """What a statement measures: weights of its words, the noun that is counted, where, and all words around it."""

    figure: Figure
    weights: dict[str, float]
    head: str | None
    places: frozenset[str]
    around: str = ""


def series_of(
    store: Store, statement: Statement, document: Document, links: Iterable[Link] = (), rejected: Iterable[Link] = ()
) -> tuple[Series, ...]:
    """Return the series of each figure of a statement, none where fewer than two dated figures are alike.

    ``links``: later passages, shown unasked or not, of other bodies too where the record names the statement's.
    The rest is found by the words of the measure in the records of the same body, before and after the statement.
    ``rejected``: passages that people set aside.
    """
    if not statement.amounts or not document.body or statement.kinds == ("request",):
        return ()
    pledged = "commitment" in statement.kinds
    aside = {(link.document_key, link.start) for link in rejected}
    found = []
    for figure in _anchors(statement, document, pledged=pledged):
        if measure := _measure(store, statement, document, figure):
            pieces = _pieces(store, measure, document.body, links)
            wanted = [piece for piece in pieces if (piece.document_key, piece.start) not in aside]
            points = _once(point for piece in wanted for point in _points(store, measure, piece))
            target = figure.amount if pledged else None
            if _is_course(points, target):
                due = statement.deadline.due if statement.deadline and pledged else None
                words = tuple(_stemmer().word(stem) for stem in measure.weights)
                found.append(Series(words, figure.amount.unit, tuple(points), target, due))
    return tuple(found)


def series_traced(store: Store, traced: Traced) -> tuple[Series, ...]:
    """Return the series of a stored statement that was just traced."""
    statement = store.statement(traced.pledge.id)
    return series_of(store, statement, store.document(statement.document_key), traced.links, traced.rejected)


def _is_course(points: Sequence[Point], target: Amount | None) -> bool:
    """Whether there are figures of two days, and not only one value told again and again."""
    values = {point.value for point in points} | ({target.value} if target else set())
    return len({point.day for point in points}) > 1 and len(values) > 1


def _anchors(statement: Statement, document: Document, *, pledged: bool) -> list[Figure]:
    """Return of each unit the first figure that is a level: for a pledge what is to be reached, else what is told."""
    text = _without_deadline(statement) if pledged else statement.text
    first: dict[str, Figure] = {}
    for figure in figures_in(text, base=document.made):
        wanted = figure.is_level and figure.is_pledged if pledged else figure.is_told
        if figure.amount.unit and wanted:
            first.setdefault(figure.amount.unit, figure)
    return list(first.values())


def _without_deadline(statement: Statement) -> str:
    """Blank out by when: "within six months" is no measure of a service here."""
    words = statement.deadline.text if statement.deadline else ""
    return statement.text.replace(words, " " * len(words)) if words else statement.text


# The measure


@cache
def _stemmer() -> Stemmer:
    from index.words import Stemmer

    return Stemmer()


def _stems(words: str) -> list[str]:
    """Return the stems of words that say what is measured: no procedure, no bare number."""
    [stems] = _stemmer()([words])
    no_matter = _stemmer().procedure | _NUMBERS
    return [stem for stem in stems if stem not in no_matter and not stem[0].isdigit() and len(stem) > 1]


def _measure(store: Store, statement: Statement, document: Document, figure: Figure) -> _Measure | None:
    where = {stem for place in figure.places for stem in _stems(place)}
    stems = [stem for stem in dict.fromkeys(_stems(figure.measured)) if stem not in where]
    known = store.frequencies(stems)
    passages = store.passage_count()
    weights = {stem: log(1 + passages / (known.get(stem, 0) + 0.5)) for stem in stems}
    if not _tells(figure, weights) or not _is_whole(figure):
        return None
    [head] = _stemmer()([figure.head or ""]) or [[]]
    heading = store.heading_at(statement.document_key, statement.start, statement.end) or ""
    around = f"{statement.text} {heading}"
    places = places_in(around) | {document.body or ""}
    return _Measure(figure, weights, head[0] if head else None, frozenset(places), around)


def _is_alike(measure: _Measure, figure: Figure, around: str) -> bool:
    """Whether a figure is of the same measure: unit, what is counted, limit, sense, place, part, most of the words.

    ``around``: the words that the figure stands in, with their heading.
    """
    ours = measure.figure
    if figure.amount.unit != ours.amount.unit or figure.is_negative != ours.is_negative or figure.rate != ours.rate:
        return False
    if not (figure.parts <= parts_in(measure.around) and ours.parts <= parts_in(around)):
        return False
    if ours.limit and figure.limit and not ours.limit.agrees(figure.limit):
        return False
    if bool(ours.limit) != bool(figure.limit) or any(not _covers(measure.places, place) for place in figure.places):
        return False
    stems = set(_stems(figure.measured))
    if measure.head and (measure.head not in stems or (figure.head and measure.head not in _stems(figure.head))):
        return False
    shared = [weight for stem, weight in measure.weights.items() if stem in stems]
    least = SHARED if ours.amount.unit == "%" else SHARED_ELSE
    return sum(shared) >= least * sum(measure.weights.values()) and _tells(ours, shared)


def _tells(figure: Figure, words: Sized) -> bool:
    """Whether enough words say what is measured; a standard of time is one of them."""
    return len(words) > 0 and len(words) + bool(figure.limit) >= LEAST_WORDS


def _covers(places: Iterable[str], place: str) -> bool:
    """Whether a place is named, as a whole word, in the name of one of the places that a statement is about."""
    return any(re.search(rf"\b{re.escape(place)}\b", known) for known in places)


def _is_whole(figure: Figure) -> bool:
    """Whether it can be so many things: "5.4 Potholes" is a heading with its number."""
    return figure.amount.unit in ("%", "GBP", "EUR", "USD") or figure.amount.value == int(figure.amount.value)


# The passages


def _pieces(store: Store, measure: _Measure, body: str, links: Iterable[Link]) -> list[Passage | Link]:
    sign = re.compile(_SIGNS.get(measure.figure.amount.unit, re.escape(measure.figure.amount.unit[:4])), re.IGNORECASE)
    words = " OR ".join(f'"{_stemmer().word(stem)}"' for stem in measure.weights)
    ranked = store.match(words, Filters(body=body), limit=CANDIDATES)
    passages = store.passages_at([number for number, _ in ranked])
    signed = [link for link in links if _is_prose(link.text) and sign.search(link.text)]
    linked = [link for link in signed if _has_alike(store, measure, link) and _is_about(store, link, body)]
    cards = {key: store.card(key) for key in {passage.document_key for passage in passages.values()}}
    short = [piece for piece in passages.values() if _is_prose(piece.text) and sign.search(piece.text)]
    own = [piece for piece in short if _is_of(cards[piece.document_key], body)]
    known = {(piece.document_key, piece.start) for piece in own}
    return [*own, *(link for link in linked if (link.document_key, link.start) not in known)]


def _is_prose(text: str) -> bool:
    return len(text) <= LONGEST and _PAYMENTS.search(text) is None


def _has_alike(store: Store, measure: _Measure, link: Link) -> bool:
    around = _around(store, link)
    return any(_is_alike(measure, figure, around) for figure in figures_in(link.text, base=None))


def _around(store: Store, piece: Passage | Link) -> str:
    return f"{piece.text} {store.heading_at(piece.document_key, piece.start, piece.end) or ''}"


def _is_of(card: Card | None, body: str) -> bool:
    return card is not None and card.body == body


def _is_about(store: Store, link: Link, body: str) -> bool:
    """Whether a linked record is of the body or names it."""
    document = store.document(link.document_key)
    return document.body == body or body in document.text or body in (document.title or "")


def _points(store: Store, measure: _Measure, piece: Passage | Link) -> Iterator[Point]:
    card = store.card(piece.document_key)
    base = (card.met or card.published) if card else None
    told = [figure for figure in figures_in(piece.text, base=base) if figure.is_told]
    around = _around(store, piece) if told else ""
    told = [figure for figure in told if _is_alike(measure, figure, around)]
    if measure.figure.places and told and not _names(store, piece, measure.figure.places):
        return
    undated = [figure for figure in told if figure.period is None]
    for figure in told:
        day = figure.period.day if figure.period else base
        if day is None or (figure.period is None and len(undated) > 1) or (base and day > base):
            continue  # which of several figures is today's, nobody can tell; of a day to come none is told
        found = store.statement_at(piece)
        yield Point(
            day=day,
            period=figure.period.words if figure.period else None,
            value=figure.amount.value,
            unit=figure.amount.unit,
            figure_text=figure.amount.text,
            document_key=piece.document_key,
            start=piece.start,
            end=piece.end,
            text=piece.text,
            figure=piece.start + figure.start,
            figure_end=piece.start + figure.end,
            statement=found.id if found else None,
        )


def _names(store: Store, piece: Passage | Link, places: Iterable[str]) -> bool:
    """Whether a passage or its heading names a place: a figure of one ward is not one of the whole council."""
    heading = store.heading_at(piece.document_key, piece.start, piece.end) or ""
    return any(_covers((piece.text, piece.text.casefold(), heading), place) for place in places)


def _once(points: Iterable[Point]) -> list[Point]:
    """Put points in order of time and keep one of those that tell the same again: one with its period, if any."""
    kept: list[Point] = []
    for point in sorted(points, key=lambda point: (point.period is None, point.day, point.document_key, point.start)):
        if not any(_is_same(point, other) for other in kept):
            kept.append(point)
    return sorted(kept, key=lambda point: (point.day, point.document_key, point.start))


def _is_same(one: Point, other: Point) -> bool:
    if one.value != other.value:
        return False
    if one.period and other.period:
        return one.day == other.day
    return one.unit != "%" or abs(one.day - other.day) <= AGAIN


# In words


def target_words(series: Series) -> str:
    """Say what was pledged: "Pledged: 60 per cent, by 31 March 2024"; "" for nothing."""
    if series.target is None:
        return ""
    return f"Pledged: {series.target.text}" + (f", by {british(series.due)}" if series.due else "")


def told_in_turn(points: Sequence[Point]) -> str:
    """Tell the points one after the other: "June 2022: 12 per cent; October 2022: 31 per cent"."""
    return "; ".join(f"{point.when}: {point.figure_text}" for point in points)
