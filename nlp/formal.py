"""Whose voice a formal report or an official response speaks in, where no name stands in the sentence.

A committee's or inquiry's report judges and recommends; a response quotes those recommendations and
answers them one by one. Both say "we".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from greenshoots.records import Document
from nlp.people import Person, own_body
from nlp.posts import side_of
from nlp.sentences import Sentence
from nlp.voices import Voice

Party = Literal["judge", "answerer"]

_GOVERNMENTS = (
    r"(?:(?:UK|Scottish|Welsh|British|HM|Irish)\s[Gg]overnment|Northern\sIreland\sExecutive|[Tt]he\s[Gg]overnment"
    r"|[Tt]he\s[Dd]epartment|DWP|DHSC|DfE|DfT|MoJ|MHCLG|DLUHC|DSIT|DEFRA|Defra|NHS\sEngland)"
)
_ANSWERER = re.compile(rf"\b{_GOVERNMENTS}\b")
_IN_ANSWER = re.compile(
    r"\baccept(?:s|ed)?\s+(?:this\s+recommendation|in\s+(?:full|part|principle))"
    r"|\b[Gg]overnment\s+(?:\w+\s){0,2}?(?:agrees|accepts|welcomes|recognises|acknowledges"
    r"|is\s+(?:\w+\s)?committed|remains\s+committed)\b"
    r"|\b(?:Inquiry|Committee|Ombudsman|PHSO|House\sof\sLords|House)(?:[’'‘]s)?\s+"
    r"(?:\d+\s)?(?:recommendations?|report|findings?|conclusions?)\b"
    r"|\b[Gg]overnment\s[Rr]esponse\b|\bwe\s(?:have\saccepted|agree\sthat|agree\swith|accept\sthat)\b"
)
_IN_JUDGMENT = re.compile(
    r"\b(?:told\sus|witness(?:es)?\b|in\smy\sview|before\sme\b|evidence\s(?:we|I)\s|heard\sevidence|[Ww]e\srecommend"
    r"|I\s(?:have|am|do|was|find|consider|heard|accept|acknowledge|doubt|cannot)\b)"
)
_SINGULAR = re.compile(
    r"\bI\s(?:have|am|do|was|find|consider|heard|accept|acknowledge|doubt|cannot|would|made|will|had|set)\b|\bmy\b"
)
LEAST_SINGULAR = 5  # "I" and "my" in a report by one judge; guess
LEAST_PLURAL = 3  # guess
_ALONE = re.compile(
    r"\bI\s(?:have|am|do|was|find|consider|heard|accept|acknowledge|doubt|cannot|would|made)\b|\b[Ii]n my view\b"
)
_ACTS = re.compile(
    rf"\b{_GOVERNMENTS}\s(?:(?:also|now)\s)?(?:has|have|is|are|will|opened|published|proposes|accepts|continues)\b"
)
_THEIRS = re.compile(
    r"\b(Inquiry|Committee|Ombudsman|Commission)[’'‘]s\s+(?:report|recommendations?|findings?|conclusions?)\b"
)
_JUDGES = (
    (re.compile(r"\b[Tt]h(?:e|is)\s+(?:[A-Z][\w’']+\s)*Committee\b|\bCommittee[’']s\b"), "the Committee"),
    (re.compile(r"\bInquiry\b"), "the Inquiry"),
    (re.compile(r"\bOmbudsman\b|\bPHSO\b"), "the Ombudsman"),
    (re.compile(r"\bthe\s+Commission\b"), "the Commission"),
)
_RECOMMENDS = re.compile(
    r"\b(?:[Ww]e|I)\b(?:[’']ve|\s+(?:have|therefore|further|also|strongly|again|would|particularly|do))*\s+"
    r"(?:recommend|urge|conclude|call\s+(?:on|for)|find\b|invite\s+the|ask\s+the|draw\s+attention|"
    r"encourage\s+(?:the|ministers|government)|note\s+(?:that\s+)?the\s+(?:[Gg]overnment|[Dd]epartment)|"
    r"welcome\s+(?:the\s+)?(?:[Gg]overnment|[Dd]epartment|efforts\s+by)|remain\s+concerned|are\s+concerned|heard|received\s+evidence|took\s+evidence|suggest\s+that\s+the)\b"
    r"|\bis\s+recommended\b|^\W*Recommendation\b"
)
_WE = re.compile(r"\b(?:[Ww]e|[Oo]ur|us|I|[Mm]y)\b(?![’'])|\b(?:[Ww]e|I)[’'](?:ve|ll|m|re|d)\b")
_SHOULD = re.compile(r"\b(?:should|must)\b")
_DONE = re.compile(
    r"\b(?:ha(?:s|ve)\s+(?:\w+ly\s|also\s|now\s)*(?:been|invested|funded|established|published|launched|set\s+up"
    r"|developed|worked|commissioned|made)|(?:is|are)\s+(?:\w+ly\s|now\s|also\s)*being|underway"
    r"|will\s+(?:\w+ly\s|also\s|soon\s)*(?:be\s)?[a-z]+)\b"
)
_OURS = re.compile(r"\b(?:[Ww]e|[Oo]ur|us)\b")
_MARK_JUDGED = re.compile(
    r"\bRecommendations?\s*(?:No\.?\s*)?(?:\d+|[a-z]\))?[:.]?(?=\s+[A-Z\d]|\s*$)|^\W*\d+[a-z]?\)\s[ivx]+[.)]", re.M
)
_MARK_ANSWERED = re.compile(
    r"(?:^\W*|[\n.)\d]\s*)((?:UK|Scottish|Welsh|HM)\s+Government|Northern Ireland Executive|Government [Rr]esponse"
    r"|Response|The Government[’']s response)(?=[:.]?\s+(?:[A-Z]|$))"
    r"|\b(?:recommendations?|is|are)\s+accepted\b(?:\s+in\s+(?:full|part|principle))?"
    r"(?:\s+by\s+(?:the\s+)?((?:UK|Scottish|Welsh)\s+Government|Northern\s+Ireland\s+Executive))?"
)


@dataclass(frozen=True, slots=True)
class Parties:
    """Who judges or recommends in a formal record, and who answers; either may be unknown."""

    judge: Person | None
    answerer: Person | None


def parties(document: Document) -> Parties:
    """Tell from its words whether a record is a report, a response or neither, and who speaks in it."""
    own = own_body(document)
    judge = _judge(document.text)
    if own is not None and side_of(own) == "responsible":
        return Parties(judge, _named_or_own(document.text, own))
    if own is not None:
        return Parties(Person(own, "body"), None)
    answering, judging = len(_IN_ANSWER.findall(document.text)), len(_IN_JUDGMENT.findall(document.text))
    answered = answering > judging or (not judging and _ACTS.search(document.text) is not None)
    return Parties(judge, _answerer(document.text) if answered else None)


def _judge(text: str) -> Person | None:
    """The committee, inquiry or ombudsman whose report or recommendations, or who itself, the text speaks of most."""
    told = [m[1].casefold() for m in _THEIRS.finditer(text)]
    counts = [
        (len(pattern.findall(text)) + 5 * told.count(name.split()[-1].casefold()), name) for pattern, name in _JUDGES
    ]
    most = max(counts, key=lambda pair: pair[0])
    if len(_SINGULAR.findall(text)) >= max(LEAST_SINGULAR, len(_JUDGES[0][0].findall(text))):
        return Person("the Inquiry", "body") if "Inquiry" in text else None  # one judge, not a committee
    return Person(most[1], "body") if most[0] else None


def _named_or_own(text: str, own: str) -> Person:
    """The department that answers, if the text speaks of one and never of the government as a whole."""
    named = [m[0] for m in _ANSWERER.finditer(text)]
    other = "overnment" in own and "overnment" not in text and len(named) >= LEAST_PLURAL
    return Person(max(named, key=named.count) if other else own, "body")


def _answerer(text: str) -> Person:
    named = [m[0] for m in _ANSWERER.finditer(text)]
    return Person(max(named, key=named.count) if named else "the Government", "body")


def recommends(text: str) -> bool:
    """Whether a sentence in the first person is the judge's rather than the answerer's."""
    return _RECOMMENDS.search(text) is not None


def demands(text: str) -> bool:
    """Whether a sentence says what others should do, not "we"."""
    return _SHOULD.search(text) is not None and _OURS.search(text) is None


def answers(text: str) -> bool:
    """Whether a sentence tells what is done or will be done, as a response does and a recommendation does not."""
    return _DONE.search(text) is not None and _SHOULD.search(text) is None


def turning(text: str) -> tuple[Party, str | None] | None:
    """Which party takes over within this stretch of text, and its name where a heading gives it."""
    marks: list[tuple[int, Party, str | None]] = [(m.start(), "judge", None) for m in _MARK_JUDGED.finditer(text)]
    for mark in _MARK_ANSWERED.finditer(text):
        name = mark[2] or (mark[1] if mark[1] and "esponse" not in mark[1] else None)
        marks.append((mark.start(), "answerer", name))
    last = max(marks, key=lambda mark: mark[0], default=None)
    return last[1:] if last else None


class Formal:
    """Reads one report or response from front to back; feed it every sentence, in order."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._parties = parties(document)
        self._party: Party = "answerer" if self._parties.answerer else "judge"
        self._position = 0

    def voice(self, sentence: Sentence, told: Voice) -> Voice:
        """Whose sentence it is: told of somebody, or of the party whose turn it is."""
        text = self._text[sentence.start : sentence.end]
        self._turn(self._text[self._position : sentence.end])
        self._position = sentence.end
        if recommends(text):
            self._party = "judge"
            return self._of("judge", "recommends")
        named = self._named(told)
        if named is not None:
            return named
        if self._parties.answerer is None:
            return self._of(self._party, "we" if _WE.search(text) else "record")
        return self._answering(text)

    def _turn(self, stretch: str) -> None:
        turned = turning(stretch)
        if turned is not None:
            self._party, name = turned
            if name:
                self._parties = replace(self._parties, answerer=Person(name, "body"))

    def _named(self, told: Voice) -> Voice | None:
        """The voice that the sentence itself tells of, where that is more than the party's."""
        if told.person is None:
            return None
        if self._parties.answerer is not None and "overnment" in told.person.name and not told.rule.startswith("by"):
            self._party = "answerer"
            return replace(told, how="collective", rule="government " + told.rule)
        speaks = told.rule.startswith(("say", "feel", "ask", "by")) and "near" not in told.rule
        return told if speaks else None

    def _answering(self, text: str) -> Voice:
        if self._party == "judge" and answers(text):
            self._party = "answerer"
        if demands(text):
            return self._of("judge", "demands")
        if _WE.search(text):
            self._party = "answerer"
            return self._of("answerer", "we")
        return self._of(self._party, "record")

    def _of(self, party: Party, rule: str) -> Voice:
        """The voice of one party, with the other's beside it, since the kind of a statement may tell better."""
        voices = {
            "judge": _party_voice(self._parties.judge, f"{rule} judge", "judging"),
            "answerer": _party_voice(self._parties.answerer, f"{rule} answerer", "answering"),
        }
        other = voices["answerer" if party == "judge" else "judge"]
        return replace(voices[party], others=(other,) if other.person is not None else ())


def _party_voice(person: Person | None, rule: str, verb: str) -> Voice:
    return Voice(person, None, "collective" if person else "none", rule, verb)
