"""What the layout of a text says: paragraphs, items, table rows and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

Shape = Literal["prose", "heading", "row"]

UNWRAPPED = 160  # code points; guess. No page is wider, so a longer line was not wrapped by one
NARROW = 60  # code points; guess. Lines of a list of names or posts are shorter
SHORT_HEADING = 120  # code points; guess

LINE = re.compile(r"[^\r\n\f\v\x85\u2028\u2029]+")
BULLET = re.compile(r"(?:[•▪●◦‣⁃·»►*\uf0b7\uf0a7\uf0d8-]|[–—]|o)\s+\S|\[[ xX]\]\s")
LETTERED = re.compile(r"\(?(?:[a-z]|[ivx]{1,5}|\d{1,3})\)\s*\S|[a-z]\.\s+[A-Z“\"‘]")
NUMBERED = re.compile(r"(?:[Ii]tem\s+)?\d{1,3}(?:[./]\d{1,3}){0,3}\\?[.):]?\s+[A-Z“\"‘(]|\d{1,3}\.[A-Z]")
MARKDOWN = re.compile(r"#{1,6}\s+\S|\*\*[^*]{1,120}\*\*:?$|__[^_]{1,120}__:?$")
LABEL = re.compile(r"(?:[A-Z][\w.’'-]*\s+){1,5}[A-Z][\w.’'-]*(?:\s\([^()]{1,60}\))?:\s")
CONTINUES = re.compile(
    r"(?:[,&(/–—-]|\b(?:the|a|an|of|and|or|to|in|for|by|with|on|at|from|that|which|who|as|is|was|were|are|be|been|has|have|had"
    r"|will|would|its|their|his|her|this|these|than|into|under|between|Cllrs?\.?|Councillors?|Mrs?\.?|Ms\.?|Dr\.?))$"
)
STOPPED = re.compile(r"[.!?:;][\"'’”)]*$")
VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|can|could|should|shall|must|may|do|does|did|noted|agreed|reported|"
    r"said|asked|advised|resolved|stated|explained|proposed|seconded|confirmed|requested|received|thanked|approved|carried)\b"
)
NUMBERED_TITLE = re.compile(r"(?:(?:Agenda )?Item |Minute )?\d{1,3}(?:[./]\d{1,3}){0,3}\\?[.):]?\s*(?=[A-Z“\"‘])")
PERSON = re.compile(
    r"(?:Cllrs?|Councillors?|Mrs?|Ms|Miss|Dr|Prof|Sir|Dame|Lord|Lady|Baroness|Rev)\b|"
    r"(?:Apologies from|Proposed|Seconded|Actions?|Due|Against|Resolved|Repl(?:y|ies)|Signed|Page|Chair)\b",
    re.IGNORECASE,
)
LEAD_IN = re.compile(r"(?:In|For|The following|This|These|That|To|As|If|It|We|With)\b")
# "5.4 Broadband Update:" before text, and "5.1.1 Footpath No. 4." as a short first sentence.
RUN_IN_TITLE = re.compile(
    r"(?:Agenda )?(?:Item |Minute )?[\d./]{1,11}\\?[.):]?\s*[^\W\d][^:!?\n]{2,100}?"
    r"(?::|(?<=[a-z]{2})\.|(?<=\d{4})\.)(?=\s|$)"
)
UNDERTAKING = re.compile(r"\bto [a-z]")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line without the space around it. ``alone``: a blank line stands before it."""

    start: int
    end: int
    words: str
    alone: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, item, table row or heading."""

    start: int
    end: int
    shape: Shape = "prose"


def blocks(text: str, start: int, end: int, *, width: int) -> list[Block]:
    """Cut ``text[start:end]`` into blocks, in order. ``width``: how long the document's wrapped lines get."""
    found = [block for run in _runs(text, start, end) for block in _blocks_of(text, run, width)]
    return _without_lists(found, text)


def wrapped_width(text: str) -> int:
    """How long (code points) the lines of a text get that others follow directly: 9 of 10 are shorter."""
    lengths = sorted(len(line) for line in text.splitlines() if line and not line.isspace())
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _runs(text: str, start: int, end: int) -> Iterator[list[Line]]:
    """Lines that stand together, with no blank line between them."""
    run: list[Line] = []
    for line in _lines(text, start, end):
        if line.alone and run:
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _lines(text: str, start: int, end: int) -> Iterator[Line]:
    previous_end = start
    for match in LINE.finditer(text, start, end):
        words = match[0].strip()
        if not words:
            continue
        first = match.start() + len(match[0]) - len(match[0].lstrip())
        between = text[previous_end:first]
        alone = max(between.count("\n"), between.count("\r")) > 1 or "\f" in between
        previous_end = first + len(words)
        yield Line(first, previous_end, words, alone)


