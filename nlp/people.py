"""Who is named in this document: people with their titles, posts, bodies and the many ways they are called again.

Two people who fit a label mean that nobody is named. Nothing is learnt from other documents: a
name is only ever what this text prints.
"""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from greenshoots.records import Document
from nlp.narration import verbs
from nlp.names import (
    POSTNOMINALS,
    WORD,
    Gender,
    Name,
    Word,
    is_initials,
    is_title,
    plain,
    read_name,
    without_possessive,
)
from nlp.posts import Kind, first_part, head_of, heads_pattern, kind_of
from nlp.sentences import Sentence

REACH = 1500  # code points: how far back a pronoun may look; guess, about two paragraphs of minutes

_SPACE = r"[^\S\n]+"
_CAPITAL = rf"(?:{WORD.pattern})"
_RUN = re.compile(
    r"[A-ZÀ-ÖØ-Þ][^\s,;:()\[\]“”\"!?|*•—–]*(?:[^\S\n]+(?:(?:and|&|de|du|von|van|der|la|le|bin|al)[^\S\n]+)?[A-ZÀ-ÖØ-Þ][^\s,;:()\[\]“”\"!?|*•—–]*)*"
)
_SMALL = re.compile(r"(?<![\w’'-])[a-z]{3,}(?![\w’'-])")
_PLURAL = frozenset("Cllrs Clrs Councillors Senators Sens Messrs Drs Profs".split())
_LIST = re.compile(
    r"(?im)(?:^|(?<=[.\s*_]))(?:members |panel |board |also |those |others? |officers |councillors )?"
    r"(?:present|in attendance|attendance|attendees|attending|apologies(?:[^\S\n]+for[^\S\n]+absence)?(?:[^\S\n]+from)?|membership|secretariat|officers|councillors)"
    r"[^\S\n]*(?:were received from|from)?[^\S\n]*[:–-][*_\s]*"
)
_ENTRY = re.compile(r"(?:[^,;\n•|(]|\([^()\n]*\))+")
_BRACKET = re.compile(r"[^\S\n]*\(([^()\n]{1,90})\)")
_AFTER = re.compile(r",?\s+((?:the\s|an?\s|our\s)?[^,;:.()\n“”\"‘]{3,110})(?=[,;.()\n“”\"‘:]|$)")
_FROM = re.compile(
    r"(?:,|,?\s+(?:from|of|at|representing))\s+((?:the\s)?[A-Z][\w’'&-]*(?:\s(?:(?:of|for|and|the|&)\s)*[A-Z][\w’'&-]*)*)"
)
_POST = heads_pattern("posts")
_BEFORE = re.compile(
    rf"(?i)(?:[\w’'&-]+\s+){{0,6}}?(?<![\w-]){_POST}(?:\s(?:of|for)\s(?:the\s)?(?:[A-Z][\w’'&-]*|and|of|the|&)(?:\s(?:[A-Z][\w’'&-]*|and|of|the|&))*)?,?\s*$"
)
_ACRONYM = re.compile(
    r"((?:[A-Z][\w’'&-]*\s(?:(?:of|for|and|the|in|on)\s){0,2}){1,7}[A-Z][\w’'&-]*|[A-Z][\w’'&-]*)\s\(([A-Z][A-Za-z&]{1,7})\)"
)
_AGED_UNDER_18 = re.compile(
    r",?\s+(?:who (?:is|was) )?(?:aged\s+)?(?:[1-9]|1[0-7])(?:,|\s*years?[\s-]old|\)|-year-old)"
)
_PRIVATE_WORDS = r"pupil|child|boy|girl|son|daughter|toddler|baby|teenager|schoolboy|schoolgirl|patient|claimant|complainant|service user|looked[- ]after child|youngster"
_PRIVATE_BEFORE = re.compile(rf"(?i)\b(?:{_PRIVATE_WORDS})s?(?:\s+(?:called|named))?,?\s*$")
_PRIVATE_AFTER = re.compile(
    rf"(?i),?\s+(?:who (?:is|was) |, )?(?:an?|the|one of the)\s+(?:[\w-]+\s){{0,2}}(?:{_PRIVATE_WORDS})\b"
)
PRIVATE_LABEL = re.compile(
    rf"(?i)^(?:the|an?|one|another|his|her|their|some|many|two|three|other|young|local|\s)*\s*(?:{_PRIVATE_WORDS}|children|schoolchildren)(?:s|ren)?$"
)
_LESSER = frozenset("co vice deputy assistant former shadow ex past".split())
_ARTICLE = re.compile(r"(?i)^(?:the|an?|our|their|its|his|her|this|that)\s+")
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


