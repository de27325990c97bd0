"""The store keeps documents, versions and findings whole, whatever the text and whatever interrupts it."""

from __future__ import annotations

import sqlite3
import threading
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from index_world import COUNCIL, document, provenance, reading, statement, world

import index.store as store_module
from greenshoots import records
from greenshoots.errors import BrokenSourceError, OffsetError, StoreError, UsageError
from greenshoots.records import (
    Amount,
    Attribution,
    Coverage,
    Deadline,
    Document,
    Failure,
    Filters,
    Link,
    Passage,
    Quote,
    Reading,
    Span,
    Statement,
    Turn,
)
from index import store_connections
from index.store import Store
from index.store_schema import VERSION

PLEDGE = "The clerk will mend the lychgate by May."


@pytest.fixture
def place(tmp_path):
    return tmp_path / "store.sqlite3"


@pytest.fixture
def store(place):
    with Store.open(place) as opened:
        yield opened


def add(store, made, *, address="https://marlford.example/1", statements=(), reader="1"):
    return store.add(made, provenance(address), reading(made, statements=statements), reader=reader)


def link_to(made, statement_id, words):
    start = made.text.index(words)
    return Link(
        statement_id, made.id, made.key, start, start + len(words), words, made.published, "kept", 0.5, True, "why"
    )


class TestDocuments:
    def test_comes_back_as_it_went_in(self, store):
        made = Document(
            id="m1",
            text="Item 4\r\nCHAIR: Good\u00a0evening.",
            medium="transcript",
            body=COUNCIL,
            title="Full Council",
            url="https://marlford.example/m1",
            published=date(2024, 3, 1),
            met=date(2024, 2, 27),
            headings=(Span(0, 6),),
            turns=(Turn(8, 28, "CHAIR", 12.5),),
        )
        add(store, made)
        assert store.document(made.key) == made

    def test_tells_where_it_came_from(self, store):
        made = document("m1", PLEDGE)
        came = provenance("https://marlford.example/m1", b"raw")
        store.add(made, came, reading(made), reader="1")
        assert store.provenances(made.key) == [came]

    def test_is_one_document_when_met_at_two_addresses(self, store):
        made = document("m1", PLEDGE)
        assert add(store, made, address="https://marlford.example/a")
        assert not add(store, made, address="https://marlford.example/b")
        assert [p.address for p in store.provenances(made.key)] == [
            "https://marlford.example/a",
            "https://marlford.example/b",
        ]
        assert store.coverage().documents == 1

    def test_is_not_recorded_again_at_the_same_address(self, store):
        made = document("m1", PLEDGE)
        add(store, made)
        store.saw(made.key, provenance("https://marlford.example/1"))
        assert len(store.provenances(made.key)) == 1

    def test_unknown_key_is_named(self, store):
        with pytest.raises(UsageError, match="dnothing"):
            store.document("dnothing")

    def test_goes_through_them_newest_first_and_undated_last(self, store):
        for name, day in (("a", date(2023, 1, 1)), ("b", None), ("c", date(2024, 1, 1))):
            add(store, document(name, f"Minutes {name}", published=day), address=name)
        assert [made.id for made in store.documents()] == ["c", "a", "b"]


class TestVersions:
    def test_other_text_at_an_address_is_a_new_version_and_the_old_stays(self, store):
        old, new = document("x1", "The bridge opens in May."), document("x2", "The bridge opens in June.")
        add(store, old)
        add(store, new)
        assert store.versions(old.key) == [old, new]
        assert store.superseded_by(old.key) == new.key
        assert store.superseded_by(new.key) is None

    def test_other_text_under_a_given_id_is_a_new_version_wherever_it_came_from(self, store):
        old, new = document("m1", "Draft."), document("m1", "Final.")
        add(store, old, address="/papers/a.jsonl#m1")
        add(store, new, address="/papers/b.jsonl#m1")
        assert store.superseded_by(old.key) == new.key
        assert store.document_by_id("m1") == new

    def test_a_page_changed_back_is_current_again(self, store):
        first, second = document("x1", "By May."), document("x2", "By June.")
        for made in (first, second, first):
            add(store, made)
        assert store.superseded_by(second.key) == first.key

    def test_another_page_is_no_version(self, store):
        one, other = document("x1", "By May."), document("x2", "By June.")
        add(store, one, address="https://marlford.example/1")
        add(store, other, address="https://marlford.example/2")
        assert store.versions(one.key) == [one]

    def test_only_the_latest_is_listed_and_searched(self, store):
        old, new = document("x1", "The bridge opens in May."), document("x2", "The bridge opens in June.")
        add(store, old, statements=[statement(old, old.text)])
        add(store, new, statements=[statement(new, new.text)])
        assert [made.key for made in store.documents()] == [new.key]
        assert [found.text for found in store.statements()] == [new.text]
        assert len(store.match('"bridge"', limit=9)) == 1

    def test_a_statement_of_an_old_one_is_still_found_by_its_id(self, store):
        old, new = document("x1", "The bridge opens in May."), document("x2", "The bridge opens in June.")
        promised = statement(old, old.text)
        add(store, old, statements=[promised])
        add(store, new)
        assert store.statement(promised.id) == promised


