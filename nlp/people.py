"""Who is named in this document: people with their titles, posts, bodies and the many ways they are called again.

Two people who fit a label mean that nobody is named. Nothing is learnt from other documents: a
name is only ever what this text prints.
"""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from greenshoots.records import Document
from nlp.names import (
    POSTNOMINALS,
    WORD,
    Gender,
    Name,
    Word,
    is_councillor,
    is_title,
    plain,
    read_name,
    without_possessive,
)
from nlp.posts import Kind, head_of, kind_of
from nlp.sentences import Sentence
from nlp.sightings import ARTICLE, PRIVATE_WORDS, Sighting, find_sightings

REACH = 1500  # code points: how far back a pronoun may look; guess, about two paragraphs of minutes

_ACRONYM = re.compile(
    r"((?:[A-Z][\w’'&-]*\s(?:(?:of|for|and|the|in|on)\s){0,2}){1,7}[A-Z][\w’'&-]*|[A-Z][\w’'&-]*)\s\(([A-Z][A-Za-z&]{1,7})\)"
)
PRIVATE_LABEL = re.compile(
    rf"(?i)^(?:the|an?|one|another|his|her|their|some|many|two|three|other|young|local|\s)*\s*(?:{PRIVATE_WORDS}|children|schoolchildren)(?:s|ren)?$"
)
_LESSER = frozenset("co vice deputy assistant former shadow ex past".split())
_PRONOUNS: dict[str, Gender | None] = {
    "he": "m",
    "she": "f",
    "him": "m",
    "her": "f",
    "his": "m",
    "hers": "f",
    "they": None,
    "i": None,
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody or some body that can speak in one document.

    ``name``: the fullest name printed, as a reader would write it. ``kind``: a ``person``; a ``post``
    whose holder the text does not name; a ``body``; a ``group`` ("residents"). ``gender``: where title,
    forename or pronoun tells it. ``private``: a child, pupil, patient, claimant or complainant, never a speaker.
    ``listed``: the publisher lists them beside the text; ``officer``: in a list that titles its councillors they have
    no such title; ``posts``: every post that the list gives them, with its body
    unless it is the meeting's own.
    """

    name: str
    kind: Kind = "person"
    surname: str = ""
    given: str = ""
    gender: Gender | None = None
    role: str | None = None
    organisation: str | None = None
    initials: str | None = None
    titles: tuple[str, ...] = ()
    private: bool = False
    listed: bool = False
    officer: bool = False
    posts: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody whom a document names, and who is meant by a label at some place in it.

    ``people``: in order of first mention. ``mentions``: (offset, index into ``people``) in order.
    """

    people: tuple[Person, ...] = ()
    mentions: tuple[tuple[int, int], ...] = ()
    bodies: dict[str, Person] = field(default_factory=dict)

    def resolve(self, label: str, *, at: int) -> Person | None:
        """Who is meant by ``label`` ("Ms Hadley", "the Clerk", "AB", "she") printed at offset ``at``.

        None: nobody can be meant, or two people can, and neither is named.
        """
        words = " ".join(label.split())
        if plain(words) in _PRONOUNS:
            return self._by_pronoun(plain(words), at)
        if PRIVATE_LABEL.match(words):
            return None
        for find in (self._by_name, self._by_initials, self._by_post, self._by_body):
            fits = find(words)
            if fits is not None and (fits or not _is_post(words)):
                return fits[0] if len(fits) == 1 and not fits[0].private else None
        kind = kind_of(words)
        return None if kind is None or kind == "person" else Person(words, kind)

    def _by_name(self, label: str) -> list[Person] | None:
        """People whose name the label is; None if it is no name, empty if it fits several or nobody."""
        words = _words(label)
        name = _name_at_end(words)
        if name is not None:
            return [person for person in self.people if name_fits(name, person)]
        offices = all(
            word.text.isupper() or word.text.islower() or head_of([word.text], "posts") for word in words[:-1]
        )
        if words and words[-1].text[0].isupper() and offices:
            key = plain(without_possessive(words[-1].text))
            fits = [p for p in self.people if plain(p.surname) == key] or [
                p for p in self.people if plain(p.given) == key
            ]
            return fits or None
        return None

    def _by_initials(self, label: str) -> list[Person] | None:
        if not (re.fullmatch(r"[A-Z][A-Za-z]?[A-Z]{1,2}", label) and label not in ("PC", "UK", "MP", "AM", "TD")):
            return None
        told = [person for person in self.people if person.initials == label]
        return told or [person for person in self.people if _initials(person) == label] or None

    def _by_post(self, label: str) -> list[Person] | None:
        wanted = _key_words(label)
        if not wanted or kind_of(label) != "post":
            return None
        return [person for person in self.people if _holds(person, wanted)] or None

    def _by_body(self, label: str) -> list[Person] | None:
        body = self.bodies.get(plain(ARTICLE.sub("", label)))
        return [body] if body else None

    def _by_pronoun(self, pronoun: str, at: int) -> Person | None:
        """The nearest person before ``at`` who fits, unless another who fits is named as near."""
        gender = _PRONOUNS[pronoun]
        before = bisect.bisect_left(self.mentions, (at, -1))
        near: list[int] = []
        for start, index in reversed(self.mentions[:before]):
            if at - start > REACH or (near and self.mentions[before - 1][0] - start > 160):
                break
            person = self.people[index]
            if not person.private and (gender is None or person.gender in (gender, None)) and index not in near:
                near.append(index)
        certain = [i for i in near if self.people[i].gender == gender] if gender else near
        fits = certain or near
        return self.people[fits[0]] if len(fits) == 1 else None

    @property
    def is_listed(self) -> bool:
        """Whether the publisher lists people beside the text."""
        return any(person.listed for person in self.people)

    def opening(self, start: int) -> Person | None:
        """The person with whose name the text goes on at ``start`` (a title may stand before it)."""
        at = bisect.bisect_left(self.mentions, (start, -1))
        near = at < len(self.mentions) and self.mentions[at][0] - start < 12
        return self.people[self.mentions[at][1]] if near else None

    def ambiguous(self, label: str) -> bool:
        """Whether a label names people here, but more than one, or one who is never a speaker."""
        found = self._by_name(" ".join(label.split())) or []
        return len(found) > 1 or any(person.private for person in found)


def find_people(document: Document, sentences: Sequence[Sentence]) -> Roster:
    """Find everybody whom the document names: in its text, its lists of those present and its turn labels."""
    sightings = [*_in_labels(document), *find_sightings(document.text)]
    groups = [group for family in _families(sightings) for group in _tell_apart(family)]
    groups.sort(key=lambda group: min(sighting.start for sighting in group))
    mentions = sorted((sighting.start, index) for index, group in enumerate(groups) for sighting in group)
    return Roster(tuple(_person(group) for group in groups), tuple(mentions), _bodies(document))


def _in_labels(document: Document) -> Iterator[Sighting]:
    """The people whom turn labels name: "Julie Roe", "The Chairman (Mr B. Clerk)"."""
    for turn in document.turns:
        for part in re.findall(r"[^()]+", turn.label or ""):
            words = _words(part)
            posted = kind_of(" ".join(word.text for word in words)) if words and not is_title(words[0].text) else None
            read = read_name(words, 0, listed=True) if words and posted is None else None
            if read is not None and turn.label:
                yield Sighting(
                    read[0], turn.start, turn.start + len(turn.label), role=_post_in_brackets(turn.label, part)
                )


def _post_in_brackets(label: str, name: str) -> str | None:
    """The post beside a name in a label: "Cllr J Smith (Chair)", "The Chairman (Mr B. Clerk)"."""
    others = [part.strip() for part in re.findall(r"[^()]+", label) if part != name]
    return next((part for part in others if kind_of(part) == "post"), None)


def _words(text: str) -> list[Word]:
    words = [Word(m[0], m.start(), m.end()) for m in WORD.finditer(text)]
    while words and words[-1].text in POSTNOMINALS:
        words.pop()
    return words


def _name_at_end(words: list[Word]) -> Name | None:
    """The name with which a label ends ("council leader Jane Roe", "Cllr Mrs T Mann")."""
    for at in range(len(words)):
        if not words[at].text[0].isupper():
            continue
        read = read_name(words, at)
        if read is not None and read[1] == len(words):
            return read[0]
        if (
            at + 2 == len(words)
            and not (words[at].text.isupper() and words[at].text.isalpha() and len(words[at].text) > 1)
            and words[at + 1].text[0].isupper()
            and kind_of(" ".join(w.text for w in words)) is None
        ):
            read = read_name(words, at, listed=True)
            return read[0] if read and read[1] == len(words) else None
    return None


def _is_post(label: str) -> bool:
    """Whether what stands before a comma is a post, and what follows no name ("the Engineer, Active Travel")."""
    return "," in label and kind_of(label.split(",")[0]) == "post"


def _holds(person: Person, wanted: frozenset[str]) -> bool:
    """Whether a printed post is what a label calls: "the Chair" is no vice-chair, nor the chair of another body."""
    return any(_is_of(wanted, *post) for post in ((person.role, person.organisation), *person.posts))


def _is_of(wanted: frozenset[str], role: str | None, organisation: str | None) -> bool:
    told = _key_words(role or "")
    if not role or (told - wanted) & _LESSER:
        return False
    if len(wanted) == 1 and organisation:
        return False  # "the Leader" is not the leader of some group
    return wanted <= told | _key_words(organisation or "")


def _key_words(phrase: str) -> frozenset[str]:
    joints = {"the", "a", "an", "of", "for", "and", "our", "s", "at", "in", "to", "council", "councils"}
    return frozenset(_stem(word) for word in re.findall(r"\w+", plain(phrase))) - joints


def _stem(word: str) -> str:
    word = {"chair": "chairman", "chairperson": "chairman", "chairwoman": "chairman"}.get(word, word)
    return word.removesuffix("s") if len(word) > 4 else word


def _initials(person: Person) -> str:
    given = person.given if person.given.isupper() else person.given[:1]
    return given + "".join(part[:1].upper() for part in re.split(r"[\s-]", person.surname)) if given else ""


def name_fits(name: Name, person: Person) -> bool:
    """Whether the printed name can be this person's. Whoever is listed as a councillor is not "Mrs Bell"."""
    if plain(name.surname) != plain(person.surname) or not person.surname:
        return False
    if person.listed and name.titles and is_councillor(person.titles) and not is_councillor(name.titles):
        return False
    if person.officer and is_councillor(name.titles):
        return False
    if name.gender and person.gender and name.gender != person.gender and not (name.forename and person.given):
        return False
    return _same_given(name.given, person.given)


def _same_given(a: str, b: str) -> bool:
    """Forenames or initials that do not contradict each other."""
    if not a or not b:
        return True
    if a.isupper() or b.isupper():
        return a[0] == b[0]
    return plain(a) == plain(b)


def _families(sightings: Sequence[Sighting]) -> list[list[Sighting]]:
    """The sightings of each surname."""
    families: dict[str, list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        families[plain(sighting.name.surname)].append(sighting)
    return list(families.values())


def _tell_apart(family: Sequence[Sighting]) -> list[list[Sighting]]:
    """Part the sightings of one surname into people; those that fit several people belong to none."""
    groups: list[list[Sighting]] = []
    for sighting in sorted(family, key=_fullness, reverse=True):
        fits = [group for group in groups if all(_compatible(sighting.name, other.name) for other in group)]
        if len(fits) == 1:
            fits[0].append(sighting)
        elif not fits:
            groups.append([sighting])
    return groups


def _fullness(sighting: Sighting) -> tuple[bool, bool, bool, int]:
    name = sighting.name
    return bool(name.forename), bool(name.given), bool(name.gender), -sighting.start


def _compatible(a: Name, b: Name) -> bool:
    clash = a.gender and b.gender and a.gender != b.gender and not (a.forename and a.forename == b.forename)
    return _same_given(a.given, b.given) and not clash


def _person(group: Sequence[Sighting]) -> Person:
    printed = [sighting.name.printed for sighting in group]
    fullest = max(
        group,
        key=lambda s: (
            bool(s.name.forename),
            len(s.name.given),
            "(" not in s.name.printed,
            printed.count(s.name.printed),
        ),
    )
    genders = [s.name.gender for s in group if s.name.gender]
    return Person(
        fullest.name.written,
        surname=fullest.name.surname,
        given=fullest.name.given,
        gender=genders[0] if genders else None,
        role=next((s.role for s in group if s.role), None),
        organisation=next((s.organisation for s in group if s.organisation), None),
        initials=next((s.initials for s in group if s.initials), None),
        titles=tuple(dict.fromkeys(title for s in group for title in s.name.titles)),
        private=any(s.private for s in group),
    )


def _bodies(document: Document) -> dict[str, Person]:
    """Bodies by every way they are called: acronym, "council" for the document's own body."""
    found: dict[str, Person] = {}
    for match in _ACRONYM.finditer(document.text):
        words = re.sub(r"^(?:The|In|At|From|To|For|By|And)\s", "", match[1])
        capitals = "".join(word[0] for word in words.split() if word[0].isupper())
        if kind_of(words) == "body" and (match[2].upper() in capitals or capitals.endswith(match[2].upper()[-2:])):
            found.setdefault(plain(match[2]), Person(words, "body"))
    own = own_body(document)
    if own:
        body = Person(own, "body")
        found.setdefault(plain(own), body)
        head = head_of(own.split(), "bodies")
        if head:
            found.setdefault(head, body)
        for short in (own.split()[-2:], own.split()):  # "the PC" of a parish council, "KCC"
            found.setdefault("".join(word[0] for word in short if word[0].isupper()).casefold(), body)
    return found


def own_body(document: Document) -> str | None:
    """The body whose record this is, if the document names one and not a mere description of several."""
    publisher = re.match(r"[^:]{2,20}:\s", document.body or "")  # "GOV.UK: Public Health England"
    name = re.split(r"[,;]", (document.body or "")[publisher.end() if publisher else 0 :])[0].strip()
    described = re.search(
        r"(?i)\bor\b|^.*\boffice of\b|unidentified|not identified|\(via|^UK \w+ \w+s$", document.body or ""
    )
    return name if name and not described and (publisher or kind_of(name) == "body") else None
