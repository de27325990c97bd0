"""What people judge: links confirmed, rejected or added, and verdicts; handed out as pairs to learn from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from greenshoots.corrections import named_place
from greenshoots.errors import UsageError
from greenshoots.pipeline import Library
from greenshoots.records import (
    TRACEABLE,
    Document,
    Filters,
    Link,
    LinkJudgement,
    Passage,
    Rating,
    Relation,
    Span,
    Statement,
    Verdict,
    as_plain,
)
from index.judged import is_same_passage, latest, stored
from index.later import is_later
from index.query import all_of, parse

if TYPE_CHECKING:
    from index.store_rows import Card

SEARCHED_THROUGH = 200  # passages with the words searched for, of which the first that may be added are offered (guess)
LONGEST = 400  # characters: the most that a link may point to, whoever found the passage


def judge(
    library: Library,
    statement_id: str,
    place: str,
    *,
    by: str,
    accepted: bool = True,
    relation: Relation | None = None,
    reason: str = "",
) -> Link:
    """Keep what a person says of one link of a statement, or of a passage that the machine missed.

    ``place``: the id of a link or the beginning of it, or ``DOCUMENT:START-END``. ``relation``: what the passage
    says, ``None`` to leave it as it was proposed; it has to be given for a passage that was missed. Returns the link
    as it now is. Raises ``UsageError`` if there is no such link or place, if nobody signs, or if the passage is to be
    evidence and its record is not strictly later.
    """
    statement = library.store.statement(statement_id)
    named = named_place(library, place)
    known = _known(library, statement)
    if named is None:
        link = _by_id(known, statement, place)
    else:
        new = _new(statement, *named, relation=relation or "context")
        same = _same(library, known, new)
        if same is None:
            return _add(library, statement, new, by=by, wanted=accepted and relation is not None, reason=reason)
        link = same
    return judge_link(library, statement, link, by=by, accepted=accepted, relation=relation, reason=reason)


def add_passage(
    library: Library, statement: Statement, passage: Passage, *, relation: Relation, by: str, reason: str = ""
) -> Link:
    """Keep that a passage bears on a statement, found by a person; one that the machine proposed is corrected.

    Raises ``UsageError`` as ``judge`` does.
    """
    document = library.store.document(passage.document_key)
    new = _new(statement, document, Span(passage.start, passage.end), relation=relation)
    if same := _same(library, _known(library, statement), new):
        return judge_link(library, statement, same, by=by, relation=relation, reason=reason)
    return _add(library, statement, new, by=by, wanted=True, reason=reason)


def later_passages(library: Library, statement: Statement, words: str, *, limit: int = 10) -> list[Passage]:
    """Search the later records of a statement's body for a passage that the machine missed, best first.

    Of what the press reports, the records of all bodies are searched. ``words``: as typed into a search box. What is
    evidence already, and what is too long for it, is left out; so is all that is not strictly later.
    """
    card, query = library.store.card(statement.document_key), parse(words)
    made = (card.met or card.published) if card else None
    if card is None or made is None or not query.wanted:
        return []
    filters = Filters(body=card.body if card.medium != "press" else None, after=made)
    ranked = library.store.match(all_of(query), filters, limit=SEARCHED_THROUGH)
    found = library.store.passages_at([number for number, _ in ranked])
    evidence = {(link.document_key, link.start) for link in stored(library.store, statement).links if link.shown}
    wanted = [
        passage
        for passage in (found[number] for number, _ in ranked if number in found)
        if len(passage.text) <= LONGEST and (passage.document_key, passage.start) not in evidence
    ]
    return [one for one in wanted if _is_of_later_record(library, card, made, one)][:limit]


def _is_of_later_record(library: Library, own: Card, made: date, passage: Passage) -> bool:
    card = library.store.card(passage.document_key)
    return card is not None and card.source != own.source and is_later(made, published=card.published, met=card.met)


def _same(library: Library, known: tuple[Link, ...], new: Link) -> Link | None:
    return next((link for link in known if is_same_passage(library.store, link, new)), None)


def judge_link(
    library: Library,
    statement: Statement,
    link: Link,
    *,
    by: str,
    accepted: bool = True,
    relation: Relation | None = None,
    reason: str = "",
) -> Link:
    """Keep what a person says of a link that is at hand; see ``judge``.

    To confirm a further source leaves it one; a relation given to it makes evidence of it.
    """
    proposed = link.judgement.proposed if link.judgement else link.relation
    told = relation or (link.relation if accepted else proposed or link.relation)
    judgement = LinkJudgement(accepted, told, _signed(by), _now(), reason.strip(), proposed)
    return _keep(library, statement, replace(link, further_source=link.further_source and not relation), judgement)


def take_back(library: Library, statement: Statement, link: Link, *, by: str, reason: str = "") -> Link:
    """Take the judgement that a link bears back by a further entry of the log: what stood before it stands again.

    Returns that entry. Raises ``UsageError`` if the judgement no longer stands, or nobody signs.
    """
    said = link.judgement
    standing = [other for other in latest(library.store, statement) if is_same_passage(library.store, other, link)]
    if said is None or not standing or standing[-1].judgement != said:
        raise UsageError("It was taken back or judged again since", next_step="Look at the statement as it stands")
    undone = replace(said, accepted=False, by=_signed(by), at=_now(), reason=reason.strip(), takes_back=True)
    library.store.judge(statement, replace(link, judgement=undone))
    return replace(link, judgement=undone)


def give(library: Library, statement_id: str, rating: Rating, *, by: str, reason: str) -> Verdict:
    """Keep a person's verdict on a statement. Raises ``UsageError`` without a name or a reason."""
    statement = library.store.statement(statement_id)
    if not reason.strip():
        raise UsageError("A verdict bears its reason", next_step="Say what it rests on")
    place = (statement.document_key, statement.start, statement.end, statement.text)
    verdict = Verdict(*place, rating=rating, by=_signed(by), at=_now(), reason=reason.strip())
    library.store.give(verdict)
    return verdict


