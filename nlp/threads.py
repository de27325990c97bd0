"""The threads that run through minutes: a question or motion and its reply, a presentation, a list after a colon.

A thread gives its voice to sentences that name nobody, until somebody else is heard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from nlp.names import plain
from nlp.people import Person
from nlp.sentences import Sentence
from nlp.voices import Namer, Voice, is_said

LONGEST_HEADING = 100  # code points; guess

_ASKED = re.compile(
    r"(?i)(?:\b(?:Question|(?<!to the )Notice\s+of\s+Motion)"
    r"|(?:^|\n)\W*(?:\d+[.)]?\s*)?(?:Questions?|Motions?|Petition))\b"
    r"(?:\s+(?:No\.?\s*)?\d+)?\s+(?:submitted|asked|put|tabled|raised|received)?\s*(?:by|from)\s+"
    r"((?-i:[^\n:;*?(,]{3,90}?))(?=\s*[\n:;*?(,]|\s+(?:I|We)\s|\s+to\s|\s+[–-]|$)"
)
_REPLY = re.compile(
    r"(?<!\w)(?:(?:REPLY|Reply|RESPONSE|Response|ANSWER|Answer)(?:\s+(?:from|by|of)\s+([^\n:]{3,80}))?\s*:"
    r"|(?:REPLY|RESPONSE|ANSWER)(?=\s+[A-Z])|(?m:^\W*(?:Reply|Response|Answer)[^\S\n]*$))"
)
_LEADING = re.compile(r"(?:the\s)?[A-Z][^\s]*(?:\s(?:(?:of|for|and|the|&|on)\s){0,2}[A-Z][^\s]*)*")
_WORDS = re.compile(r"\w+")
_MARKUP = re.compile(r"^[\s*_:“\"]+")
_PART_OF = re.compile(r"(?i)\b(?:Department|Team|Section|Directorate|Unit|Division|Office|Service|Services)\b")
_MEETING_AGAIN = re.compile(
    r"(?i)^\W*(?:(?:following|after|further to)\b[^,]{0,60},\s*)?(?:"
    r"it was (?:\w+ly\s|also\s|then\s)*(?:agreed|resolved|proposed|decided|noted)"
    r"|a (?:\w+\s)?discussion (?:was|took|followed|ensued)"
    r"|(?:the )?(?:members|meeting|committee|councillors) (?:noted|agreed|discussed|thanked)"
    r"|(?:the )?(?:amendment|motion)s? (?:was |were )?(?:carried|lost|withdrawn|fell)"
    r"|(?:\d+\)\s*)?following the (?:debate|vote))\b|\bRESOLVED\b"
)
_PRESENTS = re.compile(
    r"(?i)\b(?:provided|gave|presented|outlined|summarised|introduced|delivered|read|reported|talked|updated|briefed)\b"
    r".{0,60}\b(?:update|presentation|report|overview|briefing|summary|outline|statement|as follows|on the following"
    r"|meeting|board|members|committee|council)\b|\bas follows\b"
)
_PRESENTING = frozenset("provided gave presented outlined summarised introduced".split())
_COMMENTS_FOLLOW = re.compile(r"(?i)\b(?:comments?|responses?|objections?|e-?mails?|letters?)\b.*:\s*$", re.S)
_MOVES = re.compile(r"\b(?:proposed|moved|seconded)\b.*\b(?:motion|amendment)\b")
_LIST_FOLLOWS = re.compile(r"(?<!will)(?<!would)(?<!should)(?<!must)(?<!\bto)(?::|\bthat)[\s*_“\"]*$")
_LIST_OF = re.compile(r"\b((?:[Tt]he\s+)?[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*){0,4}):\s*$")
_BYLINE = re.compile(r"[–—(-]\s?([A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*){1,3})[\W_]*$")  # "Item 3: Fen report (Ada Roe)"
_PART_HEADING = re.compile(r"(?i)\A(?!\W*actions?\b).*:\W*\Z|^\W*(?:key|main|next)\s", re.S)  # of one presentation
_DONE_TO = re.compile(
    r"\b(?:was|were)\s+(?:\w+ly\s|also\s|then\s|not\s)*(?:raised|accepted|approved|carried|rejected|deferred|instructed|asked|thanked|noted|requested|agreed|discussed"
    r"|advised|informed|told|invited|reminded)\b"
)
_TOLD_BY_NOBODY = re.compile(  # not what was said, which would be "would be done", but the minutes' own account
    r"\b(?:(?:will|to)\s+be|(?:has|have)\s+been)\s+(?:\w+ly\s|also\s|now\s)*[a-z]+(?:ed|en)\b"
)
_ENDS_WITH = ("by", "ask", "be", "will", "do person", "do post", "do joint", "reply", "asked", "moved")


class Threads:
    """What goes on from sentence to sentence of one document; feed it every sentence, in order."""

    def __init__(self, namer: Namer, own: str | None) -> None:
        self._namer = namer
        self._text = namer.text
        self._own = own  # the body whose record this is
        self._block: Voice | None = None  # a question, motion or written reply
        self._opening: int | None = None  # where a reply's first words stand, until they have been read
        self._floor: Voice | None = None  # of somebody who presents, or whose list follows
        self._written = False  # the floor is somebody's own written report
        self._position = 0

    def block(self, sentence: Sentence) -> Voice | None:
        """Whose question, motion or written reply most of the sentence belongs to; call it once for each sentence."""
        begin, most, whose = sentence.start, -1, self._block
        marks = list(self._marks(sentence))
        if sentence.is_heading and not marks:
            self._block = whose = None
        for mark in marks:
            at = max(self._position + mark.start(), sentence.start)
            if at - begin > most:
                most, whose = at - begin, self._block
            begin, self._block = at, self._begun(mark)
        if marks and sentence.end - begin >= most:
            whose = self._block
        self._position = sentence.end
        return whose

    def _marks(self, sentence: Sentence) -> Iterator[re.Match[str]]:
        stretch = self._text[self._position : sentence.end]
        found = [mark for pattern in (_ASKED, _REPLY) for mark in pattern.finditer(stretch)]
        yield from sorted(found, key=lambda mark: mark.start())

    def _begun(self, mark: re.Match[str]) -> Voice | None:
        """The voice of the block that a mark begins."""
        self._opening = self._position + mark.end() if mark.re is _REPLY else None
        words = mark[1].strip(" ,*_") if mark[1] else ""
        if mark.re is _REPLY and not words:
            return Voice(Person(self._own, "body"), None, "collective", "reply") if self._own else None
        leading = _LEADING.match(words)
        rule = "reply" if mark.re is _REPLY else "asked"
        voice = self._namer.of_label(leading[0] if leading else words, self._position + mark.start(1), rule)
        return voice if voice.person is not None and voice.person.kind != "group" else None

    def within(self, block: Voice, told: Voice) -> Voice | None:
        """The voice of a block for a sentence that tells ``told``; None if the block is left.

        A written reply that opens with another body's name is that body's.
        """
        speaks = told.rule.startswith(("say", "ask", "feel", "answer")) and is_said(told.verb or "")
        speaks = speaks or told.verb in _PRESENTING
        if speaks and told.person is not None and told.person.kind != "body":
            self._block = None
            return None
        if self._opening is not None and told.person is not None and self._is_other(told, self._opening):
            self._block = replace(told, rule="reply body")
        self._opening = None
        return self._block or block

    def _is_other(self, told: Voice, at: int) -> bool:
        """Whether a reply opens, at ``at``, with the name of a body that is neither this one nor a part of it."""
        name = told.person.name if told.person and told.person.kind == "body" else ""
        mine = set(_WORDS.findall(plain(self._own or ""))) - {"and", "the"}
        words = set(_WORDS.findall(plain(name))) - {"and", "the"}
        other = bool(words) and not words <= mine and not (mine and mine <= words) and not _PART_OF.search(name)
        first = _MARKUP.sub("", self._text[at : at + LONGEST_HEADING]).startswith(told.label or name)
        named = _ARTICLE_FREE.sub("", name)[:1].isupper()
        return other and first and named and told.rule.split()[0] in ("say", "feel", "do", "be")

    def meeting_again(self, sentence: Sentence) -> bool:
        """Whether the meeting as a whole is told of again ("Following discussion, it was agreed"); ends all threads."""
        again = _MEETING_AGAIN.search(self._text[sentence.start : sentence.end]) is not None
        if again:
            self.end()
        return again

    def end(self) -> None:
        """End every thread."""
        self._block = self._floor = None

    def floor(self, sentence: Sentence, told: Voice) -> Voice | None:
        """Who has the floor and speaks in this sentence too; somebody who presents, or whose list follows, takes it."""
        text = self._text[sentence.start : sentence.end]
        if told.rule == "none" and (announced := self._announced(sentence, text)) is not None:
            self._floor, self._written = announced
            return None
        if told.rule == "none" and "(" not in text and _byline(text) is not None:
            self._floor = None  # somebody whom the text does not name elsewhere
        if self._floor is not None and sentence.is_heading and _PART_HEADING.search(text):
            return None
        if self._floor is not None and self._keeps_floor(sentence, told):
            return replace(self._floor, rule="floor")
        if self._floor is not None and _same(told, self._floor):
            return None
        sender = next((voice for voice in told.others if voice.rule.startswith("by ")), None)
        if sender is not None and _COMMENTS_FOLLOW.search(text):
            self._block, self._floor, self._written = None, sender, True
            return None
        person = told.person
        if person is not None and person.kind != "group" and _LIST_FOLLOWS.search(text) and _MOVES.search(text):
            self._block, self._floor = replace(told, rule="moved"), None
        elif (
            person is not None
            and person.kind != "group"
            and told.rule.startswith(("say", "do", "by"))
            and (_PRESENTS.search(text) or _LIST_FOLLOWS.search(text))
        ):
            self._floor, self._written = told, False
        elif told.rule != "none" or sentence.is_heading:
            self._floor = None
        return None

    def _announced(self, sentence: Sentence, text: str) -> tuple[Voice, bool] | None:
        """Who speaks next, by the name that ends a heading or opens a list; and whether in a report of their own."""
        named = _byline(text)
        written = named is not None
        if named is None and self._floor is None:
            named = _LIST_OF.search(text)
        voice = self._speaks_next(named[1].strip("_* "), sentence.start + named.start(1)) if named else None
        return (voice, written) if voice is not None else None

    def _speaks_next(self, label: str, at: int) -> Voice | None:
        """Who is announced by a heading or before a list: a person, or a body with its article."""
        voice = self._namer.of_label(label, at, "say")
        person = voice.person
        announced = person is not None and (person.kind == "person" or label.casefold().startswith("the "))
        return voice if announced and person is not None and person.surname + person.kind != "person" else None

    def _keeps_floor(self, sentence: Sentence, told: Voice) -> bool:
        if sentence.is_heading or _DONE_TO.search(self._text, sentence.start, sentence.end):
            return False
        acting = told.person is not None and (told.person.kind == "body" or self._written)
        acts = acting and told.rule.startswith(("do", "will", "be"))
        return told.rule == "none" or acts

    def goes_on(self, sentence: Sentence, last: Voice) -> bool:
        """Whether a sentence that names nobody is still the voice of the sentence before, in the same paragraph."""
        if last.person is None or last.person.kind == "body" or sentence.is_heading:
            return False
        if last.rule.removeprefix("continued ").startswith(_ENDS_WITH):
            return False
        ends = (_DONE_TO, _TOLD_BY_NOBODY)
        return not any(pattern.search(self._text, sentence.start, sentence.end) for pattern in ends)


def _same(told: Voice, floor: Voice) -> bool:
    names = [_ARTICLE_FREE.sub("", voice.person.name) for voice in (told, floor) if voice.person is not None]
    return len(names) == 2 and names[0] == names[1]


_ARTICLE_FREE = re.compile(r"^(?:The|An)\s")


def _byline(text: str) -> re.Match[str] | None:
    """The name at the end of a heading that tells whose report follows."""
    return _BYLINE.search(text) if len(text) < LONGEST_HEADING else None
