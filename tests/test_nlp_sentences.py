"""Where sentences begin and end in minutes, press, transcripts and reports."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenshoots.records import Document, Span, Turn
from nlp.sentences import split


def sentences(text, **fields):
    document = Document(id="d", text=text, **fields)
    return [text[s.start : s.end] for s in split(document)]


@pytest.mark.parametrize(
    "text",
    [
        "Cllr. Amber Nwosu thanked Ms. Quill, Mr. J. Oakes and Dr. P. R. Vane.",
        "Apologies came from Cllrs. Dunmore and Petrie.",
        "The Rt. Hon. Sir Giles Farrow opened the hall.",
        "Minute No. 14 and para. 3.2 refer, see p. 7 and Appendix A.1.",
        "Officers (e.g. planners, i.e. the whole team) were thanked.",
        "The cost rose from £5.4 million to £6.1 million on 12.10.2010.",
        "The meeting closed at 8.00p.m.",
        "Meet at 7 p.m. Monday in St. Aldhelm's Hall.",
        "Write to clerk.office@fernbridge.example or see www.fernbridge.example/minutes.html for more.",
        "The N.C.C. Highways team asked for approx. 40 tonnes.",
        "The work ... is late.",
        "The plan [which J. Smith wrote] stands.",
        "“Will it be ready?” she asked.",
        "“Will it ever be ready?” Cllr Marsh asked.",
        "“It is shut.” Cllr Marsh said.",
        "“It is shut.” – Cllr Marsh, who lives nearby",
        "They would look at [Inaudible.] next year.",
        "2.Declaration of Interest",
        "3. To approve the minutes",
        "5\\. Payments: Harlow & Sons Ltd. Steel Frame £34.50",
    ],
)
def test_stop_that_ends_nothing(text):
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("The report was noted. The Chair thanked officers.", "The report was noted."),
        ("It was done.The next item followed.", "It was done."),
        ("The meeting closed at 8 p.m. The next is in May.", "The meeting closed at 8 p.m."),
        ("The lamp is on Mill St. The Clerk will report it.", "The lamp is on Mill St."),
        ("We chose Plan B. It is cheaper.", "We chose Plan B."),
        ("No. The Council will not pay.", "No."),
        ("He asked for pens, paper, etc. Members agreed.", "He asked for pens, paper, etc."),
        ("The cost was £5.4m. 12 homes were built.", "The cost was £5.4m."),
        ("“It is late.” The room fell silent.", "“It is late.”"),
        ("(It is late.) The room fell silent.", "(It is late.)"),
        ("Is it late? The room fell silent.", "Is it late?"),
        ("We waited… The room fell silent.", "We waited…"),
        ("That was in 2024. The Council then voted.", "That was in 2024."),
        ("It was of some interest.52 As I said, it failed.", "It was of some interest.52"),
        ("The fence is down. - Clerk to obtain quotes.", "The fence is down."),
        ("this is our life. and we thank you", "this is our life."),
        ("The plan is: (a) to hire; (b) to train.", "The plan is:"),
        ("We will act: • hire staff • train them", "We will act:"),
    ],
)
def test_first_sentence(text, first):
    assert sentences(text)[0] == first


def test_quotation_is_cut_inside_its_marks():
    text = "Ms Quill said: “We were slow. We are sorry. It will change.” The chair nodded."
    assert sentences(text) == [
        "Ms Quill said: “We were slow.",
        "We are sorry.",
        "It will change.”",
        "The chair nodded.",
    ]


def test_straight_mark_before_a_letter_opens_the_next_sentence():
    assert sentences('She left. "We will act," he said.') == ["She left.", '"We will act," he said.']
    assert sentences('She left."We will act," he said.') == ["She left.", '"We will act," he said.']


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_line_wrapped_by_a_page_is_no_end(newline):
    lines = [
        "The Director of Housing told members that the survey of the four tower blocks in the",
        "Harbour Ward would be finished by the end of March and that tenants would get a letter.",
        "The Chair welcomed this.",
    ]
    text = newline.join(lines)
    assert sentences(text) == [text[: text.index("letter.") + 7], "The Chair welcomed this."]


def test_blank_lines_part_paragraphs_also_with_carriage_returns():
    found = split(Document(id="d", text="Parks and trees\r\n\r\nThe survey was late\r\n \r\nIt was noted."))
    assert [s.paragraph for s in found] == [0, 1, 2]


def test_items_begin_sentences_though_lines_stand_together():
    text = "The team will:\n• hire ten people\n- train them\n(a) report back\n1.2 Publish the plan\n2) close the file"
    assert len(sentences(text)) == 6


def test_date_at_a_line_start_is_no_item():
    text = (
        "The Committee agreed to bring the second report on parking to the extra meeting of the\n12 March and to vote."
    )
    assert sentences(text) == [text]


def test_list_of_names_has_an_item_a_line():
    text = "Cllr A Nwosu (Chair)\nCllr Petrie\nCllr Julia Wetherby-Green\nMs Quill, Clerk"
    assert len(sentences(text)) == 4


def test_table_row_is_one_sentence():
    text = "| Action | Owner | Due |\n| --- | --- | --- |\n| Report back. Write to all. | Head of Parks | May |"
    assert sentences(text) == ["| Action | Owner | Due |", "| Report back. Write to all. | Head of Parks | May |"]


@pytest.mark.parametrize(
    "heading",
    ["5.4 Broadband Update:", "59. Revenue Budget", "## Parks", "MATTERS ARISING", "Youth services", "**Fees**"],
)
def test_heading_is_seen_and_stands_over_what_follows(heading):
    text = f"{heading}\n\nThe report was noted by all. It was long."
    found = split(Document(id="d", text=text))
    assert [s.is_heading for s in found] == [True, False, False]
    assert found[2].heading == Span(0, len(heading))


@pytest.mark.parametrize(
    "line", ["Officers to bring a report back in March.", "The Council agreed to share the cost", "Cllr Amber Nwosu",
             "2. Officers to bring a report back in March", "Action: Clerk", "Seconded by Cllr Petrie"],
)  # fmt: skip
def test_line_that_is_no_heading(line):
    found = split(Document(id="d", text=f"{line}\n\nThe report was noted by all."))
    assert not found[0].is_heading


def test_list_of_names_holds_no_heading():
    found = split(Document(id="d", text="Amber Nwosu\n\nGiles Petrie\n\nJulia Green\n\nThe report was noted by all."))
    assert not any(s.is_heading for s in found)


def test_title_in_front_of_its_text_is_heading_and_stays_in_the_sentence():
    text = "5.4 Broadband: the Clerk wrote to the firm. No reply came."
    found = split(Document(id="d", text=text))
    assert [s.heading.of(text) for s in found] == ["5.4 Broadband:"] * 2
    assert not found[0].is_heading
    assert found[0].start == 0


def test_given_headings_are_taken():
    text = "Item four was taken first. Parks and trees were next. All agreed."
    found = split(Document(id="d", text=text, headings=(Span(27, 53),)))
    assert [(text[s.start : s.end], s.is_heading) for s in found][1] == ("Parks and trees were next.", True)


def test_sentence_stays_in_its_turn_and_begins_at_the_label():
    text = "Amber Nwosu (Chair): So what is the\nGiles Petrie: It is late. I am sorry."
    turns = (Turn(21, 35, "Amber Nwosu (Chair)"), Turn(50, len(text), "Giles Petrie"))
    found = split(Document(id="d", text=text, turns=turns))
    words = [text[s.start : s.end] for s in found]
    assert words == ["Amber Nwosu (Chair): So what is the", "Giles Petrie: It is late.", "I am sorry."]
    assert [s.turn for s in found] == [turns[0], turns[1], turns[1]]


def test_label_on_a_line_of_its_own_is_apart():
    text = "Giles Petrie\nIt is late."
    turn = Turn(13, len(text), "Giles Petrie")
    assert [s.turn for s in split(Document(id="d", text=text, turns=(turn,)))] == [None, turn]


def test_abbreviated_label_is_not_cut():
    text = "Rt Hon. Amber Nwosu: It is late."
    assert sentences(text, turns=(Turn(21, len(text), "Rt Hon. Amber Nwosu"),)) == [text]


def test_speech_without_a_stop_is_cut_into_bearable_pieces():
    found = sentences("and so we went on " * 500)
    assert max(map(len, found)) <= 1000
    assert all(piece.split()[0] in ("and", "so", "we", "went", "on") for piece in found)


@pytest.mark.parametrize(
    "unit", [".", '"', "“", ". ", '."', "(", "\n", " ", "1.1", "; (a) ", "A. ", "x\r\n", "|", "*", "x.]"]
)
def test_long_runs_of_marks_are_cut_in_one_go(unit):
    """A cut that looked back over the whole run each time would take hours here and run into the suite's limit."""
    text = unit * 100_000
    assert all(0 <= s.start < s.end <= len(text) for s in split(Document(id="d", text=text)))


