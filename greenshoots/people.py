"""People and bodies: whose statements are whose. Two people of one name stay two.

A person is a name together with a body or an office, as they are attributed; a name alone joins nothing. Members of the
public and children are nobody here: their names are hidden wherever they stand.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from greenshoots.masks import mask
from greenshoots.public import showing
from index.store_filters import fold
from index.store_people import BodyCount, Said, Voice, bodies, organisations, said_by, said_for, voices
from nlp.posts import kind_of

if TYPE_CHECKING:
    from index.store import Store

Side = Literal["councillor", "officer", "not told"]
SIDE_WORDS: dict[Side, str] = {
    "councillor": "as a councillor",
    "officer": "as an employee",
    "not told": "office not told",
}
_COUNCILLOR = re.compile(
    r"\b(?:cllrs?|clr|councillor|alderman|(?:cabinet|lead|ward)\s+member|portfolio|(?:deputy\s+)?(?:leader|mayor)|opposition)\b",
    re.IGNORECASE,
)
_OFFICER = re.compile(
    r"\b(?:director|head|officer|manager|clerk|chief\s+executive|engineer|lawyer|solicitor|psychologist|accountant|planner"
    r"|inspector|consultant|adviser|advisor)\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?:an?|the|our)\s", re.IGNORECASE)
_SMALL = frozenset(("of", "and", "for", "the", "in", "&"))
LONGEST = 8  # words of a body's name (guess)
_WHOSE = re.compile(r"^(?:the\s+)?(?:(?:council|authority|trust)[’']s\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Held:
    """An office under which statements stand, from the first of them to the last. Not how long it was held."""

    office: str
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Person:
    """Whose statements are told together. ``body``: ``None`` if none is told.

    ``office``: only where no body is told and it is what tells the person from others of the name. ``side``: only where
    one name and body stand for a councillor and for an employee. Of what bears neither body nor office nobody can say
    whose it is: ``is_nobody``.
    """

    name: str
    body: str | None
    office: str | None
    side: Side | None
    offices: tuple[Held, ...]
    statements: int
    first: date | None
    last: date | None

    @property
    def is_post(self) -> bool:
        """Whether only a post is named, not who held it: "the Clerk"."""
        return _ARTICLE.match(self.name) is not None or kind_of(self.name) is not None

    @property
    def is_nobody(self) -> bool:
        """Whether these are statements under a bare name, perhaps of several people."""
        return self.body is None and self.office is None


@dataclass(frozen=True, slots=True)
class _Place:
    """What a statement is sorted by."""

    body: str | None
    office: str | None
    side: Side


class Register:
    """All who are told to have said something in one store, by what is attributed to them."""

    def __init__(self, store: Store) -> None:
        own = {name for name, _ in store.coverage().bodies}
        self._store = store
        self._known = [name for name in organisations(store) if name in own or _is_body(name)]

    def people(self, words: str = "") -> list[Person]:
        """Return the people by name, posts last; with ``words``: where all of them stand in name, body or offices.

        What bodies said as one is left out. Members of the public are still among them: see ``is_shown``.
        """
        by_name: defaultdict[str, list[Voice]] = defaultdict(list)
        for voice in voices(self._store, self._known):
            by_name[voice.name].append(voice)
        found = [person for same in by_name.values() if not _is_collective(same) for person in _people(same)]
        asked = (fold(words) or "").split()
        return sorted((one for one in found if all(word in _searched(one) for word in asked)), key=_order)

    def namesakes(self, name: str) -> list[Person]:
        """Return all who bear one name, most statements first, what nobody can be told for last."""
        found = _people(voices(self._store, self._known, name))
        return sorted(found, key=lambda person: (person.is_nobody, -person.statements))

    def statements_of(self, person: Person) -> Iterator[Said]:
        """Go through a person's statements, newest first, leaving out those in which the name is hidden."""
        said = said_by(self._store, self._known, person.name)
        sorter = _Sorter([_of_said(one) for one in said])
        for one in said:
            if sorter.sort(_of_said(one)) == (person.body, person.office, person.side) and self._is_open(one):
                yield one

    def is_shown(self, person: Person) -> bool:
        """Whether a name may be shown: in at least one record it is no member of the public's and no child's."""
        return next(self.statements_of(person), None) is not None

    def bodies(self, words: str = "") -> list[BodyCount]:
        """Return the bodies that statements are counted to, most first; with ``words``: those that have all of them."""
        asked = (fold(words) or "").split()
        found = bodies(self._store, self._known)
        return [body for body in found if all(word in (fold(body.name) or "") for word in asked)]

    def statements_for(self, body: str, *, limit: int, offset: int = 0) -> list[Said]:
        """Return what is counted to a body, newest first: what its records have, and what it said elsewhere."""
        return said_for(self._store, self._known, body, limit=limit, offset=offset)

    def people_of(self, body: str) -> list[Person]:
        """Return who speaks for a body, most statements first."""
        return sorted((one for one in self.people() if one.body == body), key=lambda one: -one.statements)

    def _is_open(self, one: Said) -> bool:
        name = one.statement.speaker or ""
        with showing(self._store.document(one.statement.document_key)):
            return mask(name) == name


