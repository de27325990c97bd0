from __future__ import annotations

import pytest

from greenshoots.records import Document, Turn
from nlp.people import Person, Roster, find_people
from nlp.sentences import split

MINUTES = """Present: Cllr A Marsh (Chair), Cllr Mrs T Aldous, Cllr Owen Pryce (OP), Cllr J Smith
In attendance: J. Doe, Head of Highways; Priya Nair, Director of Children's Services; Mrs K Webb (Clerk)

1. Highways
Cllr Aldous asked about the kerb at Fernbridge Lane. The Head of Highways said it would be mended.
"""

PRESS = """Ruth Ellery, corporate director for adult services, said the plan was late.

Councillor Dilip Rao, portfolio holder for housing, said he was sorry. Ada Quill from Brackwater Tenants Union spoke.

Council leader Tom Ashdown added that the money was there. Ms Ellery had left.
"""


def roster_of(text: str, *, body: str | None = None, turns: tuple[Turn, ...] = ()) -> Roster:
    document = Document("d", text, body=body, turns=turns)
    return find_people(document, split(document))


def names(roster: Roster) -> list[str]:
    return [person.name for person in roster.people]


def named(roster: Roster, surname: str) -> Person:
    return next(person for person in roster.people if person.surname == surname)


def test_attendance_list_gives_people_with_initials_titles_and_posts() -> None:
    roster = roster_of(MINUTES)
    assert names(roster) == [
        "Cllr A Marsh",
        "Cllr Mrs T Aldous",
        "Owen Pryce",
        "Cllr J Smith",
        "J. Doe",
        "Priya Nair",
        "Mrs K Webb",
    ]
    assert named(roster, "Doe").role == "Head of Highways"
    assert named(roster, "Marsh").role == "Chair"
    assert named(roster, "Webb").role == "Clerk"


def test_apposition_in_the_press_tells_post_and_organisation() -> None:
    roster = roster_of(PRESS)
    assert named(roster, "Ellery").role == "corporate director for adult services"
    assert named(roster, "Rao").role == "portfolio holder for housing"
    assert named(roster, "Quill").organisation == "Brackwater Tenants Union"


def test_organisation_is_told_from_the_post() -> None:
    roster = roster_of("Hana Sato, acting chief officer for commissioning at NHS Westmere, said: “We will.”")
    assert (roster.people[0].role, roster.people[0].organisation) == (
        "acting chief officer for commissioning",
        "NHS Westmere",
    )


def test_post_before_a_name_is_its_role() -> None:
    assert named(roster_of(PRESS), "Ashdown").role == "Council leader"


def test_post_that_no_comma_closes_is_told() -> None:
    roster = roster_of("Councillor Dilip Rao, portfolio holder for roads and parks said the scheme is late.")
    assert roster.people[0].role == "portfolio holder for roads and parks"


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Cllr Marsh", "Cllr A Marsh"),
        ("Cllr A. Marsh", "Cllr A Marsh"),
        ("Councillor Mrs Aldous", "Cllr Mrs T Aldous"),
        ("Owen", "Owen Pryce"),
        ("Pryce", "Owen Pryce"),
        ("OP", "Owen Pryce"),
        ("the Head of Highways", "J. Doe"),
        ("The Chair", "Cllr A Marsh"),
        ("the Chairman", "Cllr A Marsh"),
        ("The Clerk", "Mrs K Webb"),
        ("the Director", "Priya Nair"),
        ("Director of Children's Services", "Priya Nair"),
    ],
)
def test_labels_resolve_to_the_fullest_name(label: str, name: str) -> None:
    found = roster_of(MINUTES).resolve(label, at=len(MINUTES))
    assert found is not None
    assert found.name == name


def test_two_people_of_one_surname_are_two_and_the_bare_surname_is_nobody() -> None:
    text = "Present: Cllr J Smith, Cllr A Smith\n\nCllr Smith asked for a report."
    roster = roster_of(text)
    assert names(roster) == ["Cllr J Smith", "Cllr A Smith"]
    assert roster.resolve("Cllr Smith", at=len(text)) is None
    assert roster.ambiguous("Cllr Smith")


def test_initial_tells_two_smiths_apart() -> None:
    text = "Present: Cllr J Smith, Cllr A Smith\n\nCllr A Smith asked for a report."
    found = roster_of(text).resolve("Cllr A Smith", at=len(text))
    assert found is not None
    assert found.name == "Cllr A Smith"


def test_title_tells_husband_and_wife_apart() -> None:
    text = "Mr Cole and Mrs Cole were present. Mrs Cole asked for a report."
    roster = roster_of(text)
    assert len(roster.people) == 2
    found = roster.resolve("Mrs Cole", at=len(text))
    assert found is not None
    assert found.gender == "f"


def test_two_holders_of_one_post_are_nobody() -> None:
    text = "Ruth Ellery, director of housing, spoke. Tom Ashdown, director of highways, spoke."
    assert roster_of(text).resolve("the director", at=len(text)) is None


@pytest.mark.parametrize("label", ["the Chair", "the Leader"])
def test_post_of_another_rank_or_body_is_not_the_one_meant(label: str) -> None:
    text = "Cllr A Marsh (Vice-Chair) and Mr Lee, Leader of the Harbour Group, were present."
    found = roster_of(text).resolve(label, at=len(text))
    assert found is not None
    assert (found.kind, found.surname) == ("post", "")


def test_post_without_a_holder_stands_for_itself() -> None:
    assert roster_of("Nothing.").resolve("The Monitoring Officer", at=5) == Person("The Monitoring Officer", "post")


