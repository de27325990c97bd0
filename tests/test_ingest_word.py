"""Word documents: headings, lists and tables in their order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime

import docx
import pytest
from docx.document import Document as WordFile
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from greenshoots.errors import SourceError
from ingest.raw import Parsed, Raw
from ingest.registry import parse
from ingest.word_file import LARGEST


def saved(build: Callable[[WordFile], object]) -> bytes:
    word, held = docx.Document(), io.BytesIO()
    build(word)
    word.save(held)
    return held.getvalue()


def read(data: bytes, name: str = "/records/report.docx") -> Parsed | SourceError:
    (item,) = parse(Raw(name, data, datetime(2030, 4, 1, tzinfo=UTC)))
    return item


def parsed(data: bytes, name: str = "/records/report.docx") -> Parsed:
    item = read(data, name)
    assert isinstance(item, Parsed), item
    return item


def report(word: WordFile) -> None:
    word.add_heading("Harbour wall", 0)
    word.add_heading("What was found", 1)
    word.add_paragraph("The wall  is\u00a0cracked.\tIt will be mended.")
    word.add_paragraph("Survey by May", style="List Bullet")
    word.add_paragraph("Works by June", style="List Number")
    table = word.add_table(rows=3, cols=3)
    for cell, words in zip(
        (c for row in table.rows for c in row.cells), "Action Owner Due Survey  May".split(" "), strict=False
    ):
        cell.text = words
    table.rows[2].cells[0].merge(table.rows[2].cells[2]).text = "All agreed"
    word.add_paragraph("It closed at nine.")


def test_headings_lists_and_tables_stand_in_their_order():
    made = parsed(saved(report)).document
    assert made.text.split("\n\n") == [
        "Harbour wall",
        "What was found",
        "The wall is cracked. It will be mended.",
        "Survey by May",
        "Works by June",
        "Action | Owner | Due",
        "Survey |  | May",
        "All agreed",
        "It closed at nine.",
    ]
    assert [span.of(made.text) for span in made.headings] == ["Harbour wall", "What was found"]
    assert made.title == "Harbour wall"


def test_minutes_in_word_are_minutes_with_their_day():
    made = parsed(
        saved(lambda w: w.add_paragraph("Minutes of the meeting of Fernbridge Council held on 19 March 2030"))
    ).document
    assert (made.medium, str(made.met)) == ("minutes", "2030-03-19")


def test_changes_are_read_as_accepted_and_wrapped_text_is_not_lost():
    def build(word: WordFile) -> None:
        body = word.add_paragraph("We ")._p
        for xml in (
            "<w:del {0}><w:r><w:delText>may </w:delText></w:r></w:del>",
            "<w:ins {0}><w:r><w:t>will </w:t></w:r></w:ins>",
            "<w:hyperlink {0}><w:r><w:t>mend</w:t></w:r></w:hyperlink>",
            "<w:sdt {0}><w:sdtContent><w:r><w:t xml:space='preserve'> it</w:t></w:r></w:sdtContent></w:sdt>",
        ):
            body.append(parse_xml(xml.format(nsdecls("w"))))
        wrapped = "<w:sdt {}><w:sdtContent><w:p><w:r><w:t>By May.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        body.addnext(parse_xml(wrapped.format(nsdecls("w"))))

    assert parsed(saved(build)).document.text == "We will mend it\n\nBy May."


def test_a_table_of_one_column_is_a_frame_of_paragraphs():
    def build(word: WordFile) -> None:
        cell = word.add_table(rows=1, cols=1).rows[0].cells[0]
        cell.text = "We will."
        cell.add_paragraph("In May.")

    assert parsed(saved(build)).document.text == "We will.\n\nIn May."


def test_a_table_inside_a_table_gives_its_words_once():
    def build(word: WordFile) -> None:
        outer = word.add_table(rows=1, cols=2)
        inner = outer.rows[0].cells[1].add_table(rows=1, cols=2)
        outer.rows[0].cells[0].text, inner.rows[0].cells[0].text, inner.rows[0].cells[1].text = "Wall", "May", "June"

    assert parsed(saved(build)).document.text.split() == ["Wall", "|", "May", "|", "June"]


def test_a_word_file_shows_itself_under_any_name():
    assert parsed(saved(report), "/records/report.html").parser == "word/1"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty"),
        (b"PK", "no Word document"),
        (b"<html>We will</html>", "no Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old kind"),
    ],
)
def test_what_is_no_word_file_is_told_plainly(data, told):
    item = read(data)
    assert isinstance(item, SourceError)
    assert told in str(item)


def test_another_package_under_the_name_is_told():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        package.writestr("xl/workbook.xml", "<x/>")
    item = read(held.getvalue())
    assert isinstance(item, SourceError)
    assert "another kind of file" in str(item)


def test_a_file_without_words_is_empty():
    item = read(saved(lambda word: word.add_paragraph("  ")))
    assert isinstance(item, SourceError)
    assert "no text" in str(item)


@settings(max_examples=30)
@given(st.integers(0, 36_000), st.integers(0, 255))
def test_a_damaged_file_gives_a_record_or_an_error(at, byte):
    whole = bytearray(saved(report))
    whole[at % len(whole)] ^= byte
    for data in (bytes(whole), bytes(whole[: at % len(whole)])):
        assert isinstance(read(data), Parsed | SourceError)


@pytest.mark.slow
def test_a_file_that_unpacks_to_a_monster_is_refused():
    held = io.BytesIO(saved(report))
    with zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED) as package, package.open("word/media/a.bin", "w") as entry:
        for _ in range(LARGEST // 10_000_000 + 1):
            entry.write(bytes(10_000_000))
    item = read(held.getvalue())
    assert isinstance(item, SourceError)
    assert "unpacks to" in str(item)


@pytest.mark.slow
def test_fifty_megabytes_of_paragraphs_are_read():
    paragraph = "<w:p><w:r><w:t>We will mend the wall by the harbour in May.</w:t></w:r></w:p>"
    small, held = saved(lambda word: word.add_paragraph("HERE")), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(small)) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            data = old.read(name).decode("utf-8", "surrogateescape")
            data = data.replace("<w:body>", "<w:body>" + paragraph * 650_000) if name == "word/document.xml" else data
            new.writestr(name, data.encode("utf-8", "surrogateescape"))
    assert len(held.getvalue()) > 50_000_000
    assert parsed(held.getvalue()).document.text.count("We will mend") == 650_000
