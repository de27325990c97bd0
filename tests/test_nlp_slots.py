from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.actors import same_name
from nlp.conditions import find_condition

TUESDAY = date(2025, 1, 14)
slow = pytest.mark.slow  # loads the spaCy pipeline


def slots(sentence, *, speaker=None, base=TUESDAY):
    from nlp.slots import fill

    return fill(sentence, base=base, speaker=speaker)


@slow
def test_due_dates_and_amounts_keep_their_floors_in_the_whole_filler():
    from evaluation.score_slots import DUE_DATES, load, score_due_dates

    figures, errors = score_due_dates(load(DUE_DATES))
    assert figures["due"] >= 0.95, errors
    assert figures["words"] >= 0.95, errors


@slow
@pytest.mark.parametrize(
    ("sentence", "actor"),
    [
        ("Officers would circulate the timetable to members.", "Officers"),
        ("ACTION: Head of Highways to circulate the map.", "Head of Highways"),
        ("Clerk to write to the landowner.", "Clerk"),
        ("RESOLVED that the Director bring a report to the next meeting.", "the Director"),
        ("It was agreed that the Clerk write to the landowner.", "the Clerk"),
        ("The hedge will be cut by the contractor.", "the contractor"),
        ("Cllr Oakes asked the Planning Manager to check the drawings.", "the Planning Manager"),
        ("Cllr Mrs Penrose and Cllr Tull will collect the keys.", "Cllr Mrs Penrose and Cllr Tull"),
        ("The Marlowe Trust has said that it will repay the grant.", "The Marlowe Trust"),
        ("The University's plan aims to halve its emissions.", "The University"),
        ("Action 3: Department for Parks and Rivers to forward the study.", "Department for Parks and Rivers"),
        ("Hedge at the bowls club – overgrown, Greenbridge to send a surveyor.", "Greenbridge"),
        ("The Clerk had mislaid the file but hoped that she would find it.", "The Clerk"),
        ("RESOLVED that authority be delegated to the Head of Place to sign the lease.", "the Head of Place"),
        ("The minutes would be amended (Action: Jo Penrose).", "Jo Penrose"),
        ("It was agreed to accept the quote from Hay & Rudge to clear the ditch.", "Hay & Rudge"),
        ("RESOLVED that the Clerk be authorised to pay the invoice.", "the Clerk"),
        ("Footpath 7, Mill Lane - the Warden to report back.", "the Warden"),
        ("The Roads, Lighting and Drainage Team will survey the lane.", "The Roads, Lighting and Drainage Team"),
    ],
)
def test_who_is_to_act(sentence, actor):
    assert slots(sentence, speaker="Priya Nandakumar").actor == actor


@slow
@pytest.mark.parametrize(
    "sentence",
    [
        "We will publish the review.",
        "She would send a written reply.",
        "A written reply would be provided.",
        "The report will set out the options.",
        "It was agreed to write to the landowner.",
        "Residents will see a rise in their bills.",
        "Subject to approval by members, the path will be widened.",
        "Quotes to be obtained for the fence.",
        "September will see the last of the works.",
    ],
)
def test_nobody_else_is_to_act(sentence):
    assert slots(sentence, speaker="Priya Nandakumar").actor is None


@slow
def test_the_speaker_is_not_given_as_actor():
    sentence = "Cllr Oakes agreed to walk the route."
    assert slots(sentence, speaker="Councillor Gwen Oakes").actor is None
    assert slots(sentence, speaker="Priya Nandakumar").actor == "Cllr Oakes"


@slow
@pytest.mark.parametrize(
    ("sentence", "firmness"),
    [
        ("Officers will bring a report in March.", "firm"),
        ("The Director said that officers would bring a report.", "firm"),
        ("It was agreed that a sign should be ordered.", "firm"),
        ("The Council has committed to publishing the survey.", "firm"),
        ("Clerk to look into the cost.", "firm"),
        ("We aim to recruit six planners.", "aim"),
        ("It is hoped that the library will reopen in May.", "aim"),
        ("The works should be completed by June.", "aim"),
        ("The team would like to extend the scheme.", "aim"),
        ("The intention is to replace the roof.", "aim"),
        ("We are committed to improving the service.", "vague"),
        ("Every effort will be made to find the money.", "vague"),
        ("The Council will keep this under review.", "vague"),
        ("We will do everything we can for families.", "vague"),
    ],
)
def test_how_firm(sentence, firmness):
    assert slots(sentence).firmness == firmness


@slow
@pytest.mark.parametrize(
    ("sentence", "action"),
    [
        ("The Director will also publish the review by May.", "publish the review by May"),
        ("Cllr Tull agreed not to object.", "not to object"),
        ("A written reply would be provided.", "A written reply would be provided"),
        ("Clerk to obtain three quotes. Noted.", "obtain three quotes"),
        ("The gate will be mended and a lock has been bought.", "The gate will be mended"),
        ("Thank you for the question.", None),
    ],
)
def test_the_promised_act(sentence, action):
    assert slots(sentence).action == action


