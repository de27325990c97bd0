"""People and bodies: two people of one name stay two, one over several offices stays one, the public is nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from views_home import put, statement

from greenshoots import pipeline
from greenshoots.people import Person, Register
from greenshoots.records import Attribution, Document

COUNCIL, TRUST = "Harbourside Council", "Harbourside Care Trust"


def said(library, number: int, words: str, *, body=COUNCIL, medium="minutes", day=None, text=None, **fields):
    when = day or date(2023, 1, number)
    document = Document(
        f"d{number}", text or f"Record {number}. {words} The end.\n", medium, body, "A record", None, when
    )
    put(library, document, statement(document, words, "commitment", **fields))


@pytest.fixture
def library(home: Path) -> Iterator[pipeline.Library]:
    with pipeline.library(home) as opened:
        yield opened


def of(library, name: str) -> list[Person]:
    return Register(library.store).namesakes(name)


def test_two_of_one_name_at_two_bodies_stay_two(library):
    said(library, 1, "It will open in May.", speaker="Una Frost", organisation=COUNCIL)
    said(library, 2, "It will close in June.", speaker="Una Frost", organisation=TRUST)
    assert {one.body for one in of(library, "Una Frost")} == {COUNCIL, TRUST}


def test_a_councillor_and_an_employee_of_one_name_stay_two(library):
    said(library, 1, "It will open in May.", speaker="Una Frost", speaker_label="Councillor Una Frost")
    said(library, 2, "It will close in June.", speaker="Una Frost", role="Head of Highways")
    assert {one.side for one in of(library, "Una Frost")} == {"councillor", "officer"}


def test_one_person_over_two_offices_is_one_with_the_days_of_each(library):
    said(library, 1, "It will open in May.", speaker="Una Frost", role="Deputy Leader")
    said(library, 2, "It will close in June.", speaker="Una Frost", role="Leader")
    (person,) = of(library, "Una Frost")
    assert [(held.office, held.first) for held in person.offices] == [
        ("Deputy Leader", date(2023, 1, 1)),
        ("Leader", date(2023, 1, 2)),
    ]


def test_a_bare_name_in_the_press_is_joined_to_nobody(library):
    said(library, 1, "It will open in May.", speaker="Una Frost", role="Leader")
    said(library, 2, "It will close in June.", speaker="Una Frost", medium="press", body="The Echo")
    assert [one.is_nobody for one in of(library, "Una Frost")] == [False, True]


def test_a_name_with_the_same_office_in_the_press_is_the_same_person(library):
    said(library, 1, "It will open in May.", speaker="Una Frost", role="Director of Roads")
    said(
        library, 2, "It will close in June.", speaker="Una Frost", medium="press", body="The Echo",
        role="council’s director of roads",
    )  # fmt: skip
    (person,) = of(library, "Una Frost")
    assert person.statements == 2


def test_the_same_office_at_two_bodies_joins_neither(library):
    for number, body in ((1, COUNCIL), (2, TRUST)):
        said(library, number, "It will open in May.", speaker="Una Frost", organisation=body, role="Chair")
    said(library, 3, "It will close.", speaker="Una Frost", medium="press", body="The Echo", role="Chair")
    assert {one.body for one in of(library, "Una Frost")} == {COUNCIL, TRUST, None}


def test_every_statement_is_counted_to_exactly_one(library):
    said(library, 1, "It will open in May.", speaker="Una Frost", speaker_label="Cllr Frost")
    said(library, 2, "It will close in June.", speaker="Una Frost", role="Head of Roads")
    said(library, 3, "It will reopen.", speaker="Una Frost")
    said(library, 4, "It will fall.", speaker="Una Frost", medium="press", body="The Echo")
    register = Register(library.store)
    listed = [one.statement.id for person in of(library, "Una Frost") for one in register.statements_of(person)]
    assert len(listed) == len(set(listed)) == 4
    assert all(len(list(register.statements_of(one))) == one.statements for one in of(library, "Una Frost"))


def test_a_member_of_the_public_is_not_shown(library):
    text = "Public questions\n\nMr Leonard Quill, a resident, asked when it would open. He said that it will fall.\n"
    said(library, 1, "He said that it will fall.", text=text, speaker="Leonard Quill", speaker_label="Mr Quill")
    register = Register(library.store)
    (person,) = register.people()
    assert not register.is_shown(person)


def test_what_a_body_says_as_one_is_no_person(library):
    said(library, 1, "It will open in May.", speaker=COUNCIL, attribution=Attribution("collective", 0.9))
    register = Register(library.store)
    assert register.people() == []
    assert [body.name for body in register.bodies()] == [COUNCIL]


def test_half_an_office_is_no_body(library):
    said(library, 1, "It will open in May.", speaker="Una Frost", role="Head", organisation="SEND")
    (person,) = of(library, "Una Frost")
    assert (person.body, person.offices[0].office) == (COUNCIL, "Head of SEND")


def test_a_body_has_what_its_records_have_unless_it_is_another_s(library):
    said(library, 1, "It will open in May.", speaker="Una Frost")
    said(library, 2, "It will close in June.", speaker="Ada Lock", organisation="Harbourside Health Board")
    register = Register(library.store)
    found = register.statements_for(COUNCIL, limit=9)
    assert [one.statement.text for one in found] == ["It will open in May."]


def test_people_are_found_by_name_office_or_body(library):
    said(library, 1, "It will open in May.", speaker="Úna Frost", role="Leader")
    register = Register(library.store)
    assert all(register.people(words) for words in ("una", "FROST leader", "harbourside"))
    assert register.people("una smith") == []
