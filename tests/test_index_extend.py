"""Links after a record came in: what it may concern is looked at again, the rest is left alone."""

from __future__ import annotations

from datetime import date

import pytest
from index_world import COUNCIL, document, statement, world

from index import extend, store_traces
from index.extend import Extender
from index.store_traces import end_pass, last_pass, put_updates
from index.trace import Tracer, pledge_of

PLEDGE = "The clerk will have new barriers fitted at the Mill Lane junction by June."
OTHER = "The warden will paint the bandstand in Priory Park."
LATE = "The barriers at the Mill Lane junction are still not in place."


def tracer(made):
    made.index()
    return Tracer(made.store, made.vectors, made.embedder)


def trace_all(made):
    """Trace every statement, as ``add`` does at first."""
    tracing = tracer(made)
    for one in made.store.statements():
        traced = tracing.trace(pledge_of(one, made.store))
        made.store.put_links(one.id, traced.links, searched=traced.searched)
    end_pass(made.store)


def update(made):
    """Bring the links up to date; return the updates by the text of their statement."""
    extender = Extender(tracer(made))
    updates = list(extender.updates())
    put_updates(made.store, updates)
    if extender.complete:
        end_pass(made.store)
    return {made.store.statement(one.statement).text: one for one in updates}


@pytest.fixture
def record(tmp_path):
    with world(tmp_path) as made:
        first = document("m1", PLEDGE, OTHER, published=date(2024, 3, 1), medium="minutes")
        made.add(first, statements=[statement(first, PLEDGE), statement(first, OTHER)])
        for month in range(4, 9):
            lines = [f"Report {month} on the Mill Lane junction and its barriers.", f"Bandstand report {month}."]
            made.add(document(f"m{month}", *lines, published=date(2024, month, 5), medium="minutes"))
        trace_all(made)
        put_back(made)
        yield made


def put_back(made):
    """Put the last pass a little back: what comes in within its second would count as known."""
    with made.store._connections.writing() as connection:
        connection.execute("UPDATE trace_passes SET moment = '2024-01-01'")
        connection.execute("UPDATE traces SET traced = '2024-01-01'")
        connection.execute("UPDATE documents SET added = '2023-12-31'")


def links_of(made, words):
    [one] = [one for one in made.store.statements() if one.text == words]
    return made.store.links(one.id)


def test_a_new_passage_comes_into_its_place(record):
    record.add(document("new", LATE, published=date(2024, 10, 4), medium="minutes"))
    update(record)
    links = links_of(record, PLEDGE)
    assert LATE in [link.text for link in links]
    assert [link.score for link in links] == sorted((link.score for link in links), reverse=True)


def test_it_bears_what_a_full_trace_gives_it(record):
    record.add(document("new", LATE, published=date(2024, 10, 4), medium="minutes"))
    update(record)
    [one] = [one for one in record.store.statements() if one.text == PLEDGE]
    full = tracer(record).trace(pledge_of(one, record.store)).links
    [kept] = [link for link in links_of(record, PLEDGE) if link.text == LATE]
    [whole] = [link for link in full if link.text == LATE]
    assert (kept.relation, kept.why, kept.shown, kept.deciding) == (
        whole.relation,
        whole.why,
        whole.shown,
        whole.deciding,
    )


def test_links_that_stay_and_those_that_came_stand_in_the_store_in_their_order(record):
    record.add(document("new", LATE, published=date(2024, 10, 4), medium="minutes"))
    updates = update(record)
    assert any(place is not None for place in updates[PLEDGE].before)
    for words, one in updates.items():
        if one.links is not None:
            assert tuple(links_of(record, words)) == one.links


def test_what_was_searched_grows_by_the_new_record(record):
    before = record.store.searched(record.store.statements()[0].id)
    record.add(document("new", LATE, published=date(2024, 10, 4), medium="minutes"))
    update(record)
    after = record.store.searched(record.store.statements()[0].id)
    assert (after.documents, after.last) == (before.documents + 1, date(2024, 10, 4))
    assert dict(after.bodies)[COUNCIL] == dict(before.bodies)[COUNCIL] + 1


