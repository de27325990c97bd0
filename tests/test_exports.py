"""Chosen statements as files: each format opens in what reads it, hides what is private, and nothing in it acts."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import docx
import html5lib
import icalendar
import pytest
from click.testing import CliRunner, Result
from export_world import HOSTILE, World, fill
from hypothesis import given
from hypothesis import strategies as some

from greenshoots import pipeline
from greenshoots.cli import main
from greenshoots.excerpts import excerpts
from greenshoots.export_formats.calendar import _folded, _text
from greenshoots.export_formats.claimreview import review
from greenshoots.export_formats.parts import document as whole_page
from greenshoots.export_formats.table import COLUMNS
from greenshoots.silence import ANSWERS

FORMULA = re.compile(r"\s*[=+\-@]")
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture
def world(home, monkeypatch) -> World:
    return fill(home, monkeypatch)


def run(*words: str) -> Result:
    done = CliRunner().invoke(main, ["export", *words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def made(*words: str) -> bytes:
    done = run(*words)
    assert done.exit_code == 0, done.stderr
    return done.stdout_bytes


def everything(world: World) -> list[str]:
    return [world.ids.pledge, world.ids.nasty, world.hostile, world.long, world.public]


def rows(*words: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made("--format", "csv", *words).decode("utf-8-sig"), newline="")))


def events(*words: str) -> list[icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(made("--format", "ics", *words))
    assert calendar.errors == []
    return list(calendar.walk("VEVENT"))


def parts_of(node: object) -> Iterator[str]:
    """Every string in a piece of JSON."""
    if isinstance(node, dict):
        for value in node.values():
            yield from parts_of(value)
    elif isinstance(node, list):
        for value in node:
            yield from parts_of(value)
    elif isinstance(node, str):
        yield node


# what is told


def test_json_tells_what_was_said_later_searched_and_judged(world):
    (one,) = json.loads(made("--format", "json", world.ids.pledge))
    assert one["words"] == "The Council will reopen the Harbour Road library by the end of March 2024."
    assert one["before"] == "She said that she had read every letter."
    assert one["after"] == "Members asked what it would cost."
    assert one["answer"] == "Found"
    assert [later["day"] for later in one["later"]] == ["2023-07-14", "2024-05-01"]
    assert one["later"][1]["reads"] == "Reads as late or not done"
    assert one["later"][1]["found_by"] == "proposed by machine"
    assert "1 May 2023 to 1 May 2024" in one["searched"]
    assert one["verdict"]["rating"] == "kept late"
    assert one["verdict"]["by"] == "Una Frost"
    assert one["source"]["url"] == "https://harbourside.example.org/1"
    assert one["due"] == "2024-03-31"


def test_every_answer_is_one_of_four(world):
    answers = {one["answer"].casefold() for one in json.loads(made("--format", "json", *everything(world)))}
    assert answers <= set(ANSWERS)
    assert len(answers) > 1


def test_the_place_of_the_words_fits_the_stored_text(world):
    with pipeline.library() as library:
        for one in excerpts(library, [world.ids.pledge]):
            assert library.store.document(one.document_key).text[one.start : one.end] == one.words


def test_a_passage_that_is_not_on_the_timeline_is_not_handed_out(world):
    told = json.loads(made("--format", "json", world.ids.pledge))
    assert not any("apologise" in words or "Volunteers" in words for words in parts_of(told))


def test_no_more_of_a_record_than_two_sentences_around_is_in_any_format(world):
    for form in ("csv", "json", "ics", "html"):
        told = made("--format", form, world.ids.pledge).decode()
        assert "will reopen the Harbour Road library" in told.replace("\r\n ", "")
        assert "presented the report" not in told
        assert "Residents may write" not in told


def test_a_sentence_under_another_heading_is_no_context(home, monkeypatch):
    from views_home import WordVectors, passages, put, statement

    from greenshoots.records import Document, Reading, Traced

    text = "The gate was shut.\n\nThe council will mend the roof by May 2030.\n\nIt leaks."
    minutes = Document("roof", text, "minutes", "Harbourside Council", "Cabinet", None, date(2024, 1, 2))
    said = statement(minutes, "The council will mend the roof by May 2030.", "commitment")
    cut = zip(passages(minutes), ("7. Gates", "8. Roofs", "8. Roofs"), strict=True)
    under = tuple(replace(passage, heading=heading) for passage, heading in cut)
    with pipeline.library(home) as library:
        put(library, minutes, said)
        seen = library.store.provenances(minutes.key)[0]
        library.store.add(minutes, seen, Reading(under, (), (said,)), reader="again")
        library.vectors.refresh(library.store, WordVectors())
        monkeypatch.setattr(pipeline, "trace", lambda library, name: Traced(None))
        (one,) = excerpts(library, [said.id])
    assert (one.before, one.after) == ("", "It leaks.")


def test_a_fourth_statement_of_one_article_has_no_sentences_around_it(home, monkeypatch):
    from views_home import WordVectors, put, statement

    from greenshoots.records import Document, Reading, Traced

    words = [f"The council will mend gate {name} by May 2030." for name in ("one", "two", "three", "four")]
    text = "\n\n".join(f"It rained at gate {place}.\n\n{said}" for place, said in enumerate(words))
    article = Document("gates", text, "press", "Echo", "Gates", "https://echo.example.org/g", date(2024, 1, 2))
    found = [statement(article, said, "commitment") for said in words]
    with pipeline.library(home) as library:
        put(library, article, found[0])
        passages = tuple(library.store.passages(article.key))
        library.store.add(
            article, library.store.provenances(article.key)[0], Reading(passages, (), tuple(found)), reader="again"
        )
        library.vectors.refresh(library.store, WordVectors())
        monkeypatch.setattr(pipeline, "trace", lambda library, name: Traced(None))
        around = [bool(one.before) for one in excerpts(library, [one.id for one in found])]
    assert around == [True, True, True, False]


# the choice


def test_without_a_choice_the_pledges_are_handed_out(world):
    ids = {one["id"] for one in json.loads(made("--format", "json"))}
    assert ids == {world.ids.pledge, world.ids.undated, world.hostile, world.long}


def test_a_filter_of_the_ledger_chooses(world):
    assert [row["id"] for row in rows("--verdict", "kept late")] == [world.ids.pledge]
    assert [row["id"] for row in rows("--requests")] == [world.public]


def test_a_kind_chooses_as_a_search_does(world, monkeypatch):
    from views_home import WordVectors

    monkeypatch.setattr(pipeline, "embedder", WordVectors)
    assert [row["id"] for row in rows("--kind", "apology")] == [world.ids.nasty]
    assert world.ids.pledge in [row["id"] for row in rows("--search", "library", "--after", "2023-01-01")]


def test_nothing_chosen_is_an_error_that_says_so(world):
    done = run("--format", "csv", "--topic", "zeppelin")
    assert done.exit_code == 1
    assert "No statement was chosen" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["--format", "csv", "--site", "x"],
        ["--format", "gold", "--overdue"],
        ["--format", "gold", "s1"],
        ["--format", "csv", "s1", "--overdue"],
        ["--format", "csv", "--search", "x", "--overdue"],
        ["--site", "x", "--unmasked"],
        ["--site", "x", "--out", "y"],
        ["--format", "csv", "--title", "x"],
    ],
)
def test_what_would_be_passed_over_is_refused(home, words):
    assert run(*words).exit_code == 2


def test_a_file_is_written_where_it_is_asked_for(world, tmp_path):
    out = tmp_path / "pledges.csv"
    done = run("--format", "csv", "--out", str(out), world.ids.pledge)
    assert done.stdout == ""
    assert "1 statement." in done.stderr
    assert out.read_bytes() == made("--format", "csv", world.ids.pledge)


# private


@pytest.mark.parametrize("form", ["csv", "json", "ics", "html"])
def test_who_is_private_is_hidden_unless_asked_for(world, form):
    masked = made("--format", form, world.public).decode().replace("\r\n ", "")
    assert "Wool" not in masked
    assert "960151" not in masked
    assert "ember of the public" in masked
    assert "Wool" in made("--format", form, "--unmasked", world.public).decode()


def test_who_is_private_is_hidden_in_word(world):
    file = docx.Document(io.BytesIO(made("--format", "docx", world.public)))
    assert not any("Wool" in paragraph.text for paragraph in file.paragraphs)


# each format opens in what reads it


def test_csv_has_a_row_a_statement_and_no_formula(world):
    found = rows(*everything(world))
    assert [row["id"] for row in found] == everything(world)
    assert list(found[0]) == list(COLUMNS)
    for row in found:
        assert not any(FORMULA.match(cell) for cell in row.values()), row
    assert found[2]["words"].startswith("'=HYPERLINK")
    assert found[2]["speaker"].startswith("'@SUM")


def test_ics_has_an_all_day_event_for_each_due_day(world):
    found = {str(event["UID"]): event for event in events(*everything(world))}
    assert set(found) == {f"{name}@greenshoots" for name in (world.ids.pledge, world.hostile, world.long, world.public)}
    event = found[f"{world.ids.pledge}@greenshoots"]
    assert event["DTSTART"].dt == date(2024, 3, 31)
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["DTEND"].dt == date(2024, 4, 1)
    assert event["SUMMARY"].startswith("Due: The Council will reopen")
    assert event["URL"] == "https://harbourside.example.org/1"
    assert "Verdict: kept late (Una Frost" in event["DESCRIPTION"]


def test_ics_is_the_same_each_time(world):
    assert made("--format", "ics", world.ids.pledge) == made("--format", "ics", world.ids.pledge)


def test_ics_lines_are_no_longer_than_75_octets(world):
    text = made("--format", "ics", *everything(world))
    assert max(len(line) for line in text.split(b"\r\n")) <= 75
    assert b"\n" not in text.replace(b"\r\n", b"")


@given(some.text(some.characters(blacklist_categories=["Cc", "Cs"]), max_size=300))
def test_ics_words_come_back_as_they_were(words):
    line = f"SUMMARY:x{_text(words)}"
    folded = "\r\n".join(["BEGIN:VEVENT", *_folded(line), "END:VEVENT", ""])
    assert max(len(piece.encode()) for piece in folded.split("\r\n")) <= 75
    assert icalendar.Event.from_ical(folded)["SUMMARY"] == f"x{words}"


def test_ics_without_a_due_day_is_an_error_that_says_so(world):
    done = run("--format", "ics", world.ids.nasty)
    assert done.exit_code == 1
    assert "None of the chosen statements has a due day" in done.stderr


def test_word_has_headings_quotations_and_links(world):
    file = docx.Document(io.BytesIO(made("--format", "docx", *everything(world))))
    styles = {paragraph.style.name for paragraph in file.paragraphs}
    assert {"Title", "Heading 1", "Heading 2", "Quote", "List Bullet"} <= styles
    texts = [paragraph.text for paragraph in file.paragraphs]
    assert "Ada Marsh, 8 March 2023" in texts
    assert any(text.startswith("kept late (Una Frost") for text in texts)
    links = [part.target_ref for part in file.part.rels.values() if part.is_external]
    assert "https://harbourside.example.org/1" in links
    assert not any(link.startswith("javascript") for link in links)


def test_html_is_valid_has_no_script_and_loads_nothing(world):
    page = made("--format", "html", *everything(world)).decode()
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    assert tree.findall(".//script") == []
    assert tree.findall(".//img") == []
    assert tree.findall(".//link") == []
    assert tree.find("html" if tree.tag != "html" else ".").get("lang") == "en-GB"
    assert all(link.get("href").startswith("https://") for link in tree.iter("a"))
    ids = [node.get("id") for node in tree.iter() if node.get("id")]
    assert len(ids) == len(set(ids))


def test_the_validator_of_html_finds_what_is_wrong():
    with pytest.raises(html5lib.html5parser.ParseError):
        html5lib.HTMLParser(strict=True).parse(whole_page("t", "", "<p><b>open</p>", policy="x"))


# ClaimReview, as schema.org has it: for each type its fields, with what each may hold


SHAPE = {
    "ClaimReview": {
        "identifier": str, "inLanguage": str, "datePublished": "date", "author": {"Person"}, "claimReviewed": str,
        "reviewBody": str, "reviewRating": {"Rating"}, "itemReviewed": {"Claim"},
    },
    "Rating": {"alternateName": str, "ratingExplanation": str},
    "Claim": {
        "text": str, "appearance": {"CreativeWork", "NewsArticle"}, "datePublished": "date",
        "author": {"Person", "Organization"},
    },
    "CreativeWork": {"headline": str, "url": "url", "datePublished": "date", "publisher": {"Organization"}},
    "Person": {"name": str, "jobTitle": str, "worksFor": {"Organization"}},
    "Organization": {"name": str},
}  # fmt: skip
SHAPE["NewsArticle"] = SHAPE["CreativeWork"]
REQUIRED = {
    "ClaimReview": {"author", "claimReviewed", "datePublished", "reviewRating", "itemReviewed"},
    "Rating": {"alternateName"},
    "Claim": {"appearance"},
    "Person": {"name"},
    "Organization": {"name"},
}


def check_shape(node: dict) -> None:
    fields, kind = {key for key in node if not key.startswith("@")}, node["@type"]
    assert fields <= set(SHAPE[kind])
    assert REQUIRED.get(kind, set()) <= fields
    for name in fields:
        wanted, value = SHAPE[kind][name], node[name]
        if isinstance(wanted, set):
            assert value["@type"] in wanted
            check_shape(value)
        else:
            assert isinstance(value, str)
            assert value
            if wanted == "date":
                date.fromisoformat(value)
            if wanted == "url":
                assert value.startswith(("https://", "http://"))


def test_claimreview_is_by_the_person_who_gave_the_verdict(world):
    (review,) = json.loads(made("--format", "claimreview", *everything(world)))
    assert review["@context"] == "https://schema.org"
    check_shape(review)
    assert review["author"] == {"@type": "Person", "name": "Una Frost"}
    assert review["reviewRating"]["alternateName"] == "kept late"
    assert review["claimReviewed"].startswith("The Council will reopen")
    assert review["itemReviewed"]["author"]["name"] == "Ada Marsh"
    assert review["itemReviewed"]["appearance"]["url"] == "https://harbourside.example.org/1"


def test_claimreview_calls_a_council_no_person(world):
    with pipeline.library() as library:
        (one,) = excerpts(library, [world.ids.pledge])
    made = review(replace(one, speaker="The Council", is_body=True), one.verdict)
    check_shape(made)
    assert made["itemReviewed"]["author"] == {"@type": "Organization", "name": "The Council"}


def test_claimreview_has_nothing_that_only_the_machine_found(world):
    done = run("--format", "claimreview", world.hostile)
    assert done.exit_code == 1
    assert "Nobody gave a verdict" in done.stderr
    assert done.stdout == ""


# nothing acts


@pytest.mark.parametrize("form", ["csv", "json", "ics", "html"])
def test_no_hostile_words_act(world, form):
    text = made("--format", form, world.hostile, world.long, world.ids.nasty).decode("utf-8-sig")
    assert not BIDI.search(text)
    assert "\x00" not in text
    assert "\x0b" not in text
    assert len(text) < 60_000  # a line of 100,000 characters is cut, which is seen
    assert "[…]" in text
    if form == "html":
        assert "<script" not in text
        assert "<img" not in text
        assert 'href="javascript' not in text
    if form == "ics":
        assert text.count("END:VCALENDAR\r\n") == 1


def test_no_hostile_words_act_in_word(world):
    file = docx.Document(io.BytesIO(made("--format", "docx", world.hostile)))
    words = "\n".join(paragraph.text for paragraph in file.paragraphs)
    assert not BIDI.search(words)
    assert HOSTILE.split("\u202e")[0] in words
    assert "<script>alert(1)</script>" in words
