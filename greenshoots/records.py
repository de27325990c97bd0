"""The data model: every record of Green Shoots, declared once.

Offsets count code points of a Python ``str`` from 0, end exclusive. Times carry
a zone. Records are frozen: a text is never altered, a finding points into it.
"""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, get_args

from greenshoots.errors import OffsetError

Medium = Literal["minutes", "press", "transcript", "report", "statement"]
Kind = Literal[
    "commitment",
    "progress",
    "apology",
    "admission",
    "assurance",
    "criticism",
    "finding",
    "denial",
    "test",
    "request",
]
Mode = Literal["direct", "reported", "mixed"]
Firmness = Literal["firm", "aim", "vague"]
AttributionHow = Literal["named", "pronoun", "turn label", "post", "collective", "none"]
Relation = Literal["kept", "progress", "shortfall", "repeats", "supersedes", "context"]
Rating = Literal["kept", "kept late", "partly kept", "broken", "moved", "dropped", "borne out", "contradicted", "open"]

MEDIUMS: tuple[Medium, ...] = get_args(Medium)
KINDS: tuple[Kind, ...] = get_args(Kind)
RELATIONS: tuple[Relation, ...] = get_args(Relation)
RATINGS: tuple[Rating, ...] = get_args(Rating)
TRACEABLE: tuple[Kind, ...] = ("commitment", "progress", "apology", "admission", "assurance", "test", "request")


