from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenshoots.records import Document, Turn
from nlp.attribution import Attributed, attribute, fitting
from nlp.people import find_people
from nlp.quotes import find_quotes
from nlp.sentences import split

LIST = "Present: Cllr A Marsh (Chair), Cllr Mrs T Aldous, Cllr Owen Pryce (OP)\n\nIn attendance: Mrs K Webb (Clerk)\n\n"


def read(document: Document) -> list[tuple[str, Attributed]]:
    sentences = split(document)
    found = attribute(document, sentences, find_quotes(document, sentences), find_people(document, sentences))
    return [(document.text[s.start : s.end], a) for s, a in zip(sentences, found, strict=True)]


def minutes(text: str, *, body: str | None = "Brackwater Borough Council") -> list[tuple[str, Attributed]]:
    return read(Document("d", text, medium="minutes", body=body))


def press(text: str) -> list[tuple[str, Attributed]]:
    return read(Document("d", text, medium="press"))


def of(read_: list[tuple[str, Attributed]], words: str) -> Attributed:
    return next(attributed for sentence, attributed in read_ if words in sentence)


def test_one_for_each_sentence() -> None:
    document = Document("d", LIST + "Cllr Marsh spoke. It rained.", medium="minutes")
    sentences = split(document)
    assert len(attribute(document, sentences, (), find_people(document, sentences))) == len(sentences)


# ways


def test_named() -> None:
    found = of(minutes(LIST + "Cllr Aldous asked that the bridge be mended."), "bridge")
    assert (found.speaker, found.speaker_label, found.attribution.how) == ("Cllr Mrs T Aldous", "Cllr Aldous", "named")
    assert found.mode == "reported"
    assert 0.5 < found.attribution.score <= 1


def test_initials_are_a_name() -> None:
    found = of(minutes(LIST + "OP agreed to write to the landowner."), "landowner")
    assert (found.speaker, found.speaker_label) == ("Owen Pryce", "OP")


def test_post_whose_holder_is_named() -> None:
    text = "The portfolio holder for roads, Owen Pryce, was there.\n\n“We are sorry,” the portfolio holder said."
    found = of(press(text), "sorry")
    assert (found.speaker, found.speaker_label, found.attribution.how) == (
        "Owen Pryce",
        "the portfolio holder",
        "post",
    )
    assert found.role == "portfolio holder for roads"


def test_post_in_minutes_stands_for_itself_since_another_may_have_held_it_that_day() -> None:
    found = of(minutes(LIST + "The Clerk will order two benches."), "benches")
    assert (found.speaker, found.speaker_label, found.attribution.how) == ("The Clerk", "The Clerk", "post")
    assert found.role == "Clerk"


def test_post_whose_holder_is_not_named_stands_for_itself() -> None:
    found = of(minutes("The Senior Engineer, Roads and Bridges advised that work would begin in May."), "work")
    assert (found.speaker, found.attribution.how) == ("The Senior Engineer, Roads and Bridges", "post")


def test_pronoun() -> None:
    text = "Ms Ada Quill said the plan was late. She added that it would be finished in June."
    found = of(minutes(text), "June")
    assert (found.speaker, found.speaker_label, found.attribution.how) == ("Ada Quill", "She", "pronoun")


def test_pronoun_in_a_sentence_means_its_own_subject() -> None:
    text = LIST + "Cllr Marsh thanked all.\n\nCllr Pryce advised he would look into the lights."
    assert of(minutes(text), "lights").speaker == "Owen Pryce"


def test_he_between_two_men_is_nobody() -> None:
    text = "Yesterday Mr Ellery met Mr Ashdown at the hall.\n\n“We are sorry,” he said."
    found = of(press(text), "sorry")
    assert (found.speaker, found.speaker_label) == (None, "he")


def test_he_is_never_a_woman() -> None:
    text = "Mrs Ellery was at the hall.\n\n“We are sorry,” he said."
    assert of(press(text), "sorry").speaker is None


