"""Where in the original a statement stands, and the link that opens there."""

from __future__ import annotations

import pytest
from views_home import put

from greenshoots import pipeline
from greenshoots.places import Place, at_second, clock, place_of
from greenshoots.records import Anchor, Document, Statement
from greenshoots.views.citation import footnote
from greenshoots.views.origin import in_original
from greenshoots.views.parts import made_note

VIDEO = "https://www.youtube.com/watch?v=aB3_-567890"
WEBCAST = "https://fernbridge.public-i.tv/core/portal/webcast_interactive/4711"


def recording(url: str | None = None) -> Document:
    anchors = (Anchor(0, seconds=12.0), Anchor(10, seconds=3753.9))
    return Document(id="d", text="x" * 40, url=url, anchors=anchors)


@pytest.mark.parametrize(("start", "words"), [(0, "at 0:12"), (9, "at 0:12"), (10, "at 1:02:33"), (39, "at 1:02:33")])
def test_the_last_caption_before_the_words_tells_the_second(start, words):
    assert place_of(recording(), start).words == f"{words} of the recording"


def test_a_page_is_told_and_a_pdf_opens_at_it():
    paper = Document(id="d", text="x" * 40, url="https://x.example/a.pdf", anchors=(Anchor(5, page=7),))
    assert place_of(paper, 6) == Place(7, None, "https://x.example/a.pdf#page=7")
    assert place_of(paper, 6).words == "page 7"
    assert place_of(paper, 4) == Place()


def test_without_anchors_nothing_is_told():
    assert place_of(Document(id="d", text="We will.", url=VIDEO), 0).words == ""


@pytest.mark.parametrize(
    ("url", "link"),
    [
        (VIDEO, f"{VIDEO}&t=3753s"),
        (f"{VIDEO}&t=9s#x", f"{VIDEO}&t=3753s"),
        ("https://youtu.be/aB3_-567890", "https://youtu.be/aB3_-567890?t=3753s"),
        (WEBCAST, f"{WEBCAST}/start_time/3753000"),
        (f"{WEBCAST}/start_time/1000", f"{WEBCAST}/start_time/3753000"),
        ("https://video.example/1", None),
        ("https://notyoutube.com/watch?v=1", None),
        ("javascript:alert(1)", None),
        ("http://[", None),
        (None, None),
    ],
)
def test_players_that_can_open_at_a_second_do(url, link):
    assert place_of(recording(url), 20).url == link


def test_a_link_drops_fractions_of_a_second():
    assert at_second(VIDEO, 9.99) == f"{VIDEO}&t=9s"


@pytest.mark.parametrize(("seconds", "shown"), [(0, "0:00"), (65.9, "1:05"), (3600, "1:00:00"), (36_061, "10:01:01")])
def test_seconds_are_shown_as_a_player_does(seconds, shown):
    assert clock(seconds) == shown


def said(document: Document, start: int) -> Statement:
    return Statement(document.id, document.key, start, start + 4, document.text[start : start + 4], ("commitment",))


def test_the_statement_screen_links_to_the_second_of_the_recording():
    document = recording(VIDEO)
    shown = in_original(said(document, 20), document)
    assert f'href="{VIDEO.replace("&", "&amp;")}&amp;t=3753s"' in shown
    assert ">At 1:02:33 of the recording</a>" in shown


def test_the_statement_screen_says_the_second_where_no_link_can():
    document = recording()
    assert in_original(said(document, 20), document) == '<p class="gs-soft">At 1:02:33 of the recording</p>'


def test_the_statement_screen_says_nothing_where_the_place_is_unknown():
    document = Document(id="d", text="We will.")
    assert in_original(said(document, 0), document) == ""


def test_a_citation_tells_the_page():
    paper = Document(id="d", text="We will mend it.", anchors=(Anchor(0, page=7),), title="Harbour plan")
    assert ". Page 7. " in footnote(said(paper, 0), paper, None)


@pytest.mark.parametrize("machine_made", [True, False])
def test_words_that_a_machine_heard_say_so(tmp_path, machine_made):
    heard = Document(id="d", text="We will mend it.", anchors=(Anchor(0, seconds=5.0),))
    with pipeline.library(tmp_path) as library:
        put(library, heard, said(heard, 0), machine_made=machine_made)
        assert bool(made_note(library, heard)) is machine_made
