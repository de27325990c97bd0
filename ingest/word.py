"""Word documents: paragraphs, headings, lists and tables in their order, as they read with changes accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from docx.document import Document as WordFile
from docx.oxml.ns import qn
from lxml import etree

from greenshoots.errors import EmptySourceError
from ingest.blocks import Block, join_blocks
from ingest.documents import make_document
from ingest.raw import Item, Parsed, Raw
from ingest.teams_docx import is_teams, teams_document
from ingest.word_file import open_word

PARSER = "word/1"
TEAMS_PARSER = "teams-docx/1"
_HEADING_STYLE = re.compile(r"(?:heading|title|subtitle)\b|heading\d", re.IGNORECASE)
_TITLE_STYLE = re.compile(r"title$", re.IGNORECASE)

_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_WORDS, _TAB, _BREAKS = qn("w:t"), qn("w:tab"), (qn("w:br"), qn("w:cr"))
_HYPHEN = qn("w:noBreakHyphen")
_UNREAD = frozenset(
    {qn(name) for name in ("w:del", "w:moveFrom", "w:rPr", "w:pPr", "w:sdtPr", "w:instrText", "w:fldData")}
    | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)

Element: TypeAlias = etree._Element


def parse_word(raw: Raw) -> Iterator[Item]:
    """Yield the one record of a .docx, or the transcript of a meeting if it is one of Teams.

    Deleted text of tracked changes is left out. Raises ``SourceError`` if it is damaged or holds no text.
    """
    word = open_word(raw)
    blocks = list(_blocks(word.element.body, _styles(word)))
    lines = [line for block in blocks for line in block.words.split("\n")]
    if is_teams(lines):
        yield Parsed(teams_document(lines, where=raw.address), raw.address, TEAMS_PARSER, machine_made=True)
        return
    blocks = [tidy for block in blocks if (tidy := _tidy(block)).words]
    text, headings = join_blocks(blocks)
    if not text:
        raise EmptySourceError(
            "there is no text in it",
            where=raw.address,
            cause="Its pages may be pictures",
            next_step="Make its text readable with an OCR program, or ask the publisher for the original",
        )
    url = raw.address if raw.address.startswith(("http://", "https://")) else None
    yield Parsed(make_document(text, where=raw.address, url=url, headings=headings), raw.address, PARSER)


class _Row(Block):
    """A table row, whose empty cells keep their places."""


def _tidy(block: Block) -> Block:
    if isinstance(block, _Row):
        return block
    lines = (" ".join(line.split()) for line in block.words.split("\n"))
    return Block(("\n" if not block.heading else " ").join(line for line in lines if line), block.heading)


def _styles(word: WordFile) -> dict[str, str]:
    """The printed name of each paragraph style by its id."""
    return {style.style_id: style.name or "" for style in word.styles}


def _blocks(element: Element, styles: dict[str, str]) -> Iterator[Block]:
    """The paragraphs and table rows below an element, in order, whatever wraps them (content controls, insertions)."""
    for child in element:
        if child.tag == _PARAGRAPH:
            yield from _paragraph(child, styles)
        elif child.tag == _TABLE:
            yield from _rows(child, styles)
        elif isinstance(child.tag, str) and child.tag not in _UNREAD:
            yield from _blocks(child, styles)


def _paragraph(paragraph: Element, styles: dict[str, str]) -> Iterator[Block]:
    words = "".join(_pieces(paragraph))
    if words.strip():
        yield Block(words, _is_heading(paragraph, styles))
    for box in paragraph.iter(qn("w:txbxContent")):
        if next(box.iterancestors(_PARAGRAPH)) is paragraph and not _is_fallback(box):
            yield from _blocks(box, styles)


def _is_heading(paragraph: Element, styles: dict[str, str]) -> bool:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    named = styles.get(style.get(qn("w:val")) or "", "") if style is not None else ""
    if _HEADING_STYLE.match(named) or _TITLE_STYLE.search(named):
        return True
    level = paragraph.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
    return level is not None and level.get(qn("w:val")) in {str(i) for i in range(9)}  # 9 is body text


def _pieces(element: Element) -> Iterator[str]:
    """The words of a paragraph as they are seen; text boxes in it come after it."""
    for child in element:
        if child.tag == _WORDS:
            yield child.text or ""
        elif child.tag == _TAB:
            yield "\t"
        elif child.tag in _BREAKS:
            yield "\n"
        elif child.tag == _HYPHEN:
            yield "-"
        elif isinstance(child.tag, str) and child.tag not in _UNREAD and child.tag != qn("w:txbxContent"):
            yield from _pieces(child)


def _is_fallback(box: Element) -> bool:
    return any(str(above.tag).endswith("}Fallback") for above in box.iterancestors())


def _rows(table: Element, styles: dict[str, str]) -> Iterator[Block]:
    """Each row of a table on one line, its cells parted; a table of one column is paragraphs in a frame."""
    rows = [list(row.iter(_CELL)) for row in table.iter(_ROW) if _table_of(row) is table]
    if all(len(_own_cells(cells)) <= 1 for cells in rows):
        for cells in rows:
            for cell in _own_cells(cells):
                yield from _blocks(cell, styles)
        return
    for cells in rows:
        printed = [" ".join(_cell(cell, styles).split()) for cell in _own_cells(cells)]
        while printed and not printed[-1]:
            printed.pop()
        filled = [cell for cell in printed if cell]
        yield _Row(" | ".join(printed if len(filled) > 1 else filled))


def _own_cells(cells: list[Element]) -> list[Element]:
    """The cells of a row without those of a table inside one of them."""
    within = set(cells)
    return [cell for cell in cells if not any(above in within for above in cell.iterancestors(_CELL))]


def _table_of(row: Element) -> Element | None:
    return next(row.iterancestors(_TABLE), None)


def _cell(cell: Element, styles: dict[str, str]) -> str:
    return " ".join(block.words for block in _blocks(cell, styles))
