"""What the kinds were learned from: it can be read, joined with its texts, and nothing that measures is in it."""

from __future__ import annotations

import json
import re

import pytest

from evaluation import training_texts
from greenshoots.records import KINDS, text_sha256
from greenshoots.training import load

TRAINING = training_texts.LABELS.parent
MEASURING = ("gold.jsonl", "rare_kinds.jsonl", "traps.jsonl")
RUN = 10  # words in a row that two texts share only if one was taken from the other (guess)


def lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def runs(text):
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def test_the_fictional_documents_are_labelled_throughout():
    labelled = list(load(str(TRAINING / "fictional.jsonl")))
    assert {each.document.medium for each in labelled} == {"minutes", "press", "report", "transcript"}
    kinds = {kind for each in labelled for _, _, its in each.sentences for kind in its}
    assert kinds == set(KINDS)


@pytest.mark.parametrize("name", MEASURING)
def test_no_words_of_the_sets_that_measure_were_learned(name, root):
    learned = set().union(*(runs(line["text"]) for line in lines(TRAINING / "fictional.jsonl")))
    assert not learned & set().union(*(runs(line["text"]) for line in lines(root / "evaluation" / name)))


def test_the_labels_hold_places_and_kinds_and_no_text():
    for document in lines(TRAINING / "labels.jsonl"):
        assert "text" not in document
        ends = [0]
        for start, end, *kinds in document["sentences"]:
            assert ends[-1] <= start < end
            assert set(kinds) <= set(KINDS)
            ends.append(end)


def test_labels_are_joined_with_the_text_that_they_were_made_on(tmp_path, monkeypatch, capsys):
    text = "We will mend the pier by May. Rain fell."
    labels = {"id": "a", "medium": "minutes", "body": "Harbourside Council", "text_sha256": text_sha256(text)}
    kept, documents = tmp_path / "labels.jsonl", tmp_path / "documents.jsonl"
    changed = {**labels, "id": "b"}
    kept.write_text(
        "".join(json.dumps({**each, "sentences": [[0, 29, "commitment"]]}) + "\n" for each in (labels, changed))
    )
    documents.write_text(
        json.dumps({"id": "a", "text": text}) + "\n" + json.dumps({"id": "b", "text": "It was changed since."}) + "\n"
    )
    monkeypatch.setattr(training_texts, "LABELS", kept)
    monkeypatch.setattr("sys.argv", ["training_texts", "--documents", str(documents)])
    training_texts.main()
    told = capsys.readouterr()
    (joined,) = map(json.loads, told.out.splitlines())
    assert joined["sentences"] == [{"start": 0, "end": 29, "kinds": ["commitment"]}]
    assert joined["body"] == "Harbourside Council"
    assert "without their text: 1" in told.err


def test_a_run_of_turns_of_a_meeting_is_written_as_it_was_read(tmp_path, monkeypatch, capsys):
    turns = [
        {"speaker": name, "content": f" {words} "}
        for name, words in (("Ada", "Hello."), ("Una", "We will."), ("Ada", "Bye."))
    ]
    (tmp_path / "quay_1.json").write_text(json.dumps({"meeting_transcripts": turns}))
    text = "Una: We will.\n\nAda: Bye."
    kept = tmp_path / "labels.jsonl"
    kept.write_text(
        json.dumps({"id": "quay_1:1-2", "text_sha256": text_sha256(text), "sentences": [[0, 13, "commitment"]]})
    )
    monkeypatch.setattr(training_texts, "LABELS", kept)
    monkeypatch.setattr("sys.argv", ["training_texts", "--meetings", str(tmp_path)])
    training_texts.main()
    assert json.loads(capsys.readouterr().out)["text"] == text
