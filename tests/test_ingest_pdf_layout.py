"""PDF layouts: columns, tables over pages, margins, raised marks, turned pages; and two real papers where at hand."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest

from greenshoots.records import Document
from ingest.pdf import parse_pdf
from ingest.raw import Parsed, Raw
from tests.test_ingest_pdf import NOW, Printed, lines, make_pdf, read

INPUTS = Path(__file__).resolve().parents[2] / "shared" / "inputs"


def parsed(data: bytes) -> Document:
    (item,) = parse_pdf(Raw("a.pdf", data, NOW))
    assert isinstance(item, Parsed)
    return item.document


def paragraphs(*pages: list[Printed]) -> list[str]:
    return read(*pages).text.split("\n\n")


def cells(top: float, *words: str) -> list[Printed]:
    """A row of a table of four columns, the first of which is narrow."""
    return [(left, top, cell) for left, cell in zip((72.0, 96.0, 300.0, 440.0), words, strict=True) if cell]


def test_a_sentence_that_ends_several_pages_is_no_footer():
    first = lines("The wall will be mended and the committee", "was told that it was sorry.")
    second = lines("The steps will be lit and the committee", "was", "was told that it was sorry.")
    assert read(first, second).text.count("was told that it was sorry.") == 2


def test_a_footer_that_stands_a_little_higher_goes_all_the_same():
    pages = [
        [*lines(words), (72.0, foot, "Harbour Committee")] for words, foot in (("We will.", 30.0), ("By May.", 32.0))
    ]
    assert read(*pages).text == "We will.\n\nBy May."


def test_pages_that_say_the_same_are_not_all_header():
    assert read(lines("We will."), lines("We will.")).text == "We will.\n\nWe will."


def test_figures_in_the_first_row_of_a_page_are_no_page_number():
    pages = [cells(760, str(number), "Mend the wall", "Head of Coast", str(number * 31)) for number in (7, 8)]
    assert paragraphs(*pages) == ["7 | Mend the wall | Head of Coast | 217", "8 | Mend the wall | Head of Coast | 248"]


def test_a_raised_mark_of_a_footnote_stays_behind_its_word():
    page: list[Printed] = [
        (72.0, 760.0, "the steps."),
        (119.7, 764.5, "1", 7.0, "R"),
        (123.6, 760.0, " The council will mend the harbour wall."),
        *lines("It is sorry.", top=746),
    ]
    assert read(page).text == "the steps.1 The council will mend the harbour wall. It is sorry."


def test_a_paragraph_that_ends_with_a_raised_mark_has_ended():
    page: list[Printed] = [
        *lines("The council will mend the harbour wall and light", "the steps.", top=760),
        (119.7, 750.5, "2", 7.0, "R"),
        *lines("It said so to the harbour committee in the spring.", top=732),
    ]
    assert paragraphs(page)[0].endswith("the steps.2")
    assert len(paragraphs(page)) == 2


def test_a_row_without_further_cells_does_not_end_its_table():
    page = [
        *cells(760, "1", "Mend the wall", "Head of Coast", "May 2031"),
        *cells(730, "2", "Light the steps", "", ""),
        *cells(700, "3", "Publish the survey", "", "June 2031"),
    ]
    assert paragraphs(page)[0::2] == [
        "1 | Mend the wall | Head of Coast | May 2031",
        "3 | Publish the survey |  | June 2031",
    ]


def test_a_table_keeps_its_columns_on_the_next_page():
    first = cells(700, "9", "Mend the wall", "Head of Coast", "May 2031")
    second = cells(760, "10", "Light the steps", "", "June 2031")
    assert paragraphs(first, second)[1] == "10 | Light the steps |  | June 2031"


def test_a_number_close_to_its_words_has_a_cell_of_its_own():
    first = cells(760, "9", "Mend the wall", "Head of Coast", "May 2031")
    second = [(72.0, 730.0, "110 Light the steps"), (440.0, 730.0, "June 2031")]
    assert paragraphs([*first, *second])[1] == "110 | Light the steps |  | June 2031"


def test_what_stands_in_the_right_margin_is_no_heading():
    page: list[Printed] = []
    for number, top in enumerate((760.0, 700.0, 640.0, 580.0), start=1):
        page += [(72.0, top, f"{number}.", 11.0, "R"), (90.0, top, "HARBOUR WALL", 11.0, "B")]
        page += lines("The council will mend the wall and it will light the steps.", top=top - 14)
        page.append((460.0, top - 28, "Head of Coast", 11.0, "B"))
    document = read(page)
    assert [span.of(document.text) for span in document.headings] == [f"{n}. HARBOUR WALL" for n in (1, 2, 3, 4)]
    assert document.text.count("Head of Coast") == 4


def test_lines_set_to_the_right_margin_stand_alone():
    page: list[Printed] = [
        (440.0, 760.0, "Saltmarsh House"),
        (465.66, 746.0, "Quay Street"),
        (457.11, 732.0, "4 March 2031"),
    ]
    page += lines("Dear Councillor Finch", top=690)
    assert paragraphs(page)[:3] == ["Saltmarsh House", "Quay Street", "4 March 2031"]


def test_long_columns_side_by_side_are_no_row_of_a_table():
    left = lines(*["The council will mend the harbour wall"] * 20)
    right = lines(*["and it will light the steps by then so"] * 20, left=310)
    assert " | " not in read([*left, *right]).text


def test_paragraphs_that_begin_two_columns_are_no_row_of_a_table():
    left = lines("The wall was built", "in 1911.", "", "The council will mend it", "and it will light", "the steps.")
    right = lines("by next May, the Head", "of Coast said to", "all of the members.", left=310, top=738)
    assert " | " not in read([*left, *right]).text


def test_the_first_line_of_a_paragraph_may_be_set_in():
    page: list[Printed] = [
        *lines("The council will mend the harbour wall and light the steps.", left=72),
        *lines("It said so to the committee in spring and again in June.", left=84, top=746),
        *lines("Nobody asked by when that would be.", left=72, top=732),
    ]
    assert len(paragraphs(page)) == 2


def turned(data: bytes, angle: int) -> bytes:
    """The same pages, their print turned on the sheet and the sheet turned back for the reader."""
    pdf, held = pypdfium2.PdfDocument(data), io.BytesIO()
    for page in pdf:
        width, height = page.get_size()
        place = {90: (0, width), 180: (width, height), 270: (height, 0)}[angle]
        for thing in page.get_objects():
            thing.transform(pypdfium2.PdfMatrix().rotate(angle).translate(*place))
        if angle != 180:
            page.set_mediabox(0, 0, height, width)
        page.set_rotation((360 - angle) % 360)
        page.gen_content()
    pdf.save(held)
    return held.getvalue()


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_table_across_the_sheet_is_read_as_it_lies(angle):
    page = [
        *lines("The council will mend the harbour wall by the end of", "next May.", "", "It is sorry."),
        *cells(690, "1", "Mend the wall", "Head of Coast", "May 2031"),
    ]
    data = make_pdf([page])
    assert parsed(turned(data, angle)).text == parsed(data).text
    assert " | " in parsed(data).text


def real(name: str) -> Document:
    path = INPUTS / name
    if not path.is_file():
        pytest.skip(f"{name} is not at hand")
    (item,) = parse_pdf(Raw(str(path), path.read_bytes(), datetime(2031, 3, 4, tzinfo=UTC)))
    assert isinstance(item, Parsed)
    assert not item.partial
    return item.document


def pages_of(document: Document) -> dict[int | None, str]:
    starts = [*(anchor.start for anchor in document.anchors), len(document.text)]
    return {
        anchor.page: document.text[anchor.start : end] for anchor, end in zip(document.anchors, starts[1:], strict=True)
    }


def letters(words: str) -> str:
    return "".join(re.findall(r"\w", words))


@pytest.mark.parametrize(
    ("name", "pages"), [("pdf/government_response.pdf", 19), ("moderngov/kingston/ManorgatePetition_report.pdf", 7)]
)
def test_the_pages_of_a_real_paper_begin_where_their_anchors_say(name, pages):
    document = real(name)
    printed = pages_of(document)
    assert [anchor.page for anchor in document.anchors] == list(range(1, pages + 1))
    pdf = pypdfium2.PdfDocument(INPUTS / name)
    for number, words in printed.items():
        whole = letters(pdf[(number or 0) - 1].get_textpage().get_text_range())
        assert letters(words)[:25] in whole
        assert letters(words)[-25:] in whole
        assert len(letters(words)) > 0.9 * len(whole) - 60  # headers, footers and the page's number are left out


def test_each_recommendation_of_a_real_response_stands_between_its_heading_and_its_answer():
    document = real("pdf/government_response.pdf")
    blocks = document.text.split("\n\n")
    headings = {span.of(document.text) for span in document.headings}
    at = [number for number, block in enumerate(blocks) if block.endswith("Inquiry Recommendation")]
    assert len(at) > 10
    assert all(blocks[number] in headings for number in at)
    for number, after in zip(at, [*at[1:], len(blocks)], strict=True):
        between = blocks[number + 1 : after]
        assert any(re.match(r"\d+\.\d+", block) for block in between[:3])
        assert len(between) >= 2  # the recommendation, then what is answered