def labelled_links(library: Library) -> Iterator[dict[str, Any]]:
    """Every link that people judged, as a labelled pair to learn the ranking from; the last judgement on each counts.

    ``statement``: a line such as ``trace --pledges`` reads (``id document start end text made body``; no body for
    what the press says), so that a ranking can score the pair as it scores any other. ``passage``: ``document
    document_key start end text date``. ``accepted``: whether a person lets it stand. ``relation``: theirs, of a
    rejected link the machine's. ``proposed``, ``score`` and ``parts``: the machine's when it was judged; null, 0
    and none if a person found the passage. ``further_source``: accepted as another report of the same words,
    which is no evidence; an accepted passage without ``date`` is none, either. Nobody's name is handed out.
    """
    told: dict[str, list[tuple[Passage, Link]]] = {}
    for said, link in library.store.judgements():
        stands = told.setdefault(link.id, [])
        if link.judgement and link.judgement.takes_back:
            del stands[-1:]
        else:
            stands.append((said, link))
    for said, link in (stands[-1] for stands in told.values() if stands):
        if link.judgement:
            yield _pair(library, said, link, link.judgement)


def _pair(library: Library, said: Passage, link: Link, judgement: LinkJudgement) -> dict[str, Any]:
    card = library.store.card(said.document_key)
    pair: dict[str, Any] = as_plain(
        {
            "statement": {
                "id": link.statement,
                "document": card.id if card else None,
                "document_key": said.document_key,
                "start": said.start,
                "end": said.end,
                "text": said.text,
                "made": (card.met or card.published) if card else None,
                "body": card.body if card and card.medium != "press" else None,
            },
            "passage": {
                "document": link.document,
                "document_key": link.document_key,
                "start": link.start,
                "end": link.end,
                "text": link.text,
                "date": link.date,
            },
            "accepted": judgement.accepted,
            "relation": judgement.relation,
            "proposed": judgement.proposed,
            "further_source": link.further_source,
            "score": link.score,
            "parts": link.parts,
        }
    )
    return pair


def _known(library: Library, statement: Statement) -> tuple[Link, ...]:
    """Every link of a statement as it was last traced and judged. Raises ``UsageError`` if its kind is not traced."""
    if not set(statement.kinds) & set(TRACEABLE):
        raise UsageError(f"A statement of kind {' and '.join(statement.kinds)} is not traced", where=statement.id)
    traced = stored(library.store, statement)
    return (*traced.links, *traced.further_sources, *traced.undated, *traced.rejected)


def _by_id(known: tuple[Link, ...], statement: Statement, link_id: str) -> Link:
    found = [link for link in known if link_id and link.id.startswith(link_id)]
    if len(found) > 1:
        raise UsageError(f"Several links begin with {link_id!r}", next_step="Give more of the id")
    if not found:
        raise UsageError(
            f"The statement has no link {link_id!r}",
            where=statement.id,
            next_step=f"Look it up with `greenshoots trace {statement.id} --all`, or give DOCUMENT:START-END",
        )
    return found[0]


def _new(statement: Statement, document: Document, span: Span, *, relation: Relation) -> Link:
    """Make a link of a passage that the machine did not propose."""
    if span.end - span.start > LONGEST:
        raise UsageError(
            f"A passage has at most {LONGEST} characters",
            where=document.id,
            next_step="Give the sentence or row that tells it",
        )
    place = (document.id, document.key, span.start, span.end, span.of(document.text), document.published)
    return Link(statement.id, *place, relation=relation, score=0.0, shown=True, why="")


def _add(library: Library, statement: Statement, link: Link, *, by: str, wanted: bool, reason: str) -> Link:
    """Keep a passage that the machine missed. Raises ``UsageError`` unless it is dated and said what it tells."""
    if not wanted:
        raise UsageError("The machine proposed nothing there", next_step="Say what the passage tells: a relation")
    judgement = LinkJudgement(True, link.relation, _signed(by), _now(), reason.strip())
    return _keep(library, statement, link, judgement)


def _keep(library: Library, statement: Statement, link: Link, judgement: LinkJudgement) -> Link:
    judged = replace(link, relation=judgement.relation, judgement=judgement)
    library.store.judge(statement, judged)
    return judged


def _signed(by: str) -> str:
    if not by.strip():
        raise UsageError("A judgement bears the name of whoever makes it", next_step="Give your name")
    return by.strip()


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
