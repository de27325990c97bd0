"""Fine-tune MiniLM on labelled sentences among their neighbours, and pack it for ``nlp.encoder``.

Needs torch, transformers and onnx (``pip install greenshoots[train]``). Word embeddings
stay as they are: they need not be shipped, and rare words learn nothing by heart.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import AutoModel

from greenshoots.records import KINDS, Kind
from nlp.encoder import base_folder, load_tokenizer, windows_of
from nlp.features import Setting
from nlp.windows import Window

EPOCHS = 3  # guess
RATE, HEAD_RATE = 2e-4, 1e-3  # learning rates of the layers and of the head; guesses that MiniLM bears well
BATCH = 8  # windows
WARM_UP = 0.1  # share of the steps in which the rate rises
DROPOUT = 0.1


@dataclass(frozen=True, slots=True)
class Lesson:
    """One document to learn from: its sentences in their settings and, for each, its kinds.

    Kinds ``None``: the sentence is only read, not learned.
    """

    document: str
    body: str
    medium: str
    sentences: tuple[tuple[str, Setting], ...]
    kinds: tuple[frozenset[Kind] | None, ...]


class Net(nn.Module):
    """MiniLM with a linear head over the mean and the maximum of a sentence's hidden states."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(base_folder())
        self.encoder.embeddings.requires_grad_(False)
        self.drop = nn.Dropout(DROPOUT)
        self.head = nn.Linear(2 * self.encoder.config.hidden_size, len(KINDS))

    def forward(self, pieces: Tensor, mask: Tensor, places: Sequence[tuple[int, int, int]]) -> Tensor:
        """Score the sentences at ``places`` (row, start, end). Returns shape (places, kinds)."""
        hidden = self.encoder(input_ids=pieces, attention_mask=mask).last_hidden_state.float()
        pooled = [
            torch.cat([hidden[row, start:end].mean(0), hidden[row, start:end].max(0).values])
            for row, start, end in places
        ]
        scores: Tensor = self.head(self.drop(torch.stack(pooled)))
        return scores


def fine_tune(lessons: Sequence[Lesson], *, seed: int = 0, say: Callable[[str], None]) -> Net:
    """Fine-tune on all lessons; the same seed and machine give the same net. 13,000 sentences take half an hour."""
    torch.manual_seed(seed)
    shuffle = random.Random(seed)
    net, tasks = Net(), _tasks(lessons)
    groups = [
        {"params": [weight for weight in net.encoder.parameters() if weight.requires_grad], "lr": RATE},
        {"params": net.head.parameters(), "lr": HEAD_RATE},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = EPOCHS * -(-len(tasks) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (WARM_UP * steps)) * max(0.02, 1 - step / steps)
    )
    net.train()
    for epoch in range(EPOCHS):
        shuffle.shuffle(tasks)
        losses = []
        for batch in _batches(tasks):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = net(batch.pieces, batch.mask, batch.places)
            loss = nn.functional.binary_cross_entropy_with_logits(scores.float(), batch.wanted, reduction="none")
            mean = loss.sum(1).mean()
            optimizer.zero_grad()
            mean.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            losses.append(mean.item())
            if len(losses) % 20 == 0:
                say(f"epoch {epoch + 1} of {EPOCHS}, step {len(losses)}: loss {np.mean(losses):.3f}")
    return net.eval()


def predict(net: Net, lessons: Sequence[Lesson]) -> list[NDArray[np.float32]]:
    """Score every sentence of every lesson: one array of shape (sentences, kinds) each."""
    found = [np.zeros((len(lesson.sentences), len(KINDS)), np.float32) for lesson in lessons]
    everything = [replace(each, kinds=(frozenset(),) * len(each.sentences)) for each in lessons]
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for batch in _batches(_tasks(everything)):
            scores = net.eval()(batch.pieces, batch.mask, batch.places).float().numpy()
            for (document, sentence), row in zip(batch.names, scores, strict=True):
                found[document][sentence] = row
    return found


Task = tuple[Window, int, tuple[frozenset[Kind] | None, ...]]  # a window, its document's number and labels


def _tasks(lessons: Sequence[Lesson]) -> list[Task]:
    tokenizer = load_tokenizer()
    return [
        (window, number, lesson.kinds)
        for number, lesson in enumerate(lessons)
        for window in windows_of(tokenizer, lesson.medium, lesson.sentences)
        if any(lesson.kinds[part.sentence] is not None for part in window.parts)
    ]


@dataclass(frozen=True, slots=True)
class _Batch:
    pieces: Tensor
    mask: Tensor
    places: list[tuple[int, int, int]]
    wanted: Tensor
    names: list[tuple[int, int]]


def _batches(tasks: Sequence[Task]) -> Iterator[_Batch]:
    for first in range(0, len(tasks), BATCH):
        part = tasks[first : first + BATCH]
        longest = max(len(window.pieces) for window, _, _ in part)
        pieces = torch.zeros(len(part), longest, dtype=torch.long)
        mask = torch.zeros(len(part), longest, dtype=torch.long)
        places, wanted, names = [], [], []
        for row, (window, document, kinds) in enumerate(part):
            pieces[row, : len(window.pieces)] = torch.tensor(window.pieces)
            mask[row, : len(window.pieces)] = 1
            for place in window.parts:
                label = kinds[place.sentence]
                if label is not None:
                    places.append((row, place.start, place.end))
                    wanted.append([float(kind in label) for kind in KINDS])
                    names.append((document, place.sentence))
        yield _Batch(pieces, mask, places, torch.tensor(wanted), names)


class _Layers(nn.Module):
    """All of MiniLM but the look-up of words: from their embeddings to hidden states."""

    def __init__(self, encoder: Any) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, embedded: Tensor) -> Tensor:
        """Run the layers on shape (1, pieces, width)."""
        hidden: Tensor = self.encoder(inputs_embeds=embedded).last_hidden_state
        return hidden


def pack(net: Net, folder: Path) -> None:
    """Write ``encoder.onnx`` (int8, without the word embeddings) and ``head.npz`` into ``folder``."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    layers = _Layers(net.encoder.float()).eval()
    net.encoder.embeddings.word_embeddings = nn.Embedding(1, net.encoder.config.hidden_size)  # not used, not shipped
    sample = torch.zeros(1, 32, net.encoder.config.hidden_size)
    torch.onnx.export(
        layers,
        (sample,),
        str(folder / "layers.onnx"),
        input_names=["embedded"],
        output_names=["hidden"],
        dynamic_axes={"embedded": {1: "pieces"}, "hidden": {1: "pieces"}},
        dynamo=False,
    )
    quantize_dynamic(folder / "layers.onnx", folder / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True)
    (folder / "layers.onnx").unlink()
    weights = net.head.weight.detach().numpy().T.astype(np.float32)
    np.savez_compressed(folder / "head.npz", weights=weights, bias=net.head.bias.detach().numpy())
