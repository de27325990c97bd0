"""The Atom feed (RFC 4287) of a site: what was pledged, what was said later, what people judged, the newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from greenshoots.excerpts import Excerpt, verdict_line
from greenshoots.plain import british
from greenshoots.views.markup import visible

ATOM = "http://www.w3.org/2005/Atom"
MOST = 200  # entries: a reader that asks once a month misses none (guess)


@dataclass(frozen=True, slots=True)
class _News:
    name: str  # the same whenever it is written
    day: date
    title: str
    words: str
    about: Excerpt


def feed(found: Sequence[Excerpt], *, title: str, today: date) -> bytes:
    """Return the feed. Its links are relative, so it moves with the site; what has no day is not in it."""
    news = sorted((one for each in found for one in _news(each)), key=lambda one: (one.day, one.name), reverse=True)
    ElementTree.register_namespace("", ATOM)
    root = ElementTree.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "en-GB"})
    _add(root, "id", _id(title, *sorted(each.id for each in found)))
    _add(root, "title", title)
    _add(root, "updated", _moment(news[0].day if news else today))
    _add(_add(root, "author"), "name", "Green Shoots")
    _add(root, "link", rel="self", href="feed.xml", type="application/atom+xml")
    _add(root, "link", rel="alternate", href="index.html", type="text/html")
    for one in news[:MOST]:
        _entry(root, one)
    packed: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return packed + b"\n"


def _news(one: Excerpt) -> Iterator[_News]:
    pledge = f"{one.who}: “{one.words}”"
    if one.made:
        yield _News(one.id, one.made, f"Said: {one.words}", f"{pledge} {one.source.words}.", one)
    for later in one.later:
        if later.day:
            words = f"{later.reads} ({later.found_by}): “{later.words}” {later.source.words}. It is about: {pledge}"
            yield _News(later.id, later.day, f"Said later: {later.words}", words, one)
    if one.verdict:
        told = verdict_line(one.verdict)
        name = f"{one.id}/verdict/{told}"
        yield _News(name, one.verdict.day, f"Verdict: {told}", f"{told} It is about: {pledge}", one)


def _entry(root: ElementTree.Element, news: _News) -> None:
    entry = _add(root, "entry")
    _add(entry, "id", _id(news.name))
    _add(entry, "title", news.title)
    _add(entry, "updated", _moment(news.day))
    _add(entry, "link", rel="alternate", href=f"pledge/{news.about.id}.html", type="text/html")
    _add(entry, "summary", f"{british(news.day)}. {news.words}")


def _add(parent: ElementTree.Element, tag: str, words: str = "", **attributes: str) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, f"{{{ATOM}}}{tag}", attributes)
    made.text = visible(words) or None
    return made


def _id(*names: str) -> str:
    """A name that is the same wherever and whenever it is made."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, ' '.join(('greenshoots', *names)))}"


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