class TestReading:
    def test_statement_comes_back_with_every_field(self, store):
        made = document("m1", PLEDGE)
        full = statement(
            made,
            PLEDGE,
            speaker="Orla Finch",
            speaker_label="Cllr Finch",
            role="Chair",
            organisation=COUNCIL,
            attribution=Attribution("pronoun", 0.7),
            mode="direct",
            amounts=(Amount("£40", 40.0, "GBP"),),
            score=0.9,
            actor="the clerk",
            deadline=Deadline("by May", date(2024, 5, 31)),
            firmness="firm",
            action="mend the lychgate",
            condition="if dry",
            testability=records.Testability(who="the clerk", missing=("how much",), question="How much?"),
        )
        add(store, made, statements=[full])
        assert store.statement(full.id) == full

    def test_quotation_comes_back(self, store):
        made = document("p1", "“We will pay,” she said.")
        quote = Quote("p1", Span(15, 18), None, (Span(1, 12),), "direct", "Orla Finch")
        store.add(made, provenance("/p1"), Reading(quotes=(quote,)), reader="1")
        assert store.quotes(made.key) == [quote]

    def test_is_needed_once_for_each_reader(self, store):
        made = document("m1", PLEDGE)
        assert store.needs_reading(made.key, "1")
        add(store, made, reader="1")
        assert not store.needs_reading(made.key, "1")
        assert store.needs_reading(made.key, "2")

    def test_by_another_reader_replaces_what_was_found(self, store):
        made = document("m1", "One will go.", "Two will stay.")
        add(store, made, statements=[statement(made, "One will go."), statement(made, "Two will stay.")])
        assert add(store, made, statements=[statement(made, "Two will stay.", "assurance")], reader="2")
        assert [(s.text, s.kinds) for s in store.statements_of(made.key)] == [("Two will stay.", ("assurance",))]
        assert len(store.match('"will"', limit=9)) == 2

    def test_by_another_reader_keeps_links_of_statements_found_again(self, store):
        made, later = document("m1", PLEDGE, "Two will stay."), document("m2", "The lychgate is mended.")
        pledge = statement(made, PLEDGE)
        add(store, made, statements=[pledge])
        add(store, later, address="/m2")
        link = link_to(later, pledge.id, later.text)
        store.put_links(pledge.id, [link], searched=Coverage(documents=1))
        add(store, made, statements=[statement(made, PLEDGE, "assurance")], reader="2")
        assert store.links(pledge.id) == [link]

    def test_a_finding_that_is_not_in_the_text_stores_nothing(self, store):
        made = document("m1", PLEDGE)
        wrong = Reading(passages=(Passage(made.key, 0, 3, "Thy"),))
        with pytest.raises(OffsetError):
            store.add(made, provenance("/m1"), wrong, reader="1")
        assert store.coverage().documents == 0

    def test_half_a_character_is_refused_in_words(self, store):
        made = document("m1", "broken \ud83d here")
        with pytest.raises(BrokenSourceError, match="half a character"):
            store.add(made, provenance("/m1"), Reading(), reader="1")

    @settings(max_examples=40)
    @given(text=st.text(min_size=1), cuts=st.lists(st.integers(0, 200)))
    def test_any_text_comes_back_with_every_span_right(self, tmp_path_factory, text, cuts):
        made = Document(id="any", text=text)
        edges = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
        passages = tuple(Passage(made.key, a, b, text[a:b]) for a, b in pairwise(edges))
        statements = tuple(Statement("any", made.key, p.start, p.end, p.text, ("request",)) for p in passages)
        with Store.open(tmp_path_factory.mktemp("any") / "store.sqlite3") as store:
            store.add(made, provenance("/any"), Reading(passages=passages, statements=statements), reader="1")
            assert store.document(made.key).text == text
            assert store.passages(made.key) == list(passages)
            assert [s.text for s in store.statements_of(made.key)] == [text[p.start : p.end] for p in passages]


