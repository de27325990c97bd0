"""Statements as a Word file: real headings, quotations and lists, links that open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from greenshoots.excerpts import FOUND_BY_MACHINE, Excerpt, Later, Source, verdict_line
from greenshoots.export_formats.parts import facts_told, heading
from greenshoots.plain import british, count
from greenshoots.views.markup import visible
from greenshoots.word_parts import GREY, new_file, put_link, saved


def word(found: Sequence[Excerpt], *, notice: str = "", covered: str = "") -> bytes:
    """Return the bytes of a .docx file. ``notice`` and ``covered``: lines that stand first."""
    title = count(len(found), "statement")
    file = new_file(title)
    file.add_paragraph(title, style="Title")
    for line in filter(None, (notice, covered)):
        _say(file, line)
    for one in found:
        _statement(file, one)
    return saved(file)


def _statement(file: Any, one: Excerpt) -> None:
    file.add_heading(visible(heading(one)), 1)
    for words in filter(None, (one.before, one.words, one.after)):
        run = file.add_paragraph(style="Quote").add_run(visible(words))
        run.bold = words is one.words
    _source(file, one.source)
    for term, words in facts_told(one):
        line = _say(file, f"{term}: ", style="List Bullet")
        line.add_run(visible(words))
    file.add_heading("What was said later", 2)
    _say(file, f"{one.answer}. {one.told}")
    for later in one.later:
        _later(file, later)
    file.add_heading("What was searched", 2)
    _say(file, one.searched)
    if one.verdict:
        file.add_heading("Verdict by a person", 2)
        _say(file, verdict_line(one.verdict))
    file.add_heading("To cite it", 2)
    for words in filter(None, (one.citation, one.changed, FOUND_BY_MACHINE)):
        _say(file, words)


def _later(file: Any, later: Later) -> None:
    _say(file, f"{british(later.day)}: {later.reads} ({later.found_by})", style="List Bullet")
    _say(file, later.words, style="Quote")
    if later.changed:
        _say(file, later.changed)
    _source(file, later.source)


def _source(file: Any, source: Source) -> None:
    line = file.add_paragraph()
    line.add_run(visible(f"Source: {source.words}. ")).font.color.rgb = GREY
    if source.url:
        put_link(line, source.url)


def _say(file: Any, words: str, style: str | None = None) -> Any:
    return file.add_paragraph(visible(words), style=style)
