"""Whom the publisher lists beside a record (attendance, offices), joined to whom its text names.

"Cllr Bell", "JB" and "the Chair" mean the one listed person whom they fit on the day of the record. Where two fit, or
the only one is listed as absent or out of office, nobody is named. A record without a list is read as ever.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from greenshoots.records import Document, Office
from nlp.meetings import meeting_body
from nlp.names import POSTNOMINALS, WORD, Name, Word, is_councillor, plain, read_name
from nlp.people import Person, Roster, name_fits

_NO_POST = re.compile(
    r"(?i)^\W*(?:(?:co-?opted|committee|substitute|ward|full)\s+)?(?:member|councillor|attendee|present|expected)?\W*$"
)
TOP = 400  # code points at the top of a record in which it names the body that met; guess
_JOINTS = frozenset("the of and for a committee council board panel cabinet sub scrutiny overview".split())


def with_offices(roster: Roster, document: Document) -> Roster:
    """Add the people whom the publisher lists, each joined to the one person of the text whose name fits.

    A name of the text that fits two of the listed belongs to nobody from then on.
    """
    listed = _listed(document)
    if not listed:
        return roster
    people = list(roster.people)
    met: set[int] = set()
    for at, person in enumerate(people):
        fits = _fitting(person, listed)
        if len(fits) == 1 and sum(fits[0] in _fitting(other, listed) for other in people) == 1:
            people[at] = _joined(person, listed[fits[0]])
            met.add(fits[0])
        elif len(fits) > 1:
            people[at] = replace(person, private=True)
    people += [person for number, person in enumerate(listed) if number not in met]
    return Roster(tuple(people), roster.mentions, roster.bodies)


def _listed(document: Document) -> list[Person]:
    """The people of the list who held office on the day and were not away; rows of one name are one person's posts."""
    rows: dict[str, list[Office]] = defaultdict(list)
    for office in document.people:
        if office.present is not False and _in_office(office, document.made):
            rows[plain(" ".join(office.name.split()))].append(office)
    found = [person for offices in rows.values() if (person := _person(offices, document))]
    titled = any(is_councillor(person.titles) for person in found)
    return [replace(person, officer=titled and not is_councillor(person.titles)) for person in found]


def _in_office(office: Office, day: date | None) -> bool:
    """Whether a day lies in the term; without a day only a term without dates is sure."""
    if day is None:
        return office.first is None and office.last is None
    return (office.first is None or office.first <= day) and (office.last is None or day <= office.last)


def _person(offices: Sequence[Office], document: Document) -> Person | None:
    name = _name(offices[0].name)
    if name is None:
        return None
    posts = tuple(
        (office.office, None if _is_own(office.body, document) else office.body)
        for office in offices
        if office.office and not _NO_POST.match(office.office)
    )
    own = [post for post in posts if post[1] is None] or list(posts)
    role, organisation = own[0] if len(own) == 1 else (None, None)
    return Person(
        name.written,
        surname=name.surname,
        given=name.given,
        gender=name.gender,
        role=role,
        organisation=organisation,
        titles=name.titles,
        listed=True,
        posts=posts,
    )


def _name(printed: str) -> Name | None:
    """Read "Councillor Jane Bell OBE", "Bell, Jane" or "Cllr J. Bell (Chair)" as lists print them."""
    words = re.sub(r"\([^()]*\)", " ", printed)
    parts = [part.strip() for part in words.split(",")]
    if len(parts) == 2 and len(parts[0].split()) == 1 and parts[1] and parts[1].split()[0] not in POSTNOMINALS:
        words = f"{parts[1]} {parts[0]}"
    read = [Word(m[0], m.start(), m.end()) for m in WORD.finditer(words)]
    while read and read[-1].text in POSTNOMINALS:
        read.pop()
    found = read_name(read, 0, listed=True) if read else None
    return found[0] if found and found[1] == len(read) else None


def _is_own(body: str | None, document: Document) -> bool:
    """Whether an office is in the body whose record this is: "the Chair" is the chair of no other committee."""
    if not body:
        return True
    wanted = _key_words(body)
    names = (document.body, meeting_body(document), document.title)
    if any(wanted <= _key_words(name) for name in names if name):
        return True
    return plain(" ".join(body.split())) in plain(" ".join(document.text[:TOP].split()))


def _key_words(name: str) -> frozenset[str]:
    words = frozenset(re.findall(r"\w+", plain(name)))
    return words - _JOINTS or words


def _fitting(person: Person, listed: Sequence[Person]) -> list[int]:
    """Who of the listed a person of the text can be."""
    if person.kind != "person" or person.private:
        return []
    name = Name(person.titles, person.given, person.surname, person.name)
    return [number for number, other in enumerate(listed) if name_fits(name, other) and _same_sex(person, other)]


def _same_sex(person: Person, other: Person) -> bool:
    return not (person.gender and other.gender) or person.gender == other.gender


def _joined(person: Person, listed: Person) -> Person:
    """A person of the text with what the list knows: the fuller name, and the office where the text tells none."""
    fuller = (len(listed.given) > 1 and len(person.given) <= 1) or not person.given
    return replace(
        person,
        name=listed.name if fuller else person.name,
        given=listed.given if fuller else person.given,
        gender=person.gender or listed.gender,
        role=person.role or listed.role,
        organisation=person.organisation if person.role else listed.organisation,
        titles=person.titles or listed.titles,
        listed=True,
        officer=listed.officer,
        posts=listed.posts,
    )
