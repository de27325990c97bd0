"""Whose words a sentence reports: "The Director advised that ...", "..., said Ms Lea", "According to the Clerk, ...".

Works on a frame: the sentence with all that stands in quotation marks blanked out, so that
``“`` FILL... ``”`` is one word of it. Rules over words; no parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from greenshoots.records import Span
from nlp import sources
from nlp.complements import BY_WHOM_THAT, FINITE, complement
from nlp.cues import base_forms, cue_verbs, cue_words, phrase_at
from nlp.marks import FILL, STRETCH

LONGEST_CLAUSE = 800  # code points of reported words before their attribution; guess

_WORD = re.compile(r"[A-Za-z]+")
# Before marked words that are a clause of their own; in "It was “a mess”" they are not.
OPENS_CLAUSE = re.compile(r"(?:^\W*(?:(?:but|and|yet|so|however|then)\W+)?|[,:;”.!?–—-]\s*)$", re.IGNORECASE)
COLON_MARKS = re.compile(rf":\s*(?=“{FILL})")
TWO_WORDS = re.compile(r"\S+\s+\S|\S*“")
CHAIN = re.compile(rf"(?:“{FILL}*+”?[,.]?\s*)+")
AFTERWARDS = re.compile(
    r"(?:\s+(?:to|at|in|on|during|after|before|of|about|yesterday|today|tonight|last|this|when|as|from|with|by|afterwards|"
    r"later|members|councillors|reporters|residents|the|full|us|me|him|her|them)\b[^,;:.!?“”]{0,120})?\s*(?:[,.;!?–—]|$|(?=“))"
)
WITH = re.compile(r"\bwith\s+([^;:.“”]{2,100})$")
AS_TOLD = re.compile(r"\W*as\s", re.IGNORECASE)
LEADING = re.compile(r"[ \t\r\n\xa0•*–-]*+")
ACCORDING = re.compile(r"\b(?P<cue>[Aa]ccording to|[Ii]n the words of)\s+(?=\S)")
BOUNDARY = re.compile(
    r"[;:]\s|\s[–-]\s|—|,\s+(?:but|and|while|whereas|although|though|yet|so)\s|”[,.]?\s", re.IGNORECASE
)
NEXT_CLAUSE = re.compile(
    r"(?:[,;]\s+(?:but|and|while|whereas|although|though|yet)\s+(?P<np>[^,;]{1,80})"
    r"|\s(?:and|but)\s+(?P<pronoun>(?:he|she|they)\b[^,;]{0,12}))$"
)
NEXT_VERB = re.compile(r",?\s+(?:and|but)(?:\s+(?:also|then|further|later|again))?\s*$")
SHARED = re.compile(r",\s*(?:also|before|and)?\s*$")
COLLECTIVE = re.compile(
    r"(?:committee|council|members|councillors|board|cabinet|panel|meeting|group|executive|forum|all|both|everyone|they|it"
    r"|pc|sub-committee)$",
    re.IGNORECASE,
)
NAMED_ONLY = re.compile(rf"(?P<who>[^“”:;.!?]{{2,160}}):\s*(?=“{FILL})")
SIGNED = re.compile(r"\s*[–—-]\s*(?=[A-Z])")
VERDICT = re.compile(r"\s*(?:That|This|Those|These) (?:was|is|were|are) the (?:\w+ ){1,3}(?:of|from) (?=\S)")
UNTOLD = frozenset(
    "proposed recommended requested agreed offered called urged invited expected thought considered".split()
)
NO_VOICE = re.compile(
    r"(?:the )?(?:circumstances?|needs?|plans?|rules?|law|laws|schedule|policy|age|size|ability|type|means|time|"
    r"guidelines|guidance|procedures?|standards?|criteria|formula)\b"
)


@dataclass(frozen=True, slots=True)
class Report:
    """What is said by whom in one sentence, in the frame's offsets. No ``content``: it stands in the next paragraph."""

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]


def reports(frame: str, start: int, end: int) -> list[Report]:
    """Find the reports of speech in one sentence ``frame[start:end]``, in order of their cues.

    What is reported within a report is not looked into: it is told by whoever is reported.
    """
    found = list(_according(frame, start, end))
    words = cue_words()
    for word in _WORD.finditer(frame, start, end):
        if word[0] in words:
            _add(frame, start, end, word, found)
    return found or list(_without_cue(frame, start, end))


def verdict(frame: str, start: int, end: int) -> Span | None:
    """Who said what stood before ("Those were the words of Cllr Lea.")."""
    match = VERDICT.match(frame, start, end)
    return sources.phrase_behind(frame, match.end(), end) if match else None