@dataclass(frozen=True, slots=True)
class Sighting:
    """One printed name and what stands beside it. ``role``, ``organisation`` as printed there."""

    name: Name
    start: int
    end: int
    role: str | None = None
    organisation: str | None = None
    initials: str | None = None
    private: bool = False


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
            if fits is not None:
                return fits[0] if len(fits) == 1 and not fits[0].private else None
        kind = kind_of(words)
        return None if kind is None or kind == "person" else Person(words, kind)

    def _by_name(self, label: str) -> list[Person] | None:
        """People whose name the label is; None if it is no name, empty if it fits several or nobody."""
        words = [Word(m[0], m.start(), m.end()) for m in WORD.finditer(label)]
        while words and words[-1].text in POSTNOMINALS:
            words.pop()
        name = _name_at_end(words)
        if name is not None:
            return [person for person in self.people if _fits(name, person)]
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
        body = self.bodies.get(plain(_ARTICLE.sub("", label)))
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

    def ambiguous(self, label: str) -> bool:
        """Whether a label names people here, but more than one, or one who is never a speaker."""
        found = self._by_name(" ".join(label.split()))
        return found is not None and (len(found) != 1 or found[0].private) and bool(found)

    def mentioned(self, start: int, end: int) -> tuple[Person, ...]:
        """The people named in ``text[start:end]``, in order, each once."""
        first, last = bisect.bisect_left(self.mentions, (start, -1)), bisect.bisect_left(self.mentions, (end, -1))
        return tuple(dict.fromkeys(self.people[index] for _, index in self.mentions[first:last]))


def find_people(document: Document, sentences: Sequence[Sentence]) -> Roster:
    """Find everybody whom the document names, from its text, lists of those present and turn labels."""
    text = document.text
    sightings = sorted([*_in_lists(text), *_in_runs(text)], key=lambda s: (s.start, -s.end))
    people, owner = _gather(_without_overlaps(sightings))
    mentions = sorted((s.start, index) for s, index in owner)
    return Roster(tuple(people), tuple(mentions), _bodies(document))


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
            and words[at + 1].text[0].isupper()
            and kind_of(" ".join(w.text for w in words)) is None
        ):
            read = read_name(words, at, listed=True)
            return read[0] if read and read[1] == len(words) else None
    return None


def _holds(person: Person, wanted: frozenset[str]) -> bool:
    """Whether a person's printed post is what a label calls. "The Chair" is no vice-chair, nor the chair of another body."""
    told = _key_words(person.role or "")
    if not person.role or (told - wanted) & _LESSER:
        return False
    if len(wanted) == 1 and person.organisation:
        return False  # "the Leader" is not the leader of some group
    return wanted <= told | _key_words(person.organisation or "")


def _key_words(phrase: str) -> frozenset[str]:
    joints = {"the", "a", "an", "of", "for", "and", "our", "s", "at", "in", "to", "council", "councils"}
    return frozenset(_stem(word) for word in re.findall(r"\w+", plain(phrase))) - joints


def _stem(word: str) -> str:
    word = {"chair": "chairman", "chairperson": "chairman", "chairwoman": "chairman"}.get(word, word)
    return word.removesuffix("s") if len(word) > 4 else word


def _initials(person: Person) -> str:
    given = person.given if person.given.isupper() else person.given[:1]
    return given + "".join(part[:1].upper() for part in re.split(r"[\s-]", person.surname)) if given else ""


def _fits(name: Name, person: Person) -> bool:
    """Whether the printed name can be this person's."""
    if plain(name.surname) != plain(person.surname) or not person.surname:
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


