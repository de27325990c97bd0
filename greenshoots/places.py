"""Where in the original a statement stands: the page of the print, or the second of the recording, and a link there."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from greenshoots.records import Document

_YOUTUBE = re.compile(r"(?:^|\.)(?:youtube\.com|youtu\.be|youtube-nocookie\.com)$")
_PUBLICI = re.compile(r"/webcast_interactive/\d+")


@dataclass(frozen=True, slots=True)
class Place:
    """``page`` from 1; ``seconds`` from the start of the recording; ``url``: opens the original there, if it can."""

    page: int | None = None
    seconds: float | None = None
    url: str | None = None

    @property
    def words(self) -> str:
        """The place in words: "at 1:02:33 of the recording", "page 7"; empty if it is not known."""
        told = []
        if self.page is not None:
            told.append(f"page {self.page}")
        if self.seconds is not None:
            told.append(f"at {clock(self.seconds)} of the recording")
        return ", ".join(told)


def place_of(document: Document, start: int) -> Place:
    """Where the words at offset ``start`` stand: as the last anchor at or before them tells."""
    page = _last([(a.start, a.page) for a in document.anchors if a.page is not None], start)
    seconds = _last([(a.start, a.seconds) for a in document.anchors if a.seconds is not None], start)
    return Place(int(page) if page is not None else None, seconds, _link(document.url, page, seconds))


def clock(seconds: float) -> str:
    """Seconds as a player shows them: 1:02:33, or 4:05 within the first hour. Fractions are dropped."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def _last(anchors: list[tuple[int, float]], start: int) -> float | None:
    at = bisect_right([anchor[0] for anchor in anchors], start)
    return anchors[at - 1][1] if at else None


def _link(url: str | None, page: float | None, seconds: float | None) -> str | None:
    """The address that opens at the place; ``None`` where its player or reader is not known to take one."""
    if not url or not _is_web(url):
        return None
    if seconds is not None:
        return at_second(url, seconds)
    is_pdf = urlsplit(url).path.casefold().endswith(".pdf")
    return f"{url.partition('#')[0]}#page={int(page)}" if page is not None and is_pdf else None


def _is_web(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:  # a page may call anything its address
        return False


def at_second(url: str, seconds: float) -> str | None:
    """The address at which a recording plays from a second on: YouTube's and Public-i's, else ``None``.

    Public-i's form (milliseconds after "start_time") is as its shared links have it; not checked with the live site.
    """
    parts = urlsplit(url)
    if _YOUTUBE.search(parts.hostname or ""):
        query = [(name, value) for name, value in parse_qsl(parts.query) if name not in ("t", "start")]
        return urlunsplit(parts._replace(query=urlencode([*query, ("t", f"{int(seconds)}s")]), fragment=""))
    webcast = _PUBLICI.search(parts.path)
    if webcast and (parts.hostname or "").endswith(".public-i.tv"):
        path = f"{parts.path[: webcast.end()]}/start_time/{int(seconds) * 1000}"
        return urlunsplit(parts._replace(path=path, query="", fragment=""))
    return None
