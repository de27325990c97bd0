"""Answers to recommendations: in the same record, in later ones, by number, or none."""

from __future__ import annotations

from datetime import date

import pytest

from greenshoots.records import Link, Passage
from greenshoots.replies import number_of, reply_here, reply_in_table, reply_itself, reply_later

ASKED = "Councillor Reed asked the Clerk to supply a breakdown of spending on benches."
RECOMMENDED = "That free swimming be offered to pupils in every village of the district."


def passage(text: str) -> Passage:
    return Passage("k", 0, len(text), text)


def link(text: str, relation: str = "context", *, day: int = 1, shown: bool = True) -> Link:
    return Link("s1", "later", "k", 0, len(text), text, date(2024, 5, day), relation, 0.5, shown, "")


@pytest.mark.parametrize(
    ("after", "reply"),
    [
        (["This was agreed."], "accepted"),
        (["Ms Hale undertook to bring the figures in May."], "accepted"),
        (["The motion was carried by six votes to two."], "accepted"),
        (["RESOLVED: that a breakdown of spending be approved, and it was agreed that it be published."], "accepted"),
        (["The Chair refused to have spending on benches broken down; a breakdown would cost too much."], "refused"),
        (["Payments of £1,502.76 were approved."], None),
        (["Would that be agreed?"], None),
        (["The next meeting is on 4 May."], None),
    ],
)
def test_the_answer_in_the_same_record(after, reply):
    found = reply_here(ASKED, None, [passage(text) for text in after])
    assert (found.reply if found else None) == reply


def test_the_answer_to_another_recommendation_is_none():
    assert reply_here(RECOMMENDED, "1", [passage("Recommendation 2 be not accepted.")]) is None


def test_a_recommendation_takes_its_number_from_the_label_before_it():
    assert number_of(RECOMMENDED, [passage("**Recommendation 4.**")]) == "4"
    assert number_of(RECOMMENDED, [passage("We said in Recommendation 4 that none of this would do.")]) is None
    assert number_of("Recommendation 7b: that it be done.") == "7b"


def test_a_later_passage_that_names_the_number_answers_also_if_it_is_not_shown():
    links = [link("Recommendation 4 be not accepted;", shown=False), link("Recommendation 3 be accepted;")]
    found = reply_later(RECOMMENDED, "4", links)
    assert found is not None
    assert (found.reply, found.passage.text) == ("refused", "Recommendation 4 be not accepted;")


def test_the_first_answer_in_time_counts():
    links = [
        link("It was reported that free swimming for pupils of the district had been approved.", day=9),
        link("The board declined to pay for free swimming for pupils of the district.", day=2),
    ]
    found = reply_later(RECOMMENDED, None, links)
    assert found is not None
    assert found.reply == "refused"


def test_what_reads_as_done_was_acted_on():
    found = reply_later(RECOMMENDED, None, [link("Free swimming began for pupils on Monday.", "kept")])
    assert found is not None
    assert found.reply == "acted on"


def test_a_complaint_that_there_was_no_answer_is_none():
    links = [
        link("The Chair noted that Recommendation 4, on free swimming for pupils, had not been answered.", "shortfall")
    ]
    assert reply_later(RECOMMENDED, "4", links) is None


def test_the_answer_may_be_the_very_sentence():
    refused, accepted = (
        reply_itself(passage("Recommendation 2 be not accepted; and")),
        reply_itself(passage("Recommendation 1 be accepted, and that a warden be paid for;")),
    )
    assert refused is not None
    assert accepted is not None
    assert (refused.reply, accepted.reply) == ("refused", "accepted")
    assert reply_itself(passage(RECOMMENDED)) is None


@pytest.mark.parametrize(
    ("answer", "reply"), [("Partially accepted | In part", "accepted"), ("Rejected", "refused"), ("Noted", None)]
)
def test_the_answer_beside_a_recommendation_is_read_from_its_row(answer, reply):
    row = Passage("d1", 0, 9, "Open it | " + answer)
    found = reply_in_table(answer, row)
    assert (found.reply if found else None) == reply
