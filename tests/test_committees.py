"""Which committee a record is of: read off its title, found by words of its name."""

from __future__ import annotations

from datetime import date

import pytest
from index_world import COUNCIL, document, world

from greenshoots.committees import Committee, committees, find, name_in, papers
from greenshoots.errors import UsageError

SCRUTINY = "Children’s Services Scrutiny Committee"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        (f"{SCRUTINY} - Wednesday 9 March 2022 6.00 pm", SCRUTINY),
        ("Agenda for Cabinet on Tuesday 15 February 2022, 10.00 am", "Cabinet"),
        ("Minutes of the Planning Committee held on 3rd May 2022", "Planning Committee"),
        ("Schools Forum, 24 May 2022: transcript of item 5", "Schools Forum"),
        (f"{SCRUTINY} - Wednesday 22 November 2023 6.00 pm (draft minutes)", SCRUTINY),
        ("2022-03-09_recording", None),
        ("", None),
        (None, None),
    ],
)
def test_the_name_is_read_off_the_title(title, name):
    assert name_in(title) == name


@pytest.fixture
def store(tmp_path):
    with world(tmp_path) as made:
        for number, (title, body, medium) in enumerate(
            [
                (f"{SCRUTINY} - Wednesday 9 March 2022", COUNCIL, "minutes"),
                (f"{SCRUTINY} - Wednesday 13 July 2022", COUNCIL, "minutes"),
                ("Cabinet - Tuesday 15 February 2022", COUNCIL, "minutes"),
                ("Cabinet - Tuesday 15 February 2022", "Penlow Council", "minutes"),
                (f"Action log of the {SCRUTINY}", COUNCIL, "report"),
                ("What the Cabinet decided", COUNCIL, "report"),
                (f"{SCRUTINY} told of delays", "Marlford Echo", "press"),
            ]
        ):
            day = date(2022, 3, 9) if number != 1 else date(2022, 7, 13)
            made.add(
                document(
                    f"m{number}", f"Words {number}.", published=day, met=day, body=body, title=title, medium=medium
                )
            )
        yield made.store


def test_each_committee_of_each_body_is_listed_once(store):
    assert committees(store) == [
        Committee("Cabinet", COUNCIL),
        Committee("Cabinet", "Penlow Council"),
        Committee(SCRUTINY, COUNCIL),
    ]


@pytest.mark.parametrize("words", [SCRUTINY, "children's scrutiny", "SCRUTINY"])
def test_words_of_the_name_find_it(store, words):
    assert find(store, words).name == SCRUTINY


def test_a_name_of_two_bodies_asks_which(store):
    with pytest.raises(UsageError, match="Penlow Council"):
        find(store, "Cabinet")
    assert find(store, "Cabinet", "penlow").body == "Penlow Council"


def test_an_unknown_name_lists_those_there_are(store):
    with pytest.raises(UsageError, match=SCRUTINY):
        find(store, "Harbours")


def test_its_papers_are_its_minutes_and_what_names_it_never_the_press(store):
    own = papers(store, Committee(SCRUTINY, COUNCIL))
    titles = {store.title_of(key) for key in own.keys}
    assert titles == {
        f"{SCRUTINY} - Wednesday 9 March 2022",
        f"{SCRUTINY} - Wednesday 13 July 2022",
        f"Action log of the {SCRUTINY}",
    }
    assert own.met == (date(2022, 3, 9), date(2022, 7, 13))


def test_one_word_in_a_report_names_no_committee(store):
    own = papers(store, Committee("Cabinet", COUNCIL))
    assert [store.title_of(key) for key in own.keys] == ["Cabinet - Tuesday 15 February 2022"]
