"""A briefing as a Word file: real headings, real lists, page numbers, language and title set, links that open."""

from __future__ import annotations

from typing import Any

from greenshoots import briefing_text as text
from greenshoots.briefing import Briefing, Item, Section
from greenshoots.briefing_cited import Cited
from greenshoots.briefing_questions import quoted
from greenshoots.word_parts import GREY, INDENT, new_file, put_link, saved


def word(briefing: Briefing, notice: str = "") -> bytes:
    """Return the bytes of a .docx file. ``notice``: a line that stands first, such as that the record is fictional."""
    file = new_file(text.title(briefing))
    file.add_paragraph(text.title(briefing), style="Title")
    file.add_paragraph(text.subtitle(briefing), style="Subtitle")
    for line in filter(None, (notice, text.LEAD)):
        file.add_paragraph(line)
    _list(file, text.RECORD, briefing.record)
    _list(file, text.UNREAD, briefing.unread or (text.ALL_READ,))
    file.add_heading(text.ASK, 1)
    for item in briefing.items:
        file.add_paragraph(item.question, style="List Number")
    if not briefing.items:
        file.add_paragraph(text.NO_QUESTION)
    for section in briefing.sections:
        _section(file, section)
    return saved(file)


def _list(file: Any, heading: str, lines: tuple[str, ...]) -> None:
    file.add_heading(heading, 1)
    for line in lines:
        file.add_paragraph(line, style="List Bullet")


def _section(file: Any, section: Section) -> None:
    file.add_heading(section.heading, 1)
    for line in text.remarks(section):
        file.add_paragraph(line)
    for item in section.items:
        _item(file, item)


def _item(file: Any, item: Item) -> None:
    file.add_heading(text.heading(item), 2)
    if item.known:
        file.add_paragraph(item.known)
    _cited(file, item.said)
    for line in item.standing:
        file.add_paragraph(line, style="List Bullet")
    if item.changes:
        file.add_heading("Wording that reads otherwise", 3)
    for change in item.changes:
        _entry(file, change.day, f"{change.changes} ({change.found_by})")
        _cited(file, change.cited)
    if item.later:
        file.add_heading(text.later_heading(item), 3)
    for later in item.later:
        _entry(file, later.day, f"{later.reads} ({later.found_by})")
        _cited(file, later.cited)
    if item.earlier:
        file.add_paragraph(text.earlier(item))


def _entry(file: Any, day: str, words: str) -> None:
    paragraph = file.add_paragraph(style="List Bullet")
    paragraph.add_run(day).bold = True
    paragraph.add_run(f": {words}")
    paragraph.paragraph_format.keep_with_next = True


def _cited(file: Any, cited: Cited) -> None:
    """Add a quotation and its source; the address stands in print, so that it can be read on paper."""
    words = file.add_paragraph(quoted(cited.words), style="Quote")
    words.paragraph_format.keep_with_next = True
    if cited.changed:
        file.add_paragraph(cited.changed).paragraph_format.keep_with_next = True
    source = file.add_paragraph()
    source.add_run(f"Source: {cited.source}").font.color.rgb = GREY
    if cited.url:
        source.add_run(". ").font.color.rgb = GREY
        put_link(source, cited.url)
    source.paragraph_format.left_indent = INDENT
