"""Labelled texts: read, and refused with id and offset where the labels do not fit the text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

from greenshoots.errors import BrokenSourceError
from greenshoots.records import KINDS, Firmness, Mode

SLOTS = ("actor", "deadline", "due", "firmness")


@dataclass(frozen=True, slots=True)
class GoldSentence:
    """One labelled sentence. ``quote`` is the mode; the last four are the slots of a commitment."""

    start: int
    end: int
    kinds: frozenset[str]
    speaker: str | None = None
    quote: str | None = None
    actor: str | None = None
    deadline: str | None = None
    due: str | None = None
    firmness: str | None = None


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A text with labelled sentences, in order, not overlapping."""

    id: str
    text: str
    medium: str | None
    sentences: tuple[GoldSentence, ...]


def load_gold(path: Path) -> list[GoldDocument]:
    """Read documents in the gold form, one a line.

    ``{"id","text","medium","sentences":[{"start","end","kinds","speaker","quote","actor","deadline","due","firmness"}]}``
    Raises ``BrokenSourceError`` that names the document and the offset of what is wrong.
    """
    documents = [_document(fields, path) for fields in _lines(path)]
    _refuse_twins(documents, path)
    return documents


def load_items(path: Path) -> list[GoldDocument]:
    """Read short texts of which one sentence is labelled: ``{"id","text","medium","start","end","kinds"}``."""
    documents = [_document({**fields, "sentences": [_only_labels(fields)]}, path) for fields in _lines(path)]
    _refuse_twins(documents, path)
    return documents


def _only_labels(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: fields.get(name) for name in ("start", "end", "kinds")}


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{path.name}, line {number}"
        try:
            fields = json.loads(line)
        except ValueError as error:
            raise BrokenSourceError("this line is not JSON", where=where, cause=str(error)) from error
        if not isinstance(fields, dict) or not all(isinstance(fields.get(name), str) for name in ("id", "text")):
            raise BrokenSourceError('a line needs an "id" and a "text"', where=where)
        yield fields


def _document(fields: dict[str, Any], path: Path) -> GoldDocument:
    where = f"{path.name}, {fields['id']}"
    labelled = fields.get("sentences")
    if not isinstance(labelled, list):
        raise BrokenSourceError('there is no list of "sentences"', where=where)
    sentences = tuple(_sentence(labels, fields["text"], where) for labels in labelled)
    for before, after in pairwise(sentences):
        if after.start < before.end:
            raise BrokenSourceError("begins before the sentence in front of it ends", where=_at(where, after.start))
    return GoldDocument(fields["id"], fields["text"], fields.get("medium"), sentences)


def _sentence(labels: Any, text: str, where: str) -> GoldSentence:
    start, end = (labels.get("start"), labels.get("end")) if isinstance(labels, dict) else (None, None)
    if type(start) is not int or type(end) is not int:
        raise BrokenSourceError(f"a sentence needs whole numbers as start and end: {labels!r}", where=where)
    problem = _span_problem(start, end, text) or _label_problem(labels)
    if problem:
        raise BrokenSourceError(problem, where=_at(where, start))
    values = {name: labels.get(name) for name in ("speaker", "quote", *SLOTS)}
    return GoldSentence(start, end, frozenset(labels["kinds"]), **values)


def _span_problem(start: int, end: int, text: str) -> str | None:
    if not 0 <= start < end:
        return f"{start}:{end} is not a span"
    if end > len(text):
        return f"{start}:{end} reaches past the end of a text of {len(text)} characters"
    return None if text[start:end].strip() else f"{start}:{end} holds no words"


def _label_problem(labels: dict[str, Any]) -> str | None:
    kinds = labels.get("kinds")
    if not isinstance(kinds, list) or not set(map(str, kinds)) <= set(KINDS):
        return f"kinds must be a list out of {', '.join(KINDS)}, not {kinds!r}"
    filled = [name for name in SLOTS if labels.get(name) is not None]
    if filled and "commitment" not in kinds:
        return f"only a commitment has {' and '.join(filled)}"
    mode, firmness = (_value_problem(*pair, labels) for pair in (("quote", Mode), ("firmness", Firmness)))
    return mode or firmness or _due_problem(labels.get("due"))


def _value_problem(name: str, literal: Any, labels: dict[str, Any]) -> str | None:
    value, allowed = labels.get(name), get_args(literal)
    return None if value is None or value in allowed else f"{name} must be one of {', '.join(allowed)}, not {value!r}"


def _due_problem(due: Any) -> str | None:
    if due is None:
        return None
    try:
        date.fromisoformat(due)
    except (TypeError, ValueError):
        return f"due must be a date such as 2025-03-31, not {due!r}"
    return None


def _refuse_twins(documents: Sequence[GoldDocument], path: Path) -> None:
    seen: set[str] = set()
    for document in documents:
        if document.id in seen:
            raise BrokenSourceError("this id stands there twice", where=f"{path.name}, {document.id}")
        seen.add(document.id)


def _at(where: str, offset: int) -> str:
    return f"{where}, offset {offset}"
