"""How the printed lines of a PDF's pages make paragraphs, headings and table rows, in reading order."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.blocks import Block
from ingest.pdf_lines import BREAK, CELL_GAP, MARKER, NARROW_GAP, Line

EDGE_LINES = 3  # lines at the top and at the bottom of a page that can be a header or footer; guess
NUMBER_COLUMN = 60  # points that a table's column of numbers is wide at most; guess
MARGIN = 0.7  # of a page's width of print: what begins right of it stands in a margin, and is no heading; guess
SAME = 3  # points by which a header or footer stands higher or lower on another page; guess
REPEATS = 0.5  # share of the pages on which a header or footer stands; guess
GAP = 1.45  # times the usual line distance that sets paragraphs apart; guess
SINGLE = 1.4  # times the height of a line: single spacing, supposed where too few lines tell; guess
ENOUGH_STEPS = 8  # distances between lines that tell the spacing; guess
NEAR = 6  # lines around one that tell the width of its column; guess
SHORT = 0.8  # of the usual width of a line: a sentence that ends before it ends a paragraph; guess
LONGEST_CELL = 14  # lines; two runs of more side by side are columns; guess
INDENT = 0.6  # heights of a line by which the first of a paragraph may be set in at least; guess
NARROW = 150  # points: a line of an address; those of a column are longer; guess
BESIDE = 0.8  # of the lower one's height that two cells of a row share, and paragraphs of two columns do not; guess
NO_SPACE = 0.08  # heights of a line between two parts of one word; guess
LARGER = 1.15  # times the usual height of type: that of a heading; guess
LONGEST_HEADING = 200  # characters; guess
PAGE = "\f"  # marks in a paragraph where a page begins; no line holds one of its own

_POINT = re.compile(
    r"(?:[•●○▪■◦‣∙\uf0b7–*-]\s|\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivx]{1,5})[.)]\s|\d{1,3}(?:\.\d{1,3})+\s)",
    re.IGNORECASE,
)
_NUMBER = re.compile(rf"{MARKER.pattern}|\d{{1,3}}", re.IGNORECASE)  # of a point or a footnote
_NUMBERED = re.compile(r"(\d{1,3}[.)]?) (\S.*)", re.DOTALL)
_PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
_ENDED = re.compile(r"(?:[.!?:;][\"'”’)\]]*|(?<!\d)[.!?][\"'”’)\]]*\d{1,2}|; (?:and|or))$")  # 1-2: a footnote's
_HYPHEN_AT_END = re.compile(r"(?<=[^\W\d_]{2})[-\u00ad\u2010\ufffe]$")
_BROKEN_WORD = re.compile(rf"([^\W\d_]+){BREAK}({PAGE}?)([^\W\d_]+)")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: the words of its cells, and where they begin."""

    cells: tuple[str, ...]
    lefts: tuple[float, ...]


Element = Line | Row


def blocks_of(pages: Sequence[Sequence[Line]]) -> list[Block]:
    """The blocks of the pages in reading order, without headers, footers and page numbers.

    A paragraph that runs over the end of a page is one block; ``PAGE`` stands in a block
    before the first words of every page.
    """
    kept = [list(_whole_lines(page)) for page in without_edges(pages)]
    usual, height = _usual_step(kept), _usual_height(kept)
    elements = _aligned([list(_rows(page, usual)) for page in kept])
    return list(_mended(list(_blocks(elements, usual, height))))


