"""One meeting as ModernGov publishes it, whichever way it came, and the record that is made of it.

What stands under "Minutes", "Decision", "Actions" and the recorded votes was recorded. The agenda
text says what an item is for, not what happened: it is never taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from greenshoots.errors import EmptySourceError
from greenshoots.records import Document, MinutesState, Office
from ingest.blocks import Block, join_blocks
from ingest.dates import PrintedDate
from ingest.documents import make_document
from ingest.moderngov_links import host_of

RECORDED = re.compile(r"(?:decisions?|minutes|actions?|resolutions?)\b", re.IGNORECASE)
_MINUTES = re.compile(r"minutes\b", re.IGNORECASE)
_DECISION = re.compile(r"(?:decisions?|resolutions?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Section:
    """What was recorded under one printed label. ``cut``: the page shows only its beginning."""

    label: str
    blocks: tuple[Block, ...]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Vote:
    """One recorded vote as printed: on what, of what kind, in what words, with what result ("Carried")."""

    title: str
    kind: str = ""
    text: str = ""
    result: str = ""

    @property
    def line(self) -> str:
        """The vote as a row of its table."""
        return " | ".join(filter(None, (self.title, self.kind, self.text, self.result)))


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an agenda with all that was recorded under it, in the printed order (votes among it).

    ``id``: the site's agenda item id, "" if the page does not tell. ``number``: as printed, as in "59." or "6a".
    ``truncated_url``: where the words that the page cuts off can be read in full, ``None`` if nothing is cut.
    """

    id: str
    number: str
    title: str
    recorded: tuple[Section, ...] = ()
    votes: tuple[Vote, ...] = ()
    truncated_url: str | None = None
    votes_url: str | None = None
    decision_url: str | None = None

    @property
    def minutes_text(self) -> tuple[Block, ...]:
        """The paragraphs under "Minutes"."""
        return self._under(_MINUTES)

    @property
    def decision(self) -> tuple[Block, ...]:
        """The paragraphs under "Decision"."""
        return self._under(_DECISION)

    def _under(self, label: re.Pattern[str]) -> tuple[Block, ...]:
        return tuple(block for section in self.recorded if label.match(section.label) for block in section.blocks)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A paper of a meeting. ``number`` names it on its host; ``item``: the id of the item it belongs to."""

    number: str
    title: str
    url: str
    item: str | None = None


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """One meeting as published on the day it was asked for.

    ``id``: the site's number of the meeting. ``address``: what was read; ``url``: where a reader finds it.
    ``heading``: the line that names committee and day. ``committee``: as the heading names it; ``council``: if told.
    ``held``: the day, ``None`` if it is not told or is doubtful (``note`` then says why); ``dated``: what the page's
    metadata say. ``state``: of the minutes, printed ones included. ``note``: what is odd or missing, in plain words.
    """

    id: str | None
    address: str
    url: str | None
    heading: str
    committee: str | None
    council: str | None = None
    held: date | None = None
    dated: date | None = None
    cancelled: bool = False
    state: MinutesState = "none"
    items: tuple[Item, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    people: tuple[Office, ...] = ()
    printed_minutes_url: str | None = None
    attendance_url: str | None = None
    webcast_url: str | None = None
    note: str | None = None

    @property
    def document_id(self) -> str | None:
        """The id of the minutes as a document, draft or final; ``None`` for a page of no known address or number."""
        host = host_of(self.url or self.address)
        return f"{host}/meeting/{self.id}" if host and self.id else None

    @property
    def title(self) -> str:
        """The heading, with the status of draft minutes."""
        return self.heading + (" (draft minutes)" if self.state == "draft" else "")


Completions = Mapping[str, tuple[Section, ...]]


def document_of(
    meeting: MeetingPage, completions: Completions | None = None, people: Iterable[Office] | None = None
) -> Document:
    """The record of a meeting: its heading, then each item that something was recorded under.

    ``completions``: for an agenda item id the sections on the item's own page, which take the place of those cut
    short. ``people``: who was there; else whom the meeting's own answer lists.

    Raises ``EmptySourceError`` if nothing was recorded.
    """
    items = [completed(item, completions or {}) for item in meeting.items]
    recorded = [block for item in items for block in _blocks_of(item)]
    if not recorded:
        raise nothing_recorded(meeting.address, cancelled=meeting.cancelled)
    text, headings = join_blocks(block for block in (Block(meeting.heading), *recorded) if block.words)
    document = make_document(
        text,
        where=meeting.address,
        id=meeting.document_id,
        title=meeting.title or None,
        body=meeting.council or meeting.committee,
        url=meeting.url,
        medium="minutes",
        metadata=meeting.dated,
        met=meeting.held,
        headings=headings,
        dated_by_text=False,
    )
    return replace(document, people=meeting.people if people is None else tuple(people))


def unfinished(meeting: MeetingPage, completions: Completions | None = None) -> tuple[Item, ...]:
    """The items whose recorded words are still cut short with these completions: the record is then partial."""
    return tuple(
        item for item in meeting.items if any(section.cut for section in completed(item, completions or {}).recorded)
    )


def completed(item: Item, completions: Completions) -> Item:
    """The item with its sections replaced by those of the same label from its own page, where they are whole."""
    whole = [section for section in completions.get(item.id, ()) if not section.cut and section.blocks]
    sections: list[Section] = []
    for section in item.recorded:
        fuller = next((other for other in whole if _key(other) == _key(section)), None) if section.cut else None
        if fuller:
            whole.remove(fuller)
        sections.append(replace(fuller, label=section.label) if fuller else section)
    return replace(item, recorded=tuple(sections))


def _key(section: Section) -> str:
    return section.label.rstrip(": ").casefold()


def _blocks_of(item: Item) -> Iterator[Block]:
    if item.recorded:
        yield Block(f"{item.number} {item.title}".strip(), heading=True)
        yield from blocks_of(item.recorded)


def blocks_of(sections: Iterable[Section]) -> Iterator[Block]:
    """The sections as paragraphs, each under its label."""
    for section in sections:
        yield Block(section.label)
        yield from section.blocks


def labelled(label: str, blocks: Iterable[Block], *, cut: bool = False) -> Iterator[Section]:
    """One section, or none if there are no words. Word's headings inside minutes head no item."""
    said = tuple(Block(block.words) for block in blocks)
    if said:
        yield Section(label, said, cut)


