"""One meeting on a ModernGov site: what is asked for, and the record that is made of the answers.

Requests for a meeting with minutes: GetMeeting (whole words of every item, who was there) and the meeting's page
(whether the minutes are draft, recorded votes, decisions, papers: the web service tells none of these). Where the
service is off: the page, the page of each item that it cuts short, and the attendance page. Either way a page for each
item that was voted on by name. A meeting without minutes costs one request, one that is cancelled or to come none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import BeautifulSoup

from greenshoots.errors import BrokenSourceError, SourceError
from greenshoots.records import Document, Failure, Meeting, Office
from ingest.blocks import Block
from ingest.moderngov import PARSER, decision_document, item_page, meeting_page
from ingest.moderngov_asking import Asking
from ingest.moderngov_links import absolute, host_of, paper_number
from ingest.moderngov_meeting import (
    Attachment,
    Item,
    MeetingPage,
    Section,
    document_of,
    has_minutes,
    unfinished,
)
from ingest.moderngov_pages import IssueHistory, MeetingRow, issue_history
from ingest.moderngov_people import RecordedVote, attendance, recorded_votes
from ingest.moderngov_roster import Roster, read_roster
from ingest.moderngov_service import service_meeting
from ingest.raw import Parsed, Raw
from ingest.site import Harvested, Paper, Visitor, failure, fetched, read_paper
from ingest.sources import Fetched

# Of the papers of a meeting only those that say what was done are read: an agenda pack holds hundreds of pages of
# reports, which are proposals.
_TRACKER = re.compile(
    r"\b(?:action|recommendation|outcome|decision|resolution)s?\s+(?:sheet|log|list|tracker|tracking|monitor|progress|update)"
    r"|\b(?:tracker|matters arising|outstanding actions|action points)\b",
    re.IGNORECASE,
)
_ISSUE = re.compile(r"\bmgIssueHistoryHome\.aspx|\bmgDecisionDetails\.aspx\?.*IId=", re.IGNORECASE)
_NOT_TOLD = "whether its minutes are draft is not known: its page could not be read"
IN_PRINT = "minutes are in print only"  # as the parsers of a meeting note it
ANNOUNCED = "the page announces minutes, but none stand on it"  # likewise
UNREAD = "it could not be read, neither from the web service nor from its page"


@dataclass(slots=True)
class Records:
    """Reads meeting after meeting of one site. ``seen``: decisions and issues that were read in this harvest."""

    source: str
    asking: Asking
    visitor: Visitor
    committees: tuple[str, ...]
    seen: set[str] = field(default_factory=set)
    roster: Roster | None = None

    @property
    def host(self) -> str:
        """What ids of this site begin with."""
        return host_of(self.asking.base) or ""

    def of(self, row: MeetingRow, committee: str) -> Iterator[Harvested]:
        """Yield the documents of a meeting and what failed, then the meeting itself."""
        meeting = Meeting(self.source, f"{self.host}/meeting/{row.id}", committee, row.when, row.url, row.cancelled)
        if not is_due(row):
            yield meeting
            return
        answers = _Answers(row, committee)
        yield from answers.ask(self.asking)
        best = answers.best
        if best is None:
            yield replace(meeting, note=UNREAD)
            return
        if best.note and ANNOUNCED in best.note:
            yield failure(_not_understood(), best.url or best.address)
        had = False
        for item in self._documents(best, answers):
            had = had or (isinstance(item, Fetched) and item.document.id == meeting.id)
            yield item
        note = answers.note_on(best, had=had)
        yield replace(meeting, held=best.held, cancelled=best.cancelled, minutes=best.state, note=note)

    def _documents(self, best: MeetingPage, answers: _Answers) -> Iterator[Fetched | Failure]:
        recorded = any(item.recorded for item in best.items)
        if recorded or best.state != "none":
            people: list[Office] = []
            yield from self._people(best, answers, people)
            yield from self._minutes(best, answers, tuple(people), recorded=recorded)
        for item in best.items:
            if item.decision_url:
                yield from self._decision(item.decision_url)
        for paper in best.attachments:
            if _is_tracker(paper) and f"paper {paper.number}" not in self.seen:
                self.seen.add(f"paper {paper.number}")
                yield from read_paper(self._paper(paper, best), self.visitor)

    def _minutes(
        self, best: MeetingPage, answers: _Answers, people: tuple[Office, ...], *, recorded: bool
    ) -> Iterator[Fetched | Failure]:
        """The minutes by item; where they are in print only, the printed ones, which hold the decisions too."""
        if not has_minutes(best.items) and best.printed_minutes_url:
            printed = list(read_paper(self._printed(best, people), self.visitor))
            yield from printed
            if not recorded or not any(isinstance(item, Failure) for item in printed):
                return
        completions = answers.completions()
        yield from answers.complete(self.asking, best, completions)
        voted: dict[str, Section] = {}
        yield from answers.votes(self.asking, best, voted)
        named = replace(best, items=tuple(_with_votes(item, voted) for item in best.items))
        try:
            document = document_of(named, completions, people)
        except SourceError as error:
            yield failure(error, best.url or best.address)
            return
        document = replace(document, id=f"{self.host}/meeting/{best.id}")
        parsed = Parsed(document, best.address, PARSER, partial=answers.lacks or bool(unfinished(best, completions)))
        first, *others = answers.raws_for(best)
        yield fetched(parsed, first, also=others)

    def _printed(self, best: MeetingPage, people: tuple[Office, ...]) -> Paper:
        url = best.printed_minutes_url or ""
        return Paper(
            f"{self.host}/meeting/{best.id}",
            url,
            best.title,
            best.council or best.committee,
            best.held,
            minutes=True,
            people=people,
        )

    def _paper(self, paper: Attachment, best: MeetingPage) -> Paper:
        number = paper.number or paper_number(paper.url) or paper.url
        return Paper(
            f"{self.host}/document/{number}", paper.url, paper.title, best.council or best.committee, best.held
        )

    def _people(self, best: MeetingPage, answers: _Answers, people: list[Office]) -> Iterator[Failure]:
        """Who was there, from the answers or the attendance page, and the offices that they held then."""
        there = answers.service.people if answers.service else ()
        if not there and best.attendance_url:
            try:
                there, raw = self.asking.page(best.attendance_url, lambda page, raw: attendance(page, raw.address))
                answers.others.append(raw)
            except SourceError as error:
                if error.reason != "missing":
                    yield failure(error, best.attendance_url)
        if there and self.roster is None:
            self.roster = Roster()
            yield from read_roster(self.asking, self.committees, self.roster)
        people.extend(self.roster.beside(there, best.held) if self.roster else there)

    def _decision(self, address: str) -> Iterator[Fetched | Failure]:
        """A decision, and the others of its issue: what became of a recommendation is often decided elsewhere."""
        if address in self.seen:
            return
        self.seen.add(address)
        try:
            (document, issues), raw = self.asking.page(address, _decision_page)
        except SourceError as error:
            yield failure(error, address)
            return
        if document.id in self.seen:
            return  # another address of a decision that was read
        self.seen.add(document.id)
        yield fetched(Parsed(document, raw.address, PARSER), raw)
        for issue in issues:
            yield from self._issue(issue)

    def _issue(self, address: str) -> Iterator[Fetched | Failure]:
        if address in self.seen:
            return
        self.seen.add(address)
        try:
            history, _ = self.asking.page(address, _issue_page)
        except SourceError as error:
            yield failure(error, address)
            return
        for step in history.steps:
            if step.sort == "decision":
                yield from self._decision(step.url)


def is_due(row: MeetingRow) -> bool:
    """Whether a record of the meeting can be there: it was not cancelled, and its day has come."""
    return not row.cancelled and (row.when is None or row.when <= datetime.now(UTC).date())


def _is_tracker(paper: Attachment) -> bool:
    """Whether the title or, where the link bears the title of the item, the name of the file says so."""
    name = unquote(urlsplit(paper.url).path).rpartition("/")[2].replace("_", " ")
    return bool(_TRACKER.search(paper.title) or _TRACKER.search(name))


def _decision_page(page: BeautifulSoup, raw: Raw) -> tuple[Document, list[str]]:
    links = [str(link["href"]) for link in page.find_all("a", href=_ISSUE)]
    issues = [absolute(urljoin(raw.address, link)) for link in links]
    return decision_document(page, raw), list(dict.fromkeys(issues))


def _issue_page(page: BeautifulSoup, raw: Raw) -> IssueHistory:
    return issue_history(page, raw.address)


@dataclass(slots=True)
class _Answers:
    """What the two ways of asking told of one meeting, and the bytes that they told it with."""

    row: MeetingRow
    committee: str
    service: MeetingPage | None = None
    page: MeetingPage | None = None
    service_raw: Raw | None = None
    page_raw: Raw | None = None
    others: list[Raw] = field(default_factory=list)
    service_failed: SourceError | None = None
    votes_failed: bool = False

    @property
    def lacks(self) -> bool:
        """Whether part of the record could not be had, votes among it: only the page leads to them."""
        return self.votes_failed or self.page is None

    def ask(self, asking: Asking) -> Iterator[Failure]:
        """Ask the web service, and for the page where that failed or something is out. Yields what failed."""
        if not asking.service.gave_up:
            try:
                self.service, self.service_raw = asking.call(
                    "GetMeeting", lambda raw: service_meeting(raw, committee=self.committee), lMeetingId=self.row.id
                )
            except SourceError as error:
                self.service_failed = error
        if self.service is not None and not _is_out(self.service):
            return
        was_asked = not asking.pages.gave_up
        try:
            self.page, self.page_raw = asking.meeting_page(self.row.url, meeting_page)
        except SourceError as error:
            if self.service is None or was_asked:
                yield failure(error, self.row.url)

    @property
    def best(self) -> MeetingPage | None:
        """The page, which tells most; else the answer of the service. The day is the list's where both doubt it."""
        told = self.page or self.service
        if self.page and self.service and not has_minutes(self.page.items) and has_minutes(self.service.items):
            told = replace(self.service, heading=self.page.heading, council=self.page.council, state=self.page.state)
        if told is None:
            return None
        papers = {paper.number: paper for each in (self.page, self.service) if each for paper in each.attachments}
        held = told.held or (self.service.held if self.service else None) or self.row.when
        return replace(told, id=self.row.id, url=self.row.url, held=held, attachments=tuple(papers.values()))

    def completions(self) -> dict[str, tuple[Section, ...]]:
        """The whole words of each item from the service, for a page that cuts them short."""
        return {item.id: item.recorded for item in self.service.items} if self.service and self.page else {}

    def complete(
        self, asking: Asking, best: MeetingPage, completions: dict[str, tuple[Section, ...]]
    ) -> Iterator[Failure]:
        """Ask for the page of each item that is still cut short. Yields what failed: the record is then partial."""
        for item in unfinished(best, completions):
            if not item.truncated_url:
                continue
            try:
                whole, raw = asking.page(item.truncated_url, item_page)
            except SourceError as error:
                yield failure(error, item.truncated_url)
            else:
                completions[item.id] = whole.recorded
                self.others.append(raw)

    def votes(self, asking: Asking, best: MeetingPage, voted: dict[str, Section]) -> Iterator[Failure]:
        """Ask how each member voted, for the items whose votes the page links to: it prints only the results."""
        for item in best.items:
            if not item.votes_url:
                continue
            try:
                told, raw = asking.page(item.votes_url, lambda page, raw: recorded_votes(page, raw.address))
            except SourceError as error:
                if error.reason != "missing":
                    self.votes_failed = True
                    yield failure(error, item.votes_url)
                continue
            blocks = tuple(Block(_ballot(each)) for each in told if each.voters)
            if blocks:
                voted[item.id] = Section("Votes by name:", blocks)
                self.others.append(raw)

    def raws_for(self, best: MeetingPage) -> list[Raw]:
        """The bytes that the record was made of, first those that it mainly was."""
        known = [raw for raw in (self.page_raw, self.service_raw, *self.others) if raw is not None]
        return sorted(known, key=lambda raw: raw.address != best.address)

    def note_on(self, best: MeetingPage, *, had: bool) -> str | None:
        """What is odd or missing, in plain words. ``had``: the minutes were read, so that their print is not amiss."""
        notes = [note for note in (best.note or "").split("; ") if not (had and note == IN_PRINT)]
        if self.service is not None and self.page is None and _is_out(self.service):
            notes.append(_NOT_TOLD)
        if self.service_failed is not None:
            notes.append(f"read from its page, since the web service failed: {self.service_failed.what}")
        return "; ".join(note for note in notes if note) or None


def _with_votes(item: Item, voted: Mapping[str, Section]) -> Item:
    return replace(item, recorded=(*item.recorded, voted[item.id])) if item.id in voted else item


def _ballot(told: RecordedVote) -> str:
    """One vote on one line: "Adopt the plan | Carried | For: A, B | Against: C"."""
    sides: dict[str, list[str]] = {}
    for name, printed in told.voters:
        sides.setdefault(printed, []).append(name)
    return " | ".join((told.vote.line, *(f"{printed}: {', '.join(names)}" for printed, names in sides.items())))


def _not_understood() -> SourceError:
    return BrokenSourceError(
        ANNOUNCED,
        cause="The page has a shape that is not known, or its minutes were taken down",
        next_step="Open it in a browser, and report the address if minutes stand there",
    )


def _is_out(told: MeetingPage) -> bool:
    return told.state != "none" or any(item.recorded for item in told.items)
