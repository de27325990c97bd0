"""Whether a promise could be checked: who, what, how much, by when, how measured; and the question left open."""

from __future__ import annotations

import re
from dataclasses import dataclass

from greenshoots.records import Amount, Deadline, Firmness, Testability
from nlp.actions import predicate_start
from nlp.deadlines import is_open_ended
from nlp.posts import kind_of
from nlp.undertakings import Undertaking

PARTS = ("who", "what", "how_much", "by_when", "how_measured")
_MEASURED = re.compile(
    r"\b(?:(?:as\s+)?(?:measured|judged|assessed|evidenced|tested|monitored|tracked|verified|audited)\s+(?:by|against|through|on|using|in)"
    r"|(?:progress|success|performance)\s+(?:will|would)\s+be\s+(?:measured|judged|monitored|reported|reviewed)"
    r"|against\s+(?:the\s+|a\s+|its\s+|our\s+)?(?:\w+\s+){0,2}(?:target|baseline|indicator|benchmark|KPI|standard|milestone)s?"
    r"|compared\s+(?:with|to)|up\s+from|down\s+from)\b[^,;.!?\n]*",
    re.IGNORECASE,
)
_HAS_ARTICLE = re.compile(r"^(?:the|an?|our|its|their|his|her|my)\b|\b(?:MP|AM|MS|MSP|TD|MLA)$", re.IGNORECASE)
_LABEL = re.compile(r"^(?:reply|response|actions?|agreed|resolved)\b", re.IGNORECASE)
_CHANGING = frozenset(
    "increase reduce cut raise improve recruit hire employ build plant invest spend save expand grow halve double "
    "deliver create provide add fund lower speed extend train buy install".split()
)


@dataclass(frozen=True, slots=True)
class Promise:
    """What the other slots found: all that the judgement of testability needs."""

    sentence: str
    undertaking: Undertaking | None
    who: str | None
    action: str | None
    deadline: Deadline | None
    amounts: tuple[Amount, ...]
    condition: str | None
    firmness: Firmness


def judge_testability(promise: Promise) -> Testability:
    """Which parts are there, in the sentence's words, which are missing, and one plain question for the first gap."""
    deadline = promise.deadline
    when = deadline.text if deadline and not is_open_ended(deadline) else None
    measured = _MEASURED.search(promise.sentence)
    parts: dict[str, str | None] = {
        "who": promise.who,
        "what": None if promise.firmness == "vague" else promise.action,
        "how_much": _how_much(promise),
        "by_when": when,
        "how_measured": measured[0].strip() if measured else None,
    }
    missing = tuple(part for part in PARTS if parts[part] is None)
    return Testability(**parts, missing=missing, question=_question(promise, missing))


def _how_much(promise: Promise) -> str | None:
    """The amounts, without the length of time that is the deadline."""
    when = promise.deadline.text if promise.deadline else ""
    texts = dict.fromkeys(amount.text for amount in promise.amounts if amount.text not in when)
    return "; ".join(texts) or None


def _question(promise: Promise, missing: tuple[str, ...]) -> str | None:
    """The one question that would pin it down most, in plain English."""
    who, act = _inside(promise.who), _act(promise)
    if "what" in missing or act is None:
        return f"What exactly will {who} do?" if who else "What exactly will be done, and by whom?"
    if "who" in missing:
        return f"Who will see to this: “{_tidy(promise.action or act, promise)}”?"
    if "by_when" in missing:
        return _when_question(promise, who, act)
    verb = promise.undertaking.verb.lemma_ if promise.undertaking else ""
    if "how_much" in missing and verb in _CHANGING:
        return f"How much, in figures, is meant by “{act}”?"
    return f"How will anyone be able to tell that this has been done: “{act}”?" if "how_measured" in missing else None


def _when_question(promise: Promise, who: str | None, act: str) -> str:
    undertaking = promise.undertaking
    subject = _subject(undertaking, who) if undertaking and _is_base_form(undertaking) else None
    return f"By when will {subject} {act}?" if subject else f"By when is this to be done: “{act}”?"


def _subject(undertaking: Undertaking, who: str | None) -> str | None:
    """What stands before the act in a question: the sentence's own subject, or for a pronoun who is meant."""
    subject = undertaking.subject
    if subject is None or subject.root.pos_ == "PRON" or _LABEL.match(subject.text):
        return None if undertaking.passive else who
    plain = _inside(subject.text) or ""
    if plain != subject.text:
        return plain
    return plain if subject[0].pos_ == "PROPN" or subject[0].is_upper else plain[0].lower() + plain[1:]


def _is_base_form(undertaking: Undertaking) -> bool:
    """Whether the act can follow "will": "publish", "be published", not "improving"."""
    helpers = [t.tag_ for t in undertaking.verb.children if t.dep_ in ("aux", "auxpass")]
    return undertaking.verb.tag_ in ("VB", "VBP") or "VB" in helpers


def _act(promise: Promise) -> str | None:
    """The act without its subject and without words that say when."""
    if promise.action is None or promise.undertaking is None:
        return None
    at = promise.sentence.find(promise.action)
    words = promise.action[max(0, predicate_start(promise.undertaking) - at) :]
    return re.sub(r"^not to\b", "not", _tidy(words, promise)) or None


def _tidy(words: str, promise: Promise) -> str:
    """One line, without the words of deadline and condition."""
    for known in (promise.deadline.text if promise.deadline else None, promise.condition):
        words = words.replace(known, " ") if known else words
    return re.sub(r"\s+([,;:.])", r"\1", " ".join(words.split())).strip(" ,;:-–")


def _inside(name: str | None) -> str | None:
    """A name as it stands inside a sentence: "the Clerk"."""
    if not name:
        return None
    plain = " ".join(name.split())
    if kind_of(plain) == "post" and not _HAS_ARTICLE.search(plain):
        return f"the {plain}"
    return re.sub(r"^(?:The|An?|This|These|Our|Its|Their)\b", lambda match: match[0].lower(), plain)