def _add(frame: str, start: int, end: int, word: re.Match[str], found: list[Report]) -> None:
    """Read the cue at ``word``, unless it belongs to what somebody is reported to have said, and add its report."""
    at = word.start()
    shared: Span | None = None
    begin = start
    if found and found[-1].content and at < found[-1].content[-1].end:
        parting = _parts_from(frame, found[-1], at, word[0])
        if parting is None:
            return
        begin, shared, cut = parting
        report = _read(frame, begin, end, word, shared)
        if report is not None:
            found[-1] = _shortened(frame, found[-1], cut)
            found.append(report)
        return
    report = _read(frame, begin, end, word, shared)
    if report is not None:
        found.append(report)


def _parts_from(frame: str, last: Report, at: int, word: str) -> tuple[int, Span | None, int] | None:
    """Whether a cue within reported words starts a report of its own, or None.

    Returns where its clause begins, whose verb it is if it shares the subject, and where the words before end.
    """
    content = last.content[-1]
    before = frame[max(content.start, at - 120) : at]
    clause = NEXT_CLAUSE.search(before)
    phrase = clause["np"] or clause["pronoun"] if clause else ""
    if clause and sources.subject_before(frame, at - len(phrase), at):
        return at - len(phrase), None, at - (len(before) - clause.start())
    verb = NEXT_VERB.search(before)
    if verb and last.source and word not in base_forms():
        return content.start, last.source, at - (len(before) - verb.start())
    comma = SHARED.search(before)
    if comma and last.source and word.endswith("ing"):
        return content.start, last.source, at - (len(before) - comma.start())
    return None


def _shortened(frame: str, report: Report, cut: int) -> Report:
    last = report.content[-1]
    end = _back(frame, last.start, cut)
    kept = (Span(last.start, end),) if end > last.start else ()
    return Report(report.source, report.cue, report.content[:-1] + kept)


def _read(frame: str, start: int, end: int, word: re.Match[str], shared: Span | None) -> Report | None:
    """The report whose cue begins at ``word`` in the clause from ``start``; ``shared``: whose verb it is, if known."""
    at = word.start()
    phrase = phrase_at(frame, at, end)
    left = frame[max(start, at - 60) : at]
    if phrase is not None:
        cue = Span(at, phrase[0])
        if sources.is_modal(left):
            return None
        passive = sources.is_passive(left)
        report = (
            _passive(frame, start, end, cue, phrase[1])
            if passive
            else _active(frame, start, end, cue, phrase[1], shared)
        )
        if report is not None:
            return report
    classes = cue_verbs().get(word[0])
    if (
        classes is None
        or ("passive" in classes and not sources.is_passive(left))
        or sources.is_modal(left)
        or sources.is_noun(left)
    ):
        return None
    cue = Span(at, word.end())
    if sources.is_passive(left) and not word[0].endswith("ing"):
        return _passive(frame, start, end, cue, classes)
    return _active(frame, start, end, cue, classes, shared)


def _passive(frame: str, start: int, end: int, cue: Span, classes: frozenset[str]) -> Report | None:
    """Read "It was reported that ..." and "Members were told by the Clerk that ..."."""
    match = BY_WHOM_THAT.match(frame, cue.end, end)
    if match is None or cue.of(frame) in UNTOLD or "heard" in classes:
        return _suggested(frame, end, cue, match)
    source = sources.phrase_behind(frame, match.start("by"), match.end("by")) if match["by"] else None
    return _made(frame, source, cue, match.end(), end)


def _suggested(frame: str, end: int, cue: Span, match: re.Match[str] | None) -> Report | None:
    """A proposal told in the passive is somebody's words only if it says whose ("proposed by Cllr Lea that")."""
    if match is None or not match["by"]:
        return None
    source = sources.phrase_behind(frame, match.start("by"), match.end("by"))
    return _made(frame, source, cue, match.end(), end) if source else None


def _active(frame: str, start: int, end: int, cue: Span, classes: frozenset[str], shared: Span | None) -> Report | None:
    """A report by the subject of the cue, before it or behind it."""
    inverted = None if shared else _inverted(frame, start, end, cue, classes)
    if inverted is not None:
        return inverted
    begin = complement(frame, cue.end, end, classes)
    if begin is None:
        return None if shared else _around(frame, start, end, cue, classes)
    source = shared or _subject(frame, start, cue)
    if source is None or _decides(frame, source, classes) or not _agrees(frame, source, cue):
        return None
    if "heard" in classes:
        source = None
    report = _made(frame, source, cue, begin, end)
    return _with_stretch_before(frame, start, source, report) if report else None


def _subject(frame: str, start: int, cue: Span) -> Span | None:
    """Who does what the cue says: before it in its clause, or at the head of the sentence for a second verb."""
    at = cue.start
    left = frame[max(start, at - sources.LONGEST_SUBJECT) : at]
    if cue.of(frame).endswith("ing") and not sources.is_passive(left):
        attached = WITH.search(left)  # "with Ms Lea adding that ..."
        if attached:
            return sources.subject_before(frame, at - len(attached[1]), at)
        return sources.first_subject(frame, _clause_start(frame, start, at), at) if SHARED.search(left[-12:]) else None
    if sources.is_coordinated(left):
        return sources.first_subject(frame, _clause_start(frame, start, at), at)
    return sources.subject_before(frame, _clause_start(frame, start, at), at)