class TestStatements:
    @pytest.fixture
    def stocked(self, store):
        rows = (
            ("a", date(2023, 1, 9), "minutes", COUNCIL, "commitment", "Orla Finch"),
            ("b", date(2023, 6, 9), "press", "Ashby Ó Néill Trust", "apology", "Séan Moss"),
            ("c", None, "minutes", COUNCIL, "commitment", None),
        )
        for name, day, medium, body, kind, speaker in rows:
            made = document(name, f"Words of {name}.", published=day, body=body, medium=medium)
            add(store, made, address=name, statements=[statement(made, made.text, kind, speaker=speaker)])
        return store

    @pytest.mark.parametrize(
        ("filters", "found"),
        [
            (Filters(), "bac"),
            (Filters(speaker="finch"), "a"),
            (Filters(speaker="sean"), "b"),
            (Filters(body="o neill"), "b"),
            (Filters(kind="commitment"), "ac"),
            (Filters(medium="press"), "b"),
            (Filters(after=date(2023, 6, 9)), "b"),
            (Filters(before=date(2023, 1, 9)), "a"),
            (Filters(speaker="finch", kind="apology"), ""),
        ],
    )
    def test_are_narrowed(self, stocked, filters, found):
        assert "".join(s.document for s in stocked.statements(filters)) == found

    def test_are_listed_in_pieces_and_either_way(self, stocked):
        assert [s.document for s in stocked.statements(limit=1, offset=1)] == ["a"]
        assert [s.document for s in stocked.statements(order="oldest")] == ["a", "b", "c"]

    def test_are_found_by_the_beginning_of_their_id(self, stocked):
        wanted = stocked.statements()[0]
        assert stocked.statement(wanted.id[:12]) == wanted

    def test_an_id_that_fits_several_is_refused(self, stocked):
        with pytest.raises(UsageError, match="Several"):
            stocked.statement("s")

    @pytest.mark.parametrize("asked", ["", "sffffffffffffffffff", "s%", "' OR 1=1"])
    def test_an_id_that_fits_none_is_refused(self, stocked, asked):
        with pytest.raises(UsageError, match="no statement"):
            stocked.statement(asked)

    def test_passage_knows_its_statement(self, stocked):
        wanted = stocked.statements()[0]
        assert stocked.statement_at(stocked.passages(wanted.document_key)[0]) == wanted


def test_context_is_what_stands_next_to_a_piece(store):
    made = document("m1", "One.", "Two.", "Three.", "Four.", "Five.")
    add(store, made)
    before, after = store.context(statement(made, "Three."), before=1, after=2)
    assert [p.text for p in before] == ["Two."]
    assert [p.text for p in after] == ["Four.", "Five."]


class TestLinks:
    def test_of_an_unknown_statement_are_refused(self, store):
        with pytest.raises(UsageError):
            store.put_links("s0", [], searched=Coverage())

    def test_silence_is_kept_as_an_answer(self, store):
        made = document("m1", PLEDGE)
        pledge = statement(made, PLEDGE)
        add(store, made, statements=[pledge])
        assert store.searched(pledge.id) is None
        gone_through = Coverage(4, date(2024, 1, 1), date(2024, 6, 1), 1, (("minutes", 4),), ((COUNCIL, 4),), 2)
        store.put_links(pledge.id, [], searched=gone_through)
        assert store.searched(pledge.id) == gone_through
        assert store.links(pledge.id) == []

    def test_put_anew_replace_the_old_ones(self, store):
        made, later = document("m1", PLEDGE), document("m2", "The lychgate is mended.", "It was dear.")
        pledge = statement(made, PLEDGE)
        add(store, made, statements=[pledge])
        add(store, later, address="/m2")
        first, second = (link_to(later, pledge.id, words) for words in later.text.split("\n"))
        store.put_links(pledge.id, [first, second], searched=Coverage())
        store.put_links(pledge.id, [second], searched=Coverage())
        assert store.links(pledge.id) == [second]


