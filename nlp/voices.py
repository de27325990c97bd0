"""From a printed label to a voice: who is heard, how that was told, and whose side they speak for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from greenshoots.records import AttributionHow, Turn
from nlp.names import is_forename, plain
from nlp.narration import Clause
from nlp.people import PRIVATE_LABEL, Person, Roster
from nlp.phrases import verbs
from nlp.posts import kind_of

_ACRONYM = re.compile(r"(?:[Tt]he\s)?[A-Z][A-Za-z&]?[A-Z&]{1,6}")
_NO_BODIES = frozenset("PC AOB NB OK TBC TBA".split())
_ARTICLE = re.compile(r"^[Tt]he\s+")
_OWNER = re.compile(
    r"[’']s(?:\s+(?:statement|letter|report|response|e-?mail|speech|evidence|submission|remarks|comments))?$"
    r"|^[A-Z][\w-]*[’']s\s(?=[A-Z])"
)
_NAME = re.compile(r"(?:[Tt]he\s)?(?:[A-Z]\.\s?)*[A-Z][\w’'&-]+(?:\s[A-Z][\w’'&-]+){0,3}")
_NAME_FIRST = re.compile(r"([^()]+?)\s*(?:\([^()]*\)|\s(?:of|from|at)\s)")
_TWO = re.compile(r"(?:[A-Z][\w’'.-]*\s){1,3}(?:and|&)\s[A-Z][\w’'-]*\s[A-Z]")  # "Ada Roe and Owen Pryce"
_NAMED_AFTER = re.compile(r",\s+((?:[A-Z][\w’'.-]*\s){0,3}[A-Z][\w’'-]+)(?=,|\s[a-z])")
_SAID = frozenset(
    "said says told wrote felt thought spoke believes argues insists claims maintains warns thinks feels adds".split()
)
_PLAINLY = frozenset(
    "agreed confirmed advised stated reported informed offered replied responded asked requested suggested explained "
    "added apologised denied insisted argued claimed criticised condemned expressed emphasised highlighted "
    "acknowledged".split()
)
_GENDERS = {"he": "m", "she": "f", "they": None}


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody heard. ``label`` as printed; ``rule``: the way it was found, for scores; ``verb``: what they do.

    ``person`` is None where somebody speaks whom the text does not name, or nobody in particular.
    ``others``: further voices of the same sentence.
    """

    person: Person | None
    label: str | None
    how: AttributionHow
    rule: str
    verb: str | None = None
    others: tuple[Voice, ...] = ()


SILENCE = Voice(None, None, "none", "none")
IMPERSONAL = Voice(None, None, "none", "impersonal")


