"""PDF: printed lines become paragraphs; pages without text, damage and locks are told apart."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime

import pypdfium2
import pytest
from PIL import Image

from greenshoots.errors import BrokenSourceError, EmptySourceError
from greenshoots.records import Document
from ingest.pdf import parse_pdf
from ingest.raw import Parsed, Raw

NOW = datetime(2024, 7, 1, 12, tzinfo=UTC)
Printed = tuple[float, float, str] | tuple[float, float, str, float, str]  # left, bottom, words; size, R or B


def make_pdf(pages: Sequence[Sequence[Printed]]) -> bytes:
    """The least PDF that prints these lines in 11 point Helvetica, or in the size and face that they name."""
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
    ]
    for number, lines in enumerate(pages):
        stream = f"BT {''.join(map(drawn, lines))}ET"
        resources = "/Resources<</Font<</R 3 0 R/B 4 0 R>>>>"
        parts.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{resources}/Contents {6 + 2 * number} 0 R>>")
        parts.append(f"<</Length {len(stream.encode('cp1252'))}>>stream\n{stream}\nendstream")
    data = bytearray(b"%PDF-1.4\n")
    places = []
    for number, part in enumerate(parts, start=1):
        places.append(len(data))
        data += f"{number} 0 obj{part}endobj\n".encode("cp1252")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(parts) + 1}/Root 1 0 R>>\n"
    return bytes(data) + f"{end}startxref\n{len(data)}\n%%EOF\n".encode("cp1252")


def drawn(printed: Printed) -> str:
    left, bottom, words, size, face = (*printed, 11.0, "R")[:5] if len(printed) == 3 else printed
    return f"/{face} {size} Tf 1 0 0 1 {left} {bottom} Tm ({escaped(words)}) Tj\n"


def escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def lines(*words: str, top: float = 760, step: float = 14, left: float = 72) -> list[Printed]:
    """Words printed one under the other; an empty one leaves a gap."""
    return [(left, top - step * number, line) for number, line in enumerate(words) if line]


def read(*pages: Sequence[Printed]) -> Document:
    (item,) = parse_pdf(Raw("a.pdf", make_pdf(pages), NOW))
    assert isinstance(item, Parsed)
    return item.document


def test_wrapped_lines_are_one_paragraph_and_a_gap_parts_two():
    page = lines(
        "The council will reopen the harbour steps by the end of", "September, and mend the wall.", "", "It is sorry."
    )
    assert read(page).text == (
        "The council will reopen the harbour steps by the end of September, and mend the wall.\n\nIt is sorry."
    )


def test_points_and_numbered_minutes_are_paragraphs_of_their_own():
    page = lines(
        "RESOLVED that the following steps be taken by the council:",
        "1. the wall be mended;",
        "(b) the steps be lit.",
        "• Light",
    )
    assert read(page).text.split("\n\n")[1:] == ["1. the wall be mended;", "(b) the steps be lit.", "• Light"]


def test_a_short_line_that_ends_a_sentence_ends_its_paragraph():
    page = lines(
        "The committee heard at length about the harbour wall and then",
        "it voted.",
        "The steps were discussed after that, and it was late by then.",
    )
    assert len(read(page).text.split("\n\n")) == 2


def test_cells_of_one_row_stay_together():
    page = [(72.0, 760.0, "Steps"), (300.0, 760.0, "30 September 2024"), *lines("Below the table.", top=700)]
    assert read(page).text == "Steps | 30 September 2024\n\nBelow the table."


def test_a_row_of_wrapped_cells_is_one_line_and_an_empty_cell_keeps_its_place():
    page = [
        *[(left, 760.0, words) for left, words in ((72.0, "Action"), (250.0, "Officer"), (400.0, "Due"))],
        *lines("Mend the wall from", "the steps to the slip", top=730),
        *lines("Head of Coast, with", "the Harbour Master", top=730, left=250),
        (400.0, 730.0, "March 2025"),
        (72.0, 690.0, "Light the steps"),
        (400.0, 690.0, "May 2025"),
    ]
    assert read(page).text.split("\n\n") == [
        "Action | Officer | Due",
        "Mend the wall from the steps to the slip | Head of Coast, with the Harbour Master | March 2025",
        "Light the steps |  | May 2025",
    ]


def test_a_number_stays_with_its_paragraph():
    page = [(72.0, 760.0, "21."), *lines("The council will light the", "steps.", top=760, left=110)]
    assert read(page).text == "21. The council will light the steps."


def test_columns_are_read_one_after_the_other():
    left = lines(
        "The wall was built in 1911 and", "was mended. It fell in 2003 and", "has not been looked after since.", ""
    )
    right = lines("will be renewed from the steps", "to the slipway by next spring.", "It will cost £1.2 million.")
    page = [*left, *lines("The panel heard that the wall", top=690), *[(x + 250, y, words) for x, y, words in right]]
    assert read(page).text.split("\n\n") == [
        "The wall was built in 1911 and was mended. It fell in 2003 and has not been looked after since.",
        "The panel heard that the wall will be renewed from the steps to the slipway by next spring. "
        "It will cost £1.2 million.",
    ]


def test_every_page_has_its_anchor_within_a_paragraph_too():
    document = read(lines("The council will mend the"), [], lines("harbour wall by March.", "", "It is sorry."))
    told = [(anchor.page, document.text[anchor.start :][:7]) for anchor in document.anchors]
    assert told == [(1, "The cou"), (3, "harbour")]


def test_a_word_broken_by_the_end_of_a_page_is_mended_and_anchored():
    document = read(lines("The committee met. Then the com-"), lines("mittee voted."))
    assert document.text == "The committee met. Then the committee voted."
    assert document.text[document.anchors[1].start :] == "mittee voted."


def test_headers_footers_and_page_numbers_go_and_a_paragraph_runs_over_the_page():
    pages = [
        [(72.0, 820.0, "Saltmarsh Harbour Committee"), *words, (280.0, 30.0, f"Page {number} of 3")]
        for number, words in enumerate(
            [
                lines("The council will reopen the harbour steps by the end of"),
                lines("next month.", "", "It was late."),
                lines("The wall is mended."),
            ],
            start=1,
        )
    ]
    assert read(*pages).text == (
        "The council will reopen the harbour steps by the end of next month.\n\nIt was late.\n\nThe wall is mended."
    )


def test_a_broken_word_is_mended_only_where_the_whole_word_stands_elsewhere():
    page = lines(
        "The committee met. It heard that the com-",
        "mittee has no money for a cross-",
        "party group or for a cost-",
        "Effective wall.",
    )
    assert read(page).text == (
        "The committee met. It heard that the committee has no money"
        " for a cross-party group or for a cost-Effective wall."
    )


def test_printed_minutes_are_known_and_dated():
    page = lines(
        "HARBOUR COMMITTEE", "", "Minutes of the meeting held on Tuesday, 4 June 2024", "", "Present: A. Finch"
    )
    document = read(page)
    assert (document.medium, document.met, document.title) == ("minutes", date(2024, 6, 4), "HARBOUR COMMITTEE")


def test_pages_without_text_are_probably_scanned():
    with pytest.raises(EmptySourceError, match="probably scanned"):
        read([], [])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.4\nnothing more", "damaged"),
        (make_pdf([lines("We will.")])[:200], "damaged"),
        (b"\x00" * 50, "damaged"),
        (b"<html><p>We will.</p></html>", "web page under the name of a PDF"),
    ],
)
def test_a_damaged_file_is_told(data, said):
    with pytest.raises(BrokenSourceError, match=said):
        list(parse_pdf(Raw("a.pdf", data, NOW)))


def test_a_locked_file_is_told():
    locked = make_pdf([lines("We will.")]).replace(
        b"/Root 1 0 R>>",
        b"/Root 1 0 R/Encrypt<</Filter/Standard/V 1/R 2/P -4/Length 40/O<" + b"5a" * 32 + b">/U<" + b"a5" * 32 + b">>>"
        b"/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]>>",
    )
    with pytest.raises(BrokenSourceError, match="locked with a password"):
        list(parse_pdf(Raw("a.pdf", locked, NOW)))


def with_a_scanned_page(data: bytes) -> bytes:
    """The same PDF, followed by a page that is one picture."""
    scanned, made = io.BytesIO(), io.BytesIO()
    Image.new("L", (620, 877), 200).save(scanned, "PDF")
    pdf = pypdfium2.PdfDocument(data)
    pdf.import_pages(pypdfium2.PdfDocument(scanned.getvalue()))
    pdf.save(made)
    return made.getvalue()


@pytest.mark.parametrize(("scanned", "partial"), [(True, True), (False, False)])
def test_a_scanned_page_among_others_makes_the_record_partial(scanned, partial):
    data = make_pdf([lines("We will mend the harbour wall."), []])
    (item,) = parse_pdf(Raw("a.pdf", with_a_scanned_page(data) if scanned else data, NOW))
    assert isinstance(item, Parsed)
    assert item.partial is partial
