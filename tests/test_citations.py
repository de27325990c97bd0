"""A statement cited in four forms: what each needs is there, what a record hides is hidden, nothing breaks out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from greenshoots.citations import CITATIONS, bibtex, citation, plain, ris
from greenshoots.records import Anchor, Document, Provenance, Statement

MADE = date(2023, 3, 8)
DOCUMENT = Document(
    "d", "We will act.", "press", "Harbourside Echo", "Roof & rain: 50% done", "https://h.example.org/a_b", MADE
)
SAID = Statement("d", DOCUMENT.key, 0, 12, "We will act.", ("commitment",), speaker="Ada Marsh", role="Leader")
READ = Provenance("https://h.example.org/a_b", datetime(2024, 6, 1, tzinfo=UTC), "ab" * 32, "html/1")


def fields_of_ris(text: str) -> list[tuple[str, str]]:
    """Read a record as the format has it: two letters or digits, two spaces, a dash, a space, the value."""
    lines = text.split("\r\n")
    assert lines.pop() == ""
    found = [re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line) for line in lines]
    assert all(found)
    return [(match[1], match[2]) for match in found if match]


def test_plain_tells_words_who_when_where():
    assert plain(SAID, DOCUMENT) == (
        "“We will act.”\nAda Marsh, Leader, published 8 March 2023\n"
        "Roof & rain: 50% done, Harbourside Echo, Press\nhttps://h.example.org/a_b"
    )


def test_bibtex_escapes_what_tex_would_act_on():
    assert bibtex(SAID, DOCUMENT, READ) == (
        f"@misc{{{SAID.id},\n"
        "  author = {{Harbourside Echo}},\n"
        "  title = {{Roof \\& rain: 50\\% done}},\n"
        "  year = {2023},\n"
        "  date = {2023-03-08},\n"
        "  howpublished = {Press},\n"
        "  note = {Ada Marsh, Leader: “We will act.”},\n"
        "  url = {https://h.example.org/a_b},\n"
        "  urldate = {2024-06-01},\n"
        "}\n"
    )


def test_ris_has_a_type_first_and_ends_the_record():
    assert fields_of_ris(ris(SAID, DOCUMENT, READ)) == [
        ("TY", "NEWS"),
        ("ID", SAID.id),
        ("AU", "Harbourside Echo"),
        ("TI", "Roof & rain: 50% done"),
        ("PB", "Harbourside Echo"),
        ("PY", "2023"),
        ("DA", "2023/03/08"),
        ("N1", "Ada Marsh, Leader: “We will act.”"),
        ("UR", "https://h.example.org/a_b"),
        ("Y2", "2024/06/01"),
        ("ER", ""),
    ]


@pytest.mark.parametrize("form", CITATIONS)
def test_what_is_not_known_is_left_out(form):
    bare = Document("d", "We will act.")
    told = citation(form, Statement("d", bare.key, 0, 12, "We will act.", ("commitment",)), bare, None)
    assert "We will act." in told
    assert "None" not in told


@pytest.mark.parametrize("form", CITATIONS)
def test_contact_details_are_hidden(form):
    said = replace(SAID, text="Write to ada@harbourside.example.org.", speaker="Ada, 01632 960150")
    told = citation(form, said, DOCUMENT, READ)
    assert "ada@" not in told
    assert "960150" not in told


@pytest.mark.parametrize("form", CITATIONS)
def test_a_member_of_the_public_is_not_named(form):
    text = "Public questions\n\nQuestion from Mrs Jane Wool\n\nMrs Wool asked when the roof would be mended."
    document = Document("d", text, "minutes", "Harbourside Council", "Cabinet")
    words = text[text.index("Mrs Wool asked") :]
    start = text.index(words)
    said = Statement("d", document.key, start, len(text), words, ("request",), speaker="Jane Wool")
    assert "Wool" not in citation(form, said, document, None)


@pytest.mark.parametrize("form", CITATIONS)
def test_an_address_that_is_none_of_the_web_is_no_link(form):
    if form == "footnote":  # which prints an address as text
        return
    assert "javascript" not in citation(form, SAID, replace(DOCUMENT, url="javascript:alert(1)"), READ)


def test_a_reference_tells_the_page():
    paper = replace(DOCUMENT, anchors=(Anchor(0, page=7),))
    assert "page 7" in bibtex(SAID, paper, None)
    assert "page 7" in ris(SAID, paper, None)


@given(some.text(max_size=60), some.text(max_size=60), some.text(max_size=60))
def test_no_words_break_out_of_a_reference(words, title, name):
    document = replace(DOCUMENT, title=f"t{title}", body=f"b{name}")
    said = replace(SAID, text=f"w{words}", speaker=f"s{name}")
    tags = [tag for tag, _ in fields_of_ris(ris(said, document, READ))]
    assert tags == ["TY", "ID", "AU", "TI", "PB", "PY", "DA", "N1", "UR", "Y2", "ER"]
    made = bibtex(said, document, READ)
    assert len(made.splitlines()) == 10
    bare = re.sub(r"\\[{}\\&%$#_]", "", made)
    assert bare.count("{") == bare.count("}")
