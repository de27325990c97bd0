"""Traces of a fictional record: what is evidence, what is a further source, what is silence."""

from __future__ import annotations

from datetime import date

import pytest
from index_world import COUNCIL, document, statement, world

from greenshoots.errors import StaleIndexError, UsageError
from index.candidates import proper_name
from index.matter import said_from
from index.ranking import settings
from index.trace import Tracer, pledge_from_line, trace, trace_pledges

PLEDGE = "The clerk will have new barriers fitted at the Mill Lane junction by June."
MADE = date(2024, 3, 1)
CHATTER = tuple(f"Members noted item {n} of the correspondence about parish affairs." for n in range(8))


@pytest.fixture
def record(tmp_path):
    with world(tmp_path) as made:
        first = document("m1", *CHATTER, PLEDGE, published=MADE, medium="minutes")
        made.add(first, statements=[statement(first, PLEDGE)])
        yield made


def add(record, name, *lines, day=date(2024, 5, 3), **fields):
    fields = {"medium": "minutes"} | fields
    return record.add(document(name, *lines, published=day, **fields))


def traced(record, **options):
    record.index()
    [pledge] = record.store.statements()
    return trace(record.store, record.vectors, record.embedder, pledge, **options)


def texts(links):
    return [link.text for link in links]


class TestEvidence:
    def test_is_found_ranked_and_explained(self, record):
        words = "The barriers at the Mill Lane junction are still not in place."
        add(record, "m2", *CHATTER[:3], words, "The library opens on Mondays.")
        best = traced(record).links[0]
        assert best.text == words
        assert best.relation == "shortfall"
        assert best.shown
        assert best.why.endswith("two months later; says 'are still not in place'")
        assert "barriers" in best.why
        assert best.date == date(2024, 5, 3)

    def test_is_a_piece_of_its_document(self, record):
        add(record, "m2", "Barriers were fitted at the Mill Lane junction.")
        for link in traced(record).links:
            assert record.store.document(link.document_key).text[link.start : link.end] == link.text

    def test_score_is_the_sum_of_its_parts(self, record):
        add(record, "m2", "Barriers were fitted at the Mill Lane junction.")
        best = traced(record).links[0]
        assert set(best.parts) == set(settings()["weights"])
        assert best.score == pytest.approx(sum(best.parts.values()), abs=0.001)

    def test_of_the_same_day_or_before_is_none(self, record):
        add(record, "m0", "Barriers at the Mill Lane junction were discussed.", day=date(2024, 2, 1))
        add(record, "m1b", "Barriers at the Mill Lane junction were fitted.", day=MADE)
        assert traced(record).links == ()

    def test_without_a_date_is_listed_apart(self, record):
        add(record, "m2", "The new barriers at the Mill Lane junction were fitted.", day=None)
        found = traced(record)
        assert found.links == ()
        assert texts(found.undated) == ["The new barriers at the Mill Lane junction were fitted."]
        assert found.undated[0].date is None
        assert not found.undated[0].shown

    def test_same_words_of_one_day_count_once(self, record):
        words = "Barriers at the Mill Lane junction were fitted."
        add(record, "m2", words)
        add(record, "m2-copy", words, "Printed by the parish.")
        assert texts(traced(record).links).count(words) == 1

    def test_same_words_of_another_day_are_another_report(self, record):
        words = "Barriers for the Mill Lane junction are awaited."
        add(record, "m2", words, *CHATTER[:2])
        add(record, "m3", words, *CHATTER[4:6], day=date(2024, 7, 5))
        found = sorted(link.date for link in traced(record).links if link.text == words)
        assert found == [date(2024, 5, 3), date(2024, 7, 5)]

    def test_under_the_same_heading_counts(self, tmp_path):
        with world(tmp_path) as made:
            first = document("m1", "This matter will be settled in four months.", published=MADE)
            made.add(first, statements=[statement(first, first.text)], heading="Lychgate roof")
            made.add(document("m2", "Thatch was chosen.", published=date(2024, 8, 1)), heading="Lychgate roof")
            made.add(document("m3", "Gravel was chosen.", published=date(2024, 8, 1)), heading="Car park")
            same, other = sorted(traced(made).links, key=lambda link: link.document)
            assert same.parts["heading"] > other.parts["heading"] == 0
            assert "under the same heading" in same.why

    def test_words_of_the_best_finds_lead_further(self, record):
        add(record, "m2", "The barriers at the Mill Lane junction became a contract with Hartwell Fencing.")
        add(record, "m3", "Hartwell Fencing has gone out of business.", day=date(2024, 9, 1))
        thread = {link.document: link.parts["thread"] for link in traced(record).links}
        assert thread["m3"] > 0

    def test_what_the_plan_was_called_before_is_looked_for(self, tmp_path):
        with world(tmp_path) as made:
            pledge = "The preparation of the Plan will start in May."
            first = document("m1", "The Lakes and Rivers Plan was tabled.", pledge, published=MADE)
            made.add(first, statements=[statement(first, pledge)])
            made.add(document("m2", "Members welcomed lakes and rivers.", published=date(2024, 8, 1)))
            made.add(document("m3", "Members welcomed gravel and sand.", published=date(2024, 8, 1)))
            words = {link.document: link.parts["words"] for link in traced(made).links}
            assert words["m2"] > words.get("m3", 0.0) == 0

    def test_initials_are_looked_for_as_the_record_explains_them(self, tmp_path):
        with world(tmp_path) as made:
            pledge = "Action: JR to send the bandstand map."
            first = document("m1", "Present: Jane Roe (JR).", pledge, published=MADE)
            made.add(first, statements=[statement(first, pledge)])
            made.add(document("m2", "Jane Roe came late.", published=date(2024, 8, 1)))
            [link] = [link for link in traced(made).links if link.document == "m2"]
            assert link.parts["words"] > 0

    def test_the_bodys_own_name_is_no_matter(self, tmp_path):
        with world(tmp_path) as made:
            pledge = "Marlford Town Council will mend the gate."
            first = document("m1", pledge, published=MADE)
            made.add(first, statements=[statement(first, pledge)])
            made.add(document("m2", "Marlford is a town.", published=date(2024, 8, 1)))
            assert all(link.parts["words"] == 0 for link in traced(made).links)

    def test_names_of_the_matter_around_a_passage_count(self, record):
        add(record, "m2", "Barriers were fitted at the Mill Lane junction.", "Barriers were fitted at the depot.")
        names = {link.text: link.parts["names"] for link in traced(record).links}
        assert names["Barriers were fitted at the Mill Lane junction."] > 0.02

    def test_final_minutes_after_draft_ones_count_once(self, record):
        words = "Barriers at the Mill Lane junction were fitted."
        draft = (words, *CHATTER[:4])
        add(record, "m2", *draft)
        add(record, "m2-final", *draft, "Approved.", day=date(2024, 6, 7))
        assert texts(traced(record).links).count(words) == 1

    def test_the_deciding_words_are_marked_in_the_document(self, record):
        add(record, "m2", "Opening words.", "The barriers at the Mill Lane junction are still not in place.")
        best = traced(record).links[0]
        text = record.store.document(best.document_key).text
        assert text[best.deciding.start : best.deciding.end] == "are still not in place"
        assert not best.inferred

    def test_limit_is_kept(self, record):
        add(record, "m2", *(f"Barrier {n} at the Mill Lane junction was fitted." for n in range(9)))
        assert len(traced(record, limit=3).links) == 3

    def test_is_the_same_in_whatever_order_the_record_came(self, tmp_path):
        first = document("m1", PLEDGE, published=MADE)
        others = [
            document(f"m{n}", f"Barrier {n} at the Mill Lane junction was fitted.", published=date(2024, 5, n))
            for n in range(2, 8)
        ]
        found = []
        for name, order in (("one", others), ("two", others[::-1])):
            with world(tmp_path / name) as made:
                made.add(first, statements=[statement(first, PLEDGE)])
                for other in order:
                    made.add(other)
                found.append(traced(made).links)
        assert found[0] == found[1]