def has_minutes(items: Iterable[Item]) -> bool:
    """Whether words stand under "Minutes" of any item."""
    return any(item.minutes_text for item in items)


def nothing_recorded(where: str, *, cancelled: bool = False) -> EmptySourceError:
    """What to tell the user about a page on which nothing was recorded."""
    if cancelled:
        return EmptySourceError(
            "no minutes or decisions stand on this page",
            where=where,
            cause="The meeting was cancelled",
            next_step="Look for another date in the committee's list of meetings",
        )
    return EmptySourceError(
        "no minutes or decisions stand on this page",
        where=where,
        cause="It is an agenda, a list or a notice; minutes are published days or weeks after a meeting",
        next_step="Add the meeting's own page once its minutes are out",
    )


def met_on(printed: PrintedDate | None, metadata: date | None) -> date | None:
    """The printed day; one whose weekday is wrong counts only where the page's metadata say the same."""
    if printed is None or (printed.weekday_fits is False and printed.day != metadata):
        return None
    return printed.day


def day_note(heading: str, printed: PrintedDate | None, metadata: date | None) -> str | None:
    """What is odd about the printed day: a weekday that it was not, or metadata that name another."""
    if printed is None:
        return None
    if printed.weekday_fits is False:
        words = " ".join(heading[printed.start : printed.end].split())
        note = f"the heading says {words}, which was a {printed.day:%A}"
        return note + (
            f"; the page's metadata say {long_day(metadata)}" if metadata and metadata != printed.day else ""
        )
    if metadata and metadata != printed.day:
        return f"the heading says {long_day(printed.day)}, the page's metadata {long_day(metadata)}"
    return None


def long_day(day: date) -> str:
    """The day as a British page prints it: "Tuesday 4 June 2024"."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def committee_named(heading: str, printed: PrintedDate | None) -> str | None:
    """The name before the date: "Town Centre - North Committee - Monday 3 June 2024" holds a hyphen of its own."""
    before = heading[: printed.start] if printed else heading
    after = re.sub(r"^[\s,–-]+", "", heading[printed.end :]) if printed and not before.strip(" -–,") else ""
    name = re.sub(r"^Meeting of\s+(?:the\s+)?", "", before).strip(" -–,") or after
    return name or None
