"""Answers of ModernGov's web service: committees, meetings, and one meeting with minutes and decisions by item.

The service writes bodies as escaped HTML, titles escaped twice, and on some sites HTML as it is, which breaks the
XML: such an answer is mended first. It is read without entities and without the network.
"""

from __future__ import annotations

import codecs
import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urljoin
from xml.sax.saxutils import escape

from bs4 import BeautifulSoup

from greenshoots.errors import BrokenSourceError, UnknownFormatError
from greenshoots.records import MinutesState, Office
from ingest.blocks import Block, read_blocks
from ingest.dates import metadata_date
from ingest.moderngov_links import absolute, host_of, paper_number
from ingest.moderngov_meeting import RECORDED, Attachment, Item, MeetingPage, Section, document_of, labelled, long_day
from ingest.moderngov_pages import CommitteeLink, MeetingRow
from ingest.moderngov_people import was_present
from ingest.raw import Item as Found
from ingest.raw import Parsed, Raw
from ingest.reasons import why_no_xml

PARSER = "moderngov-service/1"

_BODIES = "agendatext|minutesnonemptyhtmlbody|decisionnonemptyhtmlbody|commenttext1|commenttext2"
_TITLES = (
    "agendaitemtitle|committeetitle|committeecategory|refertocommittee|title|ownertitle|meetinglocation|meetingroom"
)
_FREE_TEXT = re.compile(rf"<(?P<name>{_BODIES}|{_TITLES})(?:\s[^<>]*)?(?<!/)>", re.IGNORECASE)
_BARE_AMPERSAND = re.compile(r"&(?!(?:#\d+|#x[0-9a-f]+|amp|lt|gt|quot|apos);)", re.IGNORECASE)
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#(?:0*[0-8]|1[124-9]|2[0-9]|3[01]|x0*(?:[0-8bcef]|1[0-9a-f]));",
    re.IGNORECASE,
)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?\bencoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
_FIRST_ELEMENT = re.compile(r"<[a-z_]", re.IGNORECASE)
_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?<(?:meeting|getmeetings|getmeetingsbydate|committees)\s*>",
    re.IGNORECASE,
)
_A_PAGE = re.compile(r"<!DOCTYPE\s+html|<html\b", re.IGNORECASE)
_HEAD = 1000  # characters in which a document says what it is; guess
_HTML = "a|b|br|div|em|font|h[1-6]|i|li|ol|p|span|strong|su[bp]|table|tbody|td|th|thead|tr|u|ul"
_TAG = re.compile(rf"(</?(?:{_HTML})(?:\s[^<>]*)?/?>)", re.IGNORECASE)
_ESCAPED_TAG = re.compile(rf"&lt;/?(?:{_HTML})(?:\s[^<>]{{0,500}}?)?/?&gt;", re.IGNORECASE)
_SERVICE = re.compile(r"mgWebService\.asmx.*$", re.IGNORECASE | re.DOTALL)


def is_service(data: bytes) -> bool:
    """Whether the bytes are an answer of a ModernGov web service, whatever they are called, whole or broken."""
    return _ROOT.match(data) is not None or (
        b"moderngov.co.uk/namespaces" in data[:_HEAD] and data.lstrip()[:1] == b"<"
    )


def parse_service(raw: Raw) -> Iterator[Found]:
    """Yield the record of a GetMeeting answer, saved or fetched.

    Raises ``UnknownFormatError`` for other XML, ``EmptySourceError`` for a meeting without minutes or decisions.
    """
    yield Parsed(document_of(service_meeting(raw)), raw.address, PARSER)


def service_committees(raw: Raw, *, deleted: bool = False) -> tuple[CommitteeLink, ...]:
    """The committees of a GetCommittees answer, without those deleted unless asked; expired ones are kept."""
    root = _answer(raw, "committees", "GetCommittees")
    base = _base(raw)
    return tuple(
        CommitteeLink(
            id=_text(found, "committeeid"),
            name=_title(found, "committeetitle"),
            category=_title(found, "committeecategory") or None,
            url=absolute(f"mgCommitteeDetails.aspx?ID={_text(found, 'committeeid')}", base),
        )
        for found in _all(root, "committee")
        if _text(found, "committeeid") and (deleted or not _is(found, "committeedeleted"))
    )


def service_meetings(raw: Raw) -> tuple[MeetingRow, ...]:
    """The meetings of a GetMeetings answer (or GetAllMeetingsByDate), in its order; what is out it does not tell."""
    root = _answer(raw, ("getmeetings", "getmeetingsbydate"), "GetMeetings")
    base = _base(raw)
    rows: dict[str, MeetingRow] = {}
    for group in [*_all(root, "committee"), root]:
        committee = _text(group, "committeeid")
        for found in _all(group, "meeting"):
            id = _text(found, "meetingid")
            url = _page(base, id, _text(found, "committeeid") or committee)
            if id:
                rows.setdefault(id, MeetingRow(id, _day(found, "meetingdate"), url, _cancelled(found)))
    return tuple(rows.values())