class TestSameUtterance:
    def test_report_in_the_paper_two_days_later_is_a_further_source(self, record):
        add(
            record,
            "press",
            "New barriers will be fitted at the Mill Lane junction by June, the clerk promised.",
            day=date(2024, 3, 3),
            medium="press",
            body=None,
        )
        found = traced(record)
        assert found.links == ()
        assert [link.document for link in found.further_sources] == ["press"]
        assert found.further_sources[0].further_source

    def test_report_in_the_paper_of_what_came_of_it_is_evidence(self, record):
        add(
            record,
            "press",
            "New barriers have been fitted at the Mill Lane junction.",
            day=date(2024, 6, 3),
            medium="press",
            body=None,
        )
        assert [link.relation for link in traced(record).links] == ["kept"]

    def test_final_minutes_after_draft_ones_are_a_further_source(self, record):
        add(record, "final", *CHATTER, PLEDGE, "Signed by the chair.", day=date(2024, 4, 5))
        found = traced(record)
        assert found.links == ()
        assert texts(found.further_sources) == [PLEDGE]

    def test_record_of_the_same_meeting_published_later_is_a_further_source(self, record):
        add(record, "recording", "We will have new barriers fitted at the Mill Lane junction by June.", met=MADE)
        found = traced(record)
        assert found.links == ()
        assert len(found.further_sources) == 1

    def test_same_promise_months_later_is_evidence_that_repeats(self, record):
        add(record, "m2", "The clerk will have new barriers fitted at the Mill Lane junction by June.")
        assert [link.relation for link in traced(record).links] == ["repeats"]

    def test_later_version_of_the_same_page_is_no_evidence(self, record):
        record.add(document("m1", "The clerk has had new barriers fitted at Mill Lane.", published=date(2024, 9, 1)))
        record.index()
        [old, _] = record.store.versions(next(record.store.documents()).key)
        [pledge] = record.store.statements_of(old.key)
        assert trace(record.store, record.vectors, record.embedder, pledge).links == ()

    def test_a_paper_that_only_recalls_the_words_is_a_further_source(self, tmp_path):
        with world(tmp_path) as made:
            said = "We are seeing early blossom in the service."
            first = document("m1", said, published=MADE, medium="minutes")
            made.add(first, statements=[statement(first, said, "progress")])
            recall = "The director spoke in March of 'early blossom' in the service."
            add(made, "press", recall, day=date(2024, 9, 3), medium="press", body=None)
            found = traced(made)
            assert found.links == ()
            assert texts(found.further_sources) == [recall]