def test_two_smiths_mean_that_nobody_is_named() -> None:
    text = "Present: Cllr J Smith, Cllr A Smith\n\nCllr Smith agreed to write to the landowner."
    found = of(minutes(text), "landowner")
    assert (found.speaker, found.attribution.how, found.attribution.score) == (None, "none", 0.0)


def test_collective() -> None:
    found = of(minutes("Members expressed concern that the plan was late."), "late")
    assert (found.speaker, found.attribution.how) == ("Members", "collective")


def test_body_named_by_its_acronym() -> None:
    text = "A reply came from Westmere County Council (WCC). WCC has agreed to mend the road."
    assert of(minutes(text), "mend").speaker == "Westmere County Council"


def test_both_of_two() -> None:
    found = of(minutes(LIST + "The Clerk and Cllr Pryce will visit the site."), "visit")
    assert found.speaker == "The Clerk and Owen Pryce"


@pytest.mark.parametrize(
    "sentence",
    [
        "It was agreed that two benches be bought.",
        "RESOLVED that the scheme be carried out from April.",
        "Concern was raised about the state of the road.",
        "Quotes to be obtained.",
        "The path has been cut.",
        "The Council will be asked to mend the road.",
    ],
)
def test_passives_without_an_actor_are_nobody(sentence: str) -> None:
    found = minutes(LIST + sentence)[-1][1]
    assert (found.speaker, found.attribution.how) == (None, "none")


def test_action_names_who_acts_and_nobody_who_speaks() -> None:
    found = of(minutes(LIST + "ACTION: Head of Highways to report back in May."), "May")
    assert (found.speaker, found.actor) == (None, "Head of Highways")


def test_turn_label() -> None:
    text = "Julia Okwu MS: We will publish it in May.\nThe Chair (Mr B. Lund): Thank you."
    cut = text.index("The Chair")
    turns = (Turn(0, cut, "Julia Okwu MS"), Turn(cut, len(text), "The Chair (Mr B. Lund)"))
    found = read(Document("d", text, medium="transcript", turns=turns))
    first, last = of(found, "publish"), of(found, "Thank")
    assert (first.speaker, first.attribution.how, first.mode) == ("Julia Okwu", "turn label", "direct")
    assert (last.speaker, last.role) == ("Mr B. Lund", "The Chair")


# no child


@pytest.mark.parametrize(
    "text",
    [
        "Pupil Liam Harrow said: “The bus never came.”",
        "“The bus never came,” said Liam Harrow, 9.",
        "“The bus never came,” the pupil said.",
        "A patient said that the bus never came.",
        "The complainant stated that the bus never came.",
    ],
)
def test_no_child_patient_or_complainant_is_a_speaker(text: str) -> None:
    assert of(press(text), "bus").speaker is None


# threads of minutes


def test_question_and_reply() -> None:
    text = (
        "Question submitted by Councillor B. Tarn\n\nI ask when the steps will be mended.\n\n"
        "REPLY:\n\nThe steps will be mended in May. Work is under way."
    )
    found = minutes(text)
    assert of(found, "I ask").speaker == "Councillor B. Tarn"
    assert of(found, "in May").speaker == "Brackwater Borough Council"
    assert of(found, "under way").speaker == "Brackwater Borough Council"


def test_reply_ends_where_the_debate_goes_on() -> None:
    text = "REPLY:\n\nThe steps will be mended.\n\nIn replying, the Director agreed to visit the site."
    assert of(minutes(text), "visit").speaker == "the Director"


def test_reply_from_somebody_named() -> None:
    text = "Present: Cllr A Marsh\n\nQuestion from Cllr B Tarn\n\nWhen?\n\nAnswer from Cllr A Marsh: It opens in May."
    assert of(minutes(text), "opens").speaker == "Cllr A Marsh"


def test_motion_is_its_proposers() -> None:
    text = (
        "Mr Hale proposed, and Ms Orme seconded the motion that\n\n"
        "1. the Leader write to the Minister.\n\n2. a report come back in May.\n\nMotion carried."
    )
    found = minutes(text)
    assert of(found, "write").speaker == "Mr Hale"
    assert of(found, "report come").speaker == "Mr Hale"
    assert of(found, "carried").speaker is None