def service_meeting(raw: Raw, *, committee: str | None = None, council: str | None = None) -> MeetingPage:
    """Read a GetMeeting answer.

    ``committee`` and ``council``: their names where the caller knows them; the answer itself names the committee
    only beside papers. Items and papers that are restricted, or that the site does not show, are left out. Draft
    minutes cannot be told from agreed ones here: published minutes count as final. The address of the printed
    minutes follows the pattern of the pages (a guess).

    Raises ``BrokenSourceError`` for broken XML, ``UnknownFormatError`` for XML that is no such answer.
    """
    root = _answer(raw, "meeting", "GetMeeting")
    base, id = _base(raw), _text(root, "meetingid")
    held = _day(root, "meetingdate")
    name = committee or _committee(root)
    shown = [found for found in _all(root, "agendaitem") if _may_be_shown(found)]
    told = {sort: _text(root, f"{sort}published") for sort in ("decision", "minute")}
    items = tuple(_item(found, told) for found in shown)
    published = _is(root, "minutepublished")
    said = any(item.minutes_text for item in items)
    state: MinutesState = "final" if said or published else "none"
    heading = _heading(name, held, _text(root, "meetingtime")) + (", CANCELLED" if _cancelled(root) else "")
    return MeetingPage(
        id=id or None,
        address=raw.address,
        url=_page(base, id) if host_of(base) and id else None,
        heading=heading,
        committee=name,
        council=council,
        held=held,
        cancelled=_cancelled(root),
        state=state,
        items=items,
        attachments=tuple(_papers(shown)),
        people=tuple(_attendees(root, name)),
        printed_minutes_url=_print(base, root) if published else None,
        attendance_url=absolute(f"mgMeetingAttendance.aspx?ID={id}", base) if id else None,
        note="minutes are in print only" if published and not said else None,
    )


def _item(found: Any, published: Mapping[str, str]) -> Item:
    """One item. ``published``: whether the meeting says that its decisions and minutes are."""
    number = _text(found, "fulldisplaynumberformat") or _number(found)
    sections = [
        *_section("Decision:", found, published, "decision"),
        *_section("Minutes:", found, published, "minute"),
    ]
    label = _title(found, "commentlabel2")
    if RECORDED.match(label):
        sections += labelled(f"{label}:", _blocks(_text(found, "commenttext2")))
    return Item(_text(found, "agendaitemid"), number, _title(found, "agendaitemtitle"), tuple(sections))


def _number(found: Any) -> str:
    number = _text(found, "minutesitemnumber") or _text(found, "agendaitemnumber")
    return f"{number}{_text(found, 'minutesitemsubnumber')}." if number and number != "0" else ""


def _section(label: str, found: Any, published: Mapping[str, str], sort: str) -> Iterator[Section]:
    """The words of one sort, unless both the item and the meeting say that they are not published."""
    flags = [_text(found, f"is{sort}published"), published[sort]]
    if not all(flag.casefold() == "false" for flag in flags):
        name = "minutesnonemptyhtmlbody" if sort == "minute" else "decisionnonemptyhtmlbody"
        yield from labelled(label, _blocks(_text(found, name)))


def _blocks(body: str) -> list[Block]:
    """The paragraphs of a body, which holds HTML, or HTML escaped once more, wholly or between tags."""
    if _ESCAPED_TAG.search(body):
        body = "".join(piece if _TAG.fullmatch(piece) else html.unescape(piece) for piece in _TAG.split(body))
    return list(read_blocks(BeautifulSoup(f"<div>{body}</div>", "lxml"))) if body else []


def _papers(items: list[Any]) -> Iterator[Attachment]:
    for found in items:
        for paper in _all(found, "linkeddoc"):
            url = absolute(_text(paper, "url"))
            number = _text(paper, "attachmentid") or paper_number(url)
            if url and number and not _is(paper, "isrestricted"):
                yield Attachment(number, _title(paper, "title"), url, _text(found, "agendaitemid") or None)


def _attendees(root: Any, committee: str | None) -> Iterator[Office]:
    for found in _all(root, "attendee"):
        told = {name.casefold(): " ".join(_unescaped(str(value)).split()) for name, value in found.attrib.items()}
        name = told.get("name", "")
        if name:
            present = was_present(told.get("attendance", ""))
            yield Office(name, office=told.get("roledescription") or None, body=committee, present=present)
        if name and told.get("keyposts"):
            yield Office(name, office=told["keyposts"])


def _may_be_shown(found: Any) -> bool:
    return not _is(found, "isrestricted") and _text(found, "isdisplayallowed").casefold() != "false"


def _committee(root: Any) -> str | None:
    """The committee's name as most papers of the meeting bear it, else as most items do."""
    for field in ("committeetitle", "refertocommittee"):
        named = Counter(filter(None, (_title(found, field) for found in _deep(root, "linkeddoc", "agendaitem"))))
        if named:
            return str(named.most_common(1)[0][0])
    return None


def _heading(committee: str | None, held: date | None, time: str) -> str:
    when = " ".join(filter(None, (long_day(held) if held else "", time)))
    return " - ".join(filter(None, (committee, when)))


