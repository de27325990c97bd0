"""The ledger over a store filled by hand: rows, filters, promises made again, answers to requests."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner
from index_world import COUNCIL, World, document, reading, statement, world

from greenshoots import ledger, plain
from greenshoots.cli import main
from greenshoots.ledger import Wanted
from greenshoots.pipeline import Library
from greenshoots.records import Coverage, Deadline, Filters, Link, LinkJudgement, Statement, Verdict
from index.archive import Archive
from index.store import Store
from index.vectors import Vectors

TODAY = date(2024, 6, 10)
SEARCHED = Coverage(4, date(2023, 4, 1), date(2024, 5, 3))
PLEDGE = "The Clerk will have the pond in Mere Lane fenced by 30 June 2023."
GATE = "The Council will mend the gate of the burial ground."
REQUEST = "The Committee recommended that a second warden be employed at the pond."
MEETINGS = tuple(date(2023 + month // 12, month % 12 + 1, 3) for month in range(4, 14))


@pytest.fixture
def filled(tmp_path):
    with world(tmp_path) as made:
        made_on = date(2023, 3, 8)
        text = document("m0", PLEDGE, GATE, REQUEST, published=made_on, title="Open Spaces Committee", medium="minutes")
        said = (
            statement(text, PLEDGE, deadline=Deadline("by 30 June 2023", date(2023, 6, 30)), speaker="Ada Marsh"),
            statement(text, GATE),
            statement(text, REQUEST, "request"),
        )
        made.add(text, statements=said, heading="Open spaces")
        for number, day in enumerate(MEETINGS):
            made.add(document(f"n{number}", f"Nothing new, {number}.", published=day, medium="minutes"))
        yield made


def library(made: World) -> Library:
    return Library(made.store.path.parent, made.store, made.archive, made.vectors)


def named(made: World, words: str) -> Statement:
    (found,) = [one for one in made.store.statements() if one.text == words]
    return found


def later(made: World, of: str, words: str, relation: str, day: date, **fields) -> Link:
    """Put a link from one statement to a new later record; keeps the links that there are."""
    record = made.add(document(f"later-{day}-{relation}", words, published=day, medium="minutes"))
    said = named(made, of)
    link = Link(said.id, record.id, record.key, 0, len(words), words, day, relation, 0.5, True, "same words", **fields)
    made.store.put_links(said.id, [*made.store.links(said.id), link], searched=SEARCHED)
    return link


def listed(made: World, *, filters: Filters | None = None, **wanted) -> list[str]:
    found = ledger.entries(library(made), filters or Filters(), wanted=Wanted(TODAY, **wanted))
    return [entry.statement.text for entry in found]


def entry(made: World, words: str) -> ledger.Entry:
    kind = "request" if words == REQUEST else "commitment"
    found = ledger.entries(library(made), Filters(kind=kind), wanted=Wanted(TODAY))
    return next(one for one in found if one.statement.text == words)


def test_pledges_and_requests_are_two_lists(filled):
    assert listed(filled) == [PLEDGE, GATE]
    assert listed(filled, filters=Filters(kind="request")) == [REQUEST]


def test_without_a_trace_nothing_was_checked(filled):
    assert {entry(filled, words).answer for words in (PLEDGE, GATE, REQUEST)} == {"not checked"}
    assert listed(filled, silent=1) == []


def test_silence_is_counted_in_later_meetings(filled):
    filled.store.put_links(named(filled, GATE).id, [], searched=SEARCHED)
    assert entry(filled, GATE).told == "No mention in 10 later minutes up to 3 February 2024."
    assert listed(filled, silent=10) == [GATE]
    assert listed(filled, silent=11) == []


def test_silence_begins_anew_with_each_mention(filled):
    later(filled, GATE, "The gate was looked at.", "progress", date(2023, 11, 20))
    assert listed(filled, silent=3) == [GATE]
    assert listed(filled, silent=4) == []


def test_what_reads_as_done_is_neither_silent_nor_overdue(filled):
    later(filled, PLEDGE, "The pond was fenced on 2 June 2023.", "kept", date(2023, 7, 4))
    assert listed(filled, silent=1) == []
    assert listed(filled, overdue=True) == []
    assert entry(filled, PLEDGE).late == 0


def test_overdue_is_a_day_that_passed_with_nothing_that_reads_as_done(filled):
    later(filled, PLEDGE, "The pond is still not fenced.", "shortfall", date(2023, 9, 4))
    assert listed(filled, overdue=True) == [PLEDGE]


def test_an_overdue_pledge_says_so_where_no_record_after_its_day_was_searched(filled):
    filled.store.put_links(named(filled, PLEDGE).id, [], searched=SEARCHED)
    told = "; ".join(plain.standing_words(entry(filled, PLEDGE)))
    assert "this day has passed, nothing that reads as done found" in told
    before = replace(SEARCHED, last=date(2023, 6, 1))
    filled.store.put_links(named(filled, PLEDGE).id, [], searched=before)
    told = "; ".join(plain.standing_words(entry(filled, PLEDGE)))
    assert "this day has passed, but the records searched end on 1 June 2023" in told


def give(made: World, words: str, rating: str, *, day: int = 1) -> None:
    said = named(made, words)
    place = (said.document_key, said.start, said.end, said.text)
    made.store.give(Verdict(*place, rating=rating, by="Una Frost", at=datetime(2024, 6, day, tzinfo=UTC), reason="log"))


@pytest.mark.parametrize("rating", ["kept", "kept late", "partly kept", "broken", "moved", "dropped"])
def test_a_verdict_settles_what_was_overdue_without_evidence(filled, rating):
    assert listed(filled, overdue=True) == [PLEDGE]
    give(filled, PLEDGE, rating)
    assert listed(filled, overdue=True) == []
    found = entry(filled, PLEDGE)
    assert not found.overdue
    assert found.verdict is not None
    assert (found.verdict.rating, found.verdict.by, found.verdict.at.date()) == (rating, "Una Frost", date(2024, 6, 1))
    assert "this day has passed" not in " ".join(plain.standing_words(found))


def test_a_verdict_of_open_settles_nothing_and_the_last_one_counts(filled):
    give(filled, PLEDGE, "dropped")
    give(filled, PLEDGE, "open", day=2)
    assert listed(filled, overdue=True) == [PLEDGE]
    assert entry(filled, PLEDGE).overdue


def test_the_ledger_is_narrowed_by_verdict(filled):
    give(filled, PLEDGE, "dropped")
    assert listed(filled, verdict="dropped") == listed(filled, verdict="any") == [PLEDGE]
    assert listed(filled, verdict="kept") == []
    assert listed(filled, verdict="none") == [GATE]


def test_what_people_call_kept_late_is_listed_so(filled):
    give(filled, GATE, "kept late")
    assert listed(filled, kept_late=True) == [GATE]


def test_a_search_without_a_later_record_checked_nothing(filled):
    newest = document("z9", "The Council will mow the green.", published=date(2024, 5, 20), medium="minutes")
    filled.add(newest, statements=[statement(newest, newest.text.strip())])
    filled.store.put_links(named(filled, newest.text.strip()).id, [], searched=Coverage(1, undated=1))
    found = entry(filled, newest.text.strip())
    assert found.answer == "not checked"
    assert plain.answer_line(found.silence).startswith("Not checked: No later record is covered yet")


def test_due_this_month_counts_from_today(filled):
    found = ledger.entries(library(filled), Filters(), wanted=Wanted(date(2023, 6, 2), due_this_month=True))
    assert [one.statement.text for one in found] == [PLEDGE]
    assert listed(filled, due_this_month=True) == []


def test_done_after_the_first_date_is_late(filled):
    later(filled, PLEDGE, "The pond was fenced on 14 July 2023.", "kept", date(2023, 8, 1))
    assert listed(filled, kept_late=True) == [PLEDGE]
    assert entry(filled, PLEDGE).late == 14


def test_moves_are_counted(filled):
    later(filled, PLEDGE, "It would be fenced by August.", "supersedes", date(2023, 7, 1))
    assert listed(filled, moved=2) == []
    later(filled, PLEDGE, "It would be fenced by May.", "supersedes", date(2023, 9, 1))
    assert listed(filled, moved=2) == [PLEDGE]


def test_a_rejected_link_counts_no_more(filled):
    link = later(filled, PLEDGE, "The pond was fenced.", "kept", date(2023, 8, 1))
    assert listed(filled, overdue=True) == []
    judgement = LinkJudgement(False, "kept", "Una Frost", datetime(2024, 6, 1, tzinfo=UTC))
    filled.store.judge(named(filled, PLEDGE), Link(**{**_fields(link), "judgement": judgement}))
    assert listed(filled, overdue=True) == [PLEDGE]
    assert entry(filled, PLEDGE).shown == ()


def _fields(link: Link) -> dict[str, object]:
    return {name: getattr(link, name) for name in link.__dataclass_fields__}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"committee": "open spaces"}, [PLEDGE, GATE]),
        ({"committee": "planning"}, []),
        ({"topic": "pond"}, [PLEDGE]),
        ({"topic": "gates"}, [GATE]),
        ({"topic": '"mere lane" -pond'}, []),
        ({"topic": "\"'*("}, [PLEDGE, GATE]),
    ],
)
def test_the_list_is_narrowed_by_committee_and_topic(filled, wanted, found):
    assert listed(filled, **wanted) == found


def test_the_list_is_narrowed_by_person_and_body(filled):
    assert listed(filled, filters=Filters(speaker="marsh")) == [PLEDGE]
    assert listed(filled, filters=Filters(body="Pellow")) == []


def test_a_promise_made_again_is_listed_once_with_its_times(filled):
    again = document("m9", PLEDGE, published=date(2024, 3, 1), body=COUNCIL, medium="minutes")
    filled.add(again, statements=[statement(again, PLEDGE)])
    assert listed(filled) == [PLEDGE, GATE]
    (found,) = ledger.entries(library(filled), Filters(), wanted=Wanted(TODAY, repeated=True))
    assert (found.made, found.times) == (date(2024, 3, 1), 2)
    assert "promised twice since 2023" in plain.standing_words(found)


def test_pages_hold_each_entry_once(filled):
    first = list(ledger.entries(library(filled), Filters(), wanted=Wanted(TODAY), limit=1))
    second = list(ledger.entries(library(filled), Filters(), wanted=Wanted(TODAY), limit=1, offset=1))
    assert [one.statement.text for one in first + second] == [PLEDGE, GATE]
    assert ledger.number(library(filled), Filters(), wanted=Wanted(TODAY)) == 2


def test_rows_are_made_again_only_where_something_changed(filled):
    assert ledger.refresh(library(filled)) == 3
    assert ledger.refresh(library(filled)) == 0
    filled.store.put_links(named(filled, GATE).id, [], searched=SEARCHED)
    assert ledger.refresh(library(filled)) == 1


def test_of_a_changed_page_each_pledge_is_listed_once_also_one_that_vanished(filled):
    changed = document("m0", GATE, published=date(2023, 3, 8), medium="minutes")
    filled.add(changed, statements=[statement(changed, GATE)])
    assert sorted(listed(filled)) == sorted([GATE, PLEDGE])


def test_no_answer_is_told_only_once_the_time_for_it_was_searched(filled):
    soon = Coverage(1, date(2023, 4, 1), date(2023, 4, 30))
    filled.store.put_links(named(filled, REQUEST).id, [], searched=soon)
    filled_early = Filters(kind="request")
    with_meetings = listed(filled, filters=filled_early, reply="unanswered")
    assert with_meetings == [REQUEST]  # ten meetings were gone through by then
    assert plain.reply_words(entry(filled, REQUEST), TODAY) == (
        "No answer found in the records searched. The two months for it were up on 8 May 2023."
    )


def test_a_request_that_was_not_traced_is_not_called_unanswered(filled):
    assert listed(filled, filters=Filters(kind="request"), reply="unanswered") == []
    assert plain.reply_words(entry(filled, REQUEST), TODAY) == "Answer not checked."


def test_a_refusal_is_a_proposal_with_its_words(filled):
    words = "The Council did not accept that a second warden be employed."
    later(filled, REQUEST, words, "shortfall", date(2023, 5, 3))
    assert listed(filled, filters=Filters(kind="request"), reply="refused") == [REQUEST]
    assert plain.reply_words(entry(filled, REQUEST), TODAY) == f"Reads as refused: “{words}”"


def test_the_command_lists_and_narrows(filled, monkeypatch):
    filled.store.put_links(named(filled, GATE).id, [], searched=SEARCHED)
    monkeypatch.setenv("GREENSHOOTS_HOME", str(filled.store.path.parent))
    printed = CliRunner().invoke(main, ["pledges", "--silent", "10"])
    assert "No mention in 10 later minutes up to 3 February 2024." in printed.stdout
    assert PLEDGE not in printed.stdout
    lines = CliRunner().invoke(main, ["pledges", "--topic", "gate", "--json"]).stdout.splitlines()
    (line,) = map(json.loads, lines)
    assert (line["answer"], line["told"]) == ("checked, nothing found", entry(filled, GATE).told)
    asked = CliRunner().invoke(main, ["pledges", "--requests", "--json"]).stdout
    assert json.loads(asked)["reply_due"] == "2023-05-08"


def test_a_store_of_before_the_ledger_gains_it(tmp_path):
    path = tmp_path / "store.sqlite3"
    with Store.open(path) as store:
        text = document("m0", GATE, published=date(2023, 3, 8))
        found = [statement(text, GATE)]
        from index_world import provenance

        store.add(text, provenance("/papers/m0.txt"), reading(text, statements=found), reader="1")
        home = Library(tmp_path, store, Archive(tmp_path / "archive"), Vectors(tmp_path / "vectors"))
        assert [one.id for one in ledger.entries(home, Filters())] == [found[0].id]