def office_words(office: str | None, organisation: str | None, *, body: str | None) -> str:
    """An office as attributed: "Head of SEND" where the organisation is no body of its own; "" if none is told."""
    beside = organisation if organisation and organisation != body else None
    if office and beside:
        return f"{office} of {beside}" if len(office.split()) == 1 else f"{office}, {beside}"
    return office or beside or ""


class _Sorter:
    """Tells apart the bearers of one name, by all the places under which it stands."""

    def __init__(self, places: Iterable[_Place]) -> None:
        of_body: defaultdict[str, set[Side]] = defaultdict(set)
        self._offices: defaultdict[str, set[str]] = defaultdict(set)
        places = list(places)
        for place in places:
            if place.body:
                of_body[place.body].add(place.side)
                if place.office:
                    self._offices[_plain(place.office)].add(place.body)
        self._split = {body for body, sides in of_body.items() if {"councillor", "officer"} <= sides}

    def sort(self, place: _Place) -> tuple[str | None, str | None, Side | None]:
        """Return the body, office and side that name the person; without a body one joins by name and office."""
        body = place.body or self._by_office(place.office)
        if body:
            return body, None, place.side if body in self._split else None
        return None, _plain(place.office) if place.office else None, None

    def _by_office(self, office: str | None) -> str | None:
        """The one body for which this name holds this very office."""
        found = self._offices.get(_plain(office), set()) if office else set()
        return next(iter(found)) if len(found) == 1 else None


def _people(same: Sequence[Voice]) -> list[Person]:
    """Part the statements under one name into people."""
    sorter = _Sorter([_of_voice(voice) for voice in same])
    parts: defaultdict[tuple[str | None, str | None, Side | None], list[Voice]] = defaultdict(list)
    for voice in same:
        parts[sorter.sort(_of_voice(voice))].append(voice)
    return [_person(key, part) for key, part in parts.items()]


def _person(key: tuple[str | None, str | None, Side | None], part: Sequence[Voice]) -> Person:
    body, office, side = key
    return Person(
        name=part[0].name,
        body=body,
        office=office,
        side=side,
        offices=tuple(_held(part)),
        statements=sum(voice.statements for voice in part),
        first=min((voice.first for voice in part if voice.first), default=None),
        last=max((voice.last for voice in part if voice.last), default=None),
    )


def _held(part: Sequence[Voice]) -> list[Held]:
    """Return the offices told, by the day of the first statement; one that is told in other letters is the same."""
    told: dict[str, list[Voice]] = {}
    for voice in part:
        words = office_words(voice.office, voice.organisation, body=voice.body)
        if words:
            told.setdefault(_plain(words), []).append(voice)
    held = []
    for same in told.values():
        days = [day for voice in same for day in (voice.first, voice.last) if day]
        first = min(same, key=lambda voice: voice.first or date.max)
        words = office_words(first.office, first.organisation, body=first.body)
        held.append(Held(words, min(days, default=None), max(days, default=None)))
    return sorted(held, key=lambda one: (one.first or date.max, one.office))


def _of_voice(voice: Voice) -> _Place:
    return _place(voice.body, voice.office, voice.organisation, voice.label)


def _of_said(one: Said) -> _Place:
    statement = one.statement
    return _place(one.body, statement.role, statement.organisation, statement.speaker_label)


def _place(body: str | None, office: str | None, organisation: str | None, label: str | None) -> _Place:
    words = office_words(office, organisation, body=body)
    side: Side = "not told"
    if _COUNCILLOR.search(label or ""):
        side = "councillor"  # a title before the name says more than an office, which may be another's beside it
    elif words:
        side = "councillor" if _COUNCILLOR.search(words) else "officer" if _OFFICER.search(words) else "not told"
    return _Place(body, words or None, side)


def _plain(office: str | None) -> str:
    """An office without who has it, so that "the council’s Director" is "director"."""
    return _WHOSE.sub("", " ".join((fold(office) or "").split()))


def _is_collective(same: Sequence[Voice]) -> bool:
    return 2 * sum(voice.collective for voice in same) > sum(voice.statements for voice in same)


def _is_body(name: str) -> bool:
    """Whether an organisation reads as a body's name: "SEND", of "Head of SEND", does not, nor half a sentence."""
    words = name.split()
    is_name = name[:1].isupper() and all(word[:1].isupper() or word in _SMALL for word in words)
    return is_name and 1 < len(words) <= LONGEST and (kind_of(name) == "body" or words[0] == "NHS")


def _searched(person: Person) -> str:
    told = [person.name, person.body or "", *(held.office for held in person.offices)]
    return fold(" ".join(told)) or ""


def _order(person: Person) -> tuple[bool, str, str, bool, int]:
    """By the last word of a name, as in a telephone book; posts last."""
    plain = fold(person.name) or ""
    last = (plain.split() or [""])[-1]
    return person.is_post, last, plain, person.is_nobody, -person.statements