def test_pronoun_finds_the_nearest_person_of_its_gender() -> None:
    text = "Ms Ellery met Mr Ashdown. She said so."
    found = roster_of(text).resolve("She", at=text.index("She"))
    assert found is not None
    assert found.surname == "Ellery"


def test_pronoun_between_two_men_is_nobody() -> None:
    text = "Mr Ellery met Mr Ashdown. He said so."
    assert roster_of(text).resolve("He", at=text.index("He said")) is None


def test_pronoun_is_never_a_person_named_only_later() -> None:
    text = "He said so. Mr Ashdown agreed."
    assert roster_of(text).resolve("He", at=0) is None


@pytest.mark.parametrize(
    "text",
    [
        "Pupil Liam Harrow said the bus never came.",
        "Liam Harrow, 9, said the bus never came.",
        "Liam Harrow, aged 15, said the bus never came.",
        "Liam Harrow, a patient at the clinic, said the bus never came.",
        "Her son Liam Harrow said the bus never came.",
        "The complainant Liam Harrow said the bus never came.",
    ],
)
def test_no_child_patient_or_complainant_is_a_speaker(text: str) -> None:
    roster = roster_of(text)
    assert roster.resolve("Liam Harrow", at=len(text)) is None
    assert roster.resolve("Harrow", at=len(text)) is None


@pytest.mark.parametrize(
    "label", ["the pupil", "A child", "one patient", "The claimant", "children", "the complainants"]
)
def test_private_labels_are_nobody(label: str) -> None:
    assert roster_of("Nothing.").resolve(label, at=5) is None


def test_grown_up_of_any_age_may_speak() -> None:
    text = "Liam Harrow, 45, said the bus never came."
    found = roster_of(text).resolve("Mr Harrow", at=len(text))
    assert found is not None
    assert found.name == "Liam Harrow"


@pytest.mark.parametrize(
    ("label", "name", "role"),
    [
        ("Cllr J Smith (Chair)", "Cllr J Smith", "Chair"),
        ("The Chairman (Mr B. Clerk)", "Mr B. Clerk", "The Chairman"),
        ("Xenia Okwu AM", "Xenia Okwu", None),
    ],
)
def test_turn_labels_name_people(label: str, name: str, role: str | None) -> None:
    text = f"{label}: We will look at it."
    roster = roster_of(text, turns=(Turn(len(label) + 2, len(text), label),))
    assert (roster.people[0].name, roster.people[0].role) == (name, role)


def test_acronym_stands_for_the_body_whose_name_it_follows() -> None:
    text = "A reply came from Westmere County Council (WCC). WCC said no."
    found = roster_of(text).resolve("WCC", at=len(text))
    assert found == Person("Westmere County Council", "body")


def test_the_council_is_the_body_whose_record_it_is() -> None:
    roster = roster_of("The Council will act.", body="Brackwater Borough Council")
    assert roster.resolve("The Council", at=0) == Person("Brackwater Borough Council", "body")


def test_description_of_several_bodies_is_no_body() -> None:
    roster = roster_of("The Council will act.", body="council or trust (not identified)")
    assert roster.resolve("The Council", at=0) == Person("The Council", "body")


@pytest.mark.parametrize("text", ["Grant Road was closed.", "The Dean Street School shut.", "May Wood is open to all."])
def test_places_that_begin_like_forenames_are_no_people(text: str) -> None:
    assert "Road" not in str(roster_of(text).people)
    assert "Street" not in str(roster_of(text).people)
    assert "Wood" not in str(roster_of(text).people)


def test_names_in_a_list_after_a_plural_title() -> None:
    roster = roster_of("Councillors Warrick, Newby, and Tarn have apologised.")
    assert names(roster) == ["Councillor Warrick", "Councillor Newby", "Councillor Tarn"]


def test_windows_line_ends_change_nothing() -> None:
    windows = MINUTES.replace("\n", "\r\n")
    assert names(roster_of(windows)) == names(roster_of(MINUTES))


def test_empty_document_names_nobody() -> None:
    assert roster_of("").people == ()


def test_no_name_runs_over_the_end_of_a_sentence() -> None:
    roster = roster_of("Mrs Tamsin Roe wrote of the storm named Ada. Roe said that the bridge had gone.")
    assert [person.name for person in roster.people] == ["Tamsin Roe"]


def test_a_name_in_the_capitals_of_a_lead_is_written_small() -> None:
    roster = roster_of("SAMIR Quereshi, director of housing, said the flats were safe. Mr Quereshi added a date.")
    assert named(roster, "Quereshi").name == "Samir Quereshi"


def test_name_and_post_on_a_line_of_their_own_need_no_comma() -> None:
    roster = roster_of("Quorl Tamsett Deputy Chairman\n\nAda Quill\n\nQT asked for a bench.")
    assert (names(roster)[0], roster.people[0].role) == ("Quorl Tamsett", "Deputy Chairman")
    found = roster.resolve("QT", at=60)
    assert found is not None
    assert found.name == "Quorl Tamsett"


def test_underlining_is_no_part_of_a_name() -> None:
    assert names(roster_of("_Highways – Ada Quill_\n\nThe verges are cut.")) == ["Ada Quill"]


def test_post_with_a_field_after_a_comma_is_no_name() -> None:
    found = roster_of("The Engineer, Active Travel spoke.").resolve("The Engineer, Active Travel", at=0)
    assert found is not None
    assert found.kind == "post"