MARKS = ["“", "”", '"', "‘", "’", "(a) ", "[", "]", "|", "\t", "# ", ":", "; ", "• ", "1. ", "...", ". ", "? ", "5.4"]
SPACES = ["\n", "\n\n", "\r\n", "\xa0", "\ufeff", "\f", " "]
PIECES = st.sampled_from([*MARKS, *SPACES, "Cllr. ", "Marsh", " said", "The plan", " is late", "A", "e.g. "])
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join))


@st.composite
def documents(draw):
    text = draw(TEXTS)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    turns = tuple(Turn(a, b, "Chair") for a, b in list(pairwise(cuts))[::2])
    headings = tuple(Span(a, b) for a, b in list(pairwise(cuts))[1::2])
    return Document(id="d", text=text, turns=turns, headings=headings)


@given(documents())
def test_sentences_are_in_order_apart_and_cover_every_word(document):
    found = split(document)
    assert all(0 <= s.start < s.end <= len(document.text) for s in found)
    assert all(a.end <= b.start and a.paragraph <= b.paragraph for a, b in pairwise(found))
    assert all(document.text[s.start : s.end].strip() == document.text[s.start : s.end] for s in found)
    covered = {i for s in found for i in range(s.start, s.end)}
    assert not [i for i, c in enumerate(document.text) if c.isalnum() and i not in covered]


@given(documents())
def test_no_sentence_leaves_its_turn(document):
    for sentence in split(document):
        for turn in document.turns:
            inside = sentence.start < turn.end and turn.start < sentence.end
            assert not inside or sentence.turn == turn
            assert sentence.turn != turn or sentence.end <= turn.end


def test_a_label_below_a_known_heading_does_not_take_its_place() -> None:
    text = "59. Harbour bridge\n\nMinutes:\n\nOfficers would repair the bridge by May."
    document = Document(id="m", text=text, headings=(Span(0, 18),))
    *_, last = split(document)
    assert last.heading == Span(0, 18)