def test_links_that_are_kept_stay_as_they_were(record):
    before = {link.id: link.score for link in links_of(record, OTHER)}
    record.add(document("new", LATE, published=date(2024, 10, 4), medium="minutes"))
    update(record)
    after = {link.id: link.score for link in links_of(record, OTHER)}
    assert before.items() <= after.items()


@pytest.mark.parametrize(
    "new",
    [
        document("new", LATE, published=date(2024, 10, 4), body="Ashby Parish Council"),
        document("new", LATE, published=date(2024, 2, 1)),
    ],
    ids=["of another body", "earlier"],
)
def test_what_cannot_concern_a_statement_leaves_it_alone(record, new):
    record.add(new)
    assert update(record) == {}


def test_nothing_new_changes_nothing(record):
    assert update(record) == {}


def test_a_second_run_has_nothing_left_to_do(record):
    record.add(document("new", LATE, published=date(2024, 10, 4), medium="minutes"))
    assert PLEDGE in update(record)
    assert update(record) == {}


def test_after_a_pass_nothing_traced_waits(record):
    record.add(document("new", LATE, published=date(2024, 10, 4), medium="minutes"))
    assert len(record.store.waiting("commitment")) == 2
    update(record)
    assert record.store.waiting("commitment") == []
    assert last_pass(record.store) > "2024-01-01"


def test_links_into_a_replaced_page_are_found_anew(record):
    record.add(document("m4", "The barriers at Mill Lane junction were fitted.", published=date(2024, 4, 5)))
    update(record)
    current = {card.key for card in record.store.cards()}
    assert {link.document_key for link in links_of(record, PLEDGE)} <= current


def test_too_much_at_once_is_left_to_full_traces(record, monkeypatch):
    monkeypatch.setattr(extend, "MOST_NEW", 1)
    record.add(document("new", LATE, OTHER, published=date(2024, 10, 4), medium="minutes"))
    assert update(record) == {}
    assert len(record.store.waiting("commitment")) == 2


def by_another_ranking(made):
    with made.store._connections.writing() as connection:
        connection.execute("UPDATE traces SET ranking = 'an older one'")


def test_what_another_ranking_traced_waits_and_is_traced_anew(record):
    assert update(record) == {}
    by_another_ranking(record)
    assert {one.text for one in record.store.waiting("commitment")} == {PLEDGE, OTHER}
    assert set(update(record)) == {PLEDGE, OTHER}
    assert update(record) == {}
    assert record.store.waiting("commitment") == []


def test_an_update_retraces_only_so_many_and_leaves_the_others_waiting(record, monkeypatch):
    monkeypatch.setattr(store_traces, "RETRACED", 1)
    by_another_ranking(record)
    assert len(update(record)) == 1
    assert len(record.store.waiting("commitment")) == 1


def test_a_trace_kept_by_hand_bears_the_ranking(record):
    by_another_ranking(record)
    trace_all(record)
    assert record.store.waiting("commitment") == []


def test_another_paper_s_print_of_a_story_adds_nothing(record):
    story = (
        LATE,
        "A lorry took the last of them down in the dark, and nobody has been seen there since the winter storms.",
        f"Neighbours have sent {COUNCIL} a list of near misses that runs to four pages of an exercise book by now.",
    )
    for name, lead, day in (("gazette", "A lead.", 9), ("packet", "Quite another lead stands here.", 11)):
        report = document(name, lead, *story, published=date(2024, 8, day), medium="press", body=name)
        record.add(report)
        update(record)
        put_back(record)
    (pledge,) = [one for one in record.store.statements() if one.text == PLEDGE]
    assert [link.document for link in record.store.links(pledge.id) if link.text == LATE] == ["gazette"]
