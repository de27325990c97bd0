"""A Document in, its whole Reading out: the one place where the steps of nlp meet."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from greenshoots.records import Document, Quote, Reading, Span, Statement
from nlp.amounts import find_amounts
from nlp.attribution import Attributed, attribute, fitting
from nlp.kinds import Judged, judge
from nlp.parse import parse
from nlp.passages import make_passages
from nlp.people import find_people
from nlp.quotes import find_quotes
from nlp.roster import with_offices
from nlp.sentences import Sentence, split
from nlp.slots import fill
from nlp.table_statements import place_of, statement_of_row
from nlp.tables import find_rows

if TYPE_CHECKING:
    from spacy.tokens import Doc

READER = "3"  # raised with every change that alters what is found, so that stored documents are read again


def read(document: Document) -> Reading:
    """Find the passages, quotations and statements of one document. Deterministic, whatever was read before."""
    sentences = split(document)
    quotes = find_quotes(document, sentences)
    roster = with_offices(find_people(document, sentences), document)
    attributed = attribute(document, sentences, quotes, roster)
    judged = judge(document, sentences, attributed)
    return Reading(
        passages=make_passages(document, sentences),
        quotes=_name_speakers(quotes, sentences, attributed),
        statements=_with_rows(document, _statements(document, sentences, attributed, judged)),
    )


def _with_rows(document: Document, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Put the rows of action sheets and recommendation trackers in place of what was read from their words alone.

    What is said in further sentences of a row too long for a statement stays as it was found; a header says nothing.
    """
    table = find_rows(document.text)
    if not table.rows:
        return tuple(statements)
    taken = [*table.headers, *(place_of(row, document.text) for row in table.rows)]
    said = [s for s in statements if not any(s.start < place.end and place.start < s.end for place in taken)]
    found = [statement_of_row(document, row) for row in table.rows if _is_free(document, row.place)]
    return tuple(sorted((*said, *found), key=lambda statement: statement.start))


def _is_free(document: Document, place: Span) -> bool:
    """Whether no turn of a transcript holds a row: what somebody reads out is theirs."""
    return not any(turn.start < place.end and place.start < turn.end for turn in document.turns)


def _name_speakers(
    quotes: Sequence[Quote], sentences: Sequence[Sentence], attributed: Sequence[Attributed]
) -> tuple[Quote, ...]:
    """Give each quotation the speaker of the sentence in which its words begin."""
    starts = [sentence.start for sentence in sentences]
    speakers = [attributed[max(0, bisect_right(starts, quote.content[0].start) - 1)].speaker for quote in quotes]
    return tuple(replace(quote, speaker=speaker) for quote, speaker in zip(quotes, speakers, strict=True))


def _statements(
    document: Document, sentences: Sequence[Sentence], attributed: Sequence[Attributed], judged: Sequence[Judged]
) -> tuple[Statement, ...]:
    """Build a Statement of each sentence that carries a kind, with the slots of its kinds."""
    found = [i for i, judgement in enumerate(judged) if judgement.kinds]
    promises = [i for i in found if "commitment" in judged[i].kinds]
    parsed = dict(zip(promises, parse([_words(document, sentences[i]) for i in promises]), strict=True))
    return tuple(
        _statement(document, sentences[i], fitting(attributed[i], judged[i].kinds), judged[i], parsed.get(i))
        for i in found
    )


def _words(document: Document, sentence: Sentence) -> str:
    return document.text[sentence.start : sentence.end]


def _statement(
    document: Document, sentence: Sentence, attributed: Attributed, judged: Judged, parsed: Doc | None
) -> Statement:
    """Build a statement; ``parsed``: its parse if it is a commitment, whose slots are filled from it."""
    text = _words(document, sentence)
    statement = Statement(
        document=document.id,
        document_key=document.key,
        start=sentence.start,
        end=sentence.end,
        text=text,
        kinds=judged.kinds,
        speaker=attributed.speaker,
        speaker_label=attributed.speaker_label,
        role=attributed.role,
        organisation=attributed.organisation,
        attribution=attributed.attribution,
        mode=attributed.mode,
        amounts=find_amounts(text),
        score=judged.score,
    )
    if parsed is None:
        return statement
    slots = fill(text, base=document.made, speaker=attributed.speaker, doc=parsed)
    return replace(
        statement,
        actor=slots.actor or attributed.actor,
        deadline=slots.deadline,
        firmness=slots.firmness,
        action=slots.action,
        condition=slots.condition,
        testability=slots.testability,
    )
