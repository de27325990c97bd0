"""Speakers resolved against the people whom the publisher lists: one who fits is named, two are nobody."""

from __future__ import annotations

from datetime import date

import pytest

from greenshoots.records import Document, Office
from nlp.attribution import Attributed, attribute
from nlp.people import find_people
from nlp.quotes import find_quotes
from nlp.roster import with_offices
from nlp.sentences import split

COMMITTEE = "Culture Committee"
DIRECTOR = Office("Wendy Roe", "Director of Place")


def heard(words: str, *people: Office, day: date | None = date(2024, 5, 1)) -> Attributed:
    text = f"{COMMITTEE}\n\n{words}"
    document = Document("minutes", text, medium="minutes", body="Harbourside Council", published=day, people=people)
    sentences = split(document)
    roster = with_offices(find_people(document, sentences), document)
    return attribute(document, sentences, find_quotes(document, sentences), roster)[-1]


def test_a_surname_with_a_title_means_the_one_who_is_listed():
    said = heard("Cllr Marsh said that the library would open.", Office("Councillor Ada Marsh", "Chair", COMMITTEE))
    assert (said.speaker, said.speaker_label, said.role) == ("Ada Marsh", "Cllr Marsh", "Chair")
    assert said.attribution.how == "named"


def test_two_people_of_one_surname_are_nobody():
    two = (Office("Councillor Ada Marsh"), Office("Councillor Owen Marsh"))
    said = heard("Cllr Marsh said that the library would open.", *two)
    assert (said.speaker, said.speaker_label, said.attribution.how) == (None, "Cllr Marsh", "none")


def test_whoever_spoke_before_is_not_taken_for_one_of_two():
    two = (Office("Councillor Ada Marsh"), Office("Councillor Owen Marsh"))
    said = heard("Mrs Roe said that she would write. Cllr Marsh said that he was sorry.", DIRECTOR, *two)
    assert said.speaker is None


def test_of_two_the_one_who_was_there_is_meant():
    two = (Office("Councillor Ada Marsh", present=True), Office("Councillor Owen Marsh", present=False))
    assert heard("Cllr Marsh said that the library would open.", *two).speaker == "Ada Marsh"


def test_a_councillor_is_not_the_officer_of_her_surname():
    two = (Office("Councillor Ada Marsh"), Office("Tom Marsh", "Head of Libraries"))
    assert heard("Cllr Marsh said that the library would open.", *two).speaker == "Ada Marsh"


def test_a_mister_is_not_the_councillor_of_his_surname():
    said = heard("Mr Marsh said that the library would open.", Office("Councillor Owen Marsh"))
    assert said.speaker == "Mr Marsh"


def test_initials_mean_the_one_whom_they_fit():
    assert heard("IM said that the library would open.", Office("Councillor Ivo Marsh")).speaker == "Ivo Marsh"


def test_a_post_means_its_holder():
    said = heard("The Director of Place said that the library would open.", DIRECTOR)
    assert (said.speaker, said.role, said.attribution.how) == ("Wendy Roe", "Director of Place", "post")


def test_the_chair_is_the_chair_of_this_committee():
    chair = Office("Councillor Ada Marsh", "Chair", COMMITTEE)
    other = Office("Councillor Una Frost", "Chair", "Audit Committee")
    assert heard("The Chair said that the library would open.", chair, other).speaker == "Ada Marsh"
    assert heard("The Chair said that the library would open.", other).speaker == "The Chair"


def test_two_holders_of_a_post_are_nobody():
    said = heard("The Director of Place said that it would open.", DIRECTOR, Office("Ivo Pole", "Director of Place"))
    assert said.speaker != "Wendy Roe"
    assert said.speaker != "Ivo Pole"


@pytest.mark.parametrize(
    ("first", "last", "day", "speaker"),
    [
        (date(2023, 1, 1), None, date(2024, 5, 1), "Wendy Roe"),
        (date(2024, 5, 1), date(2024, 5, 1), date(2024, 5, 1), "Wendy Roe"),
        (None, date(2024, 4, 30), date(2024, 5, 1), "The Director of Place"),
        (date(2024, 5, 2), None, date(2024, 5, 1), "The Director of Place"),
        (date(2023, 1, 1), None, None, "The Director of Place"),
    ],
)
def test_an_office_counts_on_the_days_on_which_it_was_held(first, last, day, speaker):
    office = Office("Wendy Roe", "Director of Place", first=first, last=last)
    assert heard("The Director of Place said that it would open.", office, day=day).speaker == speaker


def test_a_name_in_full_beside_its_post_keeps_the_post_of_the_text():
    said = heard("Wendy Roe, Acting Chief Executive, said that it would open.", DIRECTOR)
    assert (said.speaker, said.role) == ("Wendy Roe", "Acting Chief Executive")


def test_a_record_without_a_list_is_read_as_ever():
    document = Document("minutes", "Cllr Marsh said that it would open.", medium="minutes")
    roster = find_people(document, split(document))
    assert with_offices(roster, document) is roster
