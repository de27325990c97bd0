from pathlib import Path

import numpy as np
import pytest

from greenshoots.errors import ModelError
from greenshoots.records import KINDS
from nlp.features import Setting, features, words
from nlp.word_model import WordModel


@pytest.fixture
def model() -> WordModel:
    weights = np.zeros((2, len(KINDS)), np.float32)
    weights[0, 0], weights[1, 0] = 1.5, -0.5
    return WordModel({"w:will": 0, "sign:question": 1}, weights, np.full(len(KINDS), -1, np.float32))


def test_weights_of_known_features_are_summed_once_each(model: WordModel) -> None:
    logits = model.logits([["w:will", "w:will", "w:unheard"], ["sign:question"], []])
    assert logits[:, 0].tolist() == [0.5, -1.5, -1.0]


def test_a_saved_model_reads_back(model: WordModel, tmp_path: Path) -> None:
    model.save(tmp_path / "words.npz")
    again = WordModel.load(tmp_path / "words.npz")
    assert again.rows == model.rows
    assert again.logits([["w:will"]]).tolist() == model.logits([["w:will"]]).tolist()


@pytest.mark.parametrize("content", [b"", b"not an archive", b"PK\x03\x04 cut short"])
def test_damaged_weights_are_told_plainly(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "words.npz"
    path.write_bytes(content)
    with pytest.raises(ModelError, match="cannot be read"):
        WordModel.load(path)


def test_figures_are_folded_so_that_no_number_is_learned() -> None:
    assert words("£4.8million by 12 May: 90% of 1,500") == [
        "<money>", "million", "by", "<number>", "may", ":", "<percent>", "of", "<number>",
    ]  # fmt: skip


def test_the_setting_is_part_of_what_is_seen() -> None:
    plain = set(features("Officers would circulate it.", Setting()))
    told = set(features("Officers would circulate it.", Setting(medium="minutes", side="responsible", before="Why?")))
    assert {"medium:minutes", "side:responsible", "prev:why", "prev:sign:question"} <= told - plain
    assert "sign:would act" in plain
