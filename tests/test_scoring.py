"""Scoring: its rules one by one, and that it agrees with the scorer that stands beside some checkouts."""

from __future__ import annotations

import dataclasses
import json
import random
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from evaluation.gold import GoldDocument, GoldSentence, load_gold, load_items
from evaluation.measures import HERE, RARE
from evaluation.names import is_person, same_speaker, same_words
from evaluation.scoring import ANY, score
from greenshoots.errors import BrokenSourceError
from greenshoots.records import KINDS, MEDIUMS, Deadline, Statement

TEXT = "We will mend the roof by June. It is a shame that it leaks. Tea was served in the hall."


def gold_of(*sentences: GoldSentence) -> list[GoldDocument]:
    return [GoldDocument("d1", TEXT, "minutes", sentences)]


def found_at(start: int, end: int, *kinds: str, **fields: object) -> Statement:
    return Statement("d1", "k1", start, end, TEXT[start:end], kinds, **fields)  # type: ignore[arg-type]


ROOF = GoldSentence(0, 30, frozenset({"commitment"}), "Ann Lee", "direct", "the Clerk", "by June", "2025-06-30", "firm")
LEAK = GoldSentence(31, 59, frozenset({"criticism"}), None, "reported")
TEA = GoldSentence(60, 87, frozenset())


def figures(found: list[Statement]) -> dict[str, float]:
    return score(gold_of(ROOF, LEAK, TEA), {"d1": found}).figures


def test_a_right_kind_counts_for_that_kind_and_a_wrong_one_against_the_kind_that_was_found():
    scores = score(gold_of(ROOF, LEAK, TEA), {"d1": [found_at(0, 30, "commitment"), found_at(31, 59, "denial")]})
    assert (scores.kinds["commitment"].precision, scores.kinds["commitment"].recall) == (1.0, 1.0)
    assert (scores.kinds["denial"].gold, scores.kinds["denial"].found, scores.kinds["denial"].right) == (0, 1, 0)
    assert scores.kinds["criticism"].f1 == 0.0


def test_any_kind_asks_only_whether_the_sentence_is_a_statement():
    scores = score(gold_of(ROOF, LEAK, TEA), {"d1": [found_at(0, 30, "denial"), found_at(60, 87, "test")]})
    assert (scores.kinds[ANY].gold, scores.kinds[ANY].found, scores.kinds[ANY].right) == (2, 2, 1)
    assert scores.figures["false_alarms"] == pytest.approx(1 / 3)


def test_two_statements_on_one_sentence_are_one_false_positive():
    scores = score(gold_of(ROOF, LEAK, TEA), {"d1": [found_at(60, 73, "test"), found_at(74, 87, "test")]})
    assert scores.kinds["test"].found == 1


@pytest.mark.parametrize(("start", "end", "hit"), [(0, 30, True), (0, 13, True), (0, 11, False), (26, 59, False)])
def test_a_statement_must_share_half_of_the_shorter_and_twelve_characters(start, end, hit):
    assert (score(gold_of(ROOF), {"d1": [found_at(start, end, "commitment")]}).kinds["commitment"].right == 1) is hit


def test_a_document_that_was_not_found_in_counts_as_missed():
    assert score(gold_of(ROOF), {}).kinds["commitment"].recall == 0.0


def test_the_slots_of_a_commitment_are_scored_apart():
    deadline = Deadline("by the end of June", date(2025, 6, 30))
    found = found_at(0, 30, "commitment", speaker="A Lee", mode="direct", actor="Clerk", deadline=deadline,
                     firmness="aim", score=1.0)  # fmt: skip
    got = figures([found])
    expected = {"speaker_accuracy": 1.0, "wrong_persons": 0.0, "mode_accuracy": 1.0, "actor_accuracy": 1.0}
    expected |= {"deadline_f1": 1.0, "due_f1": 1.0, "firmness_accuracy": 0.0, "calibration_error": 0.0, "verbatim": 1.0}
    assert {name: got[name] for name in expected} == expected


def test_a_deadline_without_a_date_leaves_open_whether_one_can_be_worked_out():
    vague = dataclasses.replace(ROOF, due=None)
    found = found_at(0, 30, "commitment", deadline=Deadline("by June", date(2024, 6, 30)))
    assert "due_f1" not in score(gold_of(vague), {"d1": [found]}).figures


def test_a_person_named_in_place_of_nobody_is_a_wrong_person():
    assert figures([found_at(31, 59, "criticism", speaker="Ann Lee")])["wrong_persons"] == 1.0


