"""Whose statement each sentence is: turn by turn, quotation by quotation, and along the thread of what is told.

An attribution that is not sure enough names nobody. Its score is the share of right ones
among those found in the same way (``data/lexicons/attribution_scores.tsv``).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from greenshoots.records import Attribution, Document, Kind, Mode, Quote, Span
from nlp.formal import Formal
from nlp.lexicons import lexicon, word_set
from nlp.meetings import meeting_body
from nlp.narration import Clause, subjects
from nlp.people import Person, Roster, own_body
from nlp.posts import Side, side_of
from nlp.sentences import Sentence
from nlp.sides import Sides
from nlp.threads import Threads
from nlp.voices import IMPERSONAL, SILENCE, Namer, Voice

_IMPERSONAL = re.compile(
    r"(?:^|[.,;:–—-]\s*|\b(?:and|but|so|therefore|however|that|discussion|then)\s+)[*_]*"
    r"(?:it\s+(?:was|is|has\s+been|had\s+been)\s+(?:\w+ly\s+|also\s+|then\s+|further\s+|now\s+)*"
    r"(?:[a-z]+ed\b|felt|thought|hoped|said|understood)"
    r"|there\s+(?:was|were|is|are|has\s+been|had\s+been)\s+(?:\w+ly\s+|also\s+|then\s+|some\s+|a\s+)*"
    r"(?:concerns?|agreement|general|consensus|feeling|discussions?|suggestions?|requests?|calls)\b)"
    r"|\bRESOLVED\b|\bAGREED\b|^\W*(?:\w\)\s*)?(?:Unanimously\s+)?(?:Agreed|Resolved|Approved|Carried)\b"
    r"|\b(?:concerns?|complaints?|questions?|points?|suggestions?|issues?|thanks)\s+(?:was|were|had been|has been"
    r"|have been)\s+(?:also\s)?(?:raised|expressed|made|voiced|given|recorded)\b",
    re.I,
)
_ADOPTED = re.compile(  # a motion that is adopted
    r"(?i)\b(?:proposed|proposal|seconded|motion)\b.*\b(?:was|were|and|unanimously|motion|recommendation no\. \d+)\s+"
    r"(?:\w+ly\s)?(?:agreed|adopted|carried|approved|resolved|passed)\W*$"
)
_SECONDED = re.compile(  # "it was proposed by X, seconded by Y and agreed that ...": nobody's alone
    r"(?i)\bproposed\s+by\b.{3,80}\bseconded\s+by\b.{3,80}\b(?:and|was)\s+(?:\w+ly\s)?"
    r"(?:agreed|carried|resolved|approved)\b",
    re.S,
)
_ACTION = re.compile(r"(?i)^\W*(?:\d+[.)]\s*)?(?:ACTIONS?|AP|Action point)(?:\s*\d*)?\s*[:–-]\s*")
_TO_ACT = re.compile(
    r"(?:^|[.:;–—-]\s*|\band\s+|\(\s*)"
    r"((?:[Tt]he\s+)?[A-Z][\w’'./&-]*(?:\s(?:(?:and|of|for|the|&)\s)?[A-Z][\w’'./&-]*){0,6})\s+to\s+(?!be\b)[a-z]+\b"
)
_WOULD = re.compile(r"(?:\s*\([^()]*\))?\s+(?:\w+ly\s|also\s|then\s)*would\b|[’']d\b")
_MOTION = re.compile(
    r"\bmove\b[^.:]{0,120}?\bthat,?[\s*]+(?:the\s|this\s)?((?:[A-Z][\w’'-]*|and|of|&)(?:[\s*]+(?:[A-Z][\w’'-]*|and|of|&))*)",
    re.S,
)
_WORDS = re.compile(r"\w+")
LONGEST_MOTION = 2500  # code points from a motion to its adoption; guess
_LETTERS = frozenset("letter letters email emails e-mail message response statement reply note received".split())
_TEXT_OF = re.compile(r"[:;]\s*[“\"‘']?\w.{40}", re.S)  # what the letter says, after a colon
_I = re.compile(r"\b(?:I|[Mm]y)\b")
_WE = re.compile(r"\b(?:[Ww]e|[Oo]ur|I|us|[Mm]y)\b(?![’'])|\b(?:[Ww]e|I)[’'](?:ve|ll|m|re|d)\b")
_OWN_SHARE = 8  # one sentence in so many says "I" or "we" in a record that is a speech or statement; guess


SURE_OF_PERSON = (
    0.7  # least score at which somebody is named; swept 0.6 to 0.9, beyond 0.75 it costs more than it saves
)
SURE_OF_BODY = 0.45  # a wrong body does less harm than a wrong name; swept likewise
LISTED = 0.85  # of a post whose one holder that day the publisher lists; a guess: no labelled text has such a list
UNKNOWN_WAY = 0.5  # score of a way that was not met among the labelled sentences

_NOBODY = Attribution()


@dataclass(frozen=True, slots=True)
class Attributed:
    """Whose statement a sentence is. ``speaker``: fullest name in the document, or a body, or None.

    ``speaker_label``: as printed. ``side``: whom the speaker speaks for. ``actor``: who is named as the one to act
    ("ACTION: X to ..."), as printed. ``rule``: the way it was found; ``verb``: what the speaker does. ``others``:
    further voices of the sentence ("X reported ..., Y will ..."), for ``fitting`` to choose from.
    """

    speaker: str | None = None
    speaker_label: str | None = None
    role: str | None = None
    organisation: str | None = None
    attribution: Attribution = _NOBODY
    mode: Mode = "reported"
    side: Side | None = None
    actor: str | None = None
    rule: str = "none"
    verb: str | None = None
    others: tuple[Attributed, ...] = ()


def attribute(
    document: Document,
    sentences: Sequence[Sentence],
    quotes: Sequence[Quote],
    roster: Roster,
    *,
    abstain: bool = True,
) -> tuple[Attributed, ...]:
    """Say for each sentence whose statement it is, in order, one for each.

    ``abstain``: leave out names that are not sure enough; without it every guess is named, to count how often each
    way is right.
    """
    return tuple(_Reader(document, sentences, quotes, roster, abstain=abstain).read())


def fitting(attributed: Attributed, kinds: Sequence[Kind]) -> Attributed:
    """Of several voices in one sentence, the one whose verb goes with the kinds: who will do it, asks, or is sorry.

    Whoever asks or complains keeps a sentence in which somebody else then agrees to act: it is a request, too.
    """
    speaks = attributed.rule.startswith(("say", "ask", "feel"))
    keeps = speaks and not _ASKS.isdisjoint(kinds[1:])
    if not keeps and not any(attributed.verb in _verbs_of(kind) for kind in kinds[:1]):
        found = next((other for other in attributed.others if _fits(other, attributed, kinds[0])), None)
        if found is not None:
            return found
    if attributed.verb in _verbs_of("question") and kinds and _ASKS.isdisjoint(kinds):
        return _nameless(attributed)  # whoever asks something neither promises nor reassures
    return attributed


_ASKS = frozenset(("request", "criticism"))


def _fits(other: Attributed, told: Attributed, kind: Kind) -> bool:
    """Whether another voice of a sentence is the likelier one for a statement of this kind."""
    judges = kind == "finding" and other.side == "official" != told.side
    within = other.verb == "would" and told.rule.startswith(("say", "impersonal"))  # "said that X would": still said
    sent = kind == "apology" and other.rule.startswith("by ")  # "received an apology from the school"
    return other.speaker is not None and not within and (judges or sent or other.verb in _verbs_of(kind))


def _nameless(attributed: Attributed) -> Attributed:
    return replace(attributed, speaker=None, role=None, organisation=None, attribution=_NOBODY)


def _verbs_of(kind: str) -> frozenset[str]:
    return word_set("verbs_of_kinds", kind)


@cache
def _scores() -> dict[str, float]:
    """Share of right attributions by the way they were found."""
    return {rule: float(share) for rule, share in lexicon("attribution_scores")}


def score_of(voice: Voice, medium: str | None) -> float:
    """Probability that a voice is the right one: by its way, else by the sort of speaker ("* person").

    A name that only a post tells is less sure for the posts of the meeting itself: by "the Chair" and "the
    Clerk", minutes mean whoever held the post that day.
    """
    way = voice.rule
    if way.endswith("listed by post"):
        return LISTED
    if way.endswith("person by post"):
        own = medium == "minutes" and not MEETING_POSTS.isdisjoint((voice.label or "").lower().split())
        way = "minutes person by post" if own else "person by post"
    return _scores().get(way, _scores().get("* " + way.split()[-1], UNKNOWN_WAY))


# Posts of the meeting itself, which minutes print for whoever held them that day.
MEETING_POSTS = frozenset("chair chairman chairperson chairwoman clerk convener mayor president provost".split())


class _Reader:
    """Reads a document once from front to back and remembers who was heard last."""

    def __init__(
        self,
        document: Document,
        sentences: Sequence[Sentence],
        quotes: Sequence[Quote],
        roster: Roster,
        *,
        abstain: bool,
    ) -> None:
        self._abstain = abstain
        self._document = document
        self._text = document.text
        self._sentences = sentences
        self._quoted = _by_sentence(sentences, quotes)
        told = (quote.source for quote in quotes if quote.mode == "reported" and quote.source is not None)
        self._sources = sorted(told, key=lambda span: span.start)
        self._roster = roster
        self._namer = Namer(document.text, roster)
        self._own = own_body(document)
        self._sides = Sides(document)
        self._threads = Threads(self._namer, self._own)
        self._recorded = any(anchor.seconds is not None for anchor in document.anchors)
        self._formal = Formal(document) if document.medium == "report" else None
        self._speech = document.medium in ("press", "statement") and self._is_speech()
        self._opened: tuple[Quote, Voice] | None = None  # a quotation without a source, and whoever opened it
        meeting = meeting_body(document)
        self._adopted = replace(IMPERSONAL, rule="adopted")
        if meeting is not None:
            self._adopted = Voice(Person(meeting, "body"), None, "collective", "adopted")
        self._last = SILENCE  # the voice of the sentence before
        self._last_paragraph = -1
        self._subject: Person | None = None  # whom "he" or "she" goes on to mean

    def read(self) -> Iterator[Attributed]:
        for number, sentence in enumerate(self._sentences):
            voice, mode = self._heard(number, sentence)
            attributed = _attributed(voice, mode, self._sides, self._document.medium, abstain=self._abstain)
            yield replace(attributed, actor=self._actor(sentence, voice))
            self._last = voice
            self._last_paragraph = sentence.paragraph
            opening = self._roster.opening(sentence.start)
            if voice.person is not None or opening is not None or sentence.is_heading:
                self._subject = voice.person or opening

    def _heard(self, number: int, sentence: Sentence) -> tuple[Voice, Mode]:
        if sentence.turn is not None and sentence.turn.label:
            return self._namer.of_turn(sentence.turn), "direct"
        if sentence.turn is not None and self._recorded:
            return Voice(None, None, "none", "turn unnamed"), "direct"  # whoever spoke, the file does not name them
        quote, mode = self._quote(number, sentence)
        block = self._threads.block(sentence)
        if quote is not None and mode == "direct":
            voice = self._of_source(quote) if quote.source is not None else self._of_opening(quote, sentence)
            return (block or voice if voice.person is None else voice), mode
        told = self._told(sentence)
        if self._formal is not None:
            return self._formal.voice(sentence, told), mode
        if self._speech and not told.rule.startswith(("say person", "ask person", "feel person")):
            return self._own_voice(), "direct" if _I.search(self._text) else "reported"
        return self._in_thread(sentence, told, block, quote), mode

    def _in_thread(self, sentence: Sentence, told: Voice, block: Voice | None, quote: Quote | None) -> Voice:
        """The voice of a sentence of minutes or a report in the press, by what goes on and what it tells itself."""
        if told.rule == "adopted":
            self._threads.end()
            return told
        if self._threads.meeting_again(sentence):
            return told
        inside = self._threads.within(block, told) if block is not None else None
        voice = inside or self._threads.floor(sentence, told)
        if voice is not None:
            return voice
        if told.rule != "none":
            return told
        if quote is not None:
            return self._of_source(quote)
        source = self._source_told_in(sentence)
        voice = self._namer.of_label(source.of(self._text), source.start, "told") if source else SILENCE
        return voice if voice.person is not None else self._continued(sentence)

    def _continued(self, sentence: Sentence) -> Voice:
        same = sentence.paragraph == self._last_paragraph and self._document.medium != "press"
        if not (same and self._threads.goes_on(sentence, self._last)):
            return SILENCE
        return replace(self._last, rule="continued " + self._last.rule.removeprefix("continued "), others=())

    # a speech or statement

    def _is_speech(self) -> bool:
        """Whether the record is itself a speech or statement: it says "I" or "we" outside quotations, often."""
        said = sum(
            not self._quoted.get(number) and _WE.search(self._text, sentence.start, sentence.end) is not None
            for number, sentence in enumerate(self._sentences)
        )
        return said * _OWN_SHARE >= len(self._sentences) > 0

    def _own_voice(self) -> Voice:
        person = Person(self._own, "body") if self._own else None
        return Voice(person, None, "collective" if person else "none", "own voice")

    # quotations

    def _quote(self, number: int, sentence: Sentence) -> tuple[Quote | None, Mode]:
        """The marked quotation that covers most of a sentence, and how much of the sentence is quoted."""
        inside = self._quoted.get(number, ())
        if not inside:
            return None, "reported"
        best = max(inside, key=lambda pair: _overlap(pair[0], sentence))[1]
        share = sum(_overlap(span, sentence) for span, _ in inside) / (sentence.end - sentence.start)
        return best, "direct" if share >= 0.5 and best.mode == "direct" else "mixed"

    def _source_told_in(self, sentence: Sentence) -> Span | None:
        """The source of words reported in a sentence, as whoever looks for quotations found it."""
        at = bisect_left(self._sources, sentence.start, key=lambda span: span.start)
        return self._sources[at] if at < len(self._sources) and self._sources[at].start < sentence.end else None

    def _of_source(self, quote: Quote) -> Voice:
        if quote.source is None:
            return SILENCE
        return self._namer.of_label(quote.source.of(self._text), quote.source.start, "quote")

    def _of_opening(self, quote: Quote, sentence: Sentence) -> Voice:
        """The voice of a quotation that has no source of its own: of whoever speaks in the sentence where it opens."""
        opening = quote.content[0].start
        if sentence.start <= opening < sentence.end:
            told = self._told(replace(sentence, end=opening))
            self._opened = (quote, told if told.rule.startswith(("say", "ask", "feel")) else SILENCE)
        return self._opened[1] if self._opened is not None and self._opened[0] is quote else SILENCE

    # narration

    def _told(self, sentence: Sentence) -> Voice:
        """Who speaks or acts in the sentence's own words; ``IMPERSONAL`` if it is told of nobody."""
        text = self._text[sentence.start : sentence.end]
        impersonal = _IMPERSONAL.search(text)
        if _ADOPTED.search(text):
            return self._adopted
        if _ACTION.search(text) or _SECONDED.search(text):
            return IMPERSONAL
        heard = list(self._voices(sentence))
        main = [(c, v) for c, v in heard if c.rank < 2 and not _after(c, impersonal, sentence)]
        unsure = None if main else self._unsure(sentence)
        if unsure is not None:
            return unsure
        if not main and not impersonal and not _TO_ACT.search(text):
            return SILENCE
        told = _written(self._text, sentence.end, heard) or (_answer(main) if main else IMPERSONAL)
        return replace(told, others=tuple(_further(heard, told)))

    def _unsure(self, sentence: Sentence) -> Voice | None:
        """The voice of somebody who may be two of those listed: nobody's, and not that of whoever spoke before."""
        if not self._roster.is_listed:
            return None
        clauses = subjects(self._text, sentence.start, sentence.end)
        label = next((c.label for c in clauses if c.rank < 2 and self._roster.ambiguous(c.label)), None)
        return Voice(None, label, "none", "say unknown") if label else None

    def _voices(self, sentence: Sentence) -> Iterator[tuple[Clause, Voice]]:
        """The voices of a sentence, the best told first. "He" means the subject before it in the sentence, if any."""
        subject, found = self._subject, {}
        clauses = list(subjects(self._text, sentence.start, sentence.end))
        for clause in sorted(clauses, key=lambda clause: clause.start):
            voice = self._namer.of_clause(clause, subject=subject, last=self._last.person)
            if voice.person is not None and not voice.person.private:
                found[clause] = replace(voice, verb=self._verb(clause))
                subject = voice.person if clause.rank < 2 else subject
            elif self._roster.is_listed and self._roster.ambiguous(clause.label):
                subject = None
        yield from ((clause, found[clause]) for clause in clauses if clause in found and not clause.passive)

    def _verb(self, clause: Clause) -> str:
        """What the subject of a clause does; for what it will do, "will", or "would" where that is told as said."""
        if clause.cue != "will":
            return clause.verb
        return "would" if _WOULD.match(self._text, clause.end) else "will"

    def _actor(self, sentence: Sentence, voice: Voice) -> str | None:
        """Who is to act, where the minutes name nobody as the speaker: "ACTION: X to ..."."""
        if voice.rule == "adopted":
            return self._moved(sentence.start)
        if voice.rule != "impersonal":
            return None
        start = sentence.start
        marked = _ACTION.match(self._text[start : sentence.end])
        named = _TO_ACT.search(self._text[start + (marked.end() if marked else 0) : sentence.end])
        return named[1] if named else None

    def _moved(self, end: int) -> str | None:
        """The body itself, if the motion before ``end`` is that it do something."""
        motions = list(_MOTION.finditer(self._text, max(0, end - LONGEST_MOTION), end))
        words = set(_WORDS.findall(motions[-1][1].casefold())) if motions else set()
        return self._own if words and words <= set(_WORDS.findall((self._own or "").casefold())) else None