def _clause_start(frame: str, start: int, at: int) -> int:
    """Where the clause begins that the word at ``at`` belongs to."""
    low = max(start, at - sources.LONGEST_SUBJECT)
    ends = [match.end() for match in BOUNDARY.finditer(frame, low, at)]
    return ends[-1] if ends else start


def _agrees(frame: str, source: Span, cue: Span) -> bool:
    """Whether subject and verb go together: "parents say", not "a report" or "it is clear"."""
    who, verb = source.of(frame), cue.of(frame)
    if who.lower() == "it":
        return verb.split()[0] not in ("is", "was", "seems", "appears")
    if verb in base_forms():
        return sources.is_plural(who)
    return not (verb.endswith("s") and sources.is_plural(who) and who.split()[-1].islower())


def _decides(frame: str, source: Span | None, classes: frozenset[str]) -> bool:
    """Whether it is a body that agrees: then it takes a decision and reports nothing."""
    return "decides" in classes and source is not None and bool(COLLECTIVE.search(source.of(frame)))


def _made(frame: str, source: Span | None, cue: Span | None, begin: int, end: int) -> Report | None:
    """A report whose words run from ``begin`` to the end of the sentence, without its stop."""
    last = _back(frame, begin, end, " \t\r\n\xa0.;!?:,–—-*_")
    if begin < last and "“" not in frame[begin : begin + 1] and not TWO_WORDS.match(frame, begin, last):
        return None
    if begin >= last:
        return Report(source, cue, ()) if frame.endswith(":", begin - 1, _back(frame, begin - 1, end)) else None
    if frame[begin] == "“" and frame[_back(frame, 1, begin) - 1] in ":,":
        chain = CHAIN.match(frame, begin, end)
        last = chain.end() if chain else last
        return Report(source, cue, tuple(Span(*m.span()) for m in STRETCH.finditer(frame, begin, last)))
    marks = COLON_MARKS.search(frame, begin, min(last, begin + LONGEST_CLAUSE))
    if marks and marks.start() > begin:
        return Report(source, cue, (Span(begin, marks.start()), Span(marks.end(), last)))
    return Report(source, cue, (Span(begin, last),))


def _with_stretch_before(frame: str, start: int, source: Span | None, report: Report) -> Report:
    """Add what stands before the attribution, too ("“The work,” she said, “will be done.”")."""
    if source is None or not report.content or not frame.startswith("“", report.content[0].start):
        return report
    before = _stretch_before(frame, start, source.start)
    return Report(report.source, report.cue, (before, *report.content)) if before else report


def _stretch_before(frame: str, start: int, at: int) -> Span | None:
    """The marked words that end directly before ``at``."""
    left = _back(frame, start, at, " ,.–—-\t\r\n\xa0")
    if not frame.endswith(("”", FILL), start, left):
        return None
    opened = frame.rfind("“", start, left)
    if opened < start or not STRETCH.fullmatch(frame, opened, left):
        return None
    return Span(opened, left) if OPENS_CLAUSE.search(frame[max(start, opened - 40) : opened]) else None


def _back(frame: str, start: int, at: int, over: str = " \t\r\n\xa0") -> int:
    """Step back from ``at`` over some characters, not before ``start``."""
    while at > start and frame[at - 1] in over:
        at -= 1
    return at


def _inverted(frame: str, start: int, end: int, cue: Span, classes: frozenset[str]) -> Report | None:
    """Read "“...,” said Ms Lea." and "The bridge was safe, said Ms Lea."."""
    if not classes & {"marks", "bare", "clause"}:
        return None
    stretch = _stretch_before(frame, start, cue.start)
    comma = frame.endswith(",", start, _back(frame, start, cue.start))
    if stretch is None and not (comma and "bare" in classes):
        return None
    source = sources.phrase_behind(frame, cue.end, end)
    if source is None:
        return None
    if stretch is None:
        return _trailing(frame, start, end, source, cue, _back(frame, start, cue.start, " ,\r\n"))
    after = re.compile(rf"[^“”.;!?]{{0,160}},\s*(?=“{FILL})").match(frame, source.end, end)
    more = STRETCH.match(frame, after.end(), end) if after else None
    return Report(source, cue, (stretch, Span(*more.span())) if more else (stretch,))


