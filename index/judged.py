"""What people judged, joined to what the machine found: rejected links set aside, confirmed ones kept for good."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from greenshoots.records import Coverage, Link, Pledge, Statement, Traced
from index.store_judgements import JudgementLog


def judged(store: JudgementLog, statement: Statement, traced: Traced) -> Traced:
    """Return what was found about a statement as it stands after what people said of it.

    An accepted link bears the person's relation, is ``shown`` and stands before those that the machine proposes,
    also if it no longer does; a rejected one is nowhere but in ``rejected``.
    """
    said = latest(store, statement)
    accepted = [link for link in said if link.judgement and link.judgement.accepted]
    return replace(
        traced,
        links=(
            *(replace(link, shown=True) for link in accepted if _is_evidence(link)),
            *_unjudged(store, traced.links, said),
        ),
        further_sources=(
            *(link for link in accepted if link.further_source),
            *_unjudged(store, traced.further_sources, said),
        ),
        undated=(
            *(link for link in accepted if link.date is None and not link.further_source),
            *_unjudged(store, traced.undated, said),
        ),
        rejected=tuple(link for link in said if link not in accepted),
        verdicts=tuple(store.verdicts_of(statement)),
    )


def stored(store: JudgementLog, statement: Statement) -> Traced:
    """Return what was found about a statement when it was last traced, as it stands after what people said of it."""
    links = store.links(statement.id)
    card = store.card(statement.document_key)
    made = (card.met or card.published) if card else None
    said = (statement.document, statement.start, statement.end, statement.text, made)
    found = Traced(
        pledge=Pledge(statement.id, *said, document_key=statement.document_key, kinds=statement.kinds),
        links=tuple(link for link in links if _is_evidence(link)),
        further_sources=tuple(link for link in links if link.further_source),
        undated=tuple(link for link in links if link.date is None and not link.further_source),
        searched=store.searched(statement.id) or Coverage(),
    )
    return judged(store, statement, found)


def latest(store: JudgementLog, statement: Statement) -> list[Link]:
    """Return the judgement that stands on each passage: the last that was not taken back, in the order made."""
    passages: list[list[Link]] = []  # what was judged of each, oldest first
    for link in store.judgements_of(statement):
        current = replace(link, statement=statement.id)  # the statement may have been read with other ends since
        earlier = next((said for said in passages if is_same_passage(store, said[-1], current)), [])
        passages = [said for said in passages if said is not earlier]
        undone = link.judgement is not None and link.judgement.takes_back
        if now := (earlier[:-1] if undone else [*earlier, current]):
            passages.append(now)
    return [said[-1] for said in passages]


def is_same_passage(store: JudgementLog, one: Link, other: Link) -> bool:
    """Whether two links point to the same words: more than half of the longer in one version, all in another."""
    if one.document_key == other.document_key:
        shared = min(one.end, other.end) - max(one.start, other.start)
        return 2 * shared > max(one.end - one.start, other.end - other.start)
    return one.text == other.text and _source(store, one) == _source(store, other)


def _source(store: JudgementLog, link: Link) -> str | None:
    card = store.card(link.document_key)
    return card.source if card else None


def _is_evidence(link: Link) -> bool:
    return link.date is not None and not link.further_source


def _unjudged(store: JudgementLog, links: Iterable[Link], said: Sequence[Link]) -> tuple[Link, ...]:
    return tuple(link for link in links if not any(is_same_passage(store, link, other) for other in said))