class TestScope:
    def test_records_of_other_bodies_are_left_out(self, record):
        add(record, "other", "The new barriers at the Mill Lane junction were fitted.", body="Ashby Parish Council")
        assert traced(record).links == ()

    def test_record_of_another_body_counts_where_it_names_this_one(self, record):
        add(
            record,
            "inspection",
            f"{COUNCIL} was inspected.",
            "The barriers at the Mill Lane junction were not fitted.",
            body="Roads Inspectorate",
        )
        assert "The barriers at the Mill Lane junction were not fitted." in texts(traced(record).links)

    def test_paper_counts_where_it_names_the_place(self, record):
        lines = ("In Marlford the new barriers at the Mill Lane junction were fitted.",)
        add(record, "press", *lines, body="The Marl Gazette", medium="press")
        assert len(traced(record).links) == 1

    def test_what_a_paper_reports_is_traced_in_every_record(self, tmp_path):
        with world(tmp_path) as made:
            report = document("press", PLEDGE, published=MADE, medium="press", body="The Marl Gazette")
            made.add(report, statements=[statement(report, PLEDGE)])
            add(made, "m2", "The new barriers at the Mill Lane junction were fitted.")
            assert [link.document for link in traced(made).links] == ["m2"]

    @pytest.mark.parametrize(
        ("body", "name"),
        [
            ("Marlford Town Council, Norfolk", "Marlford"),
            ("Ashby and Brook District Council", "Ashby and Brook"),
            ("Royal Borough of Marl", "Marl"),
            ("The Council", "The Council"),
            ("City Council", "City Council"),
        ],
    )
    def test_proper_name(self, body, name):
        assert proper_name(body) == name

    def test_record_of_an_unknown_body_counts(self, record):
        add(record, "leaflet", "The new barriers at the Mill Lane junction were fitted.", body=None)
        assert len(traced(record).links) == 1