def _cancelled(found: Any) -> bool:
    return _text(found, "meetingstatus").casefold().startswith(("cancel", "postpone"))


def _print(base: str, root: Any) -> str | None:
    agenda = _text(root, "agendaid")
    return absolute(f"documents/g{agenda}/Printed minutes.pdf?T=1", base) if agenda.isdecimal() and base else None


def _page(base: str, meeting: str, committee: str = "") -> str:
    return absolute(f"ieListDocuments.aspx?{f'CId={committee}&' if committee else ''}MId={meeting}&Ver=4", base)


def _base(raw: Raw) -> str:
    return urljoin(_SERVICE.sub("", raw.address), "") if host_of(raw.address) else ""


# reading the XML


def _answer(raw: Raw, wanted: str | tuple[str, ...], call: str) -> Any:
    """The element that a call answers with, in an envelope or without. Case and namespaces do not matter."""
    root = _read(raw)
    names = (wanted,) if isinstance(wanted, str) else wanted
    if _name(root) == "string" and (root.text or "").lstrip().startswith("<"):
        root = _parsed(raw, root.text)
    for found in root.iter():
        if _name(found) in names:
            return found
        if _name(found) not in _ENVELOPE and not _name(found).endswith(("response", "result")):
            break  # another answer: what lies deeper is not the answer's own
    raise UnknownFormatError(
        f"this XML is no {call} answer of a ModernGov web service",
        where=raw.address,
        cause=f"Its root is called {_name(root)[:40]!r}",
        next_step="Add the meeting's page instead, or the answer of GetMeeting",
    )


_ENVELOPE = ("envelope", "body", "header")


def _read(raw: Raw) -> Any:
    text = _DECLARATION.sub("", _decode(raw).lstrip("\ufeff"), count=1)
    if _A_PAGE.search(text[:_HEAD]):
        raise _broken(raw, "the answer is a web page, not XML", "The site's web service is off, or refused to answer")
    return _parsed(raw, text)


def _parsed(raw: Raw, text: str) -> Any:
    root = _FIRST_ELEMENT.search(text)
    if "<!doctype" in text[: root.start() if root else None].casefold():
        raise _broken(raw, "the XML has a document type, which no such answer has", "It did not come from ModernGov")
    from lxml import etree

    mended = _mended(text)
    for attempt in (mended, _CONTROLS.sub(" ", _BARE_AMPERSAND.sub("&amp;", mended))):
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
        try:
            return etree.fromstring(attempt.encode("utf-8", "replace"), parser)
        except etree.XMLSyntaxError as error:
            reason = why_no_xml(error)
    raise _broken(raw, "the XML is broken", reason)


def _mended(text: str) -> str:
    """The XML with HTML that stands in it as it is put back behind escapes. Takes time linear in the text."""
    pieces: list[str] = []
    done = 0
    unclosed: set[str] = set()
    for opening in _FREE_TEXT.finditer(text):
        name = opening["name"].casefold()
        if opening.start() < done or name in unclosed:
            continue
        closing = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(text, opening.end())
        if closing is None:
            unclosed.add(name)
            continue
        pieces += text[done : opening.end()], _escaped(text[opening.end() : closing.start()])
        done = closing.start()
    return "".join((*pieces, text[done:]))


def _escaped(words: str) -> str:
    return escape(words) if "<" in words and not words.lstrip().startswith("<![CDATA[") else words


def _broken(raw: Raw, what: str, cause: str) -> BrokenSourceError:
    return BrokenSourceError(what, where=raw.address, cause=cause, next_step="Read the site's pages instead")


def _decode(raw: Raw) -> str:
    declared = _DECLARED.search(raw.data[:200])
    encodings = ["utf-8", raw.charset, declared[1].decode("ascii") if declared else None]
    if raw.data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings.insert(0, "utf-16")
    for encoding in filter(None, encodings):
        try:
            return raw.data.decode(encoding)
        except (LookupError, ValueError):
            continue  # no such encoding, or not this one
    return raw.data.decode("windows-1252", "replace")


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2].casefold() if isinstance(element.tag, str) else ""


def _all(element: Any, name: str) -> list[Any]:
    """The elements of a name within this one, at any depth: one child or many, in a list or not."""
    return [found for found in element.iter() if found is not element and _name(found) == name]


def _deep(element: Any, *names: str) -> list[Any]:
    return [found for found in element.iter() if _name(found) in names]


def _text(element: Any, name: str) -> str:
    """The text of a direct child, "" if it is not there or blank."""
    child = next((found for found in element if _name(found) == name), None)
    return "".join(child.itertext()).strip() if child is not None else ""


def _title(element: Any, name: str) -> str:
    return " ".join(_unescaped(_text(element, name)).split())


def _unescaped(words: str) -> str:
    """A title without its escapes, of which up to two are left after the XML's own."""
    return html.unescape(html.unescape(words))


def _is(element: Any, name: str) -> bool:
    return _text(element, name).casefold() == "true"


def _day(element: Any, name: str) -> date | None:
    return metadata_date(_text(element, name))
