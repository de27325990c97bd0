"""How two records put the same promise, told in their own words."""

from __future__ import annotations

from datetime import date

import pytest

from greenshoots.records import Amount, Deadline, Firmness, Medium, Statement
from greenshoots.strengths import Told, binding, differences


def told(
    text: str,
    *,
    medium: Medium = "minutes",
    firmness: Firmness | None = "firm",
    deadline: Deadline | None = None,
    amounts: tuple[Amount, ...] = (),
    around: str = "",
) -> Told:
    statement = Statement(
        "d", "k", 0, len(text), text, ("commitment",), firmness=firmness, deadline=deadline, amounts=amounts
    )
    return Told(medium, statement, around or text)


MARCH = Deadline("by March", date(2024, 3, 31))
CONSIDERED = told("Mr Fenn said that a ramp would be considered.")
WILL = told("Yes, we will do it by March.", medium="transcript", deadline=MARCH)


def test_the_recording_promises_more_and_alone_gives_a_time():
    assert list(differences(CONSIDERED, [WILL])) == [
        "The recording promises more than the minutes: the minutes say ‘would be considered’;"
        " the recording says ‘we will do it by March’.",
        "Only the recording gives a time: ‘by March’.",
    ]


def test_seen_from_the_recording_the_same_is_told():
    first = next(differences(WILL, [CONSIDERED]))
    assert first.startswith("The recording promises more than the minutes: the recording says ‘we will do it by")


@pytest.mark.parametrize(
    ("text", "deadline", "words"),
    [
        ("Mr Fenn said that a ramp would be considered.", None, "would be considered"),
        ("We hope to build a ramp for the hall, he said.", None, "We hope to build a ramp"),
        ("We will build it and we will do it by March.", MARCH, "we will do it by March"),
        ("A ramp by the pavilion", None, "A ramp by the pavilion"),
    ],
)
def test_what_binds_is_quoted_verbatim(text, deadline, words):
    statement = told(text, deadline=deadline).statement
    assert statement is not None
    assert binding(statement) == words
    assert words in text


def test_an_aim_is_weaker_than_a_firm_promise():
    aim = told("We hope to build a ramp.", medium="press", firmness="aim")
    assert next(differences(told("A ramp will be built."), [aim])).startswith("The minutes are firmer than the paper")


def test_alike_wordings_differ_in_nothing():
    same = told("A ramp will be built by March.", medium="press", deadline=MARCH)
    assert list(differences(told("A ramp would be built by March.", deadline=MARCH), [same])) == []


def test_the_same_deadline_counted_from_two_days_is_one():
    other = told("A ramp by March", medium="press", deadline=Deadline("by March 2024", date(2024, 3, 1)))
    assert not [line for line in differences(told("A ramp by March", deadline=MARCH), [other]) if "time" in line]


def test_two_deadlines_are_told():
    other = told("will be built by June", medium="press", deadline=Deadline("by June", date(2024, 6, 30)))
    wanted = "The minutes give the time as ‘by March’, the paper as ‘by June’."
    assert wanted in list(differences(told("will be built by March", deadline=MARCH), [other]))


def test_a_deadline_told_in_the_next_sentence_is_not_missing():
    other = told("We will build it.", medium="press", around="We will build it. It will be there in March.")
    assert not [line for line in differences(told("will be built by March", deadline=MARCH), [other]) if "time" in line]


def test_a_figure_that_only_one_has_is_told():
    six = told("We will build six ramps.", medium="press", amounts=(Amount("six ramps", 6.0, "ramps"),))
    assert list(differences(told("Ramps will be built."), [six])) == ["Only the paper gives the figure ‘six ramps’."]
    named = told("Six ramps will be built.")
    assert list(differences(named, [six])) == []


def test_nothing_is_compared_where_one_is_no_promise():
    assert list(differences(CONSIDERED, [told("A ramp was named.", firmness=None), Told("press", None, "")])) == []
