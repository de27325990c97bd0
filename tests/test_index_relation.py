"""What a later passage says about a pledge, and why: the costly mistake is taking a slipped pledge for kept."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.reason import explain, shared_phrases
from index.related import Related
from index.relation import relate
from index.when import differ, times_named

PLEDGE = "The clerk will have the lychgate repainted by the end of May 2024."


@pytest.mark.parametrize(
    ("passage", "relation"),
    [
        ("The lychgate has now been repainted.", "kept"),
        ("The lychgate was repainted in June by a local firm.", "kept"),
        ("A new lychgate has been installed and is in place.", "kept"),
        ("The lychgate has still not been repainted.", "shortfall"),
        ("Members noted that the lychgate is still awaiting paint.", "shortfall"),
        ("No further update on the lychgate was received.", "shortfall"),
        ("Work on the lychgate has been delayed by rain.", "shortfall"),
        ("Cllr Reed asked when the lychgate would be finished.", "shortfall"),
        ("Residents complained that the lychgate was never touched.", "shortfall"),
        ("The lychgate will now be repainted in autumn.", "supersedes"),
        ("It was decided to replace the gate rather than repaint it.", "supersedes"),
        ("The lychgate is now expected to be done in September.", "supersedes"),
        ("The clerk will see to the lychgate by the end of May.", "repeats"),
        ("Paint for the lychgate has been ordered.", "progress"),
        ("Repainting of the lychgate is under way.", "progress"),
        ("Marl Paints Ltd (lychgate) £212.75", "progress"),
        ("The lychgate dates from 1820.", "context"),
        ("The new paint for the lychgate has been delivered, as noted by the clerk.", "kept"),
        ("Mr Marsh was thanked for painting the lychgate.", "kept"),
        ("The lychgate will be painted when the weather is warmer.", "supersedes"),
        ("The clerk asked this at a previous meeting and the lychgate is as it was.", "shortfall"),
        ("The firm cannot yet say anything about the lychgate.", "shortfall"),
        ("The lychgate is another outstanding issue.", "shortfall"),
        ("Visitors found no paint on the lychgate.", "shortfall"),
        ("Only 20 per cent of the lychgate is covered.", "shortfall"),
        ("| 14 | 1 March 2024 | Repaint lychgate | Clerk | Complete: done in April |", "kept"),
        ("| 14 | 1 March 2024 | Repaint lychgate | Clerk | In progress |", "progress"),
        ("| 14 | 1 March 2024 | Repaint lychgate | Clerk | Red: no paint yet |", "shortfall"),
        ("| 14 | 1 March 2024 | Repaint lychgate | Clerk | Not started |", "shortfall"),
        ("14\tRepaint lychgate\tSuperseded by action 20", "supersedes"),
    ],
)
def test_relation(passage, relation):
    assert relate(PLEDGE, passage).relation == relation


@pytest.mark.parametrize(
    "passage",
    [
        "The lychgate has not been repainted.",
        "Once the lychgate has been repainted the bill will follow.",
        "It will be checked whether the lychgate has been repainted.",
        "Quotes for the lychgate have been requested.",
        "The lychgate is due to be completed by June.",
        "It has been agreed that the lychgate should be repainted.",
        "The lychgate was to have been repainted but the firm was unable to come.",
        "Six of the ten panels of the lychgate have been repainted.",
        "No panels were repainted.",
        "The firm has been booked for the lychgate.",
    ],
)
def test_what_is_denied_prepared_or_uncertain_is_never_kept(passage):
    assert relate(PLEDGE, passage).relation != "kept"


@pytest.mark.parametrize(
    ("passage", "kept"),
    [
        ("By March 44 per cent of plans had been issued in time.", False),
        ("By March 61% of plans had been issued in time.", True),
        ("In March 44% and in April 62% of plans were issued in time.", True),
    ],
)
def test_a_figure_below_the_one_pledged_does_not_keep_it(passage, kept):
    pledge = "60 per cent of plans will be issued in time by April."
    assert (relate(pledge, passage).relation == "kept") is kept


@pytest.mark.parametrize(
    ("pledge", "passage", "relation"),
    [
        ("She hoped to see fewer complaints.", "Complaints had risen to 87.", "shortfall"),
        ("She hoped to see fewer complaints.", "Complaints had fallen to 12.", "progress"),
        ("There will be more places for pupils.", "The number of places fell to 40.", "shortfall"),
        ("She hoped to see fewer complaints.", "Rents had risen.", "context"),
    ],
)
def test_the_way_a_thing_went_is_compared_with_the_way_it_was_to_go(pledge, passage, relation):
    assert relate(pledge, passage).relation == relation


@pytest.mark.parametrize(
    ("pledge", "passage", "relation"),
    [
        ("The Council will recruit ten wardens.", "All ten of the wardens were in post by May.", "kept"),
        ("The Council will recruit ten wardens.", "The wardens recruited in 2022 are well liked.", "kept"),
        ("The Council will recruit ten wardens.", "The last of the nine wardens has started work.", "progress"),
        ("We intend to open two rooms.", "Two rooms opened on time in September.", "kept"),
        ("We intend to open two rooms.", "We are on track to open the rooms.", "progress"),
        ("The noticeboard will be replaced.", "The noticeboard was up at last.", "kept"),
        ("The noticeboard will be replaced.", "The new noticeboard has been stolen.", "kept"),
        ("The noticeboard will be replaced.", "A board will be bought in place of the one stolen.", "context"),
        ("We will write to every tenant.", "The letters went out in February.", "kept"),
        ("We will write to every tenant.", "The letters went out two weeks late.", "kept"),
        ("We will write to every tenant.", "The letters are two weeks late.", "context"),
        ("We will publish the plan.", "The plan has been drawn up and will be printed.", "progress"),
        ("A new bench will be purchased.", "Marl Seats Ltd (bench) £212.75", "kept"),
        ("The school will open in May.", "The school will not open until next year.", "supersedes"),
        ("The school will open with 120 places.", "It is now to open with 90 places.", "supersedes"),
        ("The school will open with 120 places.", "It is to open with 120 places.", "repeats"),
        ("The school will have 40 places.", "It hoped to explore whether places could be found.", "supersedes"),
        ("The school will be built.", "The department turned down the application.", "shortfall"),
        ("The school will be built.", "Members voted by six to two not to sign the contract.", "shortfall"),
        ("The letter will be sent.", "| 9 | May | Letter | Clerk | Letter sent; no answer |", "shortfall"),
    ],
)
def test_completion_change_and_failure_are_told_in_many_words(pledge, passage, relation):
    assert relate(pledge, passage, alike=0.5 if relation != "repeats" else 0.8).relation == relation


@pytest.mark.parametrize(
    ("passage", "day", "relation"),
    [
        ("There were 297 overdue reviews, down from 380.", date(2024, 4, 1), "progress"),
        ("Overdue reviews stood at 122.", date(2024, 4, 1), "progress"),
        ("The inspector found 437 reviews overdue.", date(2024, 9, 1), "shortfall"),
        ("The backlog of overdue reviews had been cleared.", date(2024, 9, 1), "kept"),
        ("412 reviews were overdue, though it had been said that all were cleared.", date(2024, 9, 1), "shortfall"),
    ],
)
def test_what_is_left_of_a_backlog_is_progress_before_the_day_and_a_shortfall_after_it(passage, day, relation):
    pledge = "The backlog of overdue reviews will be cleared by the end of May 2024."
    assert relate(pledge, passage, made=date(2024, 3, 1), day=day).relation == relation


@pytest.mark.parametrize(
    ("passage", "kinds", "relation"),
    [
        ("57 per cent of families know whom to ring, compared with 22 per cent before.", (), "kept"),
        ("More than half of families know whom to ring, against fewer than a quarter in 2022.", (), "kept"),
        ("Only 14 per cent of families know whom to ring.", (), "shortfall"),
        ("The clerk committed the service to 75 per cent of families.", ("commitment",), "context"),
    ],
)
def test_a_share_is_held_against_the_one_wanted(passage, kinds, relation):
    wanted = "The test is whether more than half of families know whom to ring."
    assert relate(wanted, passage, alike=0.5, kinds=kinds).relation == relation


def test_a_figure_short_of_the_one_pledged_is_a_shortfall_once_the_day_is_over():
    pledge = "60 per cent of plans will be issued in time by April 2024."
    said = "44 per cent of plans were issued in time."
    assert relate(pledge, said, made=date(2024, 1, 9), day=date(2024, 3, 1)).relation == "progress"
    assert relate(pledge, said, made=date(2024, 1, 9), day=date(2024, 9, 1)).relation == "shortfall"


def test_words_of_failing_that_the_pledge_itself_uses_deny_nothing():
    pledge = "We will write to every tenant whose rent is overdue."
    assert relate(pledge, "A letter went to all whose rent was overdue.").relation != "shortfall"


MADE, DAY = date(2024, 3, 1), date(2024, 3, 29)


def test_a_later_date_supersedes_and_says_by_how_much():
    related = relate(
        "The clerk will mend the gate within 2 weeks.",
        "The gate will be mended by the end of May.",
        made=MADE,
        day=DAY,
    )
    assert (related.relation, related.words) == ("supersedes", "by the end of May")
    assert related.note == "eleven weeks later than promised"


@pytest.mark.parametrize(
    "passage",
    [
        "The gate will be mended by 15 March 2024.",
        "Wood for the gate will come on 8 March 2024.",  # a step on the way
        "Mending the gate will last 3 days.",
    ],
)
def test_the_same_date_a_step_before_it_or_a_length_changes_no_terms(passage):
    pledge = "The clerk will mend the gate within 2 weeks."
    assert relate(pledge, passage, made=MADE, day=date(2024, 3, 4)).relation != "supersedes"


def test_a_date_of_what_was_done_changes_no_terms():
    related = relate("The clerk will mend the gate.", "The gate was mended on 8 March.", made=MADE, day=DAY)
    assert related.relation == "kept"


def test_what_is_still_in_hand_after_the_date_is_a_shortfall_by_inference():
    pledge = "The gate report will be ready by 15 March 2024."
    related = relate(pledge, "The gate report is currently being drawn up.", made=MADE, day=date(2024, 6, 1))
    assert (related.relation, related.inferred) == ("shortfall", True)
    assert related.note == "reported eleven weeks after the date promised"


def test_what_is_in_hand_before_the_date_is_progress():
    pledge = "The gate report will be ready by 15 March 2024."
    related = relate(pledge, "The gate report is currently being drawn up.", made=MADE, day=date(2024, 3, 10))
    assert related.relation == "progress"


def test_kept_says_when_it_was_reported_late():
    pledge = "The gate will be mended by 15 March 2024."
    assert relate(pledge, "The gate has been mended.", made=MADE, day=date(2024, 3, 20)).note is None
    late = relate(pledge, "The gate has been mended.", made=MADE, day=date(2024, 6, 7))
    assert late.note == "reported three months after the date promised"


def test_the_pledges_own_verb_is_said_any_other_is_inferred():
    pledge = "The clerk will mend the gate."
    assert not relate(pledge, "The gate has been mended.").inferred
    assert relate(pledge, "The gate has been installed.").inferred


def test_words_of_the_pledge_deny_nothing():
    pledge = "A note on how to complain about bins will be written."
    assert relate(pledge, "The note on how to complain about bins was written in April.").relation == "kept"


def test_a_statement_known_as_criticism_is_a_shortfall_by_inference():
    related = relate(PLEDGE, "The lychgate is an eyesore.", kinds=("criticism",))
    assert related == Related("shortfall", None, inferred=True)


@pytest.mark.parametrize(
    "passage", ["It has still not\nbeen done.", "Marl Paints (gate) £21.50", "Moved to June instead."]
)
def test_the_deciding_words_stand_in_the_passage(passage):
    assert relate(PLEDGE, passage).words in passage


@given(st.text(), st.text())
def test_any_two_texts_have_a_relation_and_its_words(pledge, passage):
    related = relate(pledge, passage, made=date(2024, 3, 1), day=date(2024, 5, 1))
    assert related.words is None or related.words in passage
    if related.at is not None:
        assert passage[related.at : related.at + len(related.words)] == related.words


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("The replacement barriers at the Mill Lane junction.", ["Mill Lane junction", "barriers"]),
        ("Barriers, barriers and more BARRIERS.", ["Barriers"]),
        ("They barriers.", []),  # after a pronoun it is a verb
        ("The mended junction was widened.", ["junction"]),
        ("No word of it.", []),
        ("", []),
    ],
)
def test_shared_words_that_stand_together_are_one_phrase(text, phrases):
    shared = {"barriers": 2.0, "mill": 1.5, "lane": 1.0, "junction": 1.0, "mended": 3.0, "widened": 3.0}
    assert shared_phrases(text, lambda word: shared.get(word.casefold(), 0.0)) == phrases


@given(st.text())
def test_any_phrase_stands_in_its_text(text):
    assert all(phrase in " ".join(text.split()) for phrase in shared_phrases(text, lambda word: 1.0))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("by the end of April", [("apr", None)]),
        ("on 16th February 2024", [("feb", "2024")]),
        ("in Q2 2024 or the third quarter of 2025", [("q2", "2024"), ("q3", "2025")]),
        ("in autumn", [("autumn", None)]),
        ("within two weeks", [("two weeks", None)]),
        ("within the next two weeks", [("two weeks", None)]),
        ("at the next meeting", [("next meeting", None)]),
        ("they may march on", []),
        ("", []),
    ],
)
def test_times_named(text, names):
    assert [(time.name, time.year) for time in times_named(text)] == names


def test_a_missing_year_does_not_tell_times_apart():
    [may], [may_2024], [may_2025] = (times_named(words) for words in ("May", "May 2024", "May 2025"))
    assert not differ(may, may_2024)
    assert differ(may_2024, may_2025)


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2024, 3, 2), "one day later"),
        (date(2024, 3, 22), "three weeks later"),
        (date(2024, 5, 3), "two months later"),
        (date(2025, 9, 1), "18 months later"),
        (date(2027, 3, 1), "three years later"),
        (None, "date unknown"),
    ],
)
def test_reason_says_how_much_later(day, later):
    assert later in explain(Related("context"), shared=["gate"], same_heading=False, made=date(2024, 3, 1), day=day)


def test_reason_is_one_plain_sentence():
    told = explain(
        Related("shortfall", "still not\nin place"),
        shared=["barriers", "junction"],
        same_heading=True,
        made=date(2024, 3, 1),
        day=date(2024, 5, 1),
    )
    assert told == "same barriers and junction, two months later; says 'still not in place'"


def test_reason_names_the_two_most_telling_phrases_and_the_note():
    told = explain(
        Related("supersedes", "by May", note="ten weeks later than promised"),
        shared=["gate", "lychgate roof", "paint"],
        same_heading=False,
        made=date(2024, 3, 1),
        day=date(2024, 5, 1),
    )
    assert told == "same gate and lychgate roof, two months later; says 'by May', ten weeks later than promised"


def test_reason_says_what_was_inferred_and_what_nothing_shared():
    told = explain(
        Related("progress", "£9.50", inferred=True), shared=[], same_heading=True, made=None, day=date(2024, 5, 1)
    )
    assert told == "under the same heading, date unknown; inferred from '£9.50'"
