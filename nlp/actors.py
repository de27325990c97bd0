"""Who is to act on a commitment, where it is somebody other than the speaker."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from nlp.action_notes import find_given_to
from nlp.noun_phrases import noun_phrase
from nlp.periods import MONTH, WEEKDAY
from nlp.posts import kind_of
from nlp.undertakings import SUBJECTS, Undertaking, modal_of

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_PERIOD = re.compile(rf"^(?:{MONTH}|{WEEKDAY}|REPLY|ACTIONS?|RESOLVED|RESPONSE)$", re.IGNORECASE)
_TITLE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Dame|Lord|Lady|Rev|Cllrs?|Clrs?|Councillors?|Ald|Coun|PC|Insp)\b\.?"
)
_TITLES = re.compile(
    r"\b(?:mr|mrs|ms|miss|dr|prof|professor|sir|dame|lord|lady|baroness|rev|cllrs?|councillors?|the|hon)\b\.?", re.I
)
_LOOSE_END = re.compile(r"(?:’s|'s|\s+(?:and|or|of|the|unanimously))+$")
_THINGS = frozenset(
    "plan report scheme policy strategy programme project meeting works work road bridge framework document review "
    "study item budget bill act grant funding application agreement contract charter guidance survey consultation "
    "event motion recommendation update minutes letter site building street lane path footpath process paper website "
    "portal dashboard system data pilot phase proposal decision campaign measure".split()
)
_ACTING = frozenset(
    "partner provider colleague supplier school college university hospital trust council authority department team "
    "sector industry company firm operator landlord consultant lawyer solicitor insurer headteacher caseworker worker "
    "directorate husband wife gardener country nation".split()
)
_UNDERGOING = frozenset("see receive benefit experience suffer".split())
_SPEAKING = frozenset(
    "i we you he she they it this that these those there one who which what all some many both".split()
)


def find_actor(sentence: str, undertaking: Undertaking | None, *, speaker: str | None) -> str | None:
    """Who is to act, as printed; ``None`` if it is the speaker, a pronoun, or nobody is named."""
    acting = _acting(undertaking) if undertaking is not None and undertaking.marked else None
    printed = find_given_to(sentence) or (acting.text if acting is not None else None)
    words = _name_in(printed) if printed else ""
    return None if speaker and same_name(words, speaker) else words or None


def _name_in(words: str) -> str:
    """The phrase without the heading before a name and without loose ends."""
    words = _LOOSE_END.sub("", re.split(r"\s[-–—]\s", words)[-1])
    title = _TITLE.search(words)
    if title and not re.search(r"(?:\band|\bplus|,|&|/|^)\s*(?:[Tt]he\s+)?$", words[: title.start()]):
        words = words[title.start() :]
    return words.strip(" ,.:;–-*•")


def _acting(undertaking: Undertaking) -> Span | None:
    verb, subject = undertaking.verb, undertaking.subject
    if verb.lemma_ in _UNDERGOING:
        return None
    if subject is not None and not undertaking.passive:
        if undertaking.noted or _can_act(subject):
            return None if undertaking.cue.lemma_ == "propose" and _TITLE.search(subject.text) else subject
        if subject.root.lower_ in ("he", "she", "they"):
            return _only_one_before(subject)
        if owner := _owner(subject):
            return owner
    return _doer(verb)


def _only_one_before(pronoun: Span) -> Span | None:
    """Whom "they" means, if the sentence has only one acting before it."""
    subjects = [noun_phrase(t) for t in pronoun.doc[: pronoun.start] if t.dep_ in SUBJECTS]
    acting = {phrase.text: phrase for phrase in subjects if _can_act(phrase)}
    return next(iter(acting.values())) if len(acting) == 1 else None


def _owner(phrase: Span) -> Span | None:
    """The university in "the university's plan aims to ..."."""
    owner = next((t for t in phrase.root.children if t.dep_ == "poss"), None)
    named = noun_phrase(owner) if owner is not None else None
    return named if named and _can_act(named) else None


def _doer(verb: Token) -> Span | None:
    """Who does it in "will be done by the contractor"."""
    for by in verb.subtree:
        if by.lower_ == "by" and (by.head == verb or modal_of(by.head) is not None):
            noun = next((t for t in by.children if t.dep_ == "pobj"), None)
            phrase = noun_phrase(noun) if noun is not None else None
            if phrase and _can_act(phrase):
                return phrase
    return None


def _can_act(phrase: Span) -> bool:
    """Whether a noun phrase names people, a post or a body."""
    head = phrase.root
    if head.lower_ in _SPEAKING or head.lemma_.casefold() in _THINGS or _PERIOD.search(head.text):
        return False
    words = phrase.text
    if (
        _TITLE.search(words)
        or head.lemma_.casefold() in _ACTING
        or kind_of(words)
        or kind_of(f"the {head.lemma_.casefold()}")
    ):
        return True
    return head.pos_ == "PROPN" or (head.text.isupper() and len(head) > 1)


def same_name(a: str, b: str) -> bool:
    """Whether one name's words, or their initials, all stand in the other; titles and accents apart."""
    short, long = sorted((_name_words(a), _name_words(b)), key=len)
    if not short:
        return a.casefold().removeprefix("the ") == b.casefold().removeprefix("the ")
    if len(short) == 1 and short[0] == "".join(word[0] for word in long if word not in ("of", "and", "for")):
        return True
    initials = "".join(word[0] for word in long)
    known = [any(_same_word(word, other) for other in long) or (len(word) > 1 and word in initials) for word in short]
    return all(known) and any(len(word) > 1 for word in short)


def _same_word(a: str, b: str) -> bool:
    return a == b or ((len(a) == 1 or len(b) == 1) and a[0] == b[0])


def _name_words(name: str) -> list[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    return re.sub(r"[^\w ]", " ", _TITLES.sub(" ", re.sub(r"\(.*?\)|[’'`]", " ", plain))).split()