def _blocks_of(text: str, run: Sequence[Line], width: int) -> Iterator[Block]:
    breaks = _breaks(run, width)
    first = 0
    for after in range(1, len(run) + 1):
        if after == len(run) or breaks[after]:
            yield _shaped(run[first], run[after - 1], text)
            first = after


def _breaks(run: Sequence[Line], width: int) -> list[bool]:
    """For each line of a run whether a block begins with it."""
    if _is_list(run):
        return [True] * len(run)
    breaks = [True] + [not _goes_on(a.words, b.words, width) for a, b in pairwise(run)]
    for here in range(1, len(run)):
        stands_last = here + 1 == len(run) or breaks[here + 1]
        if stands_last and STOPPED.search(run[here - 1].words) and is_heading(run[here].words):
            breaks[here] = True
    return breaks


def _is_list(run: Sequence[Line]) -> bool:
    """Whether the lines are items by their look: three or more short ones, nearly all with a capital."""
    if len(run) < 3 or max(len(line.words) for line in run) > NARROW:
        return False
    capital = sum(not line.words[0].islower() for line in run[1:])
    return capital >= 0.8 * (len(run) - 1) and not any(CONTINUES.search(line.words) for line in run)


def _goes_on(previous: str, line: str, width: int) -> bool:
    """Whether a line goes on with the sentence or paragraph of the line before it."""
    if _starts_item(line, previous) or is_row(previous) or MARKDOWN.match(previous):
        return False
    room = len(previous) + 1 + len(line.split(None, 1)[0]) < 0.75 * width
    if line[0].islower():
        return not (previous.endswith(";") and room)
    if CONTINUES.search(previous[-16:]):
        return True
    return len(previous) <= UNWRAPPED and not room


def _starts_item(line: str, previous: str) -> bool:
    if BULLET.match(line) or LETTERED.match(line) or MARKDOWN.match(line) or is_row(line) or LABEL.match(line):
        return True
    return bool(NUMBERED.match(line)) and not CONTINUES.search(previous[-16:].removesuffix(" and").removesuffix(" or"))


def is_row(line: str) -> bool:
    """Whether a line is a row of a table: Markdown pipes or tab stops between cells."""
    return line.count("|") > 1 or line.count("\t") > 1


def _shaped(first: Line, last: Line, text: str) -> Block:
    if first is last and is_row(first.words):
        return Block(first.start, last.end, "row")
    if first is last and is_heading(first.words):
        return Block(first.start, last.end, "heading")
    return Block(first.start, last.end)


def title_end(text: str, start: int, end: int) -> int | None:
    """Where the numbered title ends that begins a sentence ("5.4 Roads: the Clerk ...") or is one ("5.1 Roads.")."""
    line = LINE.match(text, start, min(end, start + SHORT_HEADING))
    if line is None or not NUMBERED_TITLE.match(line[0]):
        return None
    title = RUN_IN_TITLE.match(line[0])
    if title and not VERB.search(title[0]):
        return start + title.end()
    return line.end() if line.end() == end and _is_short_title(line[0]) else None


def is_heading(line: str) -> bool:
    """Whether a line that stands alone is a heading: marked, numbered, in capitals or short without a final stop."""
    return is_plain_heading(line) or is_weak_heading(line)


def is_plain_heading(line: str) -> bool:
    """Whether a line that stands alone is marked as a heading: Markdown, an item number and a title, or capitals."""
    if MARKDOWN.match(line):
        return True
    if not _is_short_title(line):
        return False
    if NUMBERED_TITLE.match(line):
        return len(line.split()) <= 16 and not UNDERTAKING.search(line)
    return line.isupper() and sum(map(str.isalpha, line)) > 3


def is_weak_heading(line: str) -> bool:
    """Whether a short line without a final stop reads like a title. A list of names looks the same, line by line."""
    if not _is_short_title(line) or not line[0].isupper() or LEAD_IN.match(line) or ": " in line:
        return False
    return len(line.split()) <= 8 and sum(map(str.isalpha, line)) > 3


def _is_short_title(line: str) -> bool:
    if len(line) > SHORT_HEADING or line.rstrip("\"'’”)*_")[-1:] in ".;,!?…|—–-":
        return False
    return not (VERB.search(line) or PERSON.match(line) or BULLET.match(line))


def _without_lists(found: list[Block], text: str) -> list[Block]:
    """Take the heading's rank from short lines that stand in a row of more than two: a list of names or posts."""
    weak = [b.shape == "heading" and not is_plain_heading(text[b.start : b.end]) for b in found]
    kept: list[Block] = []
    position = 0
    while position < len(found):
        after = position
        while after < len(found) and weak[after]:
            after += 1
        listed = after - position > 2 or (after > position and after == len(found))
        run = found[position : max(after, position + 1)]
        kept += [replace(block, shape="prose") for block in run] if listed else run
        position = max(after, position + 1)
    return kept