def _by_sentence(sentences: Sequence[Sentence], quotes: Sequence[Quote]) -> dict[int, list[tuple[Span, Quote]]]:
    """The marked quotations in each sentence, by its number."""
    starts = [sentence.start for sentence in sentences]
    found: dict[int, list[tuple[Span, Quote]]] = defaultdict(list)
    for quote in quotes:
        for span in quote.content if quote.mode != "reported" else ():
            number = max(0, bisect_right(starts, span.start) - 1)
            while number < len(sentences) and sentences[number].start < span.end:
                if _overlap(span, sentences[number]) >= 3:
                    found[number].append((span, quote))
                number += 1
    return found


def _overlap(span: Span, sentence: Sentence) -> int:
    return max(0, min(span.end, sentence.end) - max(span.start, sentence.start))


def _after(clause: Clause, impersonal: re.Match[str] | None, sentence: Sentence) -> bool:
    """Whether a clause comes after "it was agreed"; not if it tells by whom ("It was suggested by Cllr Marsh")."""
    if impersonal is None or clause.start <= sentence.start + impersonal.start():
        return False
    return clause.cue != "by" or clause.start > sentence.start + impersonal.end() + len(" by the ")


def _further(heard: Sequence[tuple[Clause, Voice]], told: Voice) -> Iterator[Voice]:
    """The other voices of a sentence: of its main clauses, and of officials whose judgement is told in it."""
    for clause, voice in heard:
        person = voice.person
        if person is None or person == told.person:
            continue
        judges = side_of(person.role or person.name) == "official"
        sorry = voice.verb in _verbs_of("apology")
        decided = told.rule == "impersonal" and person.kind not in ("person", "post")  # "agreed that the Council will"
        if judges or sorry or (clause.rank < 2 and not decided):
            yield voice


