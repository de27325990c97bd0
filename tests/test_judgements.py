"""Judgements by people: links confirmed, rejected, corrected, added; verdicts; kept whatever is traced anew."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner

from greenshoots import judgements, ledger, pipeline, plain, training_links
from greenshoots.cli import main
from greenshoots.errors import OffsetError, UsageError
from greenshoots.records import (
    Coverage,
    Deadline,
    Document,
    Filters,
    Link,
    LinkJudgement,
    Pledge,
    Provenance,
    Reading,
    Statement,
    Traced,
    Verdict,
)
from index import judged as joined
from index.ranking import settings

COUNCIL = "Harbourside Council"
SAID = "The clerk will reopen the slipway by 31 March 2031."
DONE = "The slipway was reopened on 2 May."
OTHER = "The other slipway is still closed."
WASHED = "Boats were launched from the north shore again."
SPRING = Document("m1", f"Item 4\n{SAID}\nRain fell.", "minutes", COUNCIL, None, None, date(2031, 1, 9))
SUMMER = Document(
    "m2", f"{DONE} {OTHER}\n{WASHED}\n{'Members spoke at length. ' * 20}", "minutes", COUNCIL, None, None,
    date(2031, 6, 5),
)  # fmt: skip
WINTER = Document("m0", f"{DONE} Snow fell.", "minutes", COUNCIL, None, None, date(2030, 12, 1))
ECHO = Document("echo", "“We will reopen the slipway,” said the clerk.", "press", "Echo", None, None, date(2031, 1, 11))
LEAFLET = Document("leaflet", "The slipway is open.", "statement")
RECORDS = (SPRING, SUMMER, WINTER, ECHO, LEAFLET)
BY = {"by": "Una Frost"}


def statement_in(document, words, kind="commitment", **fields):
    start = document.text.index(words)
    return Statement(document.id, document.key, start, start + len(words), words, (kind,), **fields)


PLEDGE = statement_in(SPRING, SAID, deadline=Deadline("by 31 March 2031", date(2031, 3, 31)), speaker="Ada Marsh")


def link(document, words, relation="kept", *, score=0.5, said=PLEDGE, **fields):
    start = document.text.index(words)
    place = (document.id, document.key, start, start + len(words), words, document.published)
    return Link(said.id, *place, relation, score, document.published is not None, "same slipway", **fields)


REPORT = link(ECHO, ECHO.text, "repeats", further_source=True)
UNDATED = link(LEAFLET, LEAFLET.text)


def keep(library, document, *statements, reader="1"):
    seen = Provenance(f"/papers/{document.id}.txt", datetime(2031, 7, 1, tzinfo=UTC), "0" * 64, "text/1")
    library.store.add(document, seen, Reading(statements=statements), reader=reader)


@pytest.fixture
def library(home):
    with pipeline.library(home) as opened:
        for record in RECORDS:
            keep(opened, record, *([PLEDGE] if record is SPRING else []))
        yield opened


@pytest.fixture
def proposes(library, monkeypatch):
    """Let the machine propose these links, and no others, from now on."""

    def now(*links, undated=(), further=()):
        def find(store, vectors, embedder, statement):
            pledge = Pledge(statement.id, statement.document, statement.start, statement.end, statement.text, None)
            searched = Coverage(documents=4, first=SUMMER.published, last=SUMMER.published)
            return Traced(pledge, links, tuple(further), tuple(undated), searched)

        monkeypatch.setattr("index.trace.trace", find)
        return pipeline.trace(library, PLEDGE.id)

    monkeypatch.setattr(pipeline, "embedder", lambda: None)
    return now


def words(links):
    return [found.text for found in links]


class TestLinks:
    def test_a_confirmed_link_says_who_and_stays_when_it_is_no_longer_proposed(self, library, proposes):
        proposes(link(SUMMER, DONE))
        judgements.judge(library, PLEDGE.id, link(SUMMER, DONE).id, **BY)
        (kept,) = proposes().links
        assert (kept.text, kept.relation, kept.shown) == (DONE, "kept", True)
        assert kept.judgement.by == "Una Frost"
        assert kept.judgement.proposed == "kept"
        assert kept.judgement.at.tzinfo is not None

    def test_a_rejected_link_is_not_proposed_again_but_set_aside(self, library, proposes):
        proposes(link(SUMMER, DONE), link(SUMMER, OTHER, "shortfall"))
        judgements.judge(library, PLEDGE.id, link(SUMMER, OTHER).id, accepted=False, reason="the other one", **BY)
        again = proposes(link(SUMMER, DONE), link(SUMMER, OTHER, "shortfall"))
        assert words(again.links) == [DONE]
        assert words(again.rejected) == [OTHER]
        assert again.rejected[0].judgement.reason == "the other one"

    def test_another_relation_is_the_persons_and_the_machines_is_still_told(self, library, proposes):
        proposes(link(SUMMER, DONE, "progress"))
        judgements.judge(library, PLEDGE.id, link(SUMMER, DONE).id, relation="kept", **BY)
        (kept,) = proposes(link(SUMMER, DONE, "progress")).links
        assert (kept.relation, kept.judgement.proposed) == ("kept", "progress")

    def test_the_last_judgement_counts_and_all_are_kept(self, library, proposes):
        proposes(link(SUMMER, DONE, "progress"))
        for said in ({"accepted": False}, {"relation": "shortfall"}, {"accepted": False}, {}):
            judgements.judge(library, PLEDGE.id, link(SUMMER, DONE).id, **said, **BY)
        traced = proposes(link(SUMMER, DONE, "progress"))
        assert [found.relation for found in traced.links] == ["progress"]
        assert traced.rejected == ()
        told = [entry.judgement.accepted for _, entry in library.store.judgements()]
        assert told == [False, True, False, True]

    def test_what_the_machine_found_is_kept_as_it_found_it(self, library, proposes):
        proposes(link(SUMMER, DONE, "progress"))
        judgements.judge(library, PLEDGE.id, link(SUMMER, DONE).id, relation="kept", **BY)
        proposes(link(SUMMER, DONE, "progress"))
        assert library.store.links(PLEDGE.id) == [link(SUMMER, DONE, "progress")]

    def test_the_same_words_cut_otherwise_are_judged_already(self, library, proposes):
        proposes(link(SUMMER, DONE))
        judgements.judge(library, PLEDGE.id, link(SUMMER, DONE).id, accepted=False, **BY)
        shorter = link(SUMMER, DONE.removeprefix("The "))
        neighbour = link(SUMMER, f"on 2 May. {OTHER}")
        assert words(proposes(shorter, neighbour).links) == [neighbour.text]

    def test_the_same_words_in_a_changed_page_are_judged_already(self, library, proposes):
        proposes(link(SUMMER, OTHER))
        judgements.judge(library, PLEDGE.id, link(SUMMER, OTHER).id, accepted=False, **BY)
        changed = replace(SUMMER, text=SUMMER.text.replace("north", "south"))
        keep(library, changed)
        assert proposes(link(changed, OTHER)).links == ()

    def test_the_same_words_in_another_record_are_not_judged(self, library, proposes):
        proposes(link(SUMMER, DONE))
        judgements.judge(library, PLEDGE.id, link(SUMMER, DONE).id, accepted=False, **BY)
        assert words(proposes(link(WINTER, DONE)).links) == [DONE]

    def test_they_survive_a_reading_that_finds_the_statement_with_other_ends(self, library, proposes):
        proposes(link(SUMMER, DONE))
        judgements.judge(library, PLEDGE.id, link(SUMMER, DONE).id, **BY)
        longer = statement_in(SPRING, f"Item 4\n{SAID}")
        keep(library, SPRING, longer, reader="2")
        (kept,) = joined.stored(library.store, longer).links
        assert kept.text == DONE
        assert kept.statement == longer.id

    def test_they_are_of_one_statement_only(self, library, proposes):
        proposes(link(SUMMER, DONE))
        judgements.judge(library, PLEDGE.id, link(SUMMER, DONE).id, **BY)
        neighbour = statement_in(SPRING, "Rain fell.")
        keep(library, SPRING, PLEDGE, neighbour, reader="2")
        assert joined.stored(library.store, neighbour).links == ()

    def test_nobody_judges_without_a_name(self, library, proposes):
        proposes(link(SUMMER, DONE))
        with pytest.raises(UsageError, match="name"):
            judgements.judge(library, PLEDGE.id, link(SUMMER, DONE).id, by=" ")

    @pytest.mark.parametrize("place", ["l000", "", "m2:0-9999", "nowhere:0-4"])
    def test_a_link_that_is_not_there_is_an_error(self, library, proposes, place):
        proposes(link(SUMMER, DONE))
        with pytest.raises(UsageError):
            judgements.judge(library, PLEDGE.id, place, relation="kept", **BY)

    def test_a_kind_that_is_not_traced_has_no_links(self, library):
        finding = statement_in(SPRING, "Rain fell.", "finding")
        keep(library, SPRING, PLEDGE, finding, reader="2")
        with pytest.raises(UsageError, match="finding"):
            judgements.judge(library, finding.id, place_of(SUMMER, DONE), relation="kept", **BY)


def place_of(document, piece):
    start = document.text.index(piece)
    return f"{document.id}:{start}-{start + len(piece)}"


class TestMissedPassages:
    def test_a_later_passage_is_added_and_stays(self, library, proposes):
        proposes()
        judgements.judge(library, PLEDGE.id, place_of(SUMMER, WASHED), relation="kept", **BY)
        (added,) = proposes().links
        assert (added.text, added.relation, added.date) == (WASHED, "kept", SUMMER.published)
        assert added.judgement.proposed is None

    @pytest.mark.parametrize("record", [WINTER, SPRING], ids=["earlier", "its own"])
    def test_one_that_is_not_strictly_later_is_refused(self, library, proposes, record):
        proposes()
        with pytest.raises(UsageError, match=r"evidence"):
            judgements.judge(library, PLEDGE.id, f"{record.id}:0-5", relation="kept", **BY)
        assert library.store.judgements() == []

    def test_one_of_the_same_day_is_refused(self, library):
        same_day = Document("m1b", "The slipway reopened.", "minutes", COUNCIL, None, None, SPRING.published)
        keep(library, same_day)
        with pytest.raises(UsageError, match="same meeting"):
            judgements.judge(library, PLEDGE.id, "m1b:0-21", relation="kept", **BY)

    def test_one_without_a_date_stands_apart(self, library, proposes):
        proposes()
        judgements.judge(library, PLEDGE.id, place_of(LEAFLET, LEAFLET.text), relation="kept", **BY)
        traced = proposes()
        assert traced.links == ()
        assert words(traced.undated) == [LEAFLET.text]

    def test_one_that_was_proposed_is_judged_as_proposed(self, library, proposes):
        proposes(link(SUMMER, DONE, "progress"))
        made = judgements.judge(library, PLEDGE.id, place_of(SUMMER, DONE), relation="kept", **BY)
        assert made.judgement.proposed == "progress"

    def test_what_it_tells_has_to_be_said(self, library, proposes):
        proposes()
        with pytest.raises(UsageError, match="relation"):
            judgements.judge(library, PLEDGE.id, place_of(SUMMER, WASHED), **BY)

    def test_it_is_no_longer_than_a_link_may_be(self, library, proposes):
        proposes()
        with pytest.raises(UsageError, match="400"):
            judgements.judge(library, PLEDGE.id, "m2:0-401", relation="kept", **BY)

    def test_the_store_takes_no_words_that_do_not_stand_there(self, library):
        said = LinkJudgement(True, "kept", "Una Frost", datetime.now(UTC))
        wrong = replace(link(SUMMER, DONE), text="The fairway was reopened on 2 May", judgement=said)
        with pytest.raises(OffsetError):
            library.store.judge(PLEDGE, wrong)

    def test_the_store_takes_no_date_but_the_records(self, library):
        said = LinkJudgement(True, "kept", "Una Frost", datetime.now(UTC))
        with pytest.raises(UsageError):
            library.store.judge(PLEDGE, replace(link(WINTER, DONE), date=date(2031, 6, 1), judgement=said))


class TestWhatIsNoEvidence:
    def test_a_further_source_confirmed_stays_one(self, library, proposes):
        proposes(further=[REPORT])
        judgements.judge(library, PLEDGE.id, REPORT.id, **BY)
        traced = proposes()
        assert words(traced.further_sources) == [ECHO.text]
        assert traced.links == ()

    def test_a_further_source_with_a_relation_becomes_evidence(self, library, proposes):
        proposes(further=[REPORT])
        judgements.judge(library, PLEDGE.id, REPORT.id, relation="repeats", **BY)
        traced = proposes(further=[REPORT])
        assert words(traced.links) == [ECHO.text]
        assert traced.further_sources == ()

    def test_an_undated_passage_confirmed_is_still_none(self, library, proposes):
        proposes(undated=[UNDATED])
        judgements.judge(library, PLEDGE.id, UNDATED.id, **BY)
        traced = proposes(undated=[UNDATED])
        assert traced.links == ()
        assert len(traced.undated) == 1
        assert not traced.undated[0].shown


class TestVerdicts:
    def test_the_log_only_grows_and_the_last_counts(self, library, proposes):
        judgements.give(library, PLEDGE.id, "open", reason="too early", **BY)
        judgements.give(library, PLEDGE.id, "kept late", reason="reopened on 2 May", by="Joss Penhale")
        traced = proposes()
        assert [(entry.rating, entry.by) for entry in traced.verdicts] == [
            ("open", "Una Frost"),
            ("kept late", "Joss Penhale"),
        ]

    @pytest.mark.parametrize(("by", "reason"), [("", "it reopened"), ("Una Frost", " ")])
    def test_it_bears_a_name_and_a_reason(self, library, by, reason):
        with pytest.raises(UsageError):
            judgements.give(library, PLEDGE.id, "kept", by=by, reason=reason)
        assert library.store.verdicts_of(PLEDGE) == []

    def test_it_goes_with_the_words_into_a_changed_page(self, library):
        judgements.give(library, PLEDGE.id, "kept late", reason="reopened on 2 May", **BY)
        final = replace(SPRING, text=f"Final minutes\n{SPRING.text}")
        again = statement_in(final, SAID)
        keep(library, final, again)
        assert [entry.rating for entry in library.store.verdicts_of(again)] == ["kept late"]

    def test_the_store_takes_no_words_that_do_not_stand_there(self, library):
        with pytest.raises(OffsetError):
            library.store.give(Verdict(SPRING.key, 0, 6, "Item 5", "kept", "Una Frost", datetime.now(UTC), "so"))

    def test_the_ledger_bears_the_last_one_with_who_and_when(self, library):
        judgements.give(library, PLEDGE.id, "kept late", reason="reopened on 2 May", **BY)
        (entry,) = ledger.entries(library, Filters())
        assert (entry.verdict.rating, entry.verdict.by) == ("kept late", "Una Frost")
        told = f"kept late (Una Frost, {plain.british(entry.verdict.at.date())}): reopened on 2 May"
        assert told in CliRunner().invoke(main, ["pledges"]).stdout

    def test_the_ledger_leaves_out_what_was_rejected(self, library, proposes):
        proposes(link(SUMMER, OTHER, "supersedes"))
        (before,) = ledger.entries(library, Filters())
        judgements.judge(library, PLEDGE.id, link(SUMMER, OTHER).id, accepted=False, **BY)
        (after,) = ledger.entries(library, Filters())
        assert (bool(before.moved), bool(after.moved)) == (True, False)


class TestLabelledLinks:
    def test_are_the_last_judgements_as_pairs(self, library, proposes):
        proposes(link(SUMMER, DONE, "progress"), link(SUMMER, OTHER, "shortfall"))
        for said in ({"accepted": False}, {"relation": "kept"}):
            judgements.judge(library, PLEDGE.id, link(SUMMER, DONE).id, **said, **BY)
        judgements.judge(library, PLEDGE.id, link(SUMMER, OTHER).id, accepted=False, **BY)
        judgements.judge(library, PLEDGE.id, place_of(SUMMER, WASHED), relation="kept", **BY)
        pairs = list(judgements.labelled_links(library))
        assert [(p["passage"]["text"], p["relation"], p["accepted"], p["proposed"]) for p in pairs] == [
            (DONE, "kept", True, "progress"),
            (OTHER, "shortfall", False, "shortfall"),
            (WASHED, "kept", True, None),
        ]
        assert "Una" not in json.dumps(pairs)

    def test_bear_the_statement_as_a_line_that_can_be_traced(self, library, proposes):
        from index.trace import pledge_from_line

        proposes(link(SUMMER, DONE))
        judgements.judge(library, PLEDGE.id, link(SUMMER, DONE).id, **BY)
        (pair,) = judgements.labelled_links(library)
        pledge = pledge_from_line(pair["statement"], library.store)
        assert (pledge.id, pledge.text, pledge.made, pledge.body) == (PLEDGE.id, SAID, SPRING.published, COUNCIL)


class TestCommands:
    def run(self, *args):
        return CliRunner().invoke(main, list(args))

    def test_judge_and_trace_tell_machine_and_people_apart(self, library, proposes, monkeypatch):
        monkeypatch.setattr(judgements, "_now", lambda: datetime(2031, 7, 3, 9, 30, tzinfo=UTC))
        proposes(link(SUMMER, DONE), link(SUMMER, OTHER, "shortfall"))
        told = self.run("judge", PLEDGE.id, link(SUMMER, DONE).id, "--confirm", "--by", "Una Frost")
        assert told.exit_code == 0, told.output
        printed = self.run("trace", PLEDGE.id).stdout
        assert "confirmed by Una Frost, 3 July 2031" in printed
        assert "reads as late or not done  (score 0.50)" in printed
        assert "proposed by machine" in printed
        line = json.loads(self.run("trace", PLEDGE.id, "--json").stdout)
        assert [found["judgement"] and found["judgement"]["by"] for found in line["links"]] == ["Una Frost", None]
        assert [found["id"] for found in line["links"]] == [link(SUMMER, DONE).id, link(SUMMER, OTHER).id]

    def test_a_rejected_link_is_counted_and_printed_when_asked_for(self, library, proposes):
        proposes(link(SUMMER, OTHER, "shortfall"))
        self.run("judge", PLEDGE.id, link(SUMMER, OTHER).id, "--reject", "--by", "Una Frost", "--reason", "another")
        assert "1 passage rejected by readers" in self.run("trace", PLEDGE.id).stdout
        assert "rejected by Una Frost" in self.run("trace", PLEDGE.id, "--all").stdout

    def test_a_missed_passage_is_added_by_its_place(self, library, proposes):
        proposes()
        told = self.run("judge", PLEDGE.id, place_of(SUMMER, WASHED), "--relation", "kept", "--by", "Una Frost")
        assert told.exit_code == 0, told.output
        assert "found by Una Frost" in self.run("trace", PLEDGE.id).stdout

    @pytest.mark.parametrize("said", [(), ("--confirm", "--reject"), ("--reject", "--relation", "kept")])
    def test_judge_wants_one_judgement(self, library, proposes, said):
        proposes(link(SUMMER, DONE))
        assert self.run("judge", PLEDGE.id, link(SUMMER, DONE).id, *said, "--by", "Una Frost").exit_code == 2

    def test_verdict_is_kept_logged_and_listed(self, library):
        told = self.run("verdict", PLEDGE.id, "kept late", "--by", "Una Frost", "--reason", "reopened on 2 May")
        assert told.exit_code == 0, told.output
        self.run("verdict", PLEDGE.id, "kept", "--by", "Joss Penhale", "--reason", "the day did not matter")
        log = self.run("verdict", PLEDGE.id, "--log").stdout.splitlines()
        assert [line.partition(" (")[0] for line in log] == ["kept late", "kept"]
        (line,) = map(json.loads, self.run("pledges", "--json").stdout.splitlines())
        assert (line["verdict"]["rating"], line["verdict"]["by"]) == ("kept", "Joss Penhale")
        assert datetime.fromisoformat(line["verdict"]["at"]).tzinfo is not None

    @pytest.mark.parametrize(
        "said", [(), ("nearly",), ("kept",), ("kept", "--by", "Una Frost"), ("kept", "--log", "--by", "Una Frost")]
    )
    def test_verdict_refuses_what_is_not_whole(self, library, said):
        assert self.run("verdict", PLEDGE.id, *said).exit_code == 2
        assert library.store.verdicts_of(PLEDGE) == []

    def test_export_prints_the_pairs(self, library, proposes):
        proposes(link(SUMMER, DONE))
        judgements.judge(library, PLEDGE.id, link(SUMMER, DONE).id, **BY)
        (line,) = map(json.loads, self.run("export", "--format", "links").stdout.splitlines())
        assert (line["accepted"], line["passage"]["text"]) == (True, DONE)


class TestLearning:
    def test_accepted_links_are_the_evidence_that_the_ranking_learns_from(self, library, proposes):
        proposes(link(SUMMER, DONE), link(SUMMER, OTHER))
        judgements.judge(library, PLEDGE.id, link(SUMMER, DONE).id, **BY)
        judgements.judge(library, PLEDGE.id, link(SUMMER, OTHER).id, accepted=False, **BY)
        (line,) = training_links.judged_lines(library)
        assert (line["id"], line["document"]) == (PLEDGE.id, SPRING.id)
        assert [one["text"] for one in line["evidence"]] == [DONE]

    def test_without_an_accepted_link_there_is_nothing_to_learn(self, library, proposes, tmp_path):
        proposes(link(SUMMER, OTHER))
        judgements.judge(library, PLEDGE.id, link(SUMMER, OTHER).id, accepted=False, **BY)
        with pytest.raises(UsageError, match="nothing to learn"):
            training_links.train_links(library, tmp_path / "weights")

    def test_learned_weights_are_written_in_the_form_that_is_read(self, library, proposes, tmp_path, monkeypatch):
        parts = dict.fromkeys(settings()["weights"], 0.02)
        right, wrong = link(SUMMER, DONE, parts=parts), link(SUMMER, OTHER, parts={**parts, "words": 0.2})
        proposes(right, wrong)
        judgements.judge(library, PLEDGE.id, right.id, **BY)

        class Finds:
            def __init__(self, *_):
                pass

            def trace(self, pledge, *, limit):
                return Traced(pledge, (wrong, right))

        monkeypatch.setattr(training_links, "Tracer", Finds)
        before, after = training_links.train_links(library, tmp_path / "weights")
        learned = json.loads((tmp_path / "weights" / "ranking.json").read_text())
        assert learned["weights"].keys() == settings()["weights"].keys()
        assert before.mean <= after.mean