@pytest.mark.parametrize(
    ("sentence", "condition"),
    [
        ("The path will be widened subject to funding.", "subject to funding"),
        ("If the grant is approved, the path will be widened.", "If the grant is approved"),
        ("The path will be widened, provided that the owner agrees, in May.", "provided that the owner agrees"),
        ("Unless members object the path will be widened.", "Unless members object"),
        ("Weather permitting, the path will be widened.", "Weather permitting"),
        ("The path will be widened where possible.", "where possible"),
        ("Should the bid be successful, the path will be widened.", "Should the bid be successful"),
        ("The path will be widened pending a survey.", "pending a survey"),
        ("Officers will check if the path can be widened.", None),
        ("The Clerk was asked to see if a grant was available.", None),
        ("Officers provided advice and will do so again.", None),
        ("The path should be widened.", None),
    ],
)
def test_on_what_condition(sentence, condition):
    assert find_condition(sentence) == condition


@slow
def test_all_that_is_there_is_told_and_what_is_missing_named():
    told = slots("The Director will recruit twelve caseworkers by May.", speaker="The Director").testability
    assert (told.who, told.what) == ("The Director", "recruit twelve caseworkers by May")
    assert (told.how_much, told.by_when, told.how_measured) == ("twelve caseworkers", "by May", None)
    assert told.missing == ("how_measured",)


@slow
@pytest.mark.parametrize(
    ("sentence", "speaker", "question"),
    [
        ("Officers will circulate the map.", "Cllr Oakes", "By when will officers circulate the map?"),
        ("Clerk to write to the owner in due course.", None, "By when will the Clerk write to the owner?"),
        (
            "The review will be published shortly.",
            "Marl Borough Council",
            "By when will the review be published?",
        ),
        (
            "We are committed to improving the service.",
            "Marl Borough Council",
            "What exactly will Marl Borough Council do?",
        ),
        ("A reply would be sent by May.", None, "Who will see to this: “A reply would be sent”?"),
        (
            "The Director will reduce the backlog by May.",
            None,
            "How much, in figures, is meant by “reduce the backlog”?",
        ),
        (
            "The Director will write to the owner by May.",
            None,
            "How will anyone be able to tell that this has been done: “write to the owner”?",
        ),
        (
            "Chair to ring the owner, if approved, on 3 March.",
            None,
            "How will anyone be able to tell that this has been done: “ring the owner”?",
        ),
    ],
)
def test_the_question_that_would_pin_it_down(sentence, speaker, question):
    assert slots(sentence, speaker=speaker).testability.question == question


@slow
def test_a_promise_with_everything_leaves_no_question():
    told = slots("The Director will cut waits to 20 days by May, measured against the 2023 baseline.").testability
    assert (told.missing, told.question) == ((), None)


@slow
def test_an_open_ended_deadline_does_not_make_it_testable():
    filled = slots("The Director will publish the review in due course.")
    assert filled.deadline is not None
    assert "by_when" in filled.testability.missing


@slow
def test_who_is_open_when_a_person_says_that_it_will_be_done():
    assert slots("The lane will be swept by May.", speaker="Gwen Oakes").testability.who is None
    assert slots("The lane will be swept by May.", speaker="Marl Borough Council").testability.who is not None


@slow
def test_a_parse_that_is_there_is_used():
    from nlp.parse import parse
    from nlp.slots import fill

    sentence = "The Clerk will obtain three quotes, subject to funding, by 31 March."
    doc = parse([sentence])[0]
    assert fill(sentence, base=TUESDAY, speaker=None, doc=doc) == fill(sentence, base=TUESDAY, speaker=None)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Cllr Oakes", "Gwen Oakes"),
        ("G. Oakes", "Gwen Oakes"),
        ("MBC", "Marl Borough Council"),
        ("the Council", "Marl Borough Council"),
        ("The Councillors", "Councillors"),
    ],
)
def test_one_name_in_two_forms(a, b):
    assert same_name(a, b)


@pytest.mark.parametrize(
    ("a", "b"), [("Cllr Oakes", "Cllr Tull"), ("J. Oakes", "Gwen Oakes"), ("the Clerk", "the Chair")]
)
def test_two_names(a, b):
    assert not same_name(a, b)


PIECES = st.sampled_from(
    "The Clerk will agreed to write report by May be sent if approved subject funding £5m 12 homes committed "
    "improving , . \r\n ; that it we ACTION: RESOLVED – “ ” not Cllr Oakes and \u00a0".split(" ")
)


@given(st.lists(PIECES, max_size=12).map(" ".join) | st.text(max_size=60))
def test_a_condition_is_a_piece_of_the_sentence(sentence):
    found = find_condition(sentence)
    assert found is None or found in sentence


@slow
def test_every_word_in_the_slots_stands_in_the_sentence():
    from nlp.parse import parse
    from nlp.slots import fill

    @given(st.lists(PIECES, min_size=1, max_size=12).map(" ".join) | st.text(min_size=1, max_size=40))
    def check(sentence):
        filled = fill(sentence, base=TUESDAY, speaker="Gwen Oakes", doc=parse([sentence])[0])
        words = [filled.actor, filled.action, filled.condition, filled.deadline and filled.deadline.text]
        words += [amount.text for amount in filled.amounts]
        assert all(word in sentence for word in words if word is not None)

    check()
