"""Whose statement each sentence is: turn by turn, quotation by quotation, and along the thread of what is told.

An attribution that is not sure enough names nobody. Scores are shares of right attributions on labelled
British records (see ``SCORES``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from greenshoots.records import Attribution, AttributionHow, Document, Kind, Mode, Quote, Span
from nlp.formal import Parties, Party, answers, demands, parties, recommends, turning
from nlp.narration import Clause, subjects, verbs
from nlp.names import is_forename, plain
from nlp.people import PRIVATE_LABEL, Person, Roster, own_body
from nlp.posts import Side, kind_of, side_of
from nlp.sentences import Sentence

SCORES: dict[str, float] = {}


@dataclass(frozen=True, slots=True)
class Attributed:
    """Whose statement a sentence is. ``speaker``: fullest name in the document, or a body, or None.

    ``speaker_label``: as printed. ``side``: whom the speaker speaks for. ``rule``: the way it was found.
    ``actor``: who is named as the one to act ("ACTION: X to ..."), as printed. ``verb``: what the speaker does.
    ``others``: further voices of the sentence ("X reported ..., Y will ..."), for ``fitting`` to choose from.
    """

    speaker: str | None = None
    speaker_label: str | None = None
    role: str | None = None
    organisation: str | None = None
    attribution: Attribution = Attribution()
    mode: Mode = "reported"
    side: Side | None = None
    actor: str | None = None
    rule: str = "none"
    verb: str | None = None
    others: tuple[Attributed, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """Who is heard: the person or body, the label as printed and the way it was found."""

    person: Person | None
    label: str | None
    how: AttributionHow
    rule: str
    verb: str | None = None
    others: tuple[Voice, ...] = ()


SILENCE = Voice(None, None, "none", "none")
_IMPERSONAL = re.compile(
    r"(?:^|[.,;:–—-]\s*|\b(?:and|but|so|therefore|however|that|discussion|then)\s+)[*_]*"
    r"(?:it\s+(?:was|is|has\s+been|had\s+been)\s+(?:\w+ly\s+|also\s+|then\s+|further\s+|now\s+)*(?:[a-z]+ed\b|felt|thought|hoped|said|understood)"
    r"|there\s+(?:was|were|is|are|has\s+been|had\s+been)\s+(?:\w+ly\s+|also\s+|then\s+|some\s+|a\s+)*(?:concerns?|agreement|general|consensus|feeling|discussions?|suggestions?|requests?|calls)\b)"
    r"|\bRESOLVED\b|\bAGREED\b|^\W*(?:\w\)\s*)?(?:Unanimously\s+)?(?:Agreed|Resolved|Approved|Carried)\b"
    r"|\b(?:concerns?|complaints?|questions?|points?|suggestions?|issues?|thanks)\s+(?:was|were|had been|has been|have been)\s+(?:also\s)?(?:raised|expressed|made|voiced|given|recorded)\b",
    re.I,
)
_ADOPTED = re.compile(
    r"(?i)\b(?:proposed|proposal|seconded|motion)\b.*\b(?:was|were|and|unanimously|motion|recommendation no\. \d+)\s+(?:\w+ly\s)?(?:agreed|adopted|carried|approved|resolved|passed)\W*$"
)
_ACTION = re.compile(r"(?i)^\W*(?:\d+[.)]\s*)?(?:ACTIONS?|AP|Action point)(?:\s*\d*)?\s*[:–-]")
_TO_ACT = re.compile(
    r"(?:^|[.:;–—-]\s*|\band\s+|\(\s*)((?:The\s+|the\s+)?[A-Z][\w’'./&-]*(?:\s(?:(?:and|of|for|the|&)\s)?[A-Z][\w’'./&-]*){0,6})\s+to\s+(?=[a-z]+\b)(?!be\b)"
)
_ASKED = re.compile(
    r"(?i)(?:\b(?:Question|Notice\s+of\s+Motion)|(?:^|\n)\W*(?:\d+[.)]?\s*)?(?:Questions?|Motions?|Petition))\b(?:\s+(?:No\.?\s*)?\d+)?\s+"
    r"(?:submitted|asked|put|tabled|raised|received)?\s*(?:by|from)\s+((?-i:[^\n:;*?(,]{3,90}?))(?=\s*[\n:;*?(,]|\s+(?:I|We)\s|\s+to\s|\s+[–-]|$)"
)
_REPLY = re.compile(
    r"(?<![\w])(?:REPLY|Reply|RESPONSE|Response|ANSWER|Answer)(?:\s+(?:from|by|of)\s+([^\n:]{3,80}))?\s*:"
)
_SAID = frozenset(
    "said says told wrote felt thought spoke believes argues insists claims maintains warns thinks feels adds".split()
)
_OWNED = re.compile(
    r"(?:[’']s(?:\s+(?:statement|letter|report|response|e-?mail|speech|evidence|submission|remarks|comments))?|^[A-Z][\w-]*[’']s(?=\s[A-Z]))$"
)
_PLAINLY = frozenset(
    "agreed confirmed advised stated reported informed offered replied responded asked requested suggested explained added".split()
)
_IS_OTHER = re.compile(
    r"^(?!.*\b(?:Department|Team|Section|Directorate|Unit|Division|Office|Service|Services)\b)(?:The\s|An\s)?[A-Z]"
)
_VERBS_OF: dict[str, tuple[str, ...]] = {
    "commitment": (
        "will",
        "agreed",
        "agrees",
        "offered",
        "offers",
        "undertook",
        "volunteered",
        "promised",
        "pledged",
        "committed",
        "undertakes",
    ),
    "request": (
        "asked",
        "requested",
        "suggested",
        "proposed",
        "recommended",
        "urged",
        "asks",
        "called",
        "demanded",
        "sought",
        "invited",
    ),
    "apology": ("apologised", "apologized", "sorry", "apologises"),
    "admission": ("acknowledged", "admitted", "accepted", "conceded", "apologised"),
    "criticism": (
        "criticised",
        "expressed",
        "complained",
        "concerned",
        "condemned",
        "raised",
        "worried",
        "disappointed",
    ),
    "denial": ("denied", "rejected", "refused", "declined", "disputed"),
    "finding": ("found", "ruled", "judged"),
}
_QUESTIONS = frozenset("asked queried questioned enquired inquired asks queries".split())
_MEETING_AGAIN = re.compile(
    r"(?i)^\W*(?:(?:following|after|further to)\b[^,]{0,60},\s*)?(?:it was (?:\w+ly\s|also\s|then\s)*(?:agreed|resolved|proposed|decided|noted)|a (?:\w+\s)?discussion (?:was|took|followed|ensued)|(?:the )?(?:members|meeting|committee|councillors) (?:noted|agreed|discussed|thanked)|(?:the )?(?:amendment|motion)s? (?:was |were )?(?:carried|lost|withdrawn|fell)|following the (?:debate|vote))\b|\bRESOLVED\b"
)
_PRESENTS = re.compile(
    r"(?i)\b(?:provided|gave|presented|outlined|summarised|introduced|delivered|read|reported|talked|updated|briefed)\b.{0,60}\b(?:update|presentation|report|overview|briefing|summary|outline|statement|as follows|on the following|meeting|board|members|committee|council)\b|\bas follows\b"
)
_DONE_TO = re.compile(
    r"\b(?:was|were)\s+(?:\w+ly\s|also\s|then\s)*(?:raised|instructed|asked|thanked|noted|requested|agreed|discussed|advised|informed|told|invited|reminded)\b"
)
_NAMED_AFTER = re.compile(r",\s+((?:[A-Z][\w’'.-]*\s){0,3}[A-Z][\w’'-]+)(?=,|\s[a-z])")
_MOVES = re.compile(r"\b(?:proposed|moved|seconded)\b.*\b(?:motion|amendment)\b")
_ENDS_IN_LIST = re.compile(r"(?::|\bthat)[\s*_“\"]*$")
_LEADING = re.compile(r"(?:the\s)?[A-Z][^\s]*(?:\s(?:(?:of|for|and|the|&|on)\s){0,2}[A-Z][^\s]*)*")
_ACRONYM = re.compile(r"(?:[Tt]he\s)?[A-Z][A-Za-z&]?[A-Z&]{1,6}")
_ARTICLE = re.compile(r"^[Tt]he\s+")
_I = re.compile(r"\b(?:I|[Mm]y)\b")
_WE = re.compile(r"\b(?:[Ww]e|[Oo]ur|I|us|my)\b(?![’'])|\b(?:we|I)[’'](?:ve|ll|m|re|d)\b", re.I)


def attribute(
    document: Document, sentences: Sequence[Sentence], quotes: Sequence[Quote], roster: Roster
) -> tuple[Attributed, ...]:
    """Say for each sentence whose statement it is, in order, one for each."""
    reader = _Reader(document, tuple(sentences), tuple(quotes), roster)
    return tuple(reader.read())


def fitting(attributed: Attributed, kinds: Sequence[Kind]) -> Attributed:
    """Of several voices in one sentence, the one whose verb goes with the kinds: who will do it, who asks, who is sorry."""
    if not attributed.others or any(attributed.verb in _VERBS_OF.get(kind, ()) for kind in kinds):
        return attributed
    for kind in kinds:
        for other in attributed.others:
            if other.verb in _VERBS_OF.get(kind, ()) and other.speaker is not None:
                return other
    return attributed


class _Reader:
    """Reads a document once from front to back and remembers who was heard last."""

    def __init__(
        self, document: Document, sentences: tuple[Sentence, ...], quotes: tuple[Quote, ...], roster: Roster
    ) -> None:
        self.document = document
        self.text = document.text
        self.sentences = sentences
        self.roster = roster
        self.own = own_body(document)
        self.quotes = quotes
        self.last: Voice = SILENCE  # of the sentence before
        self.last_paragraph = -1
        self.block: Voice | None = None  # a question or written reply that goes on
        self.floor: Voice | None = None  # of somebody who presents or whose list follows
        self.position = 0
        self.parties: Parties | None = parties(document) if document.medium == "report" else None
        self.subject: Person | None = None  # whom "he" or "she" goes on to mean
        self.own_voice = document.medium in ("press", "statement") and _speaks_itself(document.text, sentences, quotes)
        self.party: Party = "answerer" if self.parties and self.parties.answerer else "judge"

    def read(self) -> Iterator[Attributed]:
        for sentence in self.sentences:
            voice, mode = self._voice(sentence)
            yield self._attributed(voice, mode)
            self.last = voice
            if voice.person is not None and voice.person.kind in ("person", "post", "body", "group"):
                self.subject = voice.person
            elif sentence.is_heading:
                self.subject = None
            self.last_paragraph = sentence.paragraph
            self.position = sentence.end

    def _voice(self, sentence: Sentence) -> tuple[Voice, Mode]:
        if sentence.turn is not None and sentence.turn.label:
            return self._of_turn(sentence.turn.label, sentence.start), "direct"
        quoted, mode = self._quoted(sentence)
        block = self._block(sentence)
        if quoted is not None and mode == "direct":
            return self._of_source(quoted), "direct"
        told = self._told(sentence)
        if self.parties is not None:
            return self._formal(sentence, told), mode
        if self.own_voice and not told.rule.startswith(("say person", "ask person", "feel person")):
            return Voice(
                Person(self.own, "body") if self.own else None, None, "collective" if self.own else "none", "own voice"
            ), self._own_mode()
        if told.rule == "adopted" or _MEETING_AGAIN.search(self.text[sentence.start : sentence.end]):
            self.block = self.floor = None
            return told, mode
        if block is not None and not self._leaves_block(told):
            return self._within(block, sentence, told), mode
        self.block = None if told.person is not None else self.block
        if self.floor is not None and self._keeps_floor(sentence, told):
            return replace(self.floor, rule="floor"), mode
        self._take_floor(sentence, told)
        if told.rule != "none":
            return told, mode
        if quoted is not None:
            return self._of_source(quoted), mode
        return self._continued(sentence), mode

    def _own_mode(self) -> Mode:
        """A speech is in the speaker's own words; a statement that says "we" reports."""
        return "direct" if _I.search(self.text) else "reported"

    # transcripts

    def _of_turn(self, label: str, at: int) -> Voice:
        inner = re.fullmatch(r"((?:The\s+)?[^()]+?)\s*\((.+)\)\s*", label)
        outer = inner[1] if inner else label
        person = self.roster.resolve(outer, at=at)
        if inner and (person is None or person.kind == "post"):
            named = self.roster.resolve(inner[2], at=at)
            if named is not None and named.kind == "person":
                return Voice(replace(named, role=named.role or outer), label, "turn label", "turn")
        return Voice(person or Person(" ".join(outer.split()), "person"), label, "turn label", "turn")

    # quotations

    def _quoted(self, sentence: Sentence) -> tuple[Quote | None, Mode]:
        """The quotation that covers most of a sentence, and how much of the sentence is quoted."""
        covered, best, most = 0, None, 0
        for quote in self.quotes:
            if quote.mode == "reported":
                continue
            inside = sum(max(0, min(s.end, sentence.end) - max(s.start, sentence.start)) for s in quote.content)
            covered += inside
            if inside > most:
                best, most = quote, inside
        share = covered / (sentence.end - sentence.start)
        if best is None or covered < 3:
            return None, "reported"
        return best, "direct" if share >= 0.5 and best.mode == "direct" else "mixed"

    def _of_source(self, quote: Quote) -> Voice:
        if quote.source is None:
            return SILENCE
        label = quote.source.of(self.text)
        return self._named(label, quote.source.start, "quote")

    # blocks

    def _block(self, sentence: Sentence) -> Voice | None:
        """The question, motion or written reply that most of the sentence belongs to."""
        stretch = self.text[self.position : sentence.end]
        marks = [mark for pattern in (_ASKED, _REPLY) for mark in pattern.finditer(stretch)]
        if sentence.is_heading and not marks:
            self.block = None
        most, begin, heard = 0, sentence.start, self.block
        for mark in sorted(marks, key=lambda mark: mark.start()):
            at = max(self.position + mark.start(), sentence.start)
            most, begin, heard = (
                (at - begin, at, heard) if at - begin > most else (most, at, self.block if begin == at else heard)
            )
            self.block = self._begun(mark)
            if sentence.end - at >= most:
                heard = self.block
        return heard

    def _begun(self, mark: re.Match[str]) -> Voice | None:
        """The voice of the block that a mark begins."""
        if mark.re is _REPLY:
            return self._answerer(mark, self.position)
        asker = self._named(_leading(mark[1]), self.position + mark.start(1), "asked")
        return asker if asker.person and asker.person.kind in ("person", "body") else None

    def _within(self, block: Voice, sentence: Sentence, told: Voice) -> Voice:
        """The voice of a block; a written reply that opens with another body's name is that body's."""
        opening = (
            block.rule == "reply" and self.last is not block and told.person is not None and told.person.kind == "body"
        )
        if (
            opening
            and told.person
            and _IS_OTHER.search(told.person.name)
            and not self._is_own(told.person.name)
            and told.rule.split()[0] in ("say", "feel", "do", "be")
        ):
            self.block = replace(told, rule="reply body")
        return self.block or block

    def _is_own(self, name: str) -> bool:
        """Whether a name is that of the body whose record this is, or a part of it."""
        return set(re.findall(r"\w+", plain(name))) - {"and", "the"} <= set(re.findall(r"\w+", plain(self.own or "")))

    # presentations and lists

    def _take_floor(self, sentence: Sentence, told: Voice) -> None:
        """Somebody who presents a report, or whose points follow a colon, speaks on until another is heard."""
        text = self.text[sentence.start : sentence.end]
        kinds = ("say", "feel", "do", "ask") if _MOVES.search(text) else ("say", "do")
        speaks = told.person is not None and told.person.kind != "group" and told.rule.startswith(kinds)
        if speaks and (_PRESENTS.search(text) or _ENDS_IN_LIST.search(text)):
            self.floor = told
        elif told.rule != "none" or sentence.is_heading:
            self.floor = None

    def _keeps_floor(self, sentence: Sentence, told: Voice) -> bool:
        """Whether whoever has the floor speaks in this sentence too."""
        if sentence.is_heading or _DONE_TO.search(self.text, sentence.start, sentence.end):
            return False
        person = told.person
        return told.rule == "none" or (
            person is not None and person.kind == "body" and told.rule.startswith(("do", "will", "be", "continued"))
        )

    def _answerer(self, mark: re.Match[str], offset: int) -> Voice | None:
        if mark[1]:
            return self._named(mark[1].strip(" ,*_"), offset + mark.start(1), "reply")
        return Voice(Person(self.own, "body"), None, "collective", "reply") if self.own else None

    def _leaves_block(self, told: Voice) -> bool:
        return (
            told.rule.startswith(("say", "ask"))
            and told.person is not None
            and told.person.kind in ("person", "post", "group")
        )

    # reports and responses

    def _formal(self, sentence: Sentence, told: Voice) -> Voice:
        """Whose sentence it is in a report that judges or in a response that answers."""
        text = self.text[sentence.start : sentence.end]
        turned = turning(self.text[self.position : sentence.end])
        if turned is not None:
            self.party, named = turned
            if named and self.parties:
                self.parties = replace(self.parties, answerer=Person(named, "body"))
        if recommends(text):
            self.party = "judge"
            return self._party("judge", "recommends")
        answerer = self.parties.answerer if self.parties else None
        if told.person is not None:
            if answerer is not None and "overnment" in told.person.name and not told.rule.startswith("by"):
                self.party = "answerer"
                return Voice(told.person, told.label, "collective", "government " + told.rule)
            if told.rule.startswith(("say", "feel", "ask", "by")) and "near" not in told.rule:
                return told
        if self.party == "judge" and answerer is not None and answers(text):
            self.party = "answerer"
        if answerer is not None and demands(text):
            return self._party("judge", "demands")
        if _WE.search(text) and answerer is not None:
            self.party = "answerer"
            return self._party(self.party, "we")
        return self._party(self.party, "record")

    def _party(self, party: Party, rule: str) -> Voice:
        person = (self.parties.judge if party == "judge" else self.parties.answerer) if self.parties else None
        return Voice(person, None, "collective" if person else "none", f"{rule} {party}")

    # narration

    def _told(self, sentence: Sentence) -> Voice:
        """The subject of a sentence's own clause, if it speaks or acts."""
        text = self.text[sentence.start : sentence.end]
        impersonal = _IMPERSONAL.search(text)
        if _ADOPTED.search(text):
            return Voice(None, None, "none", "adopted")
        if _ACTION.search(text):
            return Voice(None, None, "none", "impersonal")
        heard: list[tuple[Clause, Voice]] = []
        for clause in subjects(self.text, sentence.start, sentence.end):
            if clause.rank >= 2 or clause.passive:
                continue
            if impersonal and clause.start - sentence.start > impersonal.start():
                continue
            voice = self._of_clause(clause)
            if voice.person is not None:
                heard.append((clause, voice))
        if heard:
            voices = [
                replace(voice, verb=clause.cue if clause.cue == "will" else clause.verb) for clause, voice in heard
            ]
            told = self._answer([(clause, voice) for (clause, _), voice in zip(heard, voices, strict=True)])
            return replace(told, others=tuple(v for v in voices if v.person != told.person))
        if impersonal or _TO_ACT.search(text):
            return Voice(None, None, "none", "impersonal")
        return SILENCE

    def _answer(self, heard: list[tuple[Clause, Voice]]) -> Voice:
        """The first who speaks; of a question with its answer in one sentence, the one who answers."""
        clause, voice = heard[0]
        if clause.verb in _QUESTIONS and clause.rank == 0:
            for later, other in heard[1:]:
                if (
                    later.start > clause.start
                    and later.rank == 0
                    and later.cue != "by"
                    and other.person != voice.person
                ):
                    return replace(other, rule="answer " + other.rule)
        return voice

    def _of_clause(self, clause: Clause) -> Voice:
        named = _NAMED_AFTER.match(self.text, clause.end) if clause.cue != "by" else None
        if named:
            person = self.roster.resolve(named[1], at=clause.start)
            if person is not None and person.kind == "person" and not person.private:
                return Voice(person, clause.label, "named", f"{clause.cue} person")
        label = clause.label
        low = label.casefold()
        if low in ("he", "she", "they"):
            return self._of_pronoun(clause)
        if (
            low == "it"
            and self.last.person is not None
            and self.last.person.kind == "body"
            and clause.cue in ("say", "ask", "do")
        ):
            return Voice(self.last.person, label, "pronoun", f"{clause.cue} pronoun it")
        if low in ("it", "i", "we"):
            return SILENCE
        return self._named(label, clause.start, clause.cue, clause.verb)

    def _of_pronoun(self, clause: Clause) -> Voice:
        gender = {"he": "m", "she": "f"}.get(clause.label.casefold())
        last = self.subject
        fits = last is not None and (
            (gender is None and last.kind in ("body", "group"))
            or (gender and last.kind in ("person", "post") and last.gender in (gender, None))
        )
        if fits and last and last.kind == "person" and gender and last.gender is None:
            near = self.roster.resolve(label_ := clause.label, at=clause.start)
            if near is not None and near.gender == gender:
                return Voice(near, label_, "pronoun", f"{clause.cue} pronoun near")
        if fits:
            return Voice(last, clause.label, "pronoun", f"{clause.cue} pronoun last")
        if gender is None:
            return SILENCE
        person = self.roster.resolve(clause.label, at=clause.start)
        return Voice(person, clause.label, "pronoun", f"{clause.cue} pronoun near") if person else SILENCE

    def _named(self, label: str, at: int, rule: str, verb: str = "") -> Voice:
        """Who is meant by a printed label."""
        label = _OWNED.sub("", " ".join(label.split()))
        if label.casefold() in ("he", "she", "they"):
            person = self.roster.resolve(label, at=at)
            return Voice(person, label, "pronoun", f"{rule} pronoun near")
        several = re.split(r"\s+(?:and|&)\s+|,\s+", label)
        if len(several) > 1 and re.search(r"\s(?:and|&)\s", label):
            each = [self.roster.resolve(part, at=at) for part in several]
            if all(p is not None and p.kind in ("person", "post") for p in each):
                joint = Person(" and ".join(p.name for p in each if p), "person")
                return Voice(joint, label, "named", f"{rule} joint")
        person = self.roster.resolve(label, at=at)
        if person is None and _ACRONYM.fullmatch(label) and label not in ("PC", "AOB", "NB"):
            person = Person(_ARTICLE.sub("", label), "body")
        plainly = verb in _SAID or verb in _PLAINLY or " " in label or is_forename(label)
        printed = (rule == "quote" and (kind_of(label) or self._is_name(label))) or (
            plainly and _is_said(verb) and self._is_name(label)
        )
        if person is None and printed and not self.roster.ambiguous(label) and not PRIVATE_LABEL.match(label):
            return Voice(Person(label, kind_of(label) or "person"), label, "named", f"{rule} printed")
        if person is None:
            return Voice(None, label, "none", f"{rule} unknown")
        kind = kind_of(label)
        how: AttributionHow = (
            "post"
            if kind == "post" and person.kind in ("person", "post")
            else "named"
            if person.kind == "person"
            else "collective"
        )
        return Voice(
            person,
            label,
            how,
            f"{rule} {person.kind}" + (" by post" if how == "post" and person.kind == "person" else ""),
        )

    def _is_name(self, label: str) -> bool:
        """Whether a printed subject of a verb of speech is a name: no word of it is used with a small letter here."""
        if not re.fullmatch(r"(?:[Tt]he\s)?[A-Z][\w’'&-]+(?:\s[A-Z][\w’'&-]+){0,3}", label):
            return False
        last = label.split()[-1]
        return is_forename(last) or not re.search(rf"\b{re.escape(last.lower())}\b", self.text)

    # going on

    def _continued(self, sentence: Sentence) -> Voice:
        """The voice of the sentence before goes on, where nothing says that it ended."""
        if self.document.medium == "press":
            return SILENCE
        if self.last.rule.removeprefix("continued ").startswith(
            ("by", "ask", "be", "will", "do person", "do post", "reply", "asked")
        ):
            return SILENCE
        if _DONE_TO.search(self.text, sentence.start, sentence.end):
            return SILENCE
        if (
            self.last.person is None
            or self.last.person.kind == "body"
            or sentence.paragraph != self.last_paragraph
            or sentence.is_heading
        ):
            return SILENCE
        return replace(self.last, rule="continued " + self.last.rule.removeprefix("continued "))

    # result

    def _attributed(self, voice: Voice, mode: Mode) -> Attributed:
        person = voice.person
        if person is None or person.private:
            return Attributed(speaker_label=voice.label if voice.rule != "none" else None, mode=mode, rule=voice.rule)
        side = side_of(person.role or person.organisation or person.name)
        return Attributed(
            person.name,
            voice.label,
            person.role,
            person.organisation,
            Attribution(voice.how, SCORES.get(voice.rule, 0.5)),
            mode,
            side,
            None,
            voice.rule,
            voice.verb,
            tuple(self._attributed(other, mode) for other in voice.others),
        )


def _speaks_itself(text: str, sentences: Sequence[Sentence], quotes: Sequence[Quote]) -> bool:
    """Whether a record is itself a speech or statement: one sentence in eight says "I" or "we" outside quotations."""
    inside = sorted((span.start, span.end) for quote in quotes if quote.mode != "reported" for span in quote.content)
    said = 0
    for sentence in sentences:
        quoted = any(start < sentence.end and sentence.start < end for start, end in inside)
        said += not quoted and _WE.search(text, sentence.start, sentence.end) is not None
    return said * 8 >= len(sentences) > 0


def _is_said(verb: str) -> bool:
    """Whether a verb of speech is in a form that no noun shares ("said", not "reports")."""
    return verb in _SAID or (verb.endswith("ed") and verbs().get(verb) in ("say", "ask", "feel"))


def _leading(words: str) -> str:
    """The capitalised phrase with which some words begin: "Councillor S. Marsh and referred to" -> "Councillor S. Marsh"."""
    match = _LEADING.match(words.strip(" ,*_"))
    return match[0] if match else words.strip(" ,*_")


_ = (Span, _WE)