def test_calibration_is_the_distance_between_scores_and_the_share_of_right_ones():
    found = [found_at(0, 30, "commitment", score=0.95), found_at(31, 59, "denial", score=0.95)]
    assert figures(found)["calibration_error"] == pytest.approx(0.45)


def test_a_text_that_is_not_that_of_the_document_is_not_verbatim():
    found = dataclasses.replace(found_at(0, 30, "commitment"), text="We shall mend the roof.")
    assert figures([found])["verbatim"] == 0.0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Cllr J Smith (Chair)", "Jane Smith", True),
        ("Jane Smith", "Jane Smythe", False),
        ("Mr Gale", "Gale", True),
        ("BCP Council", "the Council", True),
        ("Úna Ní Dhuinn", "Una Ni Dhuinn", True),
        ("Seán O’Malley", "O'Malley", True),
        ("Jane Smith", "John Smith", False),
        (None, "", True),
        (None, "Ann Lee", False),
        ("The Chair", "Chair", True),
    ],
)
def test_names_are_the_same_when_the_shorter_fits_into_the_longer(one, other, same):
    assert same_speaker(one, other) is same
    assert same_speaker(other, one) is same


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Ann Lee", True),
        ("Councillor Ames", True),
        ("DfT", False),
        ("NHS", False),
        ("the Clerk", False),
        ("Ellandshire Police", False),
        (None, False),
    ],
)
def test_bodies_posts_and_initialisms_are_no_persons(name, person):
    assert is_person(name) is person


def test_words_agree_at_half_of_their_tokens():
    assert same_words("by the end of March", "end of March")
    assert not same_words("by the end of March", "in April")
    assert not same_words(None, None)


# What is refused: malformed labels, named by document and offset.


def write(path: Path, *lines: object) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def document(*sentences: object, **fields: object) -> dict[str, object]:
    return {"id": "d1", "text": TEXT, "sentences": list(sentences), **fields}


@pytest.mark.parametrize(
    ("sentence", "message"),
    [
        ({"start": 60, "end": 200, "kinds": []}, "offset 60: 60:200 reaches past the end"),
        ({"start": 9, "end": 9, "kinds": []}, "offset 9: 9:9 is not a span"),
        ({"start": 30, "end": 31, "kinds": []}, "offset 30: 30:31 holds no words"),
        ({"start": 0, "end": 30, "kinds": ["pledge"]}, "offset 0: kinds must be"),
        ({"start": 0, "end": 30, "kinds": "commitment"}, "offset 0: kinds must be"),
        ({"start": 0, "end": 30, "kinds": ["denial"], "due": "2025-06-30"}, "offset 0: only a commitment has due"),
        ({"start": 0, "end": 30, "kinds": ["commitment"], "due": "June"}, "offset 0: due must be a date"),
        ({"start": 0, "end": 30, "kinds": ["denial"], "quote": "said"}, "offset 0: quote must be one of"),
        ({"start": 0, "end": 30, "kinds": ["commitment"], "firmness": "hard"}, "offset 0: firmness must be one of"),
        ({"start": True, "end": 30, "kinds": []}, "whole numbers"),
        ("We will", "whole numbers"),
    ],
)
def test_a_label_that_does_not_fit_is_refused_with_id_and_offset(tmp_path, sentence, message):
    with pytest.raises(BrokenSourceError, match=message) as error:
        load_gold(write(tmp_path / "gold.jsonl", document(sentence)))
    assert "gold.jsonl, d1" in str(error.value)


def test_overlapping_sentences_are_refused(tmp_path):
    spans = [{"start": 0, "end": 30, "kinds": []}, {"start": 29, "end": 59, "kinds": []}]
    with pytest.raises(BrokenSourceError, match="d1, offset 29: begins before"):
        load_gold(write(tmp_path / "gold.jsonl", document(*spans)))


def test_an_id_that_stands_twice_is_refused(tmp_path):
    with pytest.raises(BrokenSourceError, match=r"gold\.jsonl, d1: this id stands there twice"):
        load_gold(write(tmp_path / "gold.jsonl", document(), document()))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 1: this line is not JSON"),
        ('{"id": "d1"}', 'needs an "id"'),
        ('{"id": "d1", "text": "x"}', 'no list of "sentences"'),
    ],
)
def test_a_line_that_is_no_labelled_document_is_refused(tmp_path, line, message):
    path = tmp_path / "gold.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(BrokenSourceError, match=message):
        load_gold(path)


