"""Members of the public and children are hidden wherever a record's words are shown; office holders are named."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from greenshoots.cli import main
from greenshoots.masks import blackened, mask
from greenshoots.public import members_of_public, showing
from greenshoots.records import Document, Office, Span

PAGE = """Harbourside Council

Present: Cllr Ada Marsh (Chair), Cllr John Roe, Mrs Pauline Hext (Clerk)
In attendance: Mr Ivo Pole, Head of Highways

5. Public Questions

Question 1 from Adam Jones, Harbour Ward:
“My son Jack, 9, has had no place since June. Jack cries every morning.”
Answer from Cllr Roe: Thank you, Adam, for your question. Mr Jones is right and we are sorry.

Mrs Jean Abbott, of 3 Orchard Row, said that the fan was loud. Mr Pole replied that he would look at it.
Mr Marsh asked about parking. Cllr Marsh agreed with Mrs Abbott.

6. Highways

Mr Pole said that Mill Lane would be closed. Abbott Street would be repaired.
"""


def shown(text: str, words: str | None = None, **fields) -> str:
    with showing(Document("page", text, **fields)):
        return mask(text if words is None else words)


def test_whoever_asks_at_public_questions_is_a_member_of_the_public():
    told = shown(PAGE)
    assert "Question 1 from [a member of the public], Harbour Ward" in told
    assert "[a member of the public], of [address hidden], said that the fan was loud." in told
    assert "[a member of the public] asked about parking" in told


def test_they_are_hidden_where_they_are_named_again():
    told = shown(PAGE)
    assert "Thank you, [a member of the public], for your question. [a member of the public] is right" in told
    assert "agreed with [a member of the public]." in told


def test_a_child_is_a_child():
    told = shown(PAGE)
    assert "My son [a child], 9, has had no place since June. [a child] cries" in told


def test_office_holders_are_named():
    told = shown(PAGE)
    for name in (
        "Cllr Ada Marsh",
        "Cllr Roe",
        "Mrs Pauline Hext",
        "Mr Ivo Pole",
        "Mr Pole replied",
        "Cllr Marsh agreed",
    ):
        assert name in told
    assert "Abbott Street" in told


def test_a_name_by_itself_reads_as_a_heading():
    assert shown(PAGE, "Adam Jones") == "A member of the public"
    assert shown(PAGE, "Ada Marsh") == "Ada Marsh"


def test_the_text_itself_stays_and_places_point_into_it():
    document = Document("page", PAGE)
    names = [Span(piece.start, piece.end).of(PAGE) for piece in members_of_public(document)]
    assert names == ["Adam Jones", "Jack", "Jack", "Adam", "Mr Jones", "Mrs Jean Abbott", "Mr Marsh", "Mrs Abbott"]


def test_nothing_is_hidden_of_one_record_while_another_is_shown():
    with showing(Document("page", PAGE)):
        pass
    assert mask("Adam Jones") == "Adam Jones"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Public participation\n\nMr A. Smith asked whether the slide would be mended.", "Mr A. Smith"),
        ("Petitions\n\nAnwen Pugh presented a petition of 300 names.", "Anwen Pugh"),
        ("7. Deputations\n\nA deputation led by Mrs Holt was heard.", "Mrs Holt"),
        ("A resident, Ms Olu Adeyemi, objected to the plan.", "Ms Olu Adeyemi"),
        ("Jane Holt, a local resident, said that it was late.", "Jane Holt"),
        ("Written replies\n\nQuestion 4, from Mrs Gould\n\nWhy is it late?", "Mrs Gould"),
        ("Residents’ views\n\nMiss Una Frost, who lives at 4 Quay Street, objected.", "Miss Una Frost"),
    ],
)
def test_members_of_the_public_are_known_by_heading_or_cue(text, name):
    assert name not in shown(text)
    assert "[a member of the public]" in shown(text)


@pytest.mark.parametrize(
    "text",
    [
        "Public questions\n\nThe Monitoring Officer, Mr Bell, explained the rules.",
        "Public questions\n\nMr Bell (Head of Libraries) said that it would open.",
        "Public questions\n\nCouncillor Jane Bell asked for a list.",
        "Public questions\n\nMs Jane Bell MP said that she would write.",
        "Questions from Members\n\nQuestion 2 from Mr Bell: when will the library open?",
        "9. Highways\n\nMr Bell said that the lane would be closed.",
        "Jane Bell, a parent governor, welcomed the plan.",
        "Members of the public were asked to leave.",
    ],
)
def test_those_with_an_office_or_no_such_cue_are_named(text):
    assert shown(text) == text


def test_whom_the_publisher_lists_is_named():
    text = "Public questions\n\nMr Bell said that it would open."
    assert shown(text, people=(Office("Tom Bell", "Head of Libraries"),)) == text


def test_a_title_that_names_a_questioner_is_masked():
    assert shown("Why is it late?", "Question from Adam Jones", title="Question from Adam Jones") == (
        "Question from [a member of the public]"
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("My daughter Amy Holt, aged 12, waits.", "My daughter [a child], aged 12, waits."),
        ("Jack Roe, 9, waits.", "[a child], 9, waits."),
        ("My son Jack, 24, waits.", "My son Jack, 24, waits."),
        ("Sympathy was expressed to his son James.", "Sympathy was expressed to his son James."),
    ],
)
def test_children_are_hidden_where_it_is_plain(text, told):
    assert shown(text) == told


@given(st.text(alphabet="Mr Jones asked.\n,public questions", max_size=150))
def test_blackened_words_keep_their_places(words):
    text = f"Public questions\n\nMr Jones asked {words}"
    with showing(Document("page", text)):
        black = blackened(text)
    assert len(black) == len(text)
    assert all(a in (b, "\N{FULL BLOCK}") for a, b in zip(black, text, strict=True))


# The exits


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A library of one page with both kinds of people in it, and a correction of a sentence."""
    monkeypatch.setenv("GREENSHOOTS_HOME", str(tmp_path / "home"))
    page = {
        "id": "page",
        "text": PAGE + "\nRing 01632 960150 or write to j.abbott@harbourside.example.org.\n",
        "title": "Question from Adam Jones",
        "medium": "minutes",
        "published": "2024-05-01",
        "body": "Harbourside Council",
    }
    (tmp_path / "page.jsonl").write_text(json.dumps(page) + "\n", "utf-8")
    run("add", str(tmp_path / "page.jsonl"))
    start = PAGE.index("Mrs Jean Abbott")
    run(
        "correct", f"page:{start}-{start + 60}", "--kinds", "criticism", "--speaker", "Jean Abbott", "--by", "Una Frost"
    )
    return tmp_path


