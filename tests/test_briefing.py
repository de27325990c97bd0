"""The briefing of a committee: what goes in, what it says first, and that nothing in it acts or accuses."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from itertools import pairwise

import docx
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from index_world import COUNCIL, document, statement, world
from views_home import now

from greenshoots import ledger, pipeline, records
from greenshoots.action_sheet import COLUMNS, action_sheet, harmless
from greenshoots.briefing import brief
from greenshoots.briefing_files import file_name, packed
from greenshoots.briefing_questions import promises_information
from greenshoots.cli import main
from greenshoots.committees import Committee
from greenshoots.ledger import Wanted
from greenshoots.records import (
    Attribution,
    Coverage,
    Deadline,
    Failure,
    Filters,
    Link,
    Verdict,
)

NAME = "Leisure Scrutiny Committee"
COMMITTEE = Committee(NAME, COUNCIL)
POOL = "The Council will open the Mere Lane pool by 31 March 2023."
MOVED = "The Council will open the Mere Lane pool by 30 June 2024."
TELL = "The figures on swimming lessons would be circulated to Members."
REQUEST = "The Committee recommended that a second warden be employed."
PARK = "The Council will mend the park railings by 30 April 2023."
DONE = "The Council will paint the band stand by 1 May 2022."
LATEST = "The Council will do more for walkers."
RING = (
    "=HYPERLINK(1) <script>alert(1)</script> [x](javascript:alert(2)) \u202eevil\x0b a@b.example.org "
    + "long " * 20_000
)
SEARCHED = Coverage(3, date(2022, 7, 1), date(2023, 5, 3), bodies=((COUNCIL, 3),))
ON = date(2023, 6, 1)


def link(said, later, words, relation):
    start = later.text.index(words)
    place = (later.id, later.key, start, start + len(words), words, later.published)
    return Link(said.id, *place, relation, 0.8, True, "It names the same.")


@pytest.fixture
def said(tmp_path, monkeypatch):
    """Minutes of four meetings, with what was promised at the first and found at the later ones."""
    monkeypatch.setenv("GREENSHOOTS_HOME", str(tmp_path))
    with world(tmp_path) as made:

        def minutes(day, *lines, title=NAME):
            return document(
                f"m-{day}", *lines, published=day, met=day, medium="minutes",
                title=f"{title} - Wednesday {day.day} {day:%B %Y}", url=f"https://marlford.example.org/{day}.html",
            )  # fmt: skip

        first = minutes(date(2022, 2, 1), POOL, TELL, REQUEST, PARK, DONE, RING)
        other = minutes(date(2022, 3, 1), LATEST, title="Planning Committee")
        last = minutes(date(2023, 5, 3), MOVED, LATEST, "The band stand was painted on 2 April 2022.")
        after = minutes(date(2023, 7, 5), "The figures on swimming lessons were circulated. The railings were mended.")
        named = {"speaker": "Ada Marsh", "attribution": Attribution("named", 0.97)}
        found = {
            "pool": statement(first, POOL, deadline=Deadline("by 31 March 2023", date(2023, 3, 31)), **named),
            "tell": statement(first, TELL),
            "request": statement(first, REQUEST, "request"),
            "park": statement(first, PARK, deadline=Deadline("by 30 April 2023", date(2023, 4, 30))),
            "done": statement(first, DONE, deadline=Deadline("by 1 May 2022", date(2022, 5, 1))),
            "ring": statement(first, RING, deadline=Deadline("by then", date(2022, 8, 1)), speaker="=1+1\u202e"),
        }
        missing = records.Testability(missing=("by_when",), question="By when will the Council do it?")
        latest = statement(last, LATEST, testability=missing)
        elsewhere = statement(other, LATEST, deadline=Deadline("soon", date(2022, 4, 1)))
        made.add(first, statements=list(found.values()))
        made.add(other, statements=[elsewhere])
        again = Deadline("by 30 June 2024", date(2024, 6, 30))
        made.add(last, statements=[statement(last, MOVED, deadline=again, firmness="firm"), latest])
        made.add(after)
        links = {
            "pool": [link(found["pool"], last, MOVED, "supersedes")],
            "tell": [link(found["tell"], after, "The figures on swimming lessons were circulated.", "kept")],
            "park": [link(found["park"], after, "The railings were mended.", "kept")],
            "done": [link(found["done"], last, "The band stand was painted on 2 April 2022.", "kept")],
        }
        for name, one in found.items():
            made.store.put_links(one.id, links.get(name, []), searched=SEARCHED)
        made.store.record_failure(Failure("/somebody/at/home/lost.pdf", "could not be read", "It is broken.", now()))
    return found | {"latest": latest, "elsewhere": elsewhere}


def made(on=ON):
    with pipeline.library() as library:
        return brief(library, COMMITTEE, on)


def under(briefing, heading):
    return next(section for section in briefing.sections if section.heading.startswith(heading))


def ids(section):
    return [item.id for item in section.items]


def test_a_pledge_falls_due_that_nothing_says_is_done(said):
    due = under(made(), "Pledges falling due")
    assert said["park"].id in ids(due)
    assert said["pool"].id in ids(due)
    assert said["done"].id not in ids(due)


def test_what_came_after_the_day_of_the_meeting_is_left_out(said):
    """On the day nothing said that the railings were mended; later minutes do."""
    due = under(made(), "Pledges falling due")
    park = next(item for item in due.items if item.id == said["park"].id)
    assert park.later == ()
    later = under(made(date(2024, 1, 10)), "Pledges falling due")
    assert said["park"].id not in ids(later)


def test_another_committees_pledges_stay_out(said):
    assert said["elsewhere"].id not in [item.id for item in made().items]


def test_a_pledge_stands_once_and_is_named_again_by_its_number(said):
    briefing = made()
    numbers = {item.id: item.number for item in briefing.items}
    changed = under(briefing, "Wording that changed")
    assert numbers[said["pool"].id] in changed.also
    assert len(numbers) == len(briefing.items)
    assert [item.number for item in briefing.items] == list(range(1, len(briefing.items) + 1))


def test_the_wording_that_changed_is_told_with_both_wordings(said):
    pool = next(item for item in made().items if item.id == said["pool"].id)
    (change,) = pool.changes
    assert pool.said.words == POOL
    assert change.cited.words == MOVED
    assert change.changes == "15 months later"


def test_information_promised_is_asked_for_until_something_reads_as_given(said):
    told = under(made(), "Information promised")
    assert said["tell"].id in ids(told)
    assert "Has it been given" in told.items[0].question
    assert said["tell"].id not in ids(under(made(date(2024, 1, 10)), "Information promised"))


def test_a_recommendation_is_asked_for_after_two_months_only(said):
    heading = "Recommendations and requests"
    assert ids(under(made(date(2022, 3, 31)), heading)) == []
    assert ids(under(made(), heading)) == [said["request"].id]


def test_a_pledge_of_the_last_meeting_is_asked_what_it_lacks(said):
    left = under(made(), "Said at the last meeting")
    assert said["latest"].id in ids(left)
    assert any("By when will the Council do it?" in item.question for item in left.items)


def test_a_question_names_who_said_it_only_if_that_is_known(said):
    questions = {item.id: item.question for item in made().items}
    assert questions[said["pool"].id].startswith(f"On 1 February 2022 Ada Marsh is recorded as saying: “{POOL}”")
    assert questions[said["park"].id].startswith(f"On 1 February 2022 the minutes say: “{PARK}”")


def test_the_citation_has_document_day_and_address(said):
    park = next(item for item in made().items if item.id == said["park"].id)
    assert park.said.source == f"{NAME} - Wednesday 1 February 2022, {COUNCIL}, meeting of 1 February 2022"
    assert park.said.url == "https://marlford.example.org/2022-02-01.html"


def test_it_says_what_was_covered_and_what_could_not_be_read(said):
    briefing = made()
    assert briefing.record[1].endswith("2 meetings with minutes or a recording, 1 February 2022 to 3 May 2023.")
    assert briefing.unread == ("lost.pdf: could not be read, 1 June 2024",)
    assert "somebody" not in packed(briefing, "html").decode()


def test_a_pledge_that_a_person_settled_is_left_out_and_counted(said):
    park = said["park"]
    place = (park.document_key, park.start, park.end, park.text)
    with pipeline.library() as library:
        library.store.give(Verdict(*place, rating="kept", by="Una Frost", at=now(), reason="I saw it."))
    due = under(made(), "Pledges falling due")
    assert park.id not in ids(due)
    assert "1 pledge with a person’s verdict left out" in due.lead


@pytest.mark.parametrize("form", ["html", "docx"])
def test_nothing_in_it_accuses(said, form):
    told = words_of(packed(made(), form), form)
    assert not re.search(r"\b(broken|failed|broke|missed|lied|ignored|refused)\b", told)


def words_of(data, form):
    if form == "html":
        return BeautifulSoup(data, "html.parser").get_text(" ")
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


@pytest.mark.parametrize("form", ["html", "docx"])
def test_every_item_stands_in_the_file_with_its_quotation_and_question(said, form):
    briefing = made()
    told = " ".join(words_of(packed(briefing, form), form).split())
    for item in briefing.items:
        assert item.question in told
        assert item.said.words in told
        assert item.said.source in told


def test_the_word_file_has_real_headings_lists_language_and_page_numbers(said):
    file = docx.Document(io.BytesIO(packed(made(), "docx", "All of this is fictional.")))
    styles = [paragraph.style.name for paragraph in file.paragraphs]
    assert styles[0] == "Title"
    assert {"Heading 1", "Heading 2", "Heading 3", "List Bullet", "List Number", "Quote"} <= set(styles)
    levels = [int(name[-1]) for name in styles if name.startswith("Heading")]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert file.core_properties.language == "en-GB"
    assert file.core_properties.title == f"Briefing: {NAME}, {COUNCIL}"
    assert {'w:instr="PAGE"', 'w:instr="NUMPAGES"'} <= set(
        re.findall(r'w:instr="\w+"', file.sections[0].footer._element.xml)
    )
    assert any("fictional" in paragraph.text for paragraph in file.paragraphs)


def test_the_links_of_the_word_file_lead_to_the_web_only(said):
    part = docx.Document(io.BytesIO(packed(made(), "docx"))).part
    targets = [one.target_ref for one in part.rels.values() if one.is_external]
    assert targets
    assert all(target.startswith("https://marlford.example.org/") for target in targets)


def test_nothing_scraped_acts_on_the_page(said):
    data = packed(made(), "html").decode()
    soup = BeautifulSoup(data, "html.parser")
    assert said["ring"].id in [item.id for item in made().items]
    assert "<script>alert(1)</script>" in soup.get_text()
    assert soup.find_all(["script", "img", "iframe", "form"]) == []
    assert {a["href"].partition(":")[0].partition("-")[0] for a in soup.find_all("a")} <= {"https", "#item"}
    assert not re.search("[\u202a-\u202e\x00-\x08\x0b]", data)
    assert "a@b.example.org" not in data


def test_nothing_scraped_acts_in_the_word_file(said):
    told = words_of(packed(made(), "docx"), "docx")
    assert "<script>alert(1)</script>" in told
    assert not re.search("[\u202a-\u202e\x0b]", told)
    assert "a@b.example.org" not in told
    assert max(map(len, told.splitlines())) < 2_500


def test_a_file_is_named_after_committee_and_day(said):
    assert file_name(made(), "docx") == "briefing-leisure-scrutiny-committee-2023-06-01.docx"


@pytest.mark.parametrize(
    "words",
    [
        "The answer would be circulated to Members.",
        "A written reply would be sent to Councillor Marsh.",
        "He undertook to write to the Committee.",
        "Officers will report back in September.",
        "She agreed to provide Members with the figures.",
        "He would provide a breakdown by ward.",
        "The Director undertook to send Members that figure before the end of August.",
        "| A44 | Breakdown of spending to be provided | Director |",
    ],
)
def test_a_promise_to_tell_is_known(words):
    assert promises_information(words)


@pytest.mark.parametrize(
    "words",
    ["The Council will open the pool.", "He reported that the road was finished.", "We will write a new strategy."],
)
def test_a_promise_to_do_is_none_to_tell(words):
    assert not promises_information(words)


# the command


@pytest.mark.parametrize("form", ["docx", "html"])
def test_the_command_writes_what_the_ending_says(said, tmp_path, form):
    out = tmp_path / f"b.{form}"
    done = CliRunner().invoke(main, ["briefing", "--committee", "leisure", "--on", "2023-06-01", "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert POOL in words_of(out.read_bytes(), form)


def test_the_command_asks_for_a_format_it_knows(said, tmp_path):
    done = CliRunner().invoke(main, ["briefing", "--committee", "leisure", "--out", str(tmp_path / "b.txt")])
    assert done.exit_code == 2
    assert "--format docx or html" in " ".join(done.output.split())


# the action sheet


def sheet(said):
    with pipeline.library() as library:
        entries = ledger.entries(library, Filters(kind="commitment"))
        return list(csv.DictReader(io.StringIO(action_sheet(library, entries, ON).decode("utf-8-sig"))))


def test_the_action_sheet_has_the_columns_of_councils(said):
    rows = sheet(said)
    assert tuple(rows[0]) == COLUMNS
    park = next(row for row in rows if row["Action"] == PARK)
    assert park["Date"] == "01/02/2022"
    assert park["Due date"] == "30/04/2023"
    assert "Reads as done on 5 July 2023" in park["Status/Progress"]


def test_no_cell_is_a_formula(said):
    cells = [cell for row in sheet(said) for cell in row.values()]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not any(cell[:1] in ("=", "+", "-", "@", "\t") for cell in cells)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "＝1", "|calc"])
def test_a_formula_is_neutralised(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Minute 12", "The £4.8m bid", "15%"])
def test_words_stay_as_they_are(cell):
    assert harmless(cell) == cell


# the filter by portfolio


def test_the_portfolio_is_what_the_record_tells_and_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setenv("GREENSHOOTS_HOME", str(tmp_path))
    with world(tmp_path) as made:
        one = document("m", POOL, PARK, TELL, published=date(2022, 2, 1), medium="minutes")
        by_post = statement(one, POOL, role="Cabinet Member for Leisure")
        by_actor = statement(one, PARK, actor="Cabinet Member for Leisure")
        made.add(one, statements=[by_post, by_actor, statement(one, TELL, speaker="Ada Leisure")])
    with pipeline.library() as library:
        found = ledger.entries(
            library, Filters(kind="commitment"), wanted=Wanted(ON, portfolio="cabinet member for leisure")
        )
        assert {entry.id for entry in found} == {by_post.id, by_actor.id}
