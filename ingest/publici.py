"""Public-i webcasts: the feed of a council's recordings, and where the captions of each lie."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from greenshoots.errors import BrokenSourceError, EmptySourceError, UnknownFormatError
from ingest.captions_join import About
from ingest.raw import ElsewhereError, Item, Raw
from ingest.reasons import why_no_xml

CAPTIONS = "https://cl-assets.public-i.tv/{authority}/subtitles/{authority}_{uid}_en_GB.vtt"
WEBCAST = "https://{authority}.public-i.tv/core/portal/webcast_interactive/{uid}"

_OURS = re.compile(rb"\.public-i\.tv/core/|<pi:(?:activity|liveDate)\b")
_CAPTIONS_ADDRESS = re.compile(r"public-i\.tv/([\w-]+)/subtitles/([\w-]+?)_(\d+)_\w+\.vtt$")
_WEBCAST_ADDRESS = re.compile(r"https?://([\w-]+)\.public-i\.tv/core/(?:portal|l)/webcast_interactive/(\d+)")
_TITLE_DATE = re.compile(r"\s+[-–]\s+(?:[A-Z]\w+day,?\s+)?\d{1,2}(?:st|nd|rd|th)?\s+[A-Z]\w+,?\s+\d{4}.*$")


@dataclass(frozen=True, slots=True)
class AgendaPoint:
    """An item of the agenda and the second of the recording at which it is opened."""

    title: str
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Webcast:
    """One recording in the feed of an authority (the council's name in Public-i's addresses)."""

    authority: str
    uid: str
    title: str
    live: datetime | None
    agenda: tuple[AgendaPoint, ...] = ()

    @property
    def captions(self) -> str:
        """The address of its captions; nothing is there (404) if it has none."""
        return CAPTIONS.format(authority=self.authority, uid=self.uid)

    @property
    def page(self) -> str:
        """The page on which it can be played."""
        return WEBCAST.format(authority=self.authority, uid=self.uid)


def is_publici(data: bytes) -> bool:
    """Whether XML is a feed of Public-i."""
    return b"<rss" in data[:4000] and _OURS.search(data) is not None


def parse_publici(raw: Raw) -> Iterator[Item]:
    """Yield a lead to the captions of each webcast in a feed. Raises ``SourceError`` if it is none, or lists none."""
    found = webcasts(raw)
    if not found and not is_publici(raw.data):
        raise UnknownFormatError(
            "no parser reads this XML",
            where=raw.address,
            next_step="Of XML, Green Shoots reads the feeds of Public-i webcasts",
        )
    if not found:
        raise EmptySourceError(
            "no webcast is listed in this feed", where=raw.address, cause="The council may have recorded none"
        )
    for webcast in found:
        yield ElsewhereError(
            webcast.captions,
            f"the captions of “{webcast.title or webcast.uid}” lie at another address",
            where=raw.address,
            known=_known(about(webcast)),
        )


def webcasts(raw: Raw) -> tuple[Webcast, ...]:
    """The webcasts in a feed, in its order. Raises ``BrokenSourceError`` if it is no XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=False, huge_tree=False)
    try:
        root = etree.fromstring(raw.data.strip(), parser)
    except etree.XMLSyntaxError as error:
        raise BrokenSourceError(
            "the feed cannot be read",
            where=raw.address,
            cause=f"It may not have been saved in full ({why_no_xml(error)})",
            next_step="Save it again",
        ) from error
    return tuple(webcast for item in root.iter("{*}item") if (webcast := _webcast(item)) is not None)


def about(webcast: Webcast) -> About:
    """What the feed tells of a recording."""
    met = webcast.live.date() if webcast.live else None
    body = _TITLE_DATE.sub("", webcast.title).strip() or None
    known = _about(webcast.authority, webcast.uid)
    return About(known.id, webcast.title or None, body, known.url, met)


def _known(told: About) -> dict[str, Any]:
    fields = {"title": told.title, "body": told.body, "met": told.met, "published": told.met}
    return {name: value for name, value in fields.items() if value}


def about_captions(address: str) -> About | None:
    """What the address of Public-i captions tells by itself, or ``None`` if it is another address."""
    found = _CAPTIONS_ADDRESS.search(urlsplit(address).path if address.startswith("http") else address)
    found = found or _CAPTIONS_ADDRESS.search(address)
    return _about(found[1], found[3]) if found else None


def _about(authority: str, uid: str) -> About:
    page = WEBCAST.format(authority=authority, uid=uid)
    return About(id=f"{authority}.public-i.tv/webcast/{uid}".casefold(), url=page)


def _webcast(item: etree._Element) -> Webcast | None:
    link = _WEBCAST_ADDRESS.search(_child(item, "guid") or _child(item, "link"))
    if link is None:
        return None
    return Webcast(
        authority=link[1],
        uid=_child(item, "activity") or link[2],
        title=_child(item, "title"),
        live=_moment(_child(item, "liveDate")),
        agenda=tuple(_agenda(item)),
    )


def _agenda(item: etree._Element) -> Iterator[AgendaPoint]:
    for point in item.iter("{*}agenda_item"):
        printed = _child(point, "agenda_time")
        yield AgendaPoint(_child(point, "agenda_text"), float(printed) if printed.isdecimal() else None)


def _child(element: etree._Element, name: str) -> str:
    found = element.find(f"{{*}}{name}")
    return " ".join((found.text or "").split()) if found is not None else ""


def _moment(printed: str) -> datetime | None:
    try:
        return datetime.strptime(printed, "%a, %d %b %Y %H:%M:%S %z")
    except ValueError:
        return None