class TestSilence:
    def test_tells_what_was_searched(self, record):
        add(record, "m2", "The library opens on Mondays.", day=date(2024, 4, 1))
        add(record, "m3", "Bins were emptied.", day=date(2024, 9, 1))
        add(record, "m0", "The brook is low.", day=date(2023, 9, 1))
        add(record, "loose", "Undated words.", day=None)
        found = traced(record)
        assert not any(link.shown for link in found.links)
        assert found.searched.documents == 3
        assert (found.searched.first, found.searched.last) == (date(2024, 4, 1), date(2024, 9, 1))
        assert found.searched.undated == 1

    def test_pledge_without_a_date_has_no_evidence(self, tmp_path):
        with world(tmp_path) as made:
            first = document("m1", PLEDGE)
            made.add(first, statements=[statement(first, PLEDGE)])
            add(made, "m2", "The new barriers at the Mill Lane junction were fitted.")
            found = traced(made)
            assert found.links == ()
            assert len(found.undated) == 1

    def test_statement_of_another_kind_is_not_traced(self, record):
        made = document("m2", "Parents were ignored.", published=date(2024, 5, 3))
        record.add(made, statements=[statement(made, made.text, "criticism")])
        record.index()
        with pytest.raises(UsageError, match="criticism"):
            trace(record.store, record.vectors, record.embedder, record.store.statements_of(made.key)[0])

    def test_stale_vectors_are_refused(self, record):
        record.index()
        add(record, "m2", "Bins were emptied.")
        with pytest.raises(StaleIndexError):
            Tracer(record.store, record.vectors, record.embedder)


class TestLines:
    @pytest.fixture
    def line(self, record):
        start = next(record.store.documents()).text.index(PLEDGE)
        return {
            "id": "p1",
            "document": "m1",
            "start": start,
            "end": start + len(PLEDGE),
            "text": PLEDGE,
            "made": "2024-03-01",
            "body": COUNCIL,
        }

    def test_are_those_of_the_design(self, record, line):
        add(record, "m2", "The new barriers at the Mill Lane junction were fitted.", "Barriers cost £900.")
        record.index()
        lines = list(trace_pledges(record.store, record.vectors, record.embedder, [line]))
        assert list(lines[0]) == [
            "pledge", "rank", "document", "start", "end", "date", "relation", "score", "shown", "why",
        ]  # fmt: skip
        assert [found["rank"] for found in lines] == [1, 2]
        assert {found["date"] for found in lines} == {"2024-05-03"}

    def test_leave_out_undated_passages_and_further_sources(self, record, line):
        add(record, "loose", "The new barriers at the Mill Lane junction were fitted.", day=None)
        add(record, "final", *CHATTER, PLEDGE, day=date(2024, 4, 5))
        record.index()
        assert list(trace_pledges(record.store, record.vectors, record.embedder, [line])) == []

    def test_the_day_given_wins_over_the_records(self, record, line):
        add(record, "m2", "The new barriers at the Mill Lane junction were fitted.")
        record.index()
        later = line | {"made": "2024-06-01"}
        assert list(trace_pledges(record.store, record.vectors, record.embedder, [later])) == []

    def test_what_a_line_leaves_out_the_stored_record_lends(self, record, line):
        short = {name: line[name] for name in ("id", "document", "start", "end", "text")}
        pledge = pledge_from_line(short, record.store)
        assert (pledge.made, pledge.body) == (MADE, COUNCIL)

    def test_a_pledge_from_elsewhere_is_traced_by_its_words(self, record, line):
        add(record, "m2", "The new barriers at the Mill Lane junction were fitted.")
        record.index()
        lines = list(trace_pledges(record.store, record.vectors, record.embedder, [line | {"document": "unknown"}]))
        assert lines[0]["document"] == "m2"

    @pytest.mark.parametrize("wrong", [{"start": 1}, {"made": "soon"}, {"end": None}])
    def test_that_do_not_fit_are_refused(self, record, line, wrong):
        with pytest.raises(UsageError):
            pledge_from_line(line | wrong, record.store)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ms. Reed, Head of Roads, advised that barriers would come.", " barriers would come."),
        ("The clerk informed the council that barriers would come.", " barriers would come."),
        ("It was agreed to buy barriers that last.", "It was agreed to buy barriers that last."),
        ("Barriers will come.", "Barriers will come."),
    ],
)
def test_who_spoke_is_told_from_what_was_said(text, said):
    assert text[said_from(text) :] == said


def test_a_pledge_of_stop_words_finds_nothing_and_fails_nothing(tmp_path):
    with world(tmp_path) as made:
        first = document("m1", "We will do it.", published=MADE)
        made.add(first, statements=[statement(first, first.text)])
        add(made, "m2", "Bins were emptied.")
        assert not any(link.shown for link in traced(made).links)
