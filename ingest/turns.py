"""Who has the floor: the turns of a transcript that is given as plain "Name: words" text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from greenshoots.records import Turn

LONGEST_LABEL = 120  # characters: name, post and constituency; guess
REACH = 400  # characters from the beginning of a line within which a label of this length ends
PLAINLY = 4  # labelled runs by at least two people that make a text a transcript by itself; guess
SHARE = 0.5  # of the paragraphs that must open with a label for that; guess

_TIME = r"(?:\[?\(?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?\)?\]?)"
_LINE_LABEL = re.compile(
    rf"(?m)^[ \t]*(?:[*_>#-]{{1,8}}[ \t]{{0,8}})?(?:{_TIME}[ \t]{{0,8}}[-–—]?[ \t]{{0,8}})?[*_]{{0,4}}"
    rf"(?P<label>[^\W\d_][^:\n\r]{{0,{LONGEST_LABEL - 1}}}?)[ \t]{{0,8}}{_TIME}?[*_]{{0,4}}:[*_]{{0,4}}(?=\s)"
)
_INLINE_LABEL = re.compile(
    r"(?<=[.?!…—–”\"’')])[ \t]+(?P<label>[^\W\d_][^:\n\r.?!]{1,80}?(?:\.[^:\n\r.?!]{1,60}?)?):(?=\s)"
)

_HONORIFIC = re.compile(
    r"^(?:the\s+)?(?:right\s+|rt\.?\s+)?(?:hon(?:ourable|orable)?|mr|mrs|ms|miss|mx|dr|prof(?:essor)?|sir|dame|lord|lady|baroness"
    r"|rev(?:erend)?|cllr|councillor|coun|ald(?:erman)?|senator|deputy|cathaoirleach)\b\.?",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:chair(?:man|woman|person)?|speaker|mayor|leader|clerk|president|minister|councillor|cllr|member|officer|director|"
    r"interviewer|interviewee|moderator|convenor|convener|witness|questioner|resident|cathaoirleach|chief\s+executive|secretary|"
    r"participant|presenter)s?\b",
    re.IGNORECASE,
)
_NOT_A_PERSON = re.compile(
    r"^(?:resol\w*|actions?|present|apolog\w*|agreed|decisions?|decided|recommend\w*|noted?s?|repl(?:y|ies)|responses?|answers?"
    r"|questions?|items?|agenda|minutes?|motions?|amendments?|propos\w*|second\w*|in\s+attendance|attendance|attendees|also"
    r"|absent|date|time|venue|location|place|subject|title|from|to|cc|re|contact|e-?mail|tel\w*|phone|website|link|background"
    r"|summary|purpose|voting|votes?|for|against|abstain\w*|reasons?|conclusions?|introduction|key|next|update|report|members?"
    r"\s+present|councillors?\s+present|officers?\s+present|members|councillors|officers|officials|public|observers?|guests?"
    r"|distribution|declarations?|matters|correspondence|finance|planning|highways|example|examples|source|figure|table|section"
    r"|part|appendix|annex|chapter|step|point|option|priority|objective|aim|target|outcome|due|deadline|status|owner|lead|risk"
    r"|cost|budget|total|phase|stage|warning|important|n\.?b\.?|p\.?s\.?|q|a|so|but|and|first\w*|second\w*|third\w*|finally)\b",
    re.IGNORECASE,
)
_JOINING = frozenset("of the and de la le van von der den du di da ap ab ferch for on to in hon member y o mac".split())


@dataclass(frozen=True, slots=True)
class _Label:
    start: int
    words: int  # where the label and its colon end
    name: str


def find_turns(text: str, *, is_transcript: bool) -> tuple[Turn, ...]:
    """The turns of a text, in order; each span covers the words after the label.

    ``is_transcript``: the record is known to be one, so that every labelled run counts
    and the words before the first label are somebody's, unnamed. Else there must
    plainly be turns (``PLAINLY`` runs of two people or more, ``SHARE`` of the paragraphs
    labelled), and otherwise none are returned. Headings that end in a colon ("Resolved:",
    "Present:", "Action:") are nobody's label.
    """
    labels = _labels(text)
    turns = tuple(_between(text, labels))
    if is_transcript:
        return _before_the_first(text, labels[0].start) + turns if labels else ()
    return turns if _plainly_a_transcript(text, turns) else ()


def is_label(name: str, *, often: bool) -> bool:
    """Whether words in front of a colon name who speaks. ``often``: they come more than once, so one word may do."""
    return bool(name) and _is_person(name, often=often)


def _labels(text: str) -> list[_Label]:
    found = ((m.start(), m.end(), _tidy(m["label"])) for m in _LINE_LABEL.finditer(text))
    at_line = [_Label(*label) for label in found if _is_person(label[2], often=True)]
    counts = Counter(label.name for label in at_line)
    kept = [label for label in at_line if _is_person(label.name, often=counts[label.name] > 1)]
    return sorted(kept + _inline(text, {label.name for label in kept}), key=lambda label: label.start)


def _inline(text: str, known: set[str]) -> list[_Label]:
    """Labels within a paragraph: only names that label a line too, or that come again."""
    found = [
        _Label(m.start("label"), m.end(), _tidy(m["label"]))
        for m in _INLINE_LABEL.finditer(text)
        if not _opens_a_line(text, m.start("label"))
    ]
    counts = Counter(label.name for label in found)
    return [
        label
        for label in found
        if label.name in known or (counts[label.name] > 1 and _is_person(label.name, often=False))
    ]


def _opens_a_line(text: str, place: int) -> bool:
    """Whether a place lies in what stands before the colon that opens its line."""
    start = text.rfind("\n", max(0, place - REACH), place) + 1
    label = _LINE_LABEL.match(text, start) if start or place < REACH else None
    return label is not None and place < label.end()


def _tidy(label: str) -> str:
    return " ".join(label.strip(" \t*_").split())


def _is_person(name: str, *, often: bool) -> bool:
    """Whether a label has the shape of a name or a post. One bare word must come more than once."""
    if _NOT_A_PERSON.match(name) or name[-1] in ".,;!?-–":
        return False
    bare = [word for word in re.sub(r"\([^)]*\)+|\[[^\]]*\]", " ", name).replace(",", " ").split() if word]
    if not bare or len(bare) > 10:
        return False
    named = all(word[0].isupper() or word.casefold().strip(".") in _JOINING or word.isdecimal() for word in bare)
    if not named:
        return False
    if _HONORIFIC.match(name) or _ROLE.search(name):
        return True
    capitals = [word for word in bare if word[0].isupper()]
    return 2 <= len(capitals) <= 5 or (often and len(bare) == 1)


def _between(text: str, labels: list[_Label]) -> Iterator[Turn]:
    for label, after in zip_longest(labels, labels[1:]):
        turn = _trimmed(text, label.words, after.start if after else len(text), label.name)
        if turn:
            yield turn


def _trimmed(text: str, start: int, end: int, name: str | None) -> Turn | None:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    return Turn(start, end, name) if start < end else None


def _before_the_first(text: str, end: int) -> tuple[Turn, ...]:
    """The words of somebody whose label was cut off: sentences, not a heading."""
    turn = _trimmed(text, 0, end, None)
    return (turn,) if turn and text[turn.end - 1] in ".?!…—”\"’'" else ()


def _plainly_a_transcript(text: str, turns: tuple[Turn, ...]) -> bool:
    people = Counter(turn.label for turn in turns if " " in (turn.label or "") or _ROLE.search(turn.label or ""))
    paragraphs = [line for line in text.splitlines() if line.strip()]
    spoken = sum(people.values())
    return len(people) >= 2 and spoken >= max(PLAINLY, len(people) + 1, SHARE * len(paragraphs))
