"""The terms of a pledge over time: what changed from one to the next, and how what is done stands to them."""

from __future__ import annotations

from datetime import date

import pytest
from index_world import World, document, statement, world
from streamlit.testing.v1 import AppTest

from greenshoots.differences import quantity, time_between
from greenshoots.goalposts import Course, amounts_over_time, course_of, strength_of, times_moved
from greenshoots.kept import done_on
from greenshoots.records import Amount, Deadline, Link

FIRST = "The Council will open the Mere Lane pool with 120 places in March 2023 at a cost of £4m."
SECOND = "The Council now aimed to open the pool with 90 places by 31 May 2023 at a cost of £2m."
THIRD = "Members hoped to explore, subject to funding, whether 90 places might be had by May 2024."
DONE = "The pool opened on Monday 5 June 2023."


@pytest.fixture
def store(tmp_path):
    with world(tmp_path) as made:
        yield made


def link(made, words: str, relation: str, day: date, *, shown: bool = True) -> Link:
    start = made.text.index(words)
    return Link("s1", made.id, made.key, start, start + len(words), words, day, relation, 0.5, shown, "")


def course(store: World, *later: tuple[str, str, date], shown: bool = True) -> Course:
    made = document("m1", FIRST, published=date(2022, 2, 1))
    said = statement(
        made, FIRST, deadline=Deadline("in March 2023", date(2023, 3, 31)), firmness="firm", action="open the pool",
        amounts=(Amount("120 places", 120, "places"), Amount("£4m", 4_000_000, "GBP")),
    )  # fmt: skip
    store.add(made, statements=[said])
    links = []
    for number, (words, relation, day) in enumerate(later):
        record = store.add(document(f"l{number}", words, published=day))
        links.append(link(record, words, relation, day, shown=shown))
    found = course_of(store.store, said, made, links)
    assert found is not None
    return found


def test_a_new_date_sum_and_verb_are_each_told(store):
    found = course(store, (SECOND, "supersedes", date(2022, 9, 1)))
    assert found.terms[0].changes == ()
    assert found.terms[1].changes == (
        "nine weeks later",
        "30 places fewer",
        "£2m less",
        "weaker: from “will” to “aims to”",
    )


def test_each_change_is_told_against_the_terms_before(store):
    found = course(store, (SECOND, "supersedes", date(2022, 9, 1)), (THIRD, "supersedes", date(2023, 2, 1)))
    assert found.terms[2].changes == (
        "one year later", "weaker: from “aims to” to “may only look into it”", "now says “subject to funding”"
    )  # fmt: skip


def test_terms_that_a_passage_does_not_name_stay_as_they_were(store):
    same = "The pool would have 120 places."
    found = course(store, (same, "repeats", date(2022, 5, 1)), (SECOND, "supersedes", date(2022, 9, 1)))
    assert found.terms[1].changes == ()
    assert "nine weeks later" in found.terms[2].changes


def test_every_row_is_verbatim(store):
    found = course(store, (SECOND, "supersedes", date(2022, 9, 1)))
    for row in found.terms:
        assert store.store.document(row.document_key).text[row.start : row.end] == row.text


def test_what_bears_on_the_outcome_sets_no_terms(store):
    found = course(store, ("Work is late by two weeks.", "shortfall", date(2022, 9, 1)))
    assert len(found.terms) == 1


def test_of_one_day_the_passage_that_changes_the_terms_counts(store):
    day = date(2022, 9, 1)
    found = course(store, ("It will open in March 2023.", "repeats", day), (SECOND, "supersedes", day))
    assert [row.text for row in found.terms] == [FIRST, SECOND]


def test_kept_is_told_against_the_first_date_and_the_last(store):
    found = course(
        store, ("It would now open by 30 June 2023.", "supersedes", date(2022, 9, 1)), (DONE, "kept", date(2023, 7, 3))
    )
    assert found.kept == (
        "Reads as done, on 5 June 2023: nine weeks after the first date (31 March 2023), within the last (30 June 2023)"
    )


def test_a_day_of_doing_that_is_not_named_is_only_told(store):
    found = course(store, ("The pool is open.", "kept", date(2023, 4, 14)))
    assert found.kept == "Reads as done, told on 14 April 2023: told two weeks after the date given (31 March 2023)"


def test_terms_set_after_it_was_done_do_not_count(store):
    found = course(store, (DONE, "kept", date(2023, 7, 3)), (THIRD, "supersedes", date(2023, 9, 1)))
    assert found.kept is not None
    assert "the date given (31 March 2023)" in found.kept


def test_of_a_pledge_without_a_day_nothing_is_later(store):
    made = store.add(document("m1", FIRST))
    assert course_of(store.store, statement(made, FIRST), made, []) is None


def test_kept_is_told_against_the_first_number_promised_and_the_last(store):
    opened = "The pool opened on Monday 5 June 2023 with 60 places."
    found = course(store, (SECOND, "supersedes", date(2022, 9, 1)), (opened, "kept", date(2023, 7, 3)))
    assert "60 places told, 60 places fewer than first promised (120 places), 30 places fewer than" in str(found.kept)
    assert "how much is not told there: first promised £4m, last £2m" in str(found.kept)