def test_list_after_a_colon_is_whose_it_was() -> None:
    text = "The Housing Manager gave an update as follows:\n\n- 12 homes are let.\n\n- 9 homes will be ready in May."
    found = minutes(text)
    assert of(found, "12 homes").speaker == "The Housing Manager"
    assert of(found, "9 homes").speaker == "The Housing Manager"


def test_reported_speech_goes_on_over_sentences() -> None:
    text = LIST + "Cllr Pryce said the work was late. There would be a new contractor."
    assert of(minutes(text), "contractor").speaker == "Owen Pryce"


def test_reported_speech_ends_at_what_was_agreed() -> None:
    text = LIST + "Cllr Pryce said the work was late. It was agreed to write to the contractor."
    assert of(minutes(text), "contractor").speaker is None


def test_reported_speech_ends_with_the_paragraph() -> None:
    text = LIST + "Cllr Pryce said the work was late.\n\nThe hall was painted."
    assert of(minutes(text), "painted").speaker is None


def test_answer_in_the_same_sentence_wins_over_the_question() -> None:
    text = LIST + "Cllr Aldous asked why it was late, Cllr Pryce advised that parts were missing."
    assert of(minutes(text), "late").speaker == "Owen Pryce"


def test_of_two_voices_the_kind_chooses() -> None:
    found = of(minutes(LIST + "Cllr Aldous reported a hole in the road - the Clerk will report it."), "hole")
    assert found.speaker == "Cllr Mrs T Aldous"
    assert fitting(found, ("commitment",)).speaker == "the Clerk"
    assert fitting(found, ("criticism",)).speaker == "Cllr Mrs T Aldous"


def test_report_under_a_byline_is_its_authors_until_the_next() -> None:
    text = (
        "_Highways – Ada Quill_\n\nThe verges are cut.\n\nThe working group is planting bulbs in May.\n\n"
        "_Playground – Owen Pryce_\n\nThe swings are mended.\n\nMs Quill will open it.\n\n"
        "_Fen – Zeb Quorl_\n\nThe reeds are cut."
    )
    found = minutes(text)
    assert of(found, "verges").speaker == "Ada Quill"
    assert of(found, "bulbs").speaker == "Ada Quill"
    assert of(found, "swings").speaker == "Owen Pryce"
    assert of(found, "open it").speaker == "Owen Pryce"
    assert of(found, "reeds").speaker is None


def test_presentation_goes_on_under_a_heading_of_its_own_parts() -> None:
    text = (
        "Health data\n\nMs Ada Quill gave a presentation to the Board.\n\nShe said the data was late.\n\n"
        "Key recommendations:\n\nPublish the data each month."
    )
    assert of(minutes(text), "each month").speaker == "Ada Quill"


def test_comments_that_are_read_out_are_those_of_their_senders() -> None:
    text = LIST + "Cllr Pryce read the comments received from residents:\n\n- The lane is dark.\n\n- The hedge is high."
    found = minutes(text)
    assert of(found, "dark").speaker == "residents"
    assert of(found, "hedge").speaker == "residents"


def test_letter_that_is_read_out_is_its_senders() -> None:
    text = (
        LIST
        + "The Clerk noted a letter from Ruth Ellery, director of Hay Ltd: we are sorry that the lorries came at night."
    )
    found = of(minutes(text), "lorries")
    assert found.speaker == "Ruth Ellery"


def test_reply_about_a_part_of_the_body_is_the_bodys() -> None:
    text = "REPLY: The Brackwater Borough Council Lighting team is looking at the lamps.\n\nThe lamps will be mended."
    assert of(minutes(text), "lamps will").speaker == "Brackwater Borough Council"


@pytest.mark.parametrize(
    "sentence",
    [
        "It was proposed by Cllr Aldous, seconded by Cllr Pryce and agreed that a bench be bought.",
        "It was proposed by Cllr Aldous, seconded by Cllr Pryce and unanimously agreed to give £100 to the hall.",
    ],
)
def test_what_is_proposed_seconded_and_agreed_is_no_single_members(sentence: str) -> None:
    assert minutes(LIST + sentence)[-1][1].speaker is None