def _around(frame: str, start: int, end: int, cue: Span, classes: frozenset[str]) -> Report | None:
    """Read "“...,” Ms Lea said." and "The bridge, Ms Lea explained, was safe."."""
    after = AFTERWARDS.match(frame, cue.end, end)
    if after is None or not classes & {"marks", "bare", "clause"}:
        return None
    source = _subject(frame, start, cue)
    if source is None or not _agrees(frame, source, cue):
        return None
    stretch = _stretch_before(frame, start, source.start)
    if stretch is not None:
        more = STRETCH.match(frame, after.end(), end)
        return Report(source, cue, (stretch, Span(*more.span())) if more else (stretch,))
    if AS_TOLD.match(frame, start, source.start):
        return _made(frame, source, cue, after.end() + 1, end) if after[0].endswith(",") else None
    ends = _back(frame, start, source.start)
    trailing = classes & {"bare", "clause", "addressee"} and (cue.of(frame) not in base_forms() or "bare" in classes)
    if not frame.endswith(",", start, ends) or not trailing:
        return None
    return _trailing(frame, start, end, source, cue, ends - 1, after.end() if after[0].endswith(",") else None)


def _trailing(
    frame: str, start: int, end: int, source: Span, cue: Span, before_end: int, goes_on: int | None = None
) -> Report | None:
    """A clause before its attribution, and what goes on behind it, are the reported words."""
    begin = LEADING.match(frame, start, before_end).end()  # type: ignore[union-attr]
    if begin >= before_end or before_end - begin > LONGEST_CLAUSE:
        return None
    pieces = [Span(begin, before_end)]
    if goes_on is not None:
        rest = frame[goes_on:end].rstrip(" .;!?,\r\n")
        first = goes_on + len(rest) - len(rest.lstrip())
        pieces += [Span(first, goes_on + len(rest))] if rest.strip() else []
    told = " ".join(piece.of(frame) for piece in pieces)
    return Report(source, cue, tuple(pieces)) if re.search(rf"\b{FINITE}\b", told) else None


def _according(frame: str, start: int, end: int) -> Iterator[Report]:
    """Read "According to the Clerk, ..." and "..., according to the Clerk."."""
    match = ACCORDING.search(frame, start, end)
    source = sources.phrase_behind(frame, match.end(), end) if match else None
    if match is None or source is None or NO_VOICE.match(source.of(frame)):
        return
    cue = Span(*match.span("cue"))
    before = _back(frame, start, cue.start, " ,\r\n")
    if before > start and (frame[before - 1].isalnum() or frame[before - 1] in "”)"):
        goes_on = re.compile(r"(?:,[^“”.;!?,]{0,120}){0,1},\s+(?=[\w“£])").match(frame, source.end, end)
        if goes_on and frame.endswith("that", start, before):
            report = _made(frame, source, cue, goes_on.end(), end)
            yield from [report] if report else []
            return
        report = _trailing(frame, start, end, source, cue, before)
        stretch = _stretch_before(frame, start, cue.start)
        yield from [Report(source, cue, (stretch,))] if stretch else [report] if report else []
        return
    comma = re.compile(r"[^“”.;!?]{0,160}?,\s*(?=“|[\w£])").match(frame, source.end, end)
    last = comma
    while (
        last
        and (further := re.compile(r"[^“”.;!?,]{0,120},\s*(?=“|[\w£])").match(frame, last.end(), end))
        and _apposed(frame, last.end(), further.end())
    ):
        last = further
    report = _made(frame, source, cue, last.end(), end) if last else None
    yield from [report] if report else []


def _apposed(frame: str, start: int, end: int) -> bool:
    """Whether words between commas belong to a name ("who chairs the panel,") rather than to what is said."""
    return not re.search(rf"\b{FINITE}\b", frame[start:end]) or bool(re.match(r"(?:who|which)\b", frame[start:end]))


def _without_cue(frame: str, start: int, end: int) -> Iterator[Report]:
    """Read "Ms Lea, head of parks: “...”" and "“...” – Ms Lea"."""
    named = NAMED_ONLY.match(frame, start, end)
    stretch = STRETCH.match(frame, named.end(), end) if named else None
    if named and stretch:
        source = sources.subject_before(frame, start, named.end("who")) or _head(frame, start, named.end("who"))
        if source:
            yield Report(source, None, (Span(*stretch.span()),))
        return
    opened = STRETCH.match(frame, start, end)
    signed = SIGNED.match(frame, opened.end(), end) if opened else None
    source = sources.phrase_behind(frame, signed.end(), end) if signed else None
    if opened and source and end - source.start < sources.LONGEST_SUBJECT:
        yield Report(source, None, (Span(*opened.span()),))


def _head(frame: str, start: int, end: int) -> Span | None:
    """The name at the head of "Ms Lea, interim head of parks"."""
    named = sources.NAME.match(frame, start, end)
    apposed = named is not None and frame.startswith(",", named.end()) and len(named[0].split()) > 1
    return Span(start, named.end()) if named and apposed else None
