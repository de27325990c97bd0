"""How firmly a commitment binds: firm (will, agreed), aim (plan, hope, should) or vague (committed to improving).

Judged by the word that binds, by what governs it ("it is hoped that ... will") and by the promised verb. In minutes
"would" is a reported "will". Agreed actions stay firm whatever they ask for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from greenshoots.records import Firmness
from nlp.undertakings import Undertaking

if TYPE_CHECKING:
    from spacy.tokens import Token

_AIMING = frozenset(
    "aim plan intend hope propose expect anticipate envisage estimate target seek want wish schedule".split()
)
_LOOSE_CUES = frozenset("look work try need willing prepare like".split())
_LOOSE_MODALS = frozenset("can could may might should".split())
_AIM_WORDS = re.compile(
    r"\b(?:aim(?:s|ed|ing)?|intend\w*|intentions?|hope[ds]?|hoping|hopefully|anticipated?|envisaged|projected|estimated|targets?|"
    r"targeted|objectives?|goals?|ambitions?|aspirations?|with\s+a\s+view\s+to|would\s+like|planned|scheduled|programm(?:ed|ing)|"
    r"(?:are|is|am|'re|’re|'m|’m)\s+(?:\w+\s+)?(?:planning|looking|proposing|seeking|considering|exploring|hoping|preparing|trying|working)|"
    r"plans?\s+(?:to|for|are|in\s+place)|proposed\s+to|steps\s+for|in\s+principle)\b",
    re.IGNORECASE,
)
_HOPED_BEFORE = re.compile(
    r"\b(?:(?:is|was|it[’']s)\s+(?:\w+ly\s+)?(?:hoped|expected|anticipated|envisaged|intended|proposed|planned|estimated)"
    r"|hopes?|hoped|intention\s+is|aim\s+is|would\s+(?:want|like))\b[^.;]{0,90}$",
    re.IGNORECASE,
)
_AGREED_BEFORE = re.compile(r"\b(?:agreed|resolved|decided)\b[^.;]{0,120}$", re.IGNORECASE)
_CARRIED = re.compile(r"\bseconded\b|\ball\s+in\s+favour\b|\bcarried\s+unanimously\b", re.IGNORECASE)
_GLAD = re.compile(
    r"\b(?:be|am|are|is|[’']m|[’']re)\s+(?:\w+\s+)?(?:happy|pleased|willing|keen|prepared|open)\s+to\b", re.IGNORECASE
)
_VAGUE_WORDS = re.compile(
    r"\b(?:endeavour\w*|strive\w*|every\s+(?:effort|step)|every(?:thing|\s+thing)\s+(?:we|they|it|he|she|I|possible)(?:\s+can)?"
    r"|(?:our|their|its|my|his|her)\s+(?:best|utmost)|as\s+much\s+as\s+(?:we|they|it|he|she|I|possible)|where\s+(?:he|she|they|we|I)\s+c(?:an|ould)"
    r"|look(?:s|ing)?\s+forward\s+to|keep\s+(?:it\s+|this\s+|that\s+|them\s+)?under\s+(?:constant\s+)?review|be\s+there\s+(?:for|to)"
    r"|(?:into|given\s+to)\s+(?:consideration|account)|consideration\s+(?:will|would)\s+be\s+given|more\s+to\s+say"
    r"|(?:work|cooperate|co-operate)\s+(?:very\s+)?(?:closely|proactively|tirelessly|hard)|do\s+a\s+better"
    r"|(?:is|are|am|be|[’']re|[’']m|remains?|remained|was|were)\s+(?:\w+\s+){0,2}(?:committed|determined)\s+to(?!\s+(?:a|\d|two|three))"
    r"|commitment\s+to|resolve\s+to)\b",
    re.IGNORECASE,
)
_LOOSE_ACTS = frozenset("work support do be fight look learn guide push press develop strengthen improve build".split())
_PLAIN_ACTS = frozenset(
    "undertake spend bring publish report circulate analyse recruit hold write introduce appoint lead install".split()
)


def judge_firmness(sentence: str, undertaking: Undertaking | None) -> Firmness:
    """How firm the promise of a commitment is."""
    if undertaking is not None and _is_agreed(sentence, undertaking):
        return "firm"
    if _VAGUE_WORDS.search(sentence):
        return "firm" if undertaking is not None and _is_plain_commitment(undertaking) else "vague"
    if undertaking is None or not undertaking.marked:
        return "aim" if _AIM_WORDS.search(sentence) else "firm"
    if _is_loose(undertaking):
        return "vague"
    aims = undertaking.cue.lower_ in _LOOSE_MODALS or _aims(undertaking) or _GLAD.search(sentence)
    return "aim" if aims or _HOPED_BEFORE.search(sentence, 0, undertaking.start) else "firm"


def _is_agreed(sentence: str, undertaking: Undertaking) -> bool:
    """Agreed, resolved, carried, or given to somebody as an action."""
    if undertaking.noted or undertaking.cue.lemma_ in ("agree", "resolve", "undertake", "promise", "pledge"):
        return True
    return bool(_CARRIED.search(sentence) or _AGREED_BEFORE.search(sentence, 0, undertaking.start))


def _is_plain_commitment(undertaking: Undertaking) -> bool:
    """Whether the act of "committed to publishing" can be checked."""
    return undertaking.verb.lemma_ in _PLAIN_ACTS and "commit" in undertaking.cue.lower_


def _is_loose(undertaking: Undertaking) -> bool:
    """Acts that nobody could check: to consider, to go on improving."""
    verb, head = undertaking.verb, undertaking.verb.head
    goes_on = verb.lemma_ == "continue" or (head.lemma_ == "continue" and verb.dep_ == "xcomp")
    next_verbs = {t.lemma_ for t in verb.children if t.dep_ == "xcomp"} | {verb.lemma_}
    return (goes_on and bool(next_verbs & _LOOSE_ACTS)) or (
        verb.lemma_ in ("consider", "listen") and not undertaking.passive
    )


def _aims(undertaking: Undertaking) -> bool:
    """Whether an aim governs the promised verb, or is the promised verb: "will seek to", "hopes that ... would"."""
    if undertaking.cue.lemma_ in _LOOSE_CUES:
        return True
    at = undertaking.verb
    for _ in range(4):
        if _is_aim(at):
            return True
        if at.dep_ not in ("ccomp", "xcomp", "pcomp", "prep", "acomp", "attr", "csubj") or at.head == at:
            break
        at = at.head
    subject = next((t for t in at.children if t.dep_ in ("nsubj", "nsubjpass")), None)
    return subject is not None and bool(_AIM_WORDS.search(subject.lower_))


def _is_aim(word: Token) -> bool:
    to_do = any(t.dep_ in ("xcomp", "ccomp") for t in word.children)
    return word.lemma_ in _AIMING and (to_do or word.tag_ == "VBN")