class TestCoverage:
    def test_says_what_is_covered(self, store):
        add(store, document("a", "One", published=date(2023, 1, 1), medium="minutes"), address="a")
        add(store, document("b", "Two", published=date(2024, 1, 1), medium="press", body=None), address="b")
        add(store, document("c", "Three", medium="minutes"), address="c")
        store.record_failure(Failure("d", "damaged", "It is damaged.", datetime(2024, 1, 1, tzinfo=UTC)))
        assert store.coverage() == Coverage(
            documents=3,
            first=date(2023, 1, 1),
            last=date(2024, 1, 1),
            undated=1,
            media=(("minutes", 2), ("press", 1)),
            bodies=((COUNCIL, 2), ("", 1)),
            failures=1,
        )

    def test_of_nothing_is_nothing(self, store):
        assert store.coverage() == Coverage()

    def test_failures_are_kept_until_cleared(self, store):
        failure = Failure("/papers/x.pdf", "no text in it", "No text.", datetime(2024, 1, 1, tzinfo=UTC))
        store.record_failure(failure)
        store.record_failure(failure)
        assert store.failures() == [failure]
        store.clear_failures("/papers/x.pdf")
        assert store.failures() == []


class TestFaults:
    def test_interrupted_add_stores_nothing(self, store, monkeypatch):
        made = document("m1", PLEDGE)

        def interrupt(*args):
            raise KeyboardInterrupt

        monkeypatch.setattr(store_module, "_insert_statement", interrupt)
        with pytest.raises(KeyboardInterrupt):
            add(store, made, statements=[statement(made, PLEDGE)])
        assert store.needs_reading(made.key, "1")
        assert store.match('"lychgate"', limit=9) == []

    def test_is_the_same_when_opened_again(self, place):
        with Store.open(place) as store:
            add(store, document("m1", PLEDGE))
        with Store.open(place) as store:
            assert store.coverage().documents == 1
        with sqlite3.connect(place) as connection:
            assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
        connection.close()

    def test_of_a_newer_version_is_refused(self, place):
        connection = sqlite3.connect(place)
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
        connection.close()
        with pytest.raises(StoreError, match="newer version"), Store.open(place):
            pass

    def test_damaged_file_is_told(self, place):
        place.write_bytes(b"This is no database at all, only words. " * 50)
        with pytest.raises(StoreError, match="damaged"), Store.open(place):
            pass

    def test_folder_that_cannot_be_made_is_told(self, tmp_path):
        (tmp_path / "file").write_text("in the way")
        with pytest.raises(StoreError, match="GREENSHOOTS_HOME"), Store.open(tmp_path / "file" / "home" / "store"):
            pass

    def test_locked_by_another_program_is_told(self, place, monkeypatch):
        monkeypatch.setattr(store_connections, "BUSY_MS", 50)
        with Store.open(place) as store:
            other = sqlite3.connect(place, isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreError, match="in use by another program"):
                add(store, document("m1", PLEDGE))
            other.execute("ROLLBACK")
            other.close()
            assert add(store, document("m1", PLEDGE))

    def test_full_disk_is_told_and_nothing_torn(self, store):
        add(store, document("m0", "Before."), address="m0")
        with store._connections.reading() as connection:
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            connection.execute(f"PRAGMA max_page_count = {pages + 1}")
        with pytest.raises(StoreError, match="no room left"):
            add(store, document("m1", *[f"Line {n} of a long paper." for n in range(2000)]), address="m1")
        assert [made.id for made in store.documents()] == ["m0"]

    def test_readers_and_a_writer_go_together(self, tmp_path):
        wrong: list[BaseException] = []

        def read(store):
            try:
                for _ in range(20):
                    for found in store.statements():
                        assert store.document(found.document_key).text == found.text
            except BaseException as error:
                wrong.append(error)

        with world(tmp_path) as made_world:
            first = document("m0", PLEDGE)
            made_world.add(first, statements=[statement(first, PLEDGE)])
            readers = [threading.Thread(target=read, args=(made_world.store,)) for _ in range(4)]
            for reader in readers:
                reader.start()
            for n in range(1, 30):
                made = document(f"m{n}", f"The clerk will mend gate {n}.")
                made_world.add(made, statements=[statement(made, made.text)])
            for reader in readers:
                reader.join()
            assert wrong == []
            assert made_world.store.coverage().documents == 30
