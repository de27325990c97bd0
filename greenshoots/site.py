"""A snapshot of chosen pledges as a folder of plain files, for any web space: pages, a search, a feed, a calendar.

Nothing in it loads anything from elsewhere, all links within it are relative, and no page of the archive is in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from greenshoots import settings
from greenshoots.errors import UsageError
from greenshoots.excerpts import FOUND_BY_MACHINE, Excerpt
from greenshoots.export_formats.calendar import calendar
from greenshoots.export_formats.parts import answer, document, heading, link, statement, style
from greenshoots.plain import british, count
from greenshoots.site_feed import feed
from greenshoots.views.markup import escaped

TITLE = "Pledges, and what was said later"
POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'"
OURS = b'<meta name="generator" content="Green Shoots">'
LEAD = (
    "What was promised, in the words of the record, and what later records say about it. A passage that was found by"
    " machine may be about something else, and silence in a record is not a broken promise: open the source."
)


def write(folder: Path, found: Sequence[Excerpt], *, title: str, notice: str, covered: str, today: date) -> int:
    """Write the snapshot in place of the one that may be there, and return how many files it has.

    Pages of pledges that are no longer chosen are deleted. Raises ``UsageError`` if the folder has other things in it,
    or cannot be written.
    """
    files = build(found, title=title, notice=notice, covered=covered, today=today)
    try:
        _check(folder)
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        _clear(folder, files)
    except OSError as error:
        raise UsageError("The folder cannot be written", where=folder.name, cause=error.strerror) from error
    return len(files)


def build(found: Sequence[Excerpt], *, title: str, notice: str, covered: str, today: date) -> dict[str, bytes]:
    """Return the files of the snapshot by their names in the folder, the first page first."""
    has_days = any(one.due for one in found)
    top = f'<p class="notice">{escaped(notice)}</p>' if notice else ""
    foot = f"<footer><p>As of {british(today)}. {escaped(covered)} {FOUND_BY_MACHINE}</p></footer>"
    files = {"index.html": _index(found, title, top, foot, has_days=has_days)}
    files |= {f"pledge/{one.id}.html": _pledge(one, title, top, foot) for one in found}
    files |= {"style.css": style(), "search.js": (settings.data_folder() / "site" / "search.js").read_text("utf-8")}
    packed = {name: text.encode() for name, text in files.items()} | {"feed.xml": feed(found, title=title, today=today)}
    return packed | ({"due.ics": calendar(found)} if has_days else {})


def _check(folder: Path) -> None:
    first = folder / "index.html"
    if folder.exists() and any(folder.iterdir()) and not (first.is_file() and OURS in first.read_bytes()):
        raise UsageError(
            "The folder has other things in it",
            where=folder.name,
            next_step="Name a new or empty folder, or one that this command wrote before",
        )


def _clear(folder: Path, files: dict[str, bytes]) -> None:
    """Delete what an earlier snapshot had and this one has not: a pledge that was withdrawn is not to stay."""
    stale = [path for path in (folder / "pledge").glob("s*.html") if re.fullmatch(r"s[0-9a-f]{16}\.html", path.name)]
    for path in (*stale, folder / "due.ics"):
        if path.relative_to(folder).as_posix() not in files:
            path.unlink(missing_ok=True)


def _index(found: Sequence[Excerpt], title: str, top: str, foot: str, *, has_days: bool) -> str:
    links = '<li><a href="feed.xml">What is new, as an Atom feed</a></li>'
    links += '<li><a href="due.ics">Due days, as a calendar file</a></li>' if has_days else ""
    head = (
        '<link rel="stylesheet" href="style.css">\n'
        '<link rel="alternate" type="application/atom+xml" title="What is new" href="feed.xml">\n'
        '<script src="search.js" defer></script>'
    )
    body = (
        f'<a class="skip" href="#list">To the list</a>\n<main>\n{top}<h1>{escaped(title)}</h1>\n<p>{LEAD}</p>\n'
        f'<ul class="links">{links}</ul>\n'
        '<div id="find" role="search" hidden><label for="words">Search this list</label>'
        '<input id="words" type="search" autocomplete="off" spellcheck="false">'
        '<p id="told" class="soft" role="status"></p></div>\n'
        f'<h2 id="list">{count(len(found), _noun(found))}</h2>\n'
        f'<ol class="cards" id="pledges">\n{"".join(_card(one) for one in found)}</ol>\n</main>\n{foot}'
    )
    return document(title, head, body, policy=POLICY)


def _noun(found: Sequence[Excerpt]) -> str:
    return "pledge" if all("commitment" in one.kinds for one in found) else "statement"


def _card(one: Excerpt) -> str:
    """One pledge in the list. What was said later can be searched for, too: it stands in an attribute."""
    by_when = f"<p>By when: {escaped(one.deadline)}</p>" if one.deadline else ""
    office = f'<p class="soft">{escaped(one.office)}</p>' if one.office else ""
    also = escaped(" ".join(later.words for later in one.later))
    return (
        f'<li data-also="{also}"><h3><a href="pledge/{one.id}.html">{escaped(heading(one))}</a></h3>'
        f"{office}<blockquote><p>{escaped(one.words)}</p></blockquote>{by_when}{answer(one)}{link(one.source)}</li>\n"
    )


def _pledge(one: Excerpt, title: str, top: str, foot: str) -> str:
    told = statement(one, head=lambda words: f"<h2>{escaped(words)}</h2>")
    body = (
        f'<header><nav aria-label="Site"><a href="../index.html">{escaped(title)}</a></nav></header>\n'
        f"<main>\n{top}<h1>{escaped(heading(one))}</h1>\n{told}\n</main>\n{foot}"
    )
    head = '<link rel="stylesheet" href="../style.css">'
    return document(f"{heading(one)}. {title}", head, body, policy=POLICY)
