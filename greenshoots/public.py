"""Members of the public and children whom a record names: shown as "a member of the public" and "a child".

Found by where and how they are named: under a heading such as "Public questions", in "Question from Mrs ...", as "a
resident". Whoever has an office (a councillor's title, a post beside the name, a place among those present, a place on
the publisher's list) is named. Patterns are our own and guesses at what is plain enough; whom they miss is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from greenshoots.masks import Finder, Hidden, with_names
from greenshoots.records import Document, Office, Span
from nlp.layout import is_heading, is_plain_heading
from nlp.names import WORD, Name, Word, is_councillor, is_forename, plain, read_name
from nlp.posts import kind_of
from nlp.sightings import Sighting, find_sightings

if TYPE_CHECKING:
    from index.store import Store

PUBLIC, CHILD = "a member of the public", "a child"
LONGEST_SECTION = 20_000  # code points of questions by the public; guess
NEAR = 90  # code points before a name in which a cue stands; guess

_TITLES = {
    "m": r"Mr|Dr|Prof|Rev|Revd|Sir",
    "f": r"Mrs|Ms|Miss|Dr|Prof|Rev|Revd|Dame",
    None: r"Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Revd?",
}
_ASKING = (
    r"questions?|statements?|representations?|petitions?|deputations?|address(?:es)?|comments?|issues?|submissions?"
)
_WHO_IS_PUBLIC = (
    r"(?:(?:local|concerned|another|one|village|council)\s+)*(?:resident(?!\s+(?:engineer|doctor|judge))|member\s+of\s+the\s+public"
    r"|parishioner|householder|neighbour|tenant|leaseholder|allotment[\s-]holder|constituent|elector|service\s+user|complainant"
    r"|(?:parent|mother|father|mum|dad|grandmother|grandfather|grandparent|foster\s+carer)"
    r"(?!\s*(?:governor|carer|champion|rep\b|representative|forum|voice|group|association)|\s+of\s+(?:[a-z]+\s+)*[A-Z]))"
)
_IS_PUBLIC = re.compile(rf"(?i)\b{_WHO_IS_PUBLIC}\b")
_GATE = re.compile(
    rf"(?i)\b(?:public|residents?|parishioners?|petition\w*|deputation\w*|questions?\s[^.\n]{{0,40}}\b(?:from|by)\b|{_WHO_IS_PUBLIC}"
    r"|(?:my|our|his|her|their)\s(?:[\w-]+\s){0,2}?(?:son|daughter|child|boy|girl|grandson|granddaughter)\b|year[\s-]old|aged\s\d"
    r"|\w+,\s(?:\d|1[0-7])[,.)]"
    r"|pupil|(?:M(?:r|rs|s|iss)|Dr)\b\.?\s[^,\n]{3,40},\sof\s\d)"
)
_SECTION = re.compile(
    rf"(?i)^[^\w\n]*(?:(?:agenda\s+)?item\s+)?[\d./ )]*(?:[\w’'/&-]+\s+){{0,4}}?"
    rf"(?:public\s+(?:{_ASKING}|question\s+time|participation|speak(?:ing|ers)|forum|session|time|open\s+forum)"
    rf"|(?:{_ASKING}|questions?\s+and\s+answers?)\s+(?:from|by|of)\s+(?:the\s+|members\s+of\s+the\s+)?"
    r"(?:public|residents|electors|parishioners)|open\s+forum)\b"
    r"|^[^\w\n]*(?:(?:agenda\s+)?item\s+)?[\d./ )]*"
    r"(?:petitions?|deputations?)(?:\s+(?:and|or|/)\s+(?:petitions?|deputations?))?[^\w\n]*$"
)
_FROM_MEMBERS = re.compile(
    r"(?i)\b(?:members?|councillors?)[’']?\s+(?:written\s+|oral\s+)?questions?|questions?\s+(?:from|by|of|to)\s+(?:members|councillors)"
)
_TO_PUBLIC = re.compile(r"(?i)\bpublic\b")
_QUESTION = re.compile(
    rf"(?i)(?:\b(?:{_ASKING}|supplementary(?:\s+question)?|q)\b(?:\s*(?:no\.?\s*)?\d{{1,3}})?\W{{0,3}}"
    r"(?:(?:was|were|had\s+been)\s+)?(?:(?:also\s+)?(?:asked|submitted|received|presented|put|read\s+out|made|given|led|organised)\s+)?"
    r"(?:on\s+behalf\s+of\s+[^.,\n]{3,60}\s+)?(?:from|by)|lead\s+petitioner|petition\s+organiser|\bq\s?\d{1,2}\s*[:.–-])\W{0,3}$"
)
_NAMES_BEFORE = re.compile(  # a list of who asks: "Questions were put by Ada Marsh, Owen Pryce and"
    rf"\b(?i:{_ASKING}|speakers?|spoke|following)\b[^.\n]{{0,40}}?(?:\b(?:from|by)\b|:)\s*(?:[A-Z][\w.’'-]*\s*|,\s*|and\s+)*$"
)
_BEFORE = re.compile(rf"(?i)\b(?:{_WHO_IS_PUBLIC})s?(?:\s+(?:called|named))?[,:]?\s+$")
_AFTER = re.compile(
    rf"(?i)^(?:,?\s+(?:who\s+(?:is|was)\s+)?(?:an?|the)\s+|\s*\(\s*(?:an?\s+)?|,\s+)(?:[\w-]+\s+)?(?:{_WHO_IS_PUBLIC})\b"
    r"|^,\s+of\s+\d{1,4}[a-z]?\s+[A-Z]|^,?\s+(?:who\s+)?(?:lives|living|residing)\s+(?:at|in|on)\b"
)
_ASKS = re.compile(
    r"^(?:\s*\([^()\n]{0,60}\))?(?:,[^.\n]{0,80},)?\s+(?:(?:then|also|had|further|who|again|next)\s+)*"
    r"(?:asked|asks|enquired|queried|requested|wished|wanted|expressed|spoke|addressed|presented|submitted|raised|thanked|read|urged|handed"
    r"|complained|objected|drew|put|attended|questioned|pleaded|appealed|told|said|felt|stated|commented|suggested|considered|lives|was\s+concerned)\b"
)
_ANSWERS = re.compile(
    r"^(?:\s*\([^()\n]{0,60}\))?(?:,[^.\n]{0,80},)?\s+(?:(?:then|also|in)\s+)*"
    r"(?:replied|responded|answered|advised|explained|confirmed|clarified|assured|reply|undertook|agreed\s+to|informed|reported|would)\b"
)
_CUE = re.compile(r"(?i)\b(?:questions?|statements?|q)\b[^.\n]{0,40}?\b(?:from|by)\s+")
_GOES_ON = re.compile(r"(?i)(?:supplementary|question|answer|response|reply|q\s?\d|minutes|decision)\b")
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr)\b\.?\s+[A-Z]")
_POST_WORD = re.compile(
    r"^,?\s+(?:MP|MSP|MS|AM|KC|QC|TD|T\.D)\b|^[^\S\n]*[,(–-][^\S\n]*(?:the\s+|an?\s+)?(?:[\w’'&-]+\s+){0,4}?(?:(?i:officer|director|head|manager|clerk|leader|chair\w*|mayor|MP|solicitor"
    r"|inspector|sergeant|constable|commissioner|headteacher|principal|executive|accountant|engineer|surveyor|consultant|lawyer"
    r"|portfolio|secretary|treasurer|lead|governor|advis[eo]r|reporter|journalist|auditor|planner|architect|vicar|spokes\w+))\b"
)
_PRESENT = re.compile(
    r"(?im)^[^\w\n]*(?:members\s+|officers\s+|councillors\s+|also\s+|those\s+|board\s+|panel\s+)*"
    r"(?:present|in\s+attendance|attendance|attendees|membership|officers|councillors|apologies)\b[^\n]{0,60}?[:–-]?"
    r"(?:[^\n]*\n(?!\s*\n)){0,40}?(?:[^\n]*)(?=\n\s*\n|\Z)"
)
_KIN = re.compile(  # "my son Jack"; of "his son James", who may be fifty, only with an age
    r"\b(?:[Mm]y|[Oo]ur|(?P<theirs>[Hh]is|[Hh]er|[Tt]heir))\s+(?:(?:\w+-year-old|\d{1,2}[\s-]years?[\s-]old|young(?:est|er)?|old(?:est|er)"
    r"|eldest|little|own)\s+){0,2}(?:son|daughter|child|boy|girl|grandson|granddaughter|nephew|niece|toddler|baby),?\s+"
    r"(?:(?:called|named)\s+)?(?P<name>[A-Z][a-z’'-]+(?:\s+[A-Z][a-z’'-]+)?)"
    r"(?P<age>\s*[,(]\s*(?:(?:who\s+is|aged|is)\s+)?\d{1,3}\b)?"
)
_AGED = re.compile(
    r"(?<![\w.’'-])(?P<name>[A-Z][a-z’'-]+(?:\s+[A-Z][a-z’'-]+)?)(?:,\s+(?:who\s+is\s+|aged\s+)?|\s+\((?:aged\s+)?|,?\s+aged\s+)"
    r"(?P<age>\d|1[0-7])(?=[,)]|\s+years?\s+old|\.(?:\s|$))"
)
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Unnamed:
    """Whom one record names who is not to be shown: the shapes of their names, with what is shown in place of each."""

    shapes: tuple[tuple[re.Pattern[str], str], ...] = ()

    def __call__(self, text: str) -> Iterator[Hidden]:
        """Find their names in any words of or about the record."""
        for shape, label in self.shapes:
            yield from (Hidden(*found.span(), f"[{label}]") for found in shape.finditer(text))


def showing(*documents: Document) -> AbstractContextManager[None]:
    """While this is entered, words that are shown hide the members of the public whom these records name."""
    return with_names(*(unnamed(document) for document in documents))


def showing_of(store: Store, keys: Iterable[str]) -> AbstractContextManager[None]:
    """As ``showing``, of stored documents by their keys."""
    return showing(*(store.document(key) for key in dict.fromkeys(keys)))


def unnamed(document: Document) -> Finder:
    """Find whom a record names who is a member of the public or a child. Pure; the text stays as it is."""
    return _unnamed(document.text, document.title or "", document.headings, document.people)


@lru_cache(maxsize=128)
def _unnamed(text: str, title: str, headings: tuple[Span, ...], people: tuple[Office, ...]) -> Unnamed:
    if not (_GATE.search(text) or _GATE.search(title)):
        return Unnamed()
    whole = f"{text}\n\n{title}" if title else text
    sections = _sections(text, headings)
    sightings = find_sightings(whole)
    sightings += [found for found in _listed_in_questions(whole, sections) if not _overlaps(found, sightings)]
    offices = _offices(whole, sightings, people)
    asking = [s for s in sightings if _asks(whole, s, sections)]
    public = [s for s in asking if not any(_may_be(s.name, office) for office in offices)]
    shapes = [(shape, PUBLIC) for one in _distinct(public) for shape in _shapes(one, whole, offices)]
    return Unnamed((*((shape, CHILD) for shape in _children(whole, offices)), *shapes))


def members_of_public(document: Document) -> tuple[Hidden, ...]:
    """Where the text of a record names members of the public and children: in order, not overlapping."""
    kept: list[Hidden] = []
    for piece in sorted(unnamed(document)(document.text), key=lambda piece: (piece.start, -piece.end)):
        if not kept or piece.start >= kept[-1].end:
            kept.append(piece)
    return tuple(kept)


# where


def _sections(text: str, headings: Sequence[Span]) -> list[Span]:
    """The stretches that stand under a heading of questions by the public."""
    known = {heading.start for heading in headings}
    found: list[Span] = []
    begun: int | None = None
    for line in re.finditer(r"[^\r\n]+", text):
        words = line[0].strip()
        if not words:
            continue
        start = line.start() + len(line[0]) - len(line[0].lstrip())
        if _SECTION.match(words[:100]) and not _FROM_MEMBERS.search(words[:100]):
            begun = start if begun is None else begun
        elif begun is not None and (_ends(words, start in known) or start - begun > LONGEST_SECTION):
            found.append(Span(begun, start))
            begun = None
    return [*found, *([Span(begun, len(text))] if begun is not None and begun < len(text) else [])]


def _ends(words: str, is_known: bool) -> bool:
    """Whether a line is the heading of another matter; one that names somebody goes on with their question."""
    if _TITLED.search(words) or re.match(
        r"(?i)(?:supplementary|question|answer|response|reply|q\s?\d|minutes|decision)\b", words
    ):
        return False
    return is_known or is_plain_heading(words) or (is_heading(words) and len(words.split()) > 1)


# who


def _asks(text: str, sighting: Sighting, sections: Sequence[Span]) -> bool:
    """Whether a name is printed as that of a member of the public."""
    if _has_office(sighting) or sighting.private:
        return False
    if sighting.role:
        return True  # "resident"
    before, after = text[max(0, sighting.start - NEAR) : sighting.start], text[sighting.end : sighting.end + 160]
    if _BEFORE.search(before) or _AFTER.match(after):
        return True
    if _POST_WORD.match(after):
        return False
    if _QUESTION.search(before):
        return not _under_members(text, sighting.start)
    if not any(section.start <= sighting.start < section.end for section in sections) or _ANSWERS.match(after):
        return False
    if _ASKS.match(after):
        return True
    return bool(sighting.name.titles or _NAMES_BEFORE.search(before)) and not _addressed(before)


def _has_office(sighting: Sighting) -> bool:
    """Whether a title or a post stands beside a name. "Resident" and "parent" are none."""
    return is_councillor(sighting.name.titles) or bool(sighting.role and not _IS_PUBLIC.search(sighting.role))


def _addressed(before: str) -> bool:
    """Whether a name is only spoken to or of: by its holder nothing was asked here."""
    return (
        re.search(
            r"(?i)\b(?:answer|repl(?:y|ied)|response|responded)\s+(?:was\s+given\s+)?(?:from|by)\s[^.\n]*$", before
        )
        is not None
    )


def _under_members(text: str, at: int) -> bool:
    """Whether a question stands among those of members of the council, not of the public."""
    above = text[max(0, at - LONGEST_SECTION) : at]
    members = [found.start() for found in _FROM_MEMBERS.finditer(above)]
    public = [found.start() for found in _TO_PUBLIC.finditer(above)]
    return bool(members) and members[-1] > max(public, default=-1)


def _listed_in_questions(text: str, sections: Sequence[Span]) -> Iterator[Sighting]:
    """Names that only their place vouches for: after "Question from", or before "asked" in a line of a section."""
    for cue in _CUE.finditer(text):
        yield from _read_at(text, cue.end())
    for section in sections:
        for line in re.finditer(r"(?m)^[^\w\n]*(?=[A-Z])", section.of(text)):
            for found in _read_at(text, section.start + line.end()):
                if _ASKS.match(text[found.end : found.end + 160]):
                    yield found


def _read_at(text: str, start: int) -> Iterator[Sighting]:
    """The name that begins at a place, of words that are nowhere used with a small letter."""
    words = [Word(m[0], m.start(), m.end()) for m in WORD.finditer(text, start, min(len(text), start + 60))]
    if not words or words[0].start != start or not words[0].text[0].isupper():
        return
    read = read_name(words, 0, listed=True)
    if read is None:
        return
    span = Span(start, words[read[1] - 1].end)
    common = any(re.search(rf"\b{re.escape(word.text.casefold())}\b", text) for word in words[: read[1]])
    if not common and kind_of(span.of(text)) is None and "\n" not in span.of(text):
        yield Sighting(read[0], span.start, span.end)


def _overlaps(found: Sighting, others: Sequence[Sighting]) -> bool:
    return any(found.start < other.end and other.start < found.end for other in others)


def _offices(text: str, sightings: Sequence[Sighting], people: Sequence[Office]) -> list[Name]:
    """The names of those who hold an office, as the record or its publisher tells."""
    lists = [Span(*found.span()) for found in _PRESENT.finditer(text) if found.end() > found.start()]
    found = [
        sighting.name
        for sighting in sightings
        if _has_office(sighting)
        or (any(place.start <= sighting.start < place.end for place in lists) and not _is_public_there(text, sighting))
        or _POST_WORD.match(text[sighting.end : sighting.end + 90])
    ]
    for office in people:
        words = [Word(m[0], m.start(), m.end()) for m in WORD.finditer(re.sub(r"\([^()]*\)", " ", office.name))]
        read = read_name(words, 0, listed=True) if words else None
        found += [read[0]] if read else []
    return found


def _is_public_there(text: str, sighting: Sighting) -> bool:
    """Whether a list of those present gives somebody as of the public: "Members of the public: Mr A. Jones"."""
    line = text[text.rfind("\n", 0, sighting.start) + 1 : sighting.start]
    after = text[sighting.end : sighting.end + 40]
    return re.search(r"(?i)\b(?:public|residents?|parishioners?)\b[^:\n]{0,30}:[^:\n]*$", line) is not None or bool(
        _AFTER.match(after)
    )


def _may_be(name: Name, office: Name) -> bool:
    """Whether a name can be that of an office holder: "Mr Bell" is not Councillor Jane Bell, nor "Mrs Roe" John Roe."""
    if plain(name.surname) != plain(office.surname):
        return False
    if name.gender and office.gender and name.gender != office.gender:
        return False
    if is_councillor(office.titles) and name.titles and not (name.forename and name.forename == office.forename):
        return False
    if not name.given or not office.given:
        return True
    short = not name.forename or not office.forename
    return name.given[0] == office.given[0] if short else plain(name.given) == plain(office.given)


def _distinct(public: Sequence[Sighting]) -> list[Name]:
    return list({(plain(s.name.given), plain(s.name.surname), s.name.gender): s.name for s in public}.values())


# how they are printed


def _shapes(name: Name, text: str, offices: Sequence[Name]) -> Iterator[re.Pattern[str]]:
    """The ways in which a name is printed: in full, with a title, alone where nobody else and no word is called so."""
    surname = re.escape(name.surname).replace(r"\ ", r"\s+")
    title = rf"(?:{_TITLES[name.gender]})\b\.?\s+"
    between = r"(?:[A-Z]\b\.?\s*){0,3}"
    given = rf"{re.escape(name.forename)}\s+(?:[A-Z]\b\.?\s+)?" if name.forename else None
    known = [office for office in offices if plain(office.surname) == plain(name.surname)]
    no_office = r"(?<![Cc]llr )(?<![Cc]llr\. )(?<![Cc]ouncillor )(?<!Councillors )"
    end = r"(?![\w-])"
    if given:
        yield re.compile(rf"{no_office}\b(?:{title})?(?i:{given}{surname}){end}")
        yield re.compile(
            rf"(?:(?<=[Tt]hank you, )|(?<=[Tt]hank you )|(?<=[Tt]hanks, )|(?<=Dear )){re.escape(name.forename or '')}\b"
        )
    if not any(not is_councillor(office.titles) and _may_be(_titled_only(name), office) for office in known):
        yield re.compile(rf"{no_office}\b(?i:{title})(?:{between}|{given or between})(?i:{surname}){end}")
    if not known and not re.search(rf"\b{re.escape(name.surname.casefold())}\b", text):
        if not is_forename(name.surname):
            yield re.compile(rf"{no_office}(?<![\w’'-])(?:[A-Z]\.\s*)*{surname}{end}(?!\s+[A-Z][a-z])")
    elif name.given and not name.forename:
        initials = r"\.?\s*".join(map(re.escape, name.given))
        yield re.compile(rf"{no_office}\b{initials}\.?\s+{surname}{end}")


def _titled_only(name: Name) -> Name:
    title = {"m": ("Mr",), "f": ("Ms",)}.get(name.gender or "", ())
    return Name(title, "", name.surname, name.surname)


def _children(text: str, offices: Sequence[Name]) -> Iterator[re.Pattern[str]]:
    """The names of children, where the text says plainly that they are some: "my son Jack, 9", "Jack Roe, aged 9"."""
    told: dict[str, None] = {}
    for found in _KIN.finditer(text):
        age = _NUMBER.search(found["age"] or "")
        young = int(age[0]) < 18 if age else not found["theirs"]
        if is_forename(found["name"].split()[0]) and young:
            told[found["name"]] = None
    for found in _AGED.finditer(text):
        if is_forename(found["name"].split()[0]):
            told[found["name"]] = None
    held = {plain(office.given) for office in offices}
    for name in told:
        first, *last = name.split()
        yield re.compile(
            rf"\b{re.escape(first)}\s+{re.escape(last[0])}(?![\w-])"
            if last
            else rf"\b{re.escape(first)}(?![\w-])(?!\s+[A-Z][a-z])"
        )
        if last and plain(first) not in held:
            yield re.compile(rf"\b{re.escape(first)}(?![\w-])(?!\s+[A-Z][a-z])")
