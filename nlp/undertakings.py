"""Where in a commitment the promise sits: the promised verb, who is its subject and the words that bind.

Read off the dependency parse. The surest sign wins: "agreed to write" before "will write" before "is to be
written" before "should write"; main clauses before "who will" and "if ... would". Weights are guesses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlp.action_notes import find_action_note
from nlp.noun_phrases import noun_phrase

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

MODALS = {"will": 5.0, "'ll": 5.0, "’ll": 5.0, "wo": 5.0, "shall": 5.0, "would": 4.5, "'d": 4.0, "’d": 4.0, "must": 4.0}
MODALS |= {"should": 2.5, "can": 1.5, "could": 1.5, "may": 1.0, "might": 1.0}
BINDING = frozenset(
    "agree undertake promise pledge commit offer volunteer vow guarantee resolve decide accept ensure plan intend aim "
    "hope propose expect seek want wish like look endeavour strive prepare arrange continue".split()
)
ASKING = frozenset(
    "ask instruct request direct require authorise authorize delegate task invite commission nominate appoint engage "
    "employ".split()
)
EMPOWERING = frozenset("authorise authorize instruct direct delegate require task appoint nominate".split())
STATES = frozenset(
    "due set schedule plan commit expect intend determine willing hope anticipate propose program aim".split()
)
DECIDING = frozenset("agree resolve propose decide recommend suggest move request confirm".split())
NO_SIGN = 0.5  # the main verb, where nothing marks a promise
SUBJECTS = ("nsubj", "nsubjpass")
_NO_ACTS = frozenset("know see remember recall appreciate understand like expect notice agree".split())
_SIDE_CLAUSES = {"relcl": 2.0, "advcl": 2.0, "acl": 2.0, "csubj": 1.0, "pcomp": 1.0, "parataxis": 0.5}


@dataclass(frozen=True, slots=True)
class Undertaking:
    """A promised act: its verb and ``cue``, the word that binds ("will", "agreed"; else the verb itself).

    ``subject``: who is said to act, or what is to be done. ``marked``: something in the grammar marks a promise; if
    not, ``verb`` is only the main verb. ``noted``: an action as minutes note it ("Clerk to write ...").
    """

    verb: Token
    subject: Span | None
    cue: Token
    passive: bool
    marked: bool = True
    noted: bool = False

    @property
    def start(self) -> int:
        """Offset of the words that bind."""
        return int(self.cue.idx)


def find_undertaking(doc: Doc) -> Undertaking | None:
    """The promised act of one sentence; ``None`` if it has no verb that could be one."""
    note = find_action_note(doc)
    if note:
        return Undertaking(note[1], note[0], note[1], passive=False, noted=True)
    signs = [(weight - _aside(verb), cue, verb) for verb in doc for weight, cue in _signs(verb)]
    if not signs:
        return None
    weight, cue, verb = max(signs, key=lambda sign: (sign[0], -sign[1].i))
    subject = subject_of(verb) or _before(cue)
    phrase = noun_phrase(subject) if subject is not None else None
    return Undertaking(verb, phrase, cue, is_passive(verb), marked=weight > NO_SIGN)


def _signs(verb: Token) -> Iterator[tuple[float, Token]]:
    """What makes this verb a promised one: how strong, and the word that does."""
    if verb.pos_ not in ("VERB", "AUX") or verb.dep_ in ("aux", "auxpass"):
        return
    modal = modal_of(verb)
    if modal is not None:
        yield MODALS[modal.lower_] - 3.0 * (verb.lemma_ in _NO_ACTS), modal
    elif verb.dep_ == "ccomp" and verb.head.lemma_ in DECIDING and _is_subjunctive(verb):
        yield 5.0, verb.head
    if has_to(verb):
        yield from _infinitive_signs(verb)
    if verb.lemma_ == "commit" and any(t.dep_ == "dobj" for t in verb.children):
        yield 4.0, verb
    if verb.dep_ == "pcomp" and verb.head.lower_ == "to" and verb.head.head.lemma_ in ("commit", "commitment", "look"):
        yield 4.0, verb.head.head
    if verb.dep_ == "ROOT":
        yield (1.0 if verb.tag_ == "VBG" else NO_SIGN), verb


def _infinitive_signs(verb: Token) -> Iterator[tuple[float, Token]]:
    """The signs "agreed to", "asked X to", "is due to", and the fragments "X to write", "matter to be reported"."""
    head = verb.head
    if verb.dep_ in ("xcomp", "ccomp"):
        if head.lemma_ in BINDING and (not is_passive(head) or _is_impersonal(head)):
            yield 5.5, head
        elif head.lemma_ in ASKING:
            yield (5.6 if head.lemma_ in EMPOWERING and is_passive(head) else 4.2), head
        elif head.lemma_ in STATES or head.lemma_ == "be" or head.text in ("going", "gonna", "needs", "need"):
            yield 4.5, head
    if verb.dep_ == "ROOT" or (own_subject(verb) is not None and verb.dep_ in ("conj", "parataxis", "appos")):
        yield 5.0, verb
    of_fragment = head.dep_ == "ROOT" and head.pos_ in ("NOUN", "PROPN")
    if verb.dep_ in ("acl", "relcl") and is_passive(verb) and of_fragment:
        yield 5.0 + _SIDE_CLAUSES[verb.dep_], verb


def modal_of(verb: Token) -> Token | None:
    """Its modal, or that of the verb it is joined to: "will review and report"."""
    helpers = [t for child in verb.children if child.dep_ in ("aux", "auxpass") for t in (child, *child.children)]
    modal = next((t for t in helpers if t.tag_ == "MD" and t.lower_ in MODALS), None)
    joined = verb.dep_ == "conj" and own_subject(verb) is None and verb.tag_ == "VB"
    return modal_of(verb.head) if modal is None and joined and verb.head != verb else modal


def _is_impersonal(verb: Token) -> bool:
    """Whether nobody is its subject: "it was agreed to write"."""
    subject = own_subject(verb)
    return subject is None or subject.lower_ == "it"


def _is_subjunctive(verb: Token) -> bool:
    """Whether it is the verb of "agreed that the Council write" or "that a sum be paid": a bare form."""
    subject = own_subject(verb)
    singular = subject is not None and subject.tag_ in ("NN", "NNP")
    helpers = [t for t in verb.children if t.dep_ == "auxpass"]
    bare = [t for t in (verb, *helpers) if t.tag_ == "VB" or (t.tag_ == "VBP" and singular)]
    return bool(bare) and (not helpers or helpers[0] in bare)


def has_to(verb: Token) -> bool:
    """Whether it is an infinitive with "to"."""
    return any(t.dep_ == "aux" and t.lower_ == "to" for t in verb.children)


def own_subject(verb: Token) -> Token | None:
    """The subject printed with this very verb."""
    return next((t for t in verb.children if t.dep_ in SUBJECTS), None)


def subject_of(verb: Token) -> Token | None:
    """The subject, looked for along joined verbs, "agreed to", "is committed to", "asked X to", "who" and "they"."""
    at = verb
    for _ in range(6):
        own = own_subject(at)
        if own is not None:
            return None if at != verb and _is_impersonal(at) else _antecedent(own, at)
        if at.dep_ in ("acl", "relcl"):
            return at.head
        if at.dep_ == "xcomp" and at.head.lemma_ in ASKING and not is_passive(at.head):
            return next((t for t in at.head.children if t.dep_ in ("dobj", "dative")), None)
        if at.dep_ not in ("conj", "xcomp", "acomp", "pcomp", "prep", "ccomp", "attr", "advcl") or at.head == at:
            return None
        at = at.head
    return None


def _antecedent(subject: Token, verb: Token) -> Token:
    """What "who" stands for, and "they" in "colleges said that they will"."""
    if subject.tag_ in ("WP", "WDT") and verb.dep_ == "relcl":
        return verb.head
    if subject.lower_ in ("he", "she", "they", "it") and verb.dep_ == "ccomp":
        return own_subject(verb.head) or subject
    return subject


def _before(cue: Token) -> Token | None:
    """The noun just before "will", where the parser found no subject: it stumbles over names in capitals."""
    if cue.tag_ != "MD" or cue.i == 0:
        return None
    noun = cue.nbor(-1)
    return noun if noun.pos_ in ("NOUN", "PROPN") or (noun.is_upper and len(noun) > 1) else None


def is_passive(verb: Token) -> bool:
    """Whether its subject is what it is done to."""
    return any(t.dep_ in ("auxpass", "nsubjpass") for t in verb.children)


def _aside(verb: Token) -> float:
    """What is taken off for standing in a side clause, a little for each step down."""
    off, at = 0.0, verb
    for _ in range(12):
        if at.dep_ == "ROOT":
            break
        off += _SIDE_CLAUSES.get(at.dep_, 0.0) + 0.05
        at = at.head
    return off