@dataclass(frozen=True, slots=True)
class Namer:
    """Tells who is meant by the labels of one document."""

    text: str
    roster: Roster

    def of_turn(self, turn: Turn) -> Voice:
        """The voice of a transcript's turn: "Cllr J Smith (Chair)" is a name, "The Chairman (Mr B. Clerk)" has one."""
        label = " ".join((turn.label or "").split())
        inner = re.fullmatch(r"((?:The\s+)?[^()]+?)\s*\((.+)\)", label)
        outer = inner[1] if inner else label
        person = self.roster.resolve(outer, at=turn.start)
        if inner and (person is None or person.kind == "post"):
            named = self.roster.resolve(inner[2], at=turn.start)
            if named is not None and named.kind == "person":
                return Voice(replace(named, role=named.role or outer), label, "turn label", "turn")
        if PRIVATE_LABEL.match(outer) or self.roster.ambiguous(outer):
            return Voice(None, label, "none", "turn unnamed")
        if person is not None and person.listed and _is_post_of(person, outer):
            return Voice(person, label, "post", "turn person listed by post")
        return Voice(person or Person(outer, "person"), label, "turn label", "turn")

    def of_clause(self, clause: Clause, *, subject: Person | None, last: Person | None) -> Voice:
        """The voice of a clause. ``subject``: whom "he" goes on to mean; ``last``: the voice of the sentence before."""
        named = _NAMED_AFTER.match(self.text, clause.end) if clause.cue != "by" else None
        person = self.roster.resolve(named[1], at=clause.start) if named else None
        if named and person is not None and person.surname and plain(person.surname) in plain(named[1]):
            return Voice(person, clause.label, "named", f"{clause.cue} person", clause.verb)
        low = clause.label.casefold()
        if low in _GENDERS:
            return self._of_pronoun(clause, subject)
        if low == "it" and last is not None and last.kind == "body" and clause.cue in ("say", "ask", "do", "will"):
            return Voice(last, clause.label, "pronoun", f"{clause.cue} pronoun it", clause.verb)
        if low in ("it", "i", "we"):
            return SILENCE
        return replace(self.of_label(clause.label, clause.start, clause.cue, clause.verb), verb=clause.verb)

    def _of_pronoun(self, clause: Clause, subject: Person | None) -> Voice:
        gender = _GENDERS[clause.label.casefold()]
        if subject is not None and _goes_on(subject, gender):
            near = None if gender is None or subject.gender or subject.kind != "person" else self._near(clause)
            if near is None or near.gender != gender:
                return Voice(subject, clause.label, "pronoun", f"{clause.cue} pronoun last", clause.verb)
        near = self._near(clause) if gender else None
        return Voice(near, clause.label, "pronoun", f"{clause.cue} pronoun near", clause.verb) if near else SILENCE

    def _near(self, clause: Clause) -> Person | None:
        return self.roster.resolve(clause.label, at=clause.start)

    def of_label(self, label: str, at: int, rule: str, verb: str = "") -> Voice:
        """Who is meant by a label at offset ``at``. ``rule``: what vouches for it ("say", "quote", "asked")."""
        label = _OWNER.sub("", " ".join(label.split()))
        if label.casefold() in _GENDERS:
            person = self.roster.resolve(label, at=at)
            return Voice(person, label, "pronoun", f"{rule} pronoun near")
        joint = self._joint(label, at)
        if joint is not None:
            return Voice(joint, label, "named", f"{rule} joint")
        if _TWO.match(label) and kind_of(re.split(r"\s(?:from|of|at|for)\s|,", label)[0]) is None:
            return Voice(None, label, "none", f"{rule} unknown")
        person = self._named_first(label, at) or self.roster.resolve(label, at=at)
        if person is None and _ACRONYM.fullmatch(label) and label not in _NO_BODIES:
            person = Person(_ARTICLE.sub("", label), "body")
        if person is None and self._is_printed(label, rule, verb):
            return Voice(Person(label, kind_of(label) or "person"), label, "named", f"{rule} printed")
        if person is None:
            return Voice(None, label, "none", f"{rule} unknown")
        return _found(person, label, rule)

    def _named_first(self, label: str, at: int) -> Person | None:
        """Ada Roe of "Ada Roe (AR) from Brackwater Homes"."""
        parts = _NAME_FIRST.match(label)
        person = self.roster.resolve(parts[1], at=at) if parts else None
        return person if person is not None and person.surname else None

    def _joint(self, label: str, at: int) -> Person | None:
        """Both of "Clerk and Cllr Marsh", if both are known."""
        several = re.split(r",?\s+(?:and|&)\s+|,\s+", label)
        if len(several) < 2 or not re.search(r"\s(?:and|&)\s", label):
            return None
        people = [self.roster.resolve(re.sub(r"\s*\([^()]*\)", "", part), at=at) for part in several]
        if any(person is None or person.kind not in ("person", "post") for person in people):
            return None
        names = [
            part if kind_of(part) == "post" else person.name
            for part, person in zip(several, people, strict=True)
            if person
        ]
        return Person(" and ".join(names))

    def _is_printed(self, label: str, rule: str, verb: str) -> bool:
        """Whether a label that the roster does not know may stand for itself: it is plainly somebody who speaks."""
        if PRIVATE_LABEL.match(label) or self.roster.ambiguous(label):
            return False
        if rule == "quote":
            return kind_of(label) is not None or self._is_name(label)
        plainly = verb in _SAID or verb in _PLAINLY or " " in label or is_forename(label)
        return plainly and is_said(verb) and self._is_name(label)

    def _is_name(self, label: str) -> bool:
        """Whether a phrase is a name: its last word is nowhere used with a small letter."""
        if not _NAME.fullmatch(label):
            return False
        last = label.split()[-1]
        return is_forename(last) or not re.search(rf"\b{re.escape(last.lower())}\b", self.text)


def _found(person: Person, label: str, rule: str) -> Voice:
    if person.kind in ("body", "group"):
        return Voice(person, label, "collective", f"{rule} {person.kind}")
    if _is_post_of(person, label):
        if person.listed:
            return Voice(person, label, "post", f"{rule} person listed by post")
        by_post = " by post" if person.kind == "person" else ""
        return Voice(person, label, "post", f"{rule} {person.kind}{by_post}")
    return Voice(person, label, "named", f"{rule} {person.kind}")


def _is_post_of(person: Person, label: str) -> bool:
    """Whether a label is a post without the name of its holder."""
    return kind_of(label) == "post" and not (person.surname and plain(person.surname) in plain(label))


def _goes_on(subject: Person, gender: str | None) -> bool:
    """Whether a pronoun of this gender can mean the subject of the sentences before."""
    if gender is None:
        return subject.kind in ("body", "group")
    acronym = subject.kind == "body" and _ACRONYM.fullmatch(subject.name) is not None  # may be a person's initials
    return (subject.kind in ("person", "post") or acronym) and subject.gender in (gender, None)


def is_said(verb: str) -> bool:
    """Whether a verb of speech is in a form that no noun shares ("said", not "reports")."""
    return verb in _SAID or (verb.endswith("ed") and verbs().get(verb) in ("say", "ask", "feel"))