def run(*arguments: str) -> str:
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


PRIVATE = ("Adam", "Jones", "Jack", "Abbott,", "Mrs Abbott", "Orchard Row", "960150", "j.abbott@")


@pytest.mark.slow
def test_no_private_person_leaves_through_the_command(home):
    for call in (
        ("search",),
        ("search", "question fan parking"),
        ("pledges",),
        ("pledges", "--requests"),
        ("sources",),
    ):
        told = run(*call)
        assert not [name for name in PRIVATE if name in told], told
    assert "Cllr" in run("search", "question parking")


@pytest.mark.slow
def test_an_export_is_blacked_out_unless_asked_for_in_full(home):
    line = json.loads(run("export", "--format", "gold"))
    assert not [name for name in PRIVATE if name in json.dumps(line)]
    assert "Cllr Ada Marsh" in line["text"]
    whole = json.loads(run("export", "--format", "gold", "--unmasked"))
    assert "Adam Jones" in whole["text"]
    assert len(whole["text"]) == len(line["text"])


@pytest.mark.slow
def test_extract_prints_the_words_as_given(home):
    told = [json.loads(line) for line in run("extract", str(home / "page.jsonl")).splitlines()]
    text = json.loads((home / "page.jsonl").read_text("utf-8"))["text"]
    assert told
    assert all(line["text"] == text[line["start"] : line["end"]] for line in told)


def test_an_error_hides_contact_details():
    told = CliRunner().invoke(main, ["extract", "nowhere/j.bell@harbourside.example.org.txt"])
    assert "j.bell@" not in told.output
    assert "[e-mail address hidden]" in told.output
