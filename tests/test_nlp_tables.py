"""Action sheets and recommendation trackers: rows become commitments and requests with what their columns say."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenshoots.records import Document, Statement, Turn
from nlp.columns import column_of, reads_accepted
from nlp.sentences import split
from nlp.table_statements import statement_of_row
from nlp.tables import find_rows

SHEET = """Action sheet of the Culture Committee

Minute | Date | Action | Responsible Officer(s) | Due / Expected date | Status

12 | 4 March 2024 | Send the opening hours to Members | Head of Libraries | 30 April 2024 | Complete: sent on 2 April

Item 5: Museums

14 | 4 March 2024 | Report back on the roof | Director of Place | | Delayed
"""
RESPONSE = """| Recommendation | Accepted / Partially accepted / Rejected | Response | Lead | Timescale |
|---|---|---|---|---|
| That the Council publish visitor numbers | Partially accepted | Once a year | Head of Libraries | September 2024 |
| That Sunday opening be restored | Rejected | There is no money | | |
| That the panel be thanked | Noted | | | |
"""


def read(text: str) -> list[Statement]:
    document = Document("sheet", text, published=date(2024, 5, 1))
    found = [statement_of_row(document, row) for row in find_rows(text).rows]
    assert all(statement.text == text[statement.start : statement.end] for statement in found)
    return found


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("Responsible officer", "owner"),
        ("By whom?", "owner"),
        ("**Lead Officer / Member**", "owner"),
        ("Due/Expected date", "due"),
        ("By when", "due"),
        ("Timescale(s)", "due"),
        ("Status/Progress", "status"),
        ("BRAG rating", "status"),
        ("Action required", "action"),
        ("Scrutiny Recommendation", "recommendation"),
        ("Recommendation No.", "other"),
        ("Cabinet’s response", "answer"),
        ("Accepted (Y/N)", "answer"),
        ("Date of meeting", "met"),
        ("Benefit", None),
        ("", None),
    ],
)
def test_columns_are_known_by_their_names(name, column):
    assert column_of(name) == column


def test_an_action_becomes_a_commitment_with_its_columns():
    sent, _ = read(SHEET)
    assert sent.kinds == ("commitment", "progress")
    assert (sent.speaker, sent.actor) == (None, "Head of Libraries")
    assert sent.deadline is not None
    assert (sent.deadline.text, sent.deadline.due) == ("30 April 2024", date(2024, 4, 30))
    assert sent.status == "Complete: sent on 2 April"
    assert (sent.action, sent.firmness) == ("Send the opening hours to Members", "firm")


def test_the_header_holds_across_the_items_of_a_sheet_and_an_empty_cell_keeps_its_place():
    _, roof = read(SHEET)
    assert (roof.actor, roof.deadline, roof.status) == ("Director of Place", None, "Delayed")
    assert roof.kinds == ("commitment", "admission")


def test_a_recommendation_becomes_a_request_with_its_answer():
    numbers, sunday, thanks = read(RESPONSE)
    assert numbers.answer == "Partially accepted | Once a year"
    assert numbers.kinds == ("request", "commitment")
    assert numbers.actor == "Head of Libraries"
    assert numbers.deadline is not None
    assert numbers.deadline.due == date(2024, 9, 30)
    assert (sunday.kinds, sunday.answer, sunday.actor) == (("request",), "Rejected | There is no money", None)
    assert thanks.answer == "Noted"


@pytest.mark.parametrize(
    ("answer", "accepted"),
    [
        ("Agreed in part", True),
        ("Not accepted", False),
        ("Rejected", False),
        ("Noted", None),
        ("No", False),
        (None, None),
    ],
)
def test_an_answer_accepts_refuses_or_says_neither(answer, accepted):
    assert reads_accepted(answer) is accepted


def test_a_relative_deadline_counts_from_the_meeting_of_its_row():
    (row,) = read("Meeting | Action | Owner | Due\n4 March 2024 | Repaint the hall | Clerk | within six weeks\n")
    assert row.deadline is not None
    assert row.deadline.due == date(2024, 4, 15)


def test_cells_that_are_left_out_are_laid_under_the_columns_they_fit():
    (row,) = read("Ref | Action | Owner | Due | Status\nA7 | Repaint the village hall | 30 June 2024 | Ongoing\n")
    assert (row.actor, row.status) == (None, "Ongoing")
    assert row.deadline is not None
    assert row.deadline.text == "30 June 2024"


def test_no_day_and_nobody_are_not_made_up():
    (row,) = read("Action | Owner | Due | Status\nRepaint the village hall | TBC | N/A | Open\n")
    assert (row.actor, row.deadline, row.status) == (None, None, "Open")


def test_of_a_long_row_the_action_alone_is_the_statement():
    action = "Repaint the village hall"
    (row,) = read(f"Action | Owner | Due | Progress\n{action} | Clerk | June 2024 | {'The painter came. ' * 30}\n")
    assert row.text == action
    assert row.actor == "Clerk"


@pytest.mark.parametrize(
    "text",
    [
        "Who | What\nAda Marsh | Leader of the Council\n",
        "Date | Item | Purpose\n4 March 2024 | Libraries | To receive a report\n",
        "Quarter | Income | Outgoings\nQ1 | 40 | 50\n",
        "Recommendation\n\nThat the report | with its tables | be noted\n",
    ],
)
def test_other_tables_are_left_alone(text):
    assert find_rows(text).rows == ()


def test_prose_ends_a_table():
    prose = "The next table lists the risks that the committee has gone through at length this year."
    text = f"Action | Owner | Due\nRepaint the hall | Clerk | June\n\n{prose}\n\nFlood | Warden | High\n"
    assert len(read(text)) == 1


def test_a_row_that_says_none_is_nothing():
    assert read("Action | Owner | Status\nNone | |\n-- | Clerk | Open\n") == []


def test_rows_and_headers_are_sentences_of_their_own():
    text = "Action | Owner\n\nRepaint the village hall | Clerk\n\nMend the village pump | Warden\n"
    words = [text[s.start : s.end] for s in split(Document("two columns", text))]
    assert words == text.strip().split("\n\n")


@given(st.text(alphabet="|\t\n -AbcOwner", max_size=120))
def test_rows_lie_in_the_text_in_order(text):
    rows = find_rows(f"Action | Owner | Due | Status\n{text}").rows
    places = [edge for row in rows for edge in (row.place.start, row.place.end)]
    assert places == sorted(places)
    assert all(row.place.contains(cell) for row in rows for cell in row.cells)


@pytest.mark.slow
def test_a_reading_holds_the_rows_and_nothing_of_the_header():
    from nlp.extract import read as read_document

    said = read_document(Document("sheet", SHEET, medium="report", published=date(2024, 5, 1))).statements
    rows = [statement for statement in said if " | " in statement.text]
    assert [statement.status for statement in rows] == ["Complete: sent on 2 April", "Delayed"]


@pytest.mark.slow
def test_a_row_that_somebody_reads_out_is_theirs():
    from nlp.extract import read as read_document

    turn = Turn(0, len(SHEET), "Ada Marsh")
    said = read_document(Document("talk", SHEET, medium="transcript", turns=(turn,))).statements
    assert all(statement.status is None for statement in said)