def test_motion_that_is_adopted_is_the_meetings_and_the_council_is_to_act() -> None:
    text = (
        "Notice of Motion submitted by Cllr B Tarn\n\nI will move at the next Meeting of the Fenbridge District that "
        "Brackwater Borough Council mend the steps.\n\n"
        "The Motion was proposed by Cllr Tarn, seconded by Cllr Aldous and agreed."
    )
    found = of(minutes(text), "seconded")
    assert (found.speaker, found.actor) == ("Fenbridge District", "Brackwater Borough Council")


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("The Clerk is to write to the landowner.", "The Clerk"),
        ("The Westmere Trust has been told of the hole and will mend it.", "The Westmere Trust"),
        ("The Panel discussed the plan and suggested a workshop.", "The Panel"),
    ],
)
def test_what_the_subject_goes_on_to_do(sentence: str, speaker: str) -> None:
    assert of(minutes(sentence), sentence[4:12]).speaker == speaker


def test_what_is_to_be_done_is_nobodys() -> None:
    assert of(minutes(LIST + "The benches are to be painted."), "painted").speaker is None


def test_two_people_of_whom_one_is_unknown_are_not_one_of_them() -> None:
    text = "Present: Owen Pryce\n\nZeb Quorl and Owen Pryce from the Lighting Office said that the lamps were late."
    assert of(minutes(text), "lamps").speaker is None


# what the kind of a statement tells


def test_what_was_said_to_be_done_by_another_stays_the_speakers() -> None:
    found = of(
        minutes(LIST + "Cllr Aldous informed the meeting that if land came up, the Council would buy it."), "land"
    )
    assert fitting(found, ("commitment",)).speaker == "Cllr Mrs T Aldous"


def test_whoever_asks_keeps_a_sentence_that_is_a_request_too() -> None:
    found = of(minutes(LIST + "Cllr Aldous requested new signs, Cllr Pryce will look into it."), "signs")
    assert fitting(found, ("commitment", "request")).speaker == "Cllr Mrs T Aldous"
    assert fitting(found, ("request",)).speaker == "Cllr Mrs T Aldous"


def test_whoever_asks_a_question_promises_nothing() -> None:
    found = of(minutes(LIST + "Cllr Aldous asked if a litter pick was wanted - everyone agreed."), "litter")
    assert fitting(found, ("commitment",)).speaker is None
    assert fitting(found, ("request",)).speaker == "Cllr Mrs T Aldous"


def test_apology_is_whose_letter_it_came_in() -> None:
    found = of(
        minutes(LIST + "The Clerk had received a letter from the Senior Planner apologising for the delay."), "delay"
    )
    assert fitting(found, ("apology",)).speaker == "the Senior Planner"
    assert fitting(found, ("progress",)).speaker == found.speaker


def test_agreement_about_the_council_is_not_its_voice() -> None:
    found = of(minutes(LIST + "It was agreed that the Council will pay for the traps."), "traps")
    assert fitting(found, ("commitment",)).speaker is None


# press


def test_quotation_over_paragraphs_stays_with_its_source() -> None:
    text = (
        "Ruth Ellery, director of housing, said: “We are sorry for the delay.\n\n"
        "“We will finish the work in May.”\n\nDilip Rao, of Brackwater Tenants Union, said: “It is too late.”"
    )
    found = press(text)
    assert of(found, "finish").speaker == "Ruth Ellery"
    assert of(found, "finish").role == "director of housing"
    assert of(found, "finish").mode == "direct"
    assert of(found, "too late").speaker == "Dilip Rao"


def test_words_in_marks_within_the_reporters_sentence_are_mixed() -> None:
    found = of(press("Ms Ellery said the plan was ‘not good enough’ and would change."), "change")
    assert (found.speaker, found.mode) == ("Ms Ellery", "mixed")


