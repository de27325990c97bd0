"""One story in two fictional papers is one story: one find, no evidence of itself, counted once."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from index_world import document, statement, world

from greenshoots.records import Filters
from index.search import search
from index.syndication import ALIKE, alike
from index.trace import trace

PLEDGE = "“We will rebuild the lychgate at Marlford by the end of May,” Councillor Orla Finch said."
STORY = (
    "A parish council has promised to rebuild a lychgate that fell in the storms of February.",
    PLEDGE,
    "The council's surveyor found that both posts had rotted below the ground years ago.",
    "Members voted by seven to two to spend £14,000 from reserves on green oak and a tiled roof.",
    "The work was put off twice last year after two contractors withdrew their prices.",
    "“Green oak for the lychgate has been delivered to Marlford,” she added.",
)
LEAD, TRAILER = "LYCHGATE lovers have cause to cheer in Marlford this week.", "Read more in Friday's Gazette."
GAZETTE, PACKET, POST = "Marl Gazette", "Pellbourne Packet", "Fenlark Post"


def report(name: str, paper: str, *lines: str, day: date = date(2024, 3, 4)):
    return document(name, *lines, published=day, medium="press", body=paper, title=f"Lychgate, {paper}")


def house_style(line: str) -> str:
    """As a paper prints it that quotes with single marks."""
    return line.replace("“", "‘").replace("”", "’")


GAZETTES = report("gazette", GAZETTE, LEAD, *STORY, TRAILER)
PACKETS = report(
    "packet", PACKET, "Old gate to rise again", *map(house_style, (*STORY[:4], STORY[5])), day=date(2024, 3, 6)
)
LATER = report(
    "post", POST, "The lychgate at Marlford has been rebuilt and was blessed on Sunday.", *STORY[2:4],
    "Sixty people came to see the vicar hang the old bell beneath its new roof of oak shingles.",
    "The rector thanked the carpenters, who had worked through two weekends so that it would be done for Easter.",
    day=date(2024, 3, 9),
)  # fmt: skip


@pytest.fixture
def papers(tmp_path):
    """Two prints of one story, and a story of its own that borrows two sentences; only the first is a statement."""
    with world(tmp_path) as made:
        for each in (GAZETTES, PACKETS, LATER):
            words = next((line for line in each.text.split("\n") if "We will rebuild" in line), None)
            made.add(each, statements=[statement(each, words, speaker="Orla Finch")] if words else [])
        made.index()
        yield made


def of(made, query: str, **filters):
    return search(made.store, made.vectors, made.embedder, query, Filters(**filters))


def bodies(documents) -> list[str]:
    return [document.body for document in documents]


def test_prints_of_a_story_know_each_other_under_another_lead_and_style(papers):
    assert bodies(papers.store.also_printed(GAZETTES.key)) == [PACKET]
    assert bodies(papers.store.also_printed(PACKETS.key)) == [GAZETTE]


def test_a_story_that_borrows_sentences_is_a_story_of_its_own(papers):
    assert papers.store.also_printed(LATER.key) == []


def test_the_same_words_a_month_later_are_printed_anew(tmp_path):
    with world(tmp_path) as made:
        made.add(GAZETTES)
        made.add(report("again", PACKET, *STORY, day=date(2024, 4, 4)))
        assert made.store.also_printed(GAZETTES.key) == []


def test_minutes_are_nobody_s_print(tmp_path):
    with world(tmp_path) as made:
        made.add(GAZETTES)
        minutes = made.add(document("minutes", *STORY, published=date(2024, 3, 4), medium="minutes"))
        assert made.store.also_printed(GAZETTES.key) == made.store.also_printed(minutes.key) == []


@pytest.mark.parametrize("query", ["rebuild lychgate end of May", ""])
def test_a_search_finds_the_story_once_and_names_the_other_paper(papers, query):
    hits = [hit for hit in of(papers, query) if "We will rebuild" in hit.passage.text]
    assert len(hits) == 1
    assert {hits[0].document.body, *bodies(hits[0].also)} == {GAZETTE, PACKET}


def test_what_only_one_print_has_names_no_other(papers):
    (hit,) = [hit for hit in of(papers, "lovers cause to cheer") if hit.passage.text == LEAD]
    assert hit.also == ()


def test_a_filter_for_one_paper_finds_its_print(papers):
    hits = [hit for hit in of(papers, "rebuild lychgate", body=PACKET) if "We will rebuild" in hit.passage.text]
    assert [(hit.document.body, bodies(hit.also)) for hit in hits] == [(PACKET, [GAZETTE])]


def test_words_that_say_the_contrary_are_finds_of_their_own(tmp_path):
    with world(tmp_path) as made:
        made.add(GAZETTES)
        made.add(report("packet", PACKET, *(line.replace("We will", "We will not") for line in STORY)))
        made.index()
        hits = [hit for hit in of(made, "rebuild the lychgate by the end of May") if "rebuild the" in hit.passage.text]
        assert [hit.also for hit in hits] == [(), ()]


def test_a_list_of_the_newest_is_as_long_as_was_asked(tmp_path):
    with world(tmp_path) as made:
        for number in range(4):
            each = report(f"print{number}", f"Paper {number}", *STORY)
            made.add(each, statements=[statement(each, PLEDGE)])
        old = document("old", "The clerk will mend the stile.", published=date(2020, 1, 1), medium="minutes")
        made.add(old, statements=[statement(old, old.text)])
        made.index()
        found = search(made.store, made.vectors, made.embedder, "", limit=2)
        assert [len(hit.also) for hit in found] == [3, 0]


def test_another_print_is_no_evidence_of_what_the_first_reports(papers):
    (pledge,) = papers.store.statements_of(GAZETTES.key)
    found = trace(papers.store, papers.vectors, papers.embedder, pledge)
    assert PACKETS.key not in {link.document_key for link in found.links}
    assert LATER.key in {link.document_key for link in found.links}


def test_two_prints_of_a_later_story_are_evidence_once(tmp_path):
    with world(tmp_path) as made:
        minutes = document(
            "minutes", "The council will rebuild the lychgate by the end of May.",
            published=date(2024, 1, 8), medium="minutes",
        )  # fmt: skip
        made.add(minutes, statements=[statement(minutes, minutes.text)])
        made.add(report("gazette", GAZETTE, LEAD, *STORY))
        made.add(
            report(
                "packet",
                PACKET,
                "Old gate to rise again",
                *STORY[:4],
                "More rain is due.",
                "So is more wind.",
                day=date(2024, 3, 6),
            )
        )
        made.index()
        (pledge,) = made.store.statements_of(minutes.key)
        found = trace(made.store, made.vectors, made.embedder, pledge)
        assert sum(link.text == STORY[0] for link in found.links) == 1


@given(st.text(), st.text())
def test_likeness_is_a_share_and_the_same_both_ways(one, other):
    assert 0.0 <= alike(one, other) == alike(other, one) <= 1.0


@given(st.lists(st.sampled_from(["gate", "oak", "wall", "pier", "will", "be", "mended"]), min_size=40, max_size=80))
def test_a_report_within_a_longer_one_is_a_print_of_it(words):
    report = " ".join(f"{word}{number}" for number, word in enumerate(words))
    assert alike(report, f"Something else stood first. {report.upper()}! And after it.") == 1.0 > ALIKE