def _written(text: str, end: int, heard: Sequence[tuple[Clause, Voice]]) -> Voice | None:
    """Whose letter or message is read out in a sentence: "a letter from X was read: ..."."""
    return next(
        (v for c, v in heard if c.verb in _LETTERS and c.cue == "by" and _TEXT_OF.search(text, c.end, end)), None
    )


def _answer(heard: Sequence[tuple[Clause, Voice]]) -> Voice:
    """The first who speaks; of a question with its answer in one sentence, the one who answers."""
    clause, voice = heard[0]
    if clause.verb in word_set("verbs_of_kinds", "question") and clause.rank == 0:
        for later, other in heard[1:]:
            main = later.start > clause.start and later.rank == 0 and later.cue != "by"
            if main and other.person != voice.person:
                return replace(other, rule="answer " + other.rule)
    return voice


def _attributed(voice: Voice, mode: Mode, sides: Sides, medium: str | None, *, abstain: bool) -> Attributed:
    person, score = voice.person, score_of(voice, medium)
    if abstain and person is not None and voice.rule.endswith("person by post") and score < SURE_OF_PERSON:
        person = replace(person, name=voice.label or person.name, kind="post")  # the post as printed, not its holder
        score = score_of(replace(voice, rule=voice.rule.removesuffix("person by post") + "post"), medium)
    nameless = Attributed(
        speaker_label=voice.label,
        mode=mode,
        side=sides.of(voice),
        rule=voice.rule,
        verb=voice.verb,
        others=tuple(_attributed(other, mode, sides, medium, abstain=abstain) for other in voice.others),
    )
    sure = score >= (SURE_OF_BODY if person is not None and person.kind != "person" else SURE_OF_PERSON)
    if person is None or person.private or (abstain and not sure):
        return nameless
    return replace(
        nameless,
        speaker=person.name,
        role=person.role,
        organisation=person.organisation,
        attribution=Attribution(voice.how, score),
    )