def content_id(prefix: str, *parts: object) -> str:
    """Name a thing by its content: the same parts give the same id on any machine.

    Returns ``prefix`` and the first 16 hex digits (64 bits) of the SHA-256 of the
    parts, joined by an unprintable separator so that ("a", "bc") differs from ("ab", "c").
    """
    joined = "\x1f".join(str(part) for part in parts)
    return prefix + hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def text_sha256(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hex: what a stored text is proven against."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A piece of a text: ``text[start:end]``. Raises ``OffsetError`` if it is empty or negative."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise OffsetError(f"{self.start}:{self.end} is not a span of a text")

    def of(self, text: str) -> str:
        """Return the words. Raises ``OffsetError`` if the span ends after the text."""
        if self.end > len(text):
            raise OffsetError(f"{self.start}:{self.end} reaches past the end of a text of {len(text)} characters")
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether the other lies wholly within this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's unbroken run of words. ``label`` as printed; ``seconds`` from the start of the recording."""

    start: int
    end: int
    label: str | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """From this offset on the text stands on ``page`` (from 1) of the print, or at ``seconds`` of the recording."""

    start: int
    page: int | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """A person with an office, as the publisher of the record lists them: who a speaker may be.

    ``first`` and ``last``: days in office, ``None`` if not told. ``present``: whether they were
    at the meeting, ``None`` if not told.
    """

    name: str
    office: str | None = None
    body: str | None = None
    first: date | None = None
    last: date | None = None
    present: bool | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a document came from and how its text was made from the raw bytes.

    ``address``: a web address, or the absolute path of a file (for a line of a
    .jsonl file ``path#id``). ``fetched`` carries a zone. ``raw_sha256`` names the
    archived bytes. ``parser`` is name and version, as in ``html/1``. ``partial``:
    only part of the record could be had (a paywall, a page that failed to decode).
    ``also``: SHA-256 of further archived bytes that the text was completed from.
    """

    address: str
    fetched: datetime
    raw_sha256: str
    parser: str
    headers: tuple[tuple[str, str], ...] = ()
    partial: bool = False
    machine_made: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One published record, its text fixed. A changed page is another Document with the same source.

    ``id``: the given id, else made from the text. ``published``: date of the record,
    ``None`` if unknown. ``met``: the meeting date that the text itself states, from
    which deadlines are counted. ``headings``: spans of item headings where the markup
    told them. ``turns``: in order, not overlapping, empty if the record has none.
    ``anchors``: in order, where pages or times of the original begin. ``people``: whom
    the publisher lists beside the text (attendance, offices).
    """

    id: str
    text: str
    medium: Medium | None = None
    body: str | None = None
    title: str | None = None
    url: str | None = None
    published: date | None = None
    met: date | None = None
    headings: tuple[Span, ...] = ()
    turns: tuple[Turn, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    people: tuple[Office, ...] = ()

    @property
    def sha256(self) -> str:
        """SHA-256 of the text."""
        return text_sha256(self.text)

    @property
    def key(self) -> str:
        """Names this version of this document: the same id and text give the same key anywhere."""
        return content_id("d", self.id, self.sha256)

    @property
    def made(self) -> date | None:
        """The day from which what is said here is counted: the meeting's, else the record's."""
        return self.met or self.published


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words reported in a text: who is printed as saying them (``source``), the verb, and the words.

    ``document`` is the id. A quotation that runs on over paragraphs has the source of its first.
    """

    document: str
    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    mode: Mode
    speaker: str | None = None

    def as_line(self, text: str) -> dict[str, Any]:
        """The fields that ``greenshoots quotes`` prints, in its order, each span with its words."""

        def worded(span: Span | None) -> dict[str, Any] | None:
            return {"start": span.start, "end": span.end, "text": span.of(text)} if span else None

        return {
            "document": self.document,
            "source": worded(self.source),
            "cue": worded(self.cue),
            "content": [worded(span) for span in self.content],
            "mode": self.mode,
            "speaker": self.speaker,
        }


@dataclass(frozen=True, slots=True)
class Attribution:
    """How a name came under a statement and how sure that is (0 to 1)."""

    how: AttributionHow = "none"
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Deadline:
    """The words that say when, and the last day of that period where it can be worked out."""

    text: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity as printed, its value in units (£4.8million: 4800000.0 "GBP"; 90 per cent: 90.0 "%")."""

    text: str
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Testability:
    """Which of the five things that make a pledge testable are there, and the question that would pin it down."""

    who: str | None = None
    what: str | None = None
    how_much: str | None = None
    by_when: str | None = None
    how_measured: str | None = None
    missing: tuple[str, ...] = ()
    question: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that somebody can be held to. The last block of fields is for commitments only.

    ``document`` is the id, ``document_key`` the version. ``score``: probability that
    at least one of ``kinds`` is right. ``status``: of a row of an action sheet, what it reports of the action;
    ``answer``: of a row of a recommendation tracker, what was answered; both as printed, cells parted by " | ".
    """

    document: str
    document_key: str
    start: int
    end: int
    text: str
    kinds: tuple[Kind, ...]
    speaker: str | None = None
    speaker_label: str | None = None
    role: str | None = None
    organisation: str | None = None
    attribution: Attribution = Attribution()
    mode: Mode = "reported"
    amounts: tuple[Amount, ...] = ()
    score: float = 0.0
    actor: str | None = None
    deadline: Deadline | None = None
    firmness: Firmness | None = None
    action: str | None = None
    condition: str | None = None
    testability: Testability | None = None
    status: str | None = None
    answer: str | None = None

    @property
    def id(self) -> str:
        """Made from document version and place, so that it is the same on any machine."""
        return content_id("s", self.document_key, self.start, self.end)

    def as_line(self) -> dict[str, Any]:
        """The fields that ``greenshoots extract`` prints, in its order, ready for JSON."""
        plain = as_plain(self)
        return {name: plain[name] for name in EXTRACT_FIELDS}


EXTRACT_FIELDS = tuple(
    "document start end text kinds speaker speaker_label role organisation attribution mode actor"
    " deadline amounts firmness action condition testability score".split()
)


@dataclass(frozen=True, slots=True)
class Passage:
    """What the index searches: one sentence or table row, with the heading it stands under."""

    document_key: str
    start: int
    end: int
    text: str
    heading: str | None = None

    @property
    def id(self) -> str:
        """Made from document version and place."""
        return content_id("p", self.document_key, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was found in one document: its passages in order, quotations and statements."""

    passages: tuple[Passage, ...] = ()
    quotes: tuple[Quote, ...] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkJudgement:
    """What a named person says of one link: that it bears on the statement, or that it does not.

    ``relation``: theirs if they accept it. ``proposed``: the machine's, ``None`` if a person found the passage.
    ``at`` carries a zone. The log of judgements only grows; of several on one passage the last counts. ``takes_back``:
    nothing is judged, the judgement before it on the same passage no longer counts.
    """

    accepted: bool
    relation: Relation
    by: str
    at: datetime
    reason: str = ""
    proposed: Relation | None = None
    takes_back: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """The proposed tie between a statement and one later passage.

    ``date`` is the later record's. ``shown``: on the timeline unasked. ``why``: one plain
    sentence. ``parts``: what the score is made of, by name. ``further_source``: the same
    utterance reported again, so not evidence. ``judgement``: a person's, whose relation
    the link then bears; ``None`` if the machine proposes it. ``deciding``: where in the document
    the words stand that decided the relation, ``None`` if no words did. ``inferred``: the
    relation is told by implication, not said.
    """

    statement: str
    document: str
    document_key: str
    start: int
    end: int
    text: str
    date: date | None
    relation: Relation
    score: float
    shown: bool
    why: str
    parts: dict[str, float] = field(default_factory=dict)
    further_source: bool = False
    judgement: LinkJudgement | None = None
    deciding: Span | None = None
    inferred: bool = False

    @property
    def id(self) -> str:
        """Made from the two ends, so that links survive a rebuild."""
        return content_id("l", self.statement, self.document_key, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Failure:
    """One source, or one item in it, that could not be read: when, why and what to do."""

    address: str
    reason: str
    message: str
    at: datetime


MinutesState = Literal["none", "draft", "final"]


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting that a site lists, whether or not a record of it could be had.

    ``source``: the followed address. ``id``: host and the site's own number, as in ``host/meeting/10221``, which
    is also the id of its minutes as a document. ``minutes``: what the site had when last asked. ``note``: what is
    odd or missing, in plain words.
    """

    source: str
    id: str
    committee: str
    held: date | None
    url: str
    cancelled: bool = False
    minutes: MinutesState = "none"
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search or a ledger is narrowed to. Dates are inclusive; ``None`` means no limit."""

    speaker: str | None = None
    body: str | None = None
    kind: Kind | None = None
    medium: Medium | None = None
    after: date | None = None
    before: date | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What record is covered: said on screen before an answer. Counts are of documents, latest versions only.

    ``first`` and ``last``: dates of the records, ``None`` if none is dated. ``media``
    and ``bodies``: name and count, most first ("" for unknown). ``failures``: sources
    or items that could not be read, whatever they would have held.
    """

    documents: int = 0
    first: date | None = None
    last: date | None = None
    undated: int = 0
    media: tuple[tuple[str, int], ...] = ()
    bodies: tuple[tuple[str, int], ...] = ()
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """One find of a search. ``score`` orders the hits of one query only; ``parts`` tell what it is made of.

    ``also``: other papers' prints of the same story that have the same words; they are no finds of their own.
    """

    passage: Passage
    document: Document
    statement: Statement | None
    score: float
    parts: dict[str, float] = field(default_factory=dict)
    also: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class Pledge:
    """What is traced: a stored statement, or a line of ``trace --pledges`` that points into a stored document.

    ``made``: the day from which later is counted, ``None`` if unknown (then nothing is later).
    ``document``: the id as given. ``document_key``: the stored version, ``None`` if it is not in the store.
    """

    id: str
    document: str
    start: int
    end: int
    text: str
    made: date | None
    body: str | None = None
    document_key: str | None = None
    kinds: tuple[Kind, ...] = ("commitment",)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A named person's rating of a statement, with the reason in their words. ``at`` carries a zone.

    ``document_key``, ``start``, ``end`` and ``text``: the statement's. ``borne out`` and ``contradicted`` are for
    claims. The log of verdicts only grows; of several on one statement the last counts.
    """

    document_key: str
    start: int
    end: int
    text: str
    rating: Rating
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Traced:
    """What became of one pledge. ``links``: strictly later evidence, best first.

    ``further_sources``: the same utterance reported again. ``undated``: passages of
    the same matter in records without a date. ``searched``: the record that was gone
    through; with no ``links`` it tells what the silence covers. ``rejected``: links that
    a person set aside. ``verdicts``: all by people on the statement, the last one last.
    """

    pledge: Pledge
    links: tuple[Link, ...] = ()
    further_sources: tuple[Link, ...] = ()
    undated: tuple[Link, ...] = ()
    searched: Coverage = Coverage()
    rejected: tuple[Link, ...] = ()
    verdicts: tuple[Verdict, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """What a named person says that a sentence is, whatever the machine found: a label to learn from.

    ``kinds``: none if it is no statement. Every other field is as in ``Statement`` and tells how it ought to be.
    The log of corrections only grows; of several on one sentence the last counts. ``takes_back``: nothing is said,
    the correction before it of the same sentence no longer counts.
    """

    document_key: str
    start: int
    end: int
    text: str
    by: str
    at: datetime
    kinds: tuple[Kind, ...] = ()
    speaker: str | None = None
    mode: Mode | None = None
    actor: str | None = None
    deadline: Deadline | None = None
    firmness: Firmness | None = None
    reason: str = ""
    takes_back: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that ``greenshoots check`` found wrong: where, what, and the next step."""

    where: str
    what: str
    next_step: str


def as_plain(record: Any) -> Any:
    """Turn a record into dicts, lists and strings for JSON; dates become ISO 8601."""
    if dataclasses.is_dataclass(record) and not isinstance(record, type):
        return {f.name: as_plain(getattr(record, f.name)) for f in dataclasses.fields(record)}
    if isinstance(record, list | tuple):
        return [as_plain(item) for item in record]
    if isinstance(record, dict):
        return {key: as_plain(value) for key, value in record.items()}
    return record.isoformat() if isinstance(record, date | datetime) else record
