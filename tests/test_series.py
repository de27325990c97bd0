"""Figures told over time: like goes with like, what is another measure, unit or area is kept apart."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some
from index_world import World, document, statement, world
from streamlit.testing.v1 import AppTest

from greenshoots.figures import figures_in
from greenshoots.plain import series_block
from greenshoots.records import Amount, Deadline, Link
from greenshoots.series import Series, series_of, target_words, told_in_turn

PLEDGE = (
    "Ada Flint, Head of Care, said that 80 per cent of care assessments would be completed within 28 days by July 2025."
)
FIRST = "She reported that 41 per cent of care assessments completed in March had met the 28-day limit."
SECOND = "In June 2024, 56 per cent of care assessments had been completed within 28 days."


@pytest.fixture
def store(tmp_path):
    with world(tmp_path) as made:
        yield made


def pledge(store: World, words: str = PLEDGE, *, kind: str = "commitment", amount: str = "80 per cent"):
    made = document("m1", words, published=date(2024, 2, 1))
    said = statement(
        made, words, kind, deadline=Deadline("by July 2025", date(2025, 7, 31)), amounts=(Amount(amount, 80, "%"),)
    )
    store.add(made, statements=[said])
    return made, said


def told(store: World, *later: tuple[str, date], words: str = PLEDGE, **fields) -> tuple[Series, ...]:
    made, said = pledge(store, words, **fields)
    for number, (text, day) in enumerate(later):
        store.add(document(f"l{number}", text, published=day))
    return series_of(store.store, said, made)


def values(found: tuple[Series, ...]) -> list[tuple[str, float]]:
    assert len(found) == 1
    return [(point.when, point.value) for point in found[0].points]


def test_a_rising_share_is_a_dated_series_beside_its_target(store):
    found = told(store, (FIRST, date(2024, 4, 9)), (SECOND, date(2024, 7, 2)))
    assert values(found) == [("March 2024", 41), ("June 2024", 56)]
    assert target_words(found[0]) == "Pledged: 80 per cent, by 31 July 2025"


def test_nothing_is_drawn_from_a_single_point(store):
    assert told(store, (FIRST, date(2024, 4, 9))) == ()


@pytest.mark.parametrize(
    "other",
    [
        "In June 2024, 56 per cent of library loans had been completed within 28 days.",  # another thing
        "In June 2024, 56 care assessments had been completed within 28 days.",  # another unit
        "In June 2024, 56 per cent of care assessments had been completed within 56 days.",  # another limit
        "In June 2024, 56 per cent of care assessments had not been completed within 28 days.",  # the other way round
        "In June 2024, 56 per cent of care assessments in Northwick had been completed within 28 days.",  # another area
        "In June 2024, 56 per cent of care assessments were completed within 28 days nationally.",
        "By June 2024, 56 per cent of care assessments would be completed within 28 days.",  # promised, not told
        "In June 2024, 56 per cent more care assessments had been completed within 28 days.",  # a change
        "In June 2024, more than 56 per cent of care assessments had been completed within 28 days.",  # a bound
        "In June 2024, 50 to 56 per cent of care assessments had been completed within 28 days.",  # a range
        "In June 2024, 56 per cent of urgent care assessments had been completed within 28 days.",  # a part
        "In June 2024, 56 per cent of repeat care assessments had been completed within 28 days.",
        "In June 2024, 56 per cent of the care assessments withdrawn had been completed within 28 days.",
        "In June 2024, 56 percentage points of care assessments had been completed within 28 days.",  # another unit
        "In June 2024, 56 per cent of care assessments had been completed within 28 weeks.",  # another limit
        "In June 2024, care assessments cost 56 per cent of the budget for visits completed.",
        "In June 2024, 56 per cent of care plans had been reviewed within 28 days.",  # another act
        "In June 2024, 56 per cent of staff had completed training in care assessments.",
    ],
)
def test_what_is_not_like_is_kept_apart(store, other):
    third = "In September 2024, 60 per cent of care assessments had been completed within 28 days."
    found = told(store, (FIRST, date(2024, 4, 9)), (other, date(2024, 7, 2)), (third, date(2024, 10, 1)))
    assert values(found) == [("March 2024", 41), ("September 2024", 60)]


CALLS = "The line answered 200 calls from parents a week in January."


@pytest.mark.parametrize(
    ("other", "points"),
    [
        ("The line answered 230 calls from parents a week in May.", 2),
        ("The line answered 230 calls from parents each week in May.", 2),
        ("The line answered 230 calls from parents a month in May.", 0),  # another rate
        ("The line answered 230 calls from parents in May.", 0),  # no rate
        ("The line answered 230 letters from parents a week in May.", 0),  # other things
        ("The line answered an average of 230 calls from parents a week in May.", 0),  # another reckoning
    ],
)
def test_a_number_goes_only_with_one_of_the_same_rate_and_reckoning(store, other, points):
    made = document("m1", CALLS, published=date(2024, 2, 1))
    said = statement(made, CALLS, "progress", amounts=(Amount("200 calls", 200, "calls"),))
    store.add(made, statements=[said])
    store.add(document("l1", other, published=date(2024, 6, 1)))
    assert sum(len(found.points) for found in series_of(store.store, said, made)) == points


def test_a_line_of_a_table_of_payments_is_no_point(store):
    row = f"Payee Cheque No Net VAT {SECOND}"
    assert told(store, (FIRST, date(2024, 4, 9)), (row, date(2024, 7, 2))) == ()


def test_a_part_that_the_heading_names_is_of_the_measure(store):
    words = PLEDGE.replace("care assessments", "urgent care assessments")
    made, said = pledge(store, words)
    store.add(document("l0", FIRST, published=date(2024, 4, 9)), heading="Urgent care")
    store.add(document("l1", SECOND.replace("care assess", "urgent care assess"), published=date(2024, 7, 2)))
    assert values(series_of(store.store, said, made)) == [("March 2024", 41), ("June 2024", 56)]


def test_a_figure_of_another_body_is_kept_apart(store):
    made, said = pledge(store)
    store.add(document("l0", FIRST, published=date(2024, 4, 9)))
    store.add(document("l1", SECOND, published=date(2024, 7, 2), body="Otherton Borough Council"))
    assert series_of(store.store, said, made) == ()


@pytest.mark.parametrize(("names", "points"), [("Marlford Town Council", 2), ("Another council", 0)])
def test_a_linked_record_of_another_body_counts_if_it_names_the_body(store, names, points):
    made, said = pledge(store)
    store.add(document("l0", FIRST, published=date(2024, 4, 9)))
    other = document("l1", f"{names} was inspected.", SECOND, published=date(2024, 7, 2), body="The Inspectorate")
    store.add(other)
    at = other.text.index(SECOND)
    link = Link(said.id, other.id, other.key, at, at + len(SECOND), SECOND, date(2024, 7, 2), "progress", 0.9, True, "")
    assert sum(len(found.points) for found in series_of(store.store, said, made, [link])) == points


def test_a_passage_that_people_set_aside_is_no_point(store):
    made, said = pledge(store)
    store.add(document("l0", FIRST, published=date(2024, 4, 9)))
    later = store.add(document("l1", SECOND, published=date(2024, 7, 2)))
    link = Link(said.id, later.id, later.key, 0, len(SECOND), SECOND, date(2024, 7, 2), "progress", 0.9, True, "")
    assert len(series_of(store.store, said, made)) == 1
    assert series_of(store.store, said, made, rejected=[link]) == ()


def test_a_pledge_for_one_area_is_not_measured_by_figures_of_all(store):
    words = PLEDGE.replace("care assessments", "care assessments in Northwick")
    there = SECOND.replace("care assessments", "care assessments in Northwick")
    both = FIRST.replace("care assessments", "care assessments in Northwick")
    found = told(store, (FIRST, date(2024, 4, 9)), (there, date(2024, 7, 2)), words=words)
    assert found == ()
    store.add(document("l9", both, published=date(2024, 4, 10)))
    made = store.store.document_by_id("m1")
    found = series_of(store.store, store.store.statements_of(made.key)[0], made)
    assert values(found) == [("March 2024", 41), ("June 2024", 56)]


def test_a_restatement_counts_once_and_a_comparison_in_passing_is_told(store):
    again = "Of care assessments done, 56 per cent were completed on time in June, compared with 41 per cent in March."
    found = told(store, (FIRST, date(2024, 4, 9)), (SECOND, date(2024, 7, 2)), (again, date(2024, 8, 1)))
    assert values(found) == [("March 2024", 41), ("June 2024", 56)]
    alone = told_in_turn(found[0].points)
    assert alone == "March 2024: 41 per cent; June 2024: 56 per cent"


def test_a_figure_without_a_period_is_of_the_record(store):
    bare = "So far 47 per cent of care assessments have been completed within 28 days."
    found = told(store, (FIRST, date(2024, 4, 9)), (bare, date(2024, 7, 2)))
    assert values(found)[1] == ("record of 2 July 2024", 47)


def test_a_claim_has_a_series_but_no_target(store):
    claim = "We told parents that 30 per cent of care assessments had been completed within 28 days in January."
    found = told(store, (FIRST, date(2024, 4, 9)), words=claim, kind="progress", amount="30 per cent")
    assert values(found) == [("January 2024", 30), ("March 2024", 41)]
    assert found[0].target is None


def test_every_point_is_verbatim_with_its_place(store):
    [found] = told(store, (f"Item 4.\r\n{FIRST}", date(2024, 4, 9)), (SECOND, date(2024, 7, 2)))
    for point in found.points:
        text = store.store.document(point.document_key).text
        assert text[point.start : point.end] == point.text
        assert text[point.figure : point.figure_end] == point.figure_text


def test_the_terminal_tells_target_points_and_sources(store):
    found = told(store, (FIRST, date(2024, 4, 9)), (SECOND, date(2024, 7, 2)))
    lines = "\n".join(series_block(found, lambda point: store.store.document(point.document_key).id))
    assert "Pledged: 80 per cent, by 31 July 2025" in lines
    assert "March 2024  41 per cent" in lines
    assert FIRST[:40] in lines


def test_who_is_bound_to_it_is_no_part_of_the_measure(store):
    words = "Ada Flint committed the service to completing 80 per cent of care assessments within 28 days by July 2025."
    found = told(store, (FIRST, date(2024, 4, 9)), (SECOND, date(2024, 7, 2)), words=words)
    assert values(found) == [("March 2024", 41), ("June 2024", 56)]


def test_a_part_in_brackets_is_not_of_what_the_rest_tells():
    words = "In 2022, 472 homes were delivered through new building (399 homes) and leasing (73 homes)."
    whole, *parts = figures_in(words, base=date(2023, 2, 1))
    assert "delivered" in whole.measured
    assert not any("delivered" in part.measured for part in parts)


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("In December, 9 per cent of forms were late.", "December 2023"),
        ("Between May 2022 and April 2023, 9 per cent of forms were late.", "April 2023"),
        ("In 2022, 9 per cent of forms were late.", "2022"),
        ("On 3 March 2023, 9 per cent of forms were late.", "3 March 2023"),
        ("Since March 2023, 9 per cent of forms were late.", None),
    ],
)
def test_the_period_named_beside_a_figure_is_its_own(words, period):
    [figure] = figures_in(words, base=date(2024, 2, 1))
    assert (figure.period.words if figure.period else None) == period


@given(some.text(max_size=60), some.integers(0, 100), some.text(max_size=60))
def test_figures_are_pieces_of_the_sentence(before, value, after):
    sentence = f"{before} {value} per cent of plans were issued within 20 weeks in May {after}"
    for figure in figures_in(sentence, base=date(2024, 2, 1)):
        assert sentence[figure.start : figure.end] == figure.amount.text


def _drawn() -> None:
    from datetime import date

    from greenshoots.records import Amount
    from greenshoots.series import Point, Series
    from greenshoots.views import series

    points = tuple(
        Point(date(2024, month, 28), f"{month}/2024", 10.0 * month, "%", f"{month}0%", "d", 0, 3, "abc", 0, 3)
        for month in (3, 6)
    )
    series.draw(Series(("plans",), "%", points, Amount("80%", 80, "%"), date(2025, 7, 31)))


def test_the_target_is_drawn_and_the_drawing_told_in_words():
    ran = AppTest.from_function(_drawn).run()
    assert not ran.exception
    [element] = ran.get("vega_lite_chart")
    assert '"strokeDash": [4, 4]' in element.proto.spec or '"strokeDash":[4,4]' in element.proto.spec
    assert "3/2024: 30%; 6/2024: 60%; Pledged: 80%, by 31 July 2025" in element.proto.spec