# The project's own labelled texts.


def test_the_gold_has_every_kind_every_medium_but_statements_and_every_slot():
    documents = load_gold(HERE / "gold.jsonl")
    sentences = [sentence for document in documents for sentence in document.sentences]
    assert len(documents) == 24
    assert {kind for sentence in sentences for kind in sentence.kinds} == set(KINDS)
    assert {document.medium for document in documents} == set(MEDIUMS) - {"statement"}
    assert {sentence.firmness for sentence in sentences} == {"firm", "aim", "vague", None}
    assert all(any(getattr(sentence, slot) for sentence in sentences) for slot in ("speaker", "actor", "due"))


def test_the_words_of_a_gold_deadline_stand_in_its_sentence():
    for document in load_gold(HERE / "gold.jsonl"):
        for sentence in document.sentences:
            words = " ".join(document.text[sentence.start : sentence.end].split())
            assert (sentence.deadline or "") in words


def test_each_rare_kind_has_sixty_sentences_and_as_many_near_misses():
    items = load_items(HERE / "rare_kinds.jsonl")
    counts = Counter(
        (item.id.split("-")[0], "near" in item.id, item.id.split("-")[0] in item.sentences[0].kinds) for item in items
    )
    assert counts == {(kind, near, not near): 60 for kind in RARE for near in (False, True)}


def test_there_are_200_traps_without_a_kind():
    items = load_items(HERE / "traps.jsonl")
    assert len({item.text for item in items}) == 200
    assert not any(item.sentences[0].kinds for item in items)


# The other scorer: the same definitions, another hand.

NAMES = ("Ann Lee", "A Lee", "Cllr J Dunmore", "the Council", "Ofsted", "DfT", "Helena Strang (Commissioner)", None)
WHEN = (None, Deadline("by the end of March"), Deadline("by the end of the month", date(2024, 5, 31)))


def scattered(document: GoldDocument, draw: random.Random) -> list[Statement]:
    """Statements as a poor extractor would find them: some right, some shifted, some invented."""
    found = []
    for sentence in document.sentences:
        for _ in range(draw.choice((0, 1, 1, 2))):
            start = max(0, sentence.start + draw.choice((0, 0, 0, -9, 7, 25)))
            end = min(len(document.text), max(start + 1, sentence.end + draw.choice((0, 0, 0, -14, 30))))
            found.append(_drawn(document, sentence, start, end, draw))
    return found


def _drawn(document: GoldDocument, sentence: GoldSentence, start: int, end: int, draw: random.Random) -> Statement:
    kinds = draw.choice((tuple(sentence.kinds), draw.choices(KINDS, k=2))) or draw.choices(KINDS)
    deadline = Deadline(sentence.deadline, date.fromisoformat(sentence.due)) if sentence.due else None
    return Statement(
        document.id, "k", start, end, draw.choice((document.text[start:end], "other words")),
        tuple(dict.fromkeys(kinds)),  # type: ignore[arg-type]
        speaker=draw.choice((sentence.speaker, *NAMES)), mode=draw.choice(("direct", "reported")),
        actor=draw.choice((sentence.actor, None)), deadline=draw.choice((deadline, *WHEN)),
        firmness=draw.choice(("firm", "aim", "vague")), score=draw.choice((0.0, 0.31, 0.7, 0.999, 1.0)),
    )  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_both_scorers_give_the_same_figures(root, tmp_path, seed):
    other = root.parent / "shared" / "score" / "score_statements.py"
    if not other.is_file():
        pytest.skip("no ../shared/score beside this checkout")
    draw = random.Random(seed)
    documents = load_gold(HERE / "gold.jsonl")
    found = {document.id: scattered(document, draw) for document in documents}
    lines = write(tmp_path / "found.jsonl", *(one.as_line() for each in found.values() for one in each))
    command = [sys.executable, str(other), str(HERE / "gold.jsonl"), str(lines), "--json"]
    theirs = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    ours = score(documents, found)
    for kind, expected in theirs["kinds"].items():
        mine = ours.kinds[kind]
        assert (mine.gold, mine.found) == (expected["gold"], expected["found"])
        assert [mine.precision, mine.recall, mine.f1] == pytest.approx(
            [expected[p] for p in ("precision", "recall", "f1")]
        )
    figures = {name: value for name, value in theirs.items() if isinstance(value, float)}
    assert len(figures) == 12
    assert {name: ours.figures[name] for name in figures} == pytest.approx(figures)