def test_press_in_its_own_voice_is_nobody() -> None:
    found = of(press("The bridge was closed for a year. Ruth Ellery said it would open in May."), "closed")
    assert (found.speaker, found.attribution.how) == (None, "none")


def test_statement_in_the_first_person_is_the_bodys_own() -> None:
    text = "We are building 40 homes. We will open them in May. Our staff have worked hard."
    found = read(Document("d", text, medium="statement", body="Westmere Housing Trust"))
    assert {attributed.speaker for _, attributed in found} == {"Westmere Housing Trust"}


# reports and responses


RESPONSE = (
    "Recommendation 1. We recommend that the Government publish a plan.\n\n"
    "The Government agrees with the Committee. A plan will be published in May.\n\n"
    "Recommendation 2. We urge ministers to act.\n\nWe accept the Committee's recommendation."
)


def test_response_answers_what_the_committee_recommends() -> None:
    found = read(Document("d", RESPONSE, medium="report", body="UK Government"))
    assert of(found, "publish a plan").speaker == "the Committee"
    assert of(found, "agrees").speaker == "UK Government" or of(found, "agrees").speaker == "The Government"
    assert of(found, "in May").speaker == "UK Government"
    assert of(found, "urge").speaker == "the Committee"
    assert of(found, "We accept").speaker == "UK Government"


def test_first_person_of_an_inquiry_is_the_inquiry() -> None:
    text = "I have read the evidence put to the Inquiry. I find that the office failed. In my view it was slow."
    found = read(Document("d", text, medium="report", body=None))
    assert of(found, "failed").speaker == "the Inquiry"


# sides


def test_sides() -> None:
    found = minutes("Residents complained about dust. Ofsted found failings. The Director agreed to act.")
    assert [attributed.side for _, attributed in found] == ["outside", "official", "responsible"]


def test_in_a_transcript_who_asks_is_outside_and_who_answers_is_responsible() -> None:
    question = "Members have waited a long time for this. " * 5 + "When will the plan be ready?"
    answer = "We have worked on it with every partner. " * 6
    text = f"{question}\n{answer}"
    turns = (Turn(0, len(question), "Ada Quill"), Turn(len(question) + 1, len(text), "Tom Ashdown"))
    found = read(Document("d", text, medium="transcript", turns=turns))
    assert of(found, "waited").side == "outside"
    assert of(found, "partner").side == "responsible"


# any text


@given(st.text(alphabet=st.sampled_from("AaBb .,:;()“”‘'\n\r-–’12\u00a0Clrsid"), max_size=300))
def test_any_text_gets_one_voice_for_each_sentence(text: str) -> None:
    document = Document("d", text, medium="minutes", body="Brackwater Council")
    sentences = split(document)
    found = attribute(document, sentences, find_quotes(document, sentences), find_people(document, sentences))
    assert len(found) == len(sentences)
    labels = [" ".join(a.speaker_label.split()) for a in found if a.speaker_label]
    assert all(label in " ".join(text.split()) for label in labels)


def test_wrapped_lines_and_windows_line_ends_change_nothing() -> None:
    plain = LIST + "Cllr Aldous said the work on the old bridge was late. She would write to the contractor about it."
    wrapped = plain.replace("old bridge was", "old\r\nbridge was").replace("\n\n", "\r\n\r\n")
    assert of(minutes(wrapped), "contractor").speaker == of(minutes(plain), "contractor").speaker == "Cllr Mrs T Aldous"


# whole records


def test_source_told_before_a_quotation_without_one() -> None:
    text = (
        "After the leak, Ruth Ellery told the Westmere Echo the plan must be looked at: “We are sorry for the delay.”"
    )
    assert of(press(text), "sorry").speaker == "Ruth Ellery"


def test_report_in_the_first_person_singular_is_an_inquirys() -> None:
    text = (
        "I have heard the Committee's witnesses. I find that the Post was late. I accept the evidence. I consider it "
        "grave. I am sure the Inquiry heard enough. However, no date has been set."
    )
    assert of(read(Document("d", text, medium="report")), "no date").speaker == "the Inquiry"