def without_edges(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Take out what stands at the top or bottom of most pages, its figures apart, and bare page numbers.

    It stands at the same height there: a sentence that ends one page and another is no footer.
    """
    if len(pages) < 2:
        return [list(page) for page in pages]
    edges = Counter(place for page in pages for place in {(_shape(line), round(line.bottom)) for line in _edge(page)})
    wanted = max(2, REPEATS * len(pages))

    def repeats(line: Line) -> bool:
        height = round(line.bottom)
        return sum(edges[_shape(line), height + off] for off in range(-SAME, SAME + 1)) >= wanted

    kept = []
    for page in pages:
        edge = set(map(id, _edge(page)))
        stays = [line for line in page if id(line) not in edge or not repeats(line)]
        heights = sorted(line.bottom for line in stays)
        kept.append([line for line in stays if id(line) not in edge or not _is_page_number(line, heights)])
    return kept if any(kept) else [list(page) for page in pages]


def _edge(page: Sequence[Line]) -> list[Line]:
    by_height = sorted(page, key=lambda line: line.bottom)
    heights = sorted({round(line.bottom) for line in page})
    low, high = heights[:EDGE_LINES], heights[-EDGE_LINES:]
    return [line for line in by_height if round(line.bottom) in low or round(line.bottom) in high]


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", line.words).casefold()


def _is_page_number(line: Line, heights: Sequence[float]) -> bool:
    """Whether a line is a number by itself. One in a row of a table has others beside it.

    ``heights``: of all lines of the page, in order.
    """
    beside = bisect_right(heights, line.bottom + SAME) - bisect_left(heights, line.bottom - SAME) > 1
    return not beside and bool(_PAGE_NUMBER.fullmatch(line.words))


def _whole_lines(page: Sequence[Line]) -> Iterator[Line]:
    """Lines whose parts were printed one by one (a footnote's number, then the words after it) in one piece."""
    level: list[Line] = []
    for line in page:
        if level and not _goes_on(level, line):
            yield from _in_pieces(level)
            level = []
        level.append(line)
    yield from _in_pieces(level)


def _goes_on(level: Sequence[Line], line: Line) -> bool:
    """Whether a part of a line is followed by this one: on its level, or raised as the mark of a footnote is."""
    words = max(level, key=lambda part: part.height)
    gap = line.left - level[-1].right
    if gap < -1 or abs(_step(words, line)) < 0.5:
        return gap >= -1
    shared = min(words.top, line.top) - max(words.bottom, line.bottom)
    small = min(words.height, line.height)
    return abs(words.height - line.height) > 0.15 * small and shared > 0.5 * small and gap < 0.3 * words.height


def _in_pieces(level: list[Line]) -> Iterator[Line]:
    """Parts of one line, set together where no more than a space parts them; cells of a row stand closer than words."""
    is_row = any(right.left - left.right > CELL_GAP * right.height for left, right in pairwise(level))
    running: Line | None = None
    for line in level:
        if running and line.left - running.right <= (NARROW_GAP if is_row else CELL_GAP) * line.height:
            tall = max(running, line, key=lambda part: part.height)
            space = "" if line.left - running.right < NO_SPACE * tall.height else " "
            words = f"{running.words}{space}{line.words}"
            running = replace(tall, words=words, left=running.left, right=line.right)
            continue
        if running:
            yield running
        running = line
    if running:
        yield running


def _usual_step(pages: Sequence[Sequence[Line]]) -> float:
    """Distance from one line of a paragraph to the next, in heights of a line: what the closer quarter of all keep."""
    steps = sorted(_step(above, below) for page in pages for above, below in pairwise(page))
    steps = [step for step in steps if step > 0.5]
    close = steps[len(steps) // 4] if steps else SINGLE
    return close if len(steps) >= ENOUGH_STEPS else min(close, SINGLE)


def _usual_height(pages: Sequence[Sequence[Line]]) -> float:
    """Height of most of the type, in points; 0 if there is none."""
    sizes = Counter[float]()
    for line in (line for page in pages for line in page):
        sizes[round(line.height, 1)] += len(line.words)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _step(above: Line, below: Line) -> float:
    return (above.bottom - below.bottom) / max(1.0, min(above.height, below.height))


def _rows(page: Sequence[Line], usual: float) -> Iterator[Element]:
    """The lines of a page, those that stand side by side as cells joined into rows."""
    runs = _runs(page, usual)
    at = 0
    while at < len(runs):
        row = [runs[at]]
        while at + len(row) < len(runs) and _stands_beside(row, runs[at + len(row)]):
            row.append(runs[at + len(row)])
        at += len(row)
        yield from _row_or_lines(row)


def _runs(page: Sequence[Line], usual: float) -> list[list[Line]]:
    """Lines that stand directly one under the other, as a paragraph's or those of a cell do."""
    runs: list[list[Line]] = []
    for line in page:
        above = runs[-1][-1] if runs else None
        apart = MARKER.fullmatch(line.words)
        if (
            above
            and not apart
            and 0.5 < _step(above, line) <= GAP * usual
            and line.left < above.right
            and line.right > above.left
        ):
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def _stands_beside(row: list[list[Line]], run: list[Line]) -> bool:
    """Whether a run is the next cell of a row: right of the last one and at the same height."""
    lines = [line for cell in row for line in cell]
    top, bottom = max(line.top for line in lines), min(line.bottom for line in lines)
    shared = min(top, run[0].top) - max(bottom, run[-1].bottom)
    lower = min(top - bottom, run[0].top - run[-1].bottom)  # the height of the lower of the two
    wanted = 0.3 * run[0].height if lower < 1.5 * run[0].height else BESIDE * lower
    return run[0].left >= max(line.right for line in row[-1]) - 1 and shared > wanted


def _row_or_lines(row: list[list[Line]]) -> Iterator[Element]:
    if len(row) == 1:
        yield from row[0]
    elif len(row) == 2 and len(row[0]) == 1 and _NUMBER.fullmatch(row[0][0].words):
        mark, first = row[0][0], row[1][0]
        words = f"{mark.words} {first.words}"
        yield Line(words, mark.left, first.right, first.bottom, first.height, first.bold)
        yield from row[1][1:]
    elif sum(len(cell) > LONGEST_CELL for cell in row) > 1:
        yield from (line for column in row for line in column)
    else:
        yield Row(tuple(_run_words(cell) for cell in row), tuple(cell[0].left for cell in row))


def _run_words(lines: list[Line]) -> str:
    words = lines[0].words
    for line in lines[1:]:
        words = _join(words, line.words)
    return words


def _aligned(pages: Sequence[Sequence[Element]]) -> list[list[Element]]:
    """Rows of one table with as many cells as its widest row so far: an empty cell stays where it is.

    A table may go on at the top of the next page.
    """
    aligned: list[list[Element]] = []
    columns: tuple[float, ...] = ()
    for page in pages:
        goes_on = bool(page) and isinstance(page[0], Row) and all(_is_near(left, columns) for left in page[0].lefts)
        columns = columns if goes_on else ()
        aligned.append([])
        for element in page:
            if isinstance(element, Row):
                element = _in_columns(element, columns)
                columns = element.lefts
            elif not _is_in_table(element, columns):
                columns = ()
            aligned[-1].append(element)
    return aligned


def _is_near(left: float, columns: tuple[float, ...]) -> bool:
    return any(abs(left - column) < SAME for column in columns)


def _is_in_table(line: Line, columns: tuple[float, ...]) -> bool:
    """Whether a line is the rest of a cell, or a numbered row without further cells."""
    return bool(columns) and (line.left > columns[0] + 1 or _NUMBERED.match(line.words) is not None)


def _in_columns(row: Row, columns: tuple[float, ...]) -> Row:
    if len(row.cells) >= len(columns):
        return row
    row = _with_number_apart(row, columns)
    places = [min(range(len(columns)), key=lambda n: abs(columns[n] - left)) for left in row.lefts]
    if len(set(places)) < len(places):
        return row
    cells = dict(zip(places, row.cells, strict=True))
    return Row(tuple(cells.get(number, "") for number in range(len(columns))), columns)


def _with_number_apart(row: Row, columns: tuple[float, ...]) -> Row:
    """The number of a row in a cell of its own where it stands close to the words of the next."""
    numbered = _NUMBERED.fullmatch(row.cells[0])
    taken = len(row.lefts) > 1 and abs(columns[1] - row.lefts[1]) <= abs(columns[2 % len(columns)] - row.lefts[1])
    if not numbered or taken or columns[1] - columns[0] > NUMBER_COLUMN:
        return row
    return Row((numbered[1], numbered[2], *row.cells[1:]), (row.lefts[0], columns[1], *row.lefts[1:]))


def _blocks(pages: list[list[Element]], usual: float, height: float) -> Iterator[Block]:
    """Blocks in reading order, one that runs over the end of a page or column in one piece."""
    running: Block | None = None
    for page in pages:
        for number, block in enumerate(_blocks_of(page, usual, height)):
            begun = (PAGE if number == 0 else "") + block.words
            if running and not (running.heading or block.heading) and _runs_on(running.words, block.words):
                running = Block(_join(running.words, begun))
                continue
            if running:
                yield running
            running = Block(begun, heading=block.heading)
    if running:
        yield running


def _runs_on(before: str, after: str) -> bool:
    return " | " not in before and not _ENDED.search(before) and after[0].islower() and not _POINT.match(after)


def _blocks_of(page: list[Element], usual: float, height: float) -> Iterator[Block]:
    paragraph: list[Line] = []
    lines = [element for element in page if isinstance(element, Line)]
    margin = _margin(lines)
    furthest = max((line.right for line in lines), default=0.0)
    reach = {id(line): _reach(lines, number, furthest) for number, line in enumerate(lines)}
    three = zip(lines, lines[1:], lines[2:], strict=False)
    set_in = {id(line) for above, line, below in three if _is_set_in(above, line, below)}
    for element in page:
        above = paragraph[-1] if paragraph else None
        if above and (
            isinstance(element, Row) or id(element) in set_in or _parts(above, element, usual, reach[id(above)])
        ):
            yield _block(paragraph, height, margin)
            paragraph = []
        if isinstance(element, Row):
            yield Block(" | ".join(element.cells))
        else:
            paragraph.append(element)
    if paragraph:
        yield _block(paragraph, height, margin)


def _margin(lines: Sequence[Line]) -> float:
    """Where the right margin of a page's print may begin, as of notes who has to act."""
    left, right = min((line.left for line in lines), default=0.0), max((line.right for line in lines), default=0.0)
    return left + MARGIN * (right - left)


def _reach(lines: list[Line], number: int, furthest: float) -> float:
    """How far to the right a line could have gone: as far as its neighbours that begin where it does.

    ``furthest``: as far as any line of the page.
    """
    here = lines[number]
    near = [line for line in lines[number + 1 : number + 1 + NEAR] if abs(line.left - here.left) < here.height]
    if len(near) < NEAR // 2:
        near += [line for line in lines[max(0, number - NEAR) : number] if abs(line.left - here.left) < here.height]
    return max(line.right for line in near) if len(near) >= NEAR // 2 else furthest


def _block(lines: list[Line], height: float, margin: float) -> Block:
    words = _run_words(lines)
    if lines[0].left > margin:
        return Block(words)
    stands_out = all(line.bold for line in lines) or min(line.height for line in lines) > LARGER * height
    heading = stands_out and len(words) <= LONGEST_HEADING and not words.endswith((".", ";", ","))
    return Block(words, heading=heading and any(map(str.isalpha, words)))


def _parts(above: Line, below: Line, usual: float, reach: float) -> bool:
    """Whether a new paragraph begins with the lower line."""
    step = _step(above, below)
    if _is_set_right(above, below):
        return True
    if step <= 0 or step > GAP * usual:
        return True
    if _POINT.match(below.words) or abs(above.height - below.height) > 0.15 * above.height:
        return True
    short = above.right < SHORT * reach
    if above.bold and not below.bold and (short or not _POINT.match(above.words)) and below.words[0].isupper():
        return True
    return short and _ENDED.search(above.words) is not None


def _is_set_in(above: Line, line: Line, below: Line) -> bool:
    """Whether a line is set in between two that are not, after the end of a sentence: a paragraph's first."""
    level = abs(above.left - below.left) < 0.3 * line.height
    return level and line.left - above.left > INDENT * line.height and _ENDED.search(above.words) is not None


def _is_set_right(above: Line, below: Line) -> bool:
    """Whether two short lines end at one place and begin at two, as an address or a date at the right margin does."""
    shifted = abs(above.left - below.left) > 0.5 * above.height and abs(above.right - below.right) < 1.5
    return shifted and max(above.right - above.left, below.right - below.left) < NARROW


def _join(before: str, after: str) -> str:
    """Set the next line behind; a hyphen at the line's end becomes a mark that ``_mended`` decides on."""
    if _HYPHEN_AT_END.search(before) and after.removeprefix(PAGE)[0].isalpha():
        return f"{before[:-1]}{BREAK}{after}"
    return f"{before.removesuffix(BREAK)}{'-' if before.endswith(BREAK) else ''} {after}"


def _mended(blocks: list[Block]) -> Iterator[Block]:
    """Words broken at a line's end made whole where the whole word stands elsewhere in the text, else hyphenated."""
    known = {word.casefold() for block in blocks for word in re.findall(r"[^\W\d_]+", block.words)}

    def mend(broken: re.Match[str]) -> str:
        start, page, end = broken[1], broken[2], broken[3]
        whole = (start + end).casefold() in known and end[0].islower()
        return f"{start}{page}{end}" if whole else f"{start}-{page}{end}"

    for block in blocks:
        yield Block(_BROKEN_WORD.sub(mend, block.words).replace(BREAK, "-"), heading=block.heading)