@pytest.mark.parametrize("relation", ["supersedes", "kept"])
def test_a_sum_for_another_thing_is_not_compared(store, relation):
    other = "A grant of £864 was paid for chairs."
    found = course(store, (other, relation, date(2022, 9, 1)))
    assert not any("£" in change for row in found.terms for change in row.changes)
    assert "£" not in (found.kept or "")
    assert amounts_over_time(found.terms) == {}


def test_a_number_that_is_only_promised_again_is_not_told_as_done(store):
    found = course(store, ("The pool was agreed and will have 60 places.", "kept", date(2022, 9, 1)))
    assert "60 places" not in str(found.kept)


def test_as_many_as_promised_is_said(store):
    found = course(store, ("The pool opened with 120 places.", "kept", date(2023, 3, 3)))
    assert str(found.kept).endswith("120 places told, as many as promised (120 places)")


def test_amounts_over_time_are_those_of_a_unit_that_changed(store):
    same = "The pool would have 120 places."
    found = course(store, (same, "repeats", date(2022, 5, 1)), (SECOND, "supersedes", date(2022, 9, 1)))
    told = amounts_over_time(found.terms)
    assert [(row.day, amount.value) for row, amount in told["places"]] == [
        (date(2022, 2, 1), 120), (date(2022, 5, 1), 120), (date(2022, 9, 1), 90)
    ]  # fmt: skip
    assert [amount.value for _, amount in told["GBP"]] == [4_000_000, 2_000_000]
    assert amounts_over_time(course(store).terms) == {}


OTHER_NUMBER = "Members hoped to explore whether the Mere site might take 40 places."


@pytest.mark.parametrize(
    ("words", "relation", "rows"),
    [
        (OTHER_NUMBER, "context", 2),
        (OTHER_NUMBER, "shortfall", 1),  # that it was not done sets no terms
        (OTHER_NUMBER.replace("Mere", "Otter"), "context", 1),  # it does not name what the pledge names
        (OTHER_NUMBER.replace("40", "120"), "context", 1),  # the same number
        (OTHER_NUMBER.replace("40 places", "40 members"), "context", 1),  # of other things
        ("The Mere site takes 40 places.", "context", 1),  # nothing is promised
        ("It is hoped that the Mere site will cost £1m.", "context", 1),  # a sum: of those there are too many
    ],
)
def test_an_unlikely_passage_sets_terms_only_where_it_promises_another_number_of_the_same(store, words, relation, rows):
    found = course(store, (words, relation, date(2023, 2, 1)), shown=False)
    assert len(found.terms) == rows
    assert all(row.how == "unlisted" for row in found.terms[1:])


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("The council will build it", 0),
        ("She undertook to write", 0),
        ("They aim to have it by May", 1),
        ("It is expected to be ready by May 2024", 2),
        ("He hoped that it could be opened", 3),
        ("The Council hoped to explore whether it could", 4),
        ("The meeting closed at nine", None),
    ],
)
def test_the_weakest_word_of_promise_counts(words, name):
    assert strength_of(words)[0] == name


def test_the_month_of_may_promises_nothing():
    assert strength_of("a date in May 2024") == (None, None)


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "one day"), (10, "ten days"), (70, "ten weeks"), (365, "one year"), (426, "14 months"), (730, "two years")],
)
def test_spans_are_told_as_people_say_them(days, words):
    assert time_between(date(2022, 1, 1), date.fromordinal(date(2022, 1, 1).toordinal() + days)) == words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (2_000_000, "GBP", "£2m"),
        (610_000, "GBP", "£610,000"),
        (15, "%", "15 percentage points"),
        (30, "places", "30 places"),
    ],
)
def test_differences_are_told_in_their_unit(value, unit, words):
    assert quantity(value, unit) == words


def test_a_date_promised_is_not_the_day_of_doing(store):
    made = document("d", "It was done, though promised by 3 May 2023, on 9 June.", published=date(2023, 7, 1))
    assert done_on(link(made, made.text, "kept", date(2023, 7, 1)), None) == (date(2023, 6, 9), True)


def test_days_on_which_the_terms_changed_are_counted_once(store):
    made = document("d", "Later.", published=date(2023, 7, 1))
    days = (date(2023, 7, 1), date(2023, 7, 1), date(2023, 8, 1))
    assert times_moved([link(made, "Later.", "supersedes", day) for day in days]) == 2


def _drawn() -> None:
    from datetime import date

    from greenshoots.goalposts import Terms
    from greenshoots.records import Amount, Link
    from greenshoots.views import goalposts

    rows = [
        (Terms(date(2022, month, 1), "said", "d", 0, 3, "abc", None), Amount(f"{month}0 places", month * 10, "places"))
        for month in (9, 6)
    ]
    done = Link("s", "d", "k", 0, 3, "It opened with 60 places.", date(2023, 5, 1), "kept", 0.5, True, "")
    goalposts.draw_amounts("places", rows, done)


def test_the_drawing_of_amounts_is_told_in_words():
    ran = AppTest.from_function(_drawn).run()
    assert not ran.exception
    [element] = ran.get("vega_lite_chart")
    told = "1 September 2022: promised 90 places; 1 June 2022: promised 60 places; 1 May 2023: reads as done 60 places"
    assert told in element.proto.spec