def _gather(sightings: Sequence[Sighting]) -> tuple[list[Person], list[tuple[Sighting, int]]]:
    """Tell people from sightings: the fullest names first, then the shorter ones that fit exactly one of them."""
    by_surname: dict[str, list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        by_surname[plain(sighting.name.surname)].append(sighting)
    groups: list[list[Sighting]] = [group for family in by_surname.values() for group in _tell_apart(family)]
    groups.sort(key=lambda group: min(s.start for s in group))
    people = [_person(group) for group in groups]
    return people, [(sighting, index) for index, group in enumerate(groups) for sighting in group]


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
    fullest = max(
        group, key=lambda s: (bool(s.name.forename), len(s.name.given), "(" not in s.name.printed, len(s.name.printed))
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


def _without_overlaps(sightings: Iterable[Sighting]) -> list[Sighting]:
    kept: list[Sighting] = []
    for sighting in sightings:
        if not kept or sighting.start >= kept[-1].end:
            kept.append(sighting)
    return kept


def _in_runs(text: str) -> Iterator[Sighting]:
    """Names in running text: read from each run of capitalised words."""
    small = frozenset(_SMALL.findall(text))
    for run in _RUN.finditer(text):
        words = [Word(m[0], m.start(), m.end()) for m in WORD.finditer(text, run.start(), run.end())]
        at = 0
        while at < len(words):
            read = read_name(words, at) or _vouched(text, words, at, small)
            if read is None:
                at += 1
                continue
            name, after = read
            yield _sighting(text, name, words[at].start, words[after - 1].start + len(words[after - 1].text))
            at = after


def _vouched(text: str, words: Sequence[Word], at: int, small: frozenset[str]) -> tuple[Name, int] | None:
    """Two capitalised words of which the words around say that they are a person ("X Y, director of ...")."""
    if len(words) - at < 2 or words[at].text in POSTNOMINALS or head_of([words[at].text], "posts"):
        return None
    read = read_name(words, at, listed=True)
    if read is None or is_initials(words[at].text) or read[1] - at != 2:
        return None
    end = words[read[1] - 1].end
    if kind_of(text[words[at].start : end]) is not None or any(w.text.casefold() in small for w in words[at : read[1]]):
        return None
    bracket = _BRACKET.match(text, end)
    role = _role_after(text, end) or _role_before(text, words[at].start)
    role = role or (bracket and _in_bracket(bracket[1], read[0])[0])
    if text[max(0, words[at].start - 3) : words[at].start].rstrip().endswith(",") and text[end : end + 1] != ",":
        return None  # "the Engineer, Active Travel advised"
    said = re.match(r"\s(?:said|says|told|added)\b", text[end : end + 8])
    return read if role or said else None


def _in_lists(text: str) -> Iterator[Sighting]:
    """Names in lists of those present, where initials or two capitalised words are enough."""
    for listing in _LIST.finditer(text):
        stop = text.find("\n\n", listing.end())
        end = min(stop if stop >= 0 else len(text), listing.end() + 1500)
        for entry in _ENTRY.finditer(text, listing.end(), end):
            named = entry.start() + len(entry[0].split("(")[0])
            words = [Word(m[0], m.start(), m.end()) for m in WORD.finditer(text, entry.start(), named)]
            if not words or len(words) > 14:
                break
            read = read_name(words, 0, listed=True)
            if (
                read
                and not _is_office(words[0].text)
                and kind_of(entry[0].split("(")[0]) is None
                and (is_title(words[0].text) or read[1] >= 2)
            ):
                yield _sighting(text, read[0], words[0].start, words[read[1] - 1].end)


def _sighting(text: str, name: Name, start: int, end: int) -> Sighting:
    told_after = re.match(r"\s\(([A-Z]{1,2})\)", text[end : end + 6])
    if told_after and not name.given:  # "Councillor Ryan (E)"
        name = replace(name, given=told_after[1], printed=f"{name.printed} ({told_after[1]})")
    role, organisation, initials = _beside(text, name, start, end)
    before, after = text[max(0, start - 40) : start], text[end : end + 60]
    private = bool(_PRIVATE_BEFORE.search(before) or _PRIVATE_AFTER.match(after) or _AGED_UNDER_18.match(after))
    return Sighting(name, start, end, role, organisation, initials, private)


def _beside(text: str, name: Name, start: int, end: int) -> tuple[str | None, str | None, str | None]:
    """Role, organisation and initials printed beside a name."""
    role = organisation = initials = None
    bracket = _BRACKET.match(text, end)
    if bracket:
        role, organisation, initials = _in_bracket(bracket[1], name)
        end = bracket.end()
    role = role or _role_after(text, end) or _role_before(text, start)
    if role:
        role, told = _split_role(role)
        organisation = organisation or told
    from_ = None if organisation or role else _FROM.match(text, end)
    if from_ and kind_of(from_[1]) == "body":
        organisation = from_[1]
    return role, organisation, initials


def _in_bracket(words: str, name: Name) -> tuple[str | None, str | None, str | None]:
    """What a bracket after a name tells: "(Chair)", "(AB)", "(Hampshire County Council)", "(Director, Home Office)"."""
    if re.fullmatch(r"[A-Z][A-Za-z-]?[A-Z]{1,2}", words) and words[0] == (name.given or name.surname)[0]:
        return None, None, words
    first = words.split(",")[0]
    if head_of(first_part(first.split()), "posts"):
        return words, None, None
    return None, words if _is_body(words) or " " in words and words[0].isupper() else None, None


def _role_after(text: str, end: int) -> str | None:
    """The post in an apposition after a name."""
    match = _AFTER.match(text, end)
    if match is None or text[end : end + 1] != ",":
        return None
    phrase = re.split(r"\s(?:said|says|told|added|was|is|has|had|and said|who|will|would)\b", match[1])[0]
    words = re.findall(r"[\w’'&-]+", _ARTICLE.sub("", phrase))
    if not words or len(words) > 14 or is_title(words[0]) and len(words) > 1 and words[1][0].isupper():
        return None
    told = any(word in verbs() for word in first_part(words)[:-1])
    return phrase if head_of(first_part(words), "posts") and not told else None


def _role_before(text: str, start: int) -> str | None:
    """The post printed before a name ("council leader Jane Roe", "the Chief Executive, Jane Roe")."""
    window = text[max(0, start - 90) : start]
    window = re.split(r"[.;:!?()“”\"\n]|,\s(?=.*,)", window)[-1]
    match = _BEFORE.search(window)
    if match is None:
        return None
    words = match[0].strip(" ,").split()
    return _own_words(words)


def _own_words(words: list[str]) -> str | None:
    """The words of a post without what stands before it in the sentence."""
    kept: list[str] = []
    for word in words:
        if re.fullmatch(
            r"(?i)the|an?|our|his|her|and|by|to|with|from|that|as|while|when|said|told|asked|thanked|welcomed|of|for|in|on|at",
            word,
        ) and not (kept and word in ("of", "for", "and", "the") and head_of(kept, "posts")):
            kept = []
        elif kept or word[0].isupper() or head_of([word], "posts") or word.islower():
            kept.append(word)
    return " ".join(kept) if kept and (head_of(first_part(kept), "posts")) else None


def _split_role(role: str) -> tuple[str, str | None]:
    """ "chief officer at NHS Dorset" -> the post and the organisation."""
    role = _ARTICLE.sub("", role.strip())
    for joint in (r"\s(?:at|from)\s", r",\s+", r"\s(?:of|for)\s"):
        match = re.match(rf"(.+?){joint}(?:the\s)?([A-Z].*)$", role)
        if match and (joint.startswith(r"\s(?:at") or _is_body(match[2])):
            return match[1], match[2]
    return role, None


def _is_office(word: str) -> bool:
    return head_of([re.sub(r"(?:[’']s|s[’']?)$", "", word)], "posts") is not None


def _is_body(phrase: str) -> bool:
    return (phrase.isupper() and len(phrase) > 1) or head_of(first_part(phrase.split()), "bodies") is not None


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
    return found


def own_body(document: Document) -> str | None:
    """The body whose record this is, if the document names one and not a mere description of several."""
    name = re.split(r"[,;]", re.sub(r"^[^:]{2,20}:\s", "", document.body or ""))[0].strip()
    described = re.search(r"(?i)\bor\b|unidentified|not identified|\(via|^UK \w+ \w+s$", document.body or "")
    return name if name and not described and kind_of(name) == "body" else None


Role = Literal["role"]
_ = (replace, Role, _CAPITAL, _SPACE, _PLURAL)
