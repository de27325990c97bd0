"""The commands about what is followed, as a user calls them."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner, Result

from greenshoots import pipeline
from greenshoots.cli import main
from greenshoots.records import Failure
from tests.test_harvests import SITE, Council, meeting, minutes, year
from tests.test_pipeline import Bags, by_line


@pytest.fixture(autouse=True)
def without_models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENSHOOTS_WORKERS", "1")
    monkeypatch.setattr("nlp.extract.read", by_line)
    monkeypatch.setattr(pipeline, "embedder", Bags)


@pytest.fixture
def council(monkeypatch: pytest.MonkeyPatch) -> Council:
    made = Council(items=year(3))
    monkeypatch.setattr("ingest.harvest.harvest", made.harvest)
    return made


def call(*args: str) -> Result:
    result = CliRunner().invoke(main, list(args))
    assert "Traceback" not in result.output
    return result


def test_a_committee_of_a_site_is_added_from_a_day_on(council):
    result = call("add", SITE, "--committee", "Children's Services", "--since", "2021-01-01")
    assert result.exit_code == 0
    assert "3 new, 0 known already, 0 failed" in result.stderr
    assert [(wanted.committee, str(wanted.since)) for wanted in council.asked] == [
        ("Children's Services", "2021-01-01")
    ]


def test_a_day_that_is_none_is_wrong_usage(council):
    assert call("add", SITE, "--since", "last year").exit_code == 2
    assert council.asked == []


def test_an_update_needs_something_to_follow():
    result = call("update")
    assert result.exit_code == 2
    assert "No source is followed yet" in result.stderr


def test_an_update_says_what_is_new(council):
    call("add", SITE)
    council.items = year(4)
    result = call("update")
    assert result.exit_code == 0
    assert "1 new, 3 known already" in result.stderr


def test_an_alarm_is_told_and_the_exit_is_3_and_it_stays_in_view(council):
    call("add", SITE)
    council.items = []
    result = call("update")
    assert result.exit_code == 3
    assert f"ALARM {SITE}: no document could be had" in result.stderr
    listed = call("sources").stdout
    assert "ALARM: no document could be had" in listed
    assert "1 source could not be read" in listed


def test_a_smaller_harvest_is_taken_for_the_whole_if_the_user_says_so(council):
    council.items = year(6)
    call("add", SITE)
    council.items = year(2)
    assert call("update").exit_code == 3
    assert call("update", "--accept").exit_code == 0
    assert "ALARM" not in call("sources").stdout


def test_sources_are_listed_with_what_is_missing(council):
    lost = Failure(
        f"{SITE}/s9.pdf", "missing", f"{SITE}/s9.pdf: write to clerk@fenwick.example.org.", datetime.now(UTC)
    )
    council.items = [
        *year(2),
        meeting(3, month=3, minutes="none"),
        meeting(4, month=4, cancelled=True, note="Cancelled."),
        lost,
    ]
    assert call("add", SITE, "--committee", "Children's Services", "--since", "2021-01-01").exit_code == 3
    listed = call("sources").stdout
    assert f"{SITE}, Children's Services, from 1 January 2021 on" in listed
    assert "3 meetings held, 5 January 2024 to 5 March 2024, 1 cancelled; 2 documents" in listed
    assert "last read in good order on " in listed
    assert "missing: No minutes yet: Children's Services, 5 March 2024, held " in listed
    assert "(missing):" in listed
    assert "[e-mail address hidden]" in listed
    assert "cancelled: Children's Services, 5 April 2024 (Cancelled)" in listed


def test_sources_as_lines_of_json(council):
    call("add", SITE)
    (line,) = [json.loads(printed) for printed in call("sources", "--json").stdout.splitlines()]
    assert line["source"]["address"] == SITE
    assert (line["meetings"], line["documents"], line["alarm"]) == (3, 3, None)
    assert line["last"] == "2024-03-05"


def test_what_was_changed_is_told_word_by_word(council):
    call("add", SITE)
    council.items = [minutes(1, "The clerk may mend gate 1."), *year(3)[2:]]
    call("update")
    told = call("sources", "--changed").stdout
    assert "Meeting 1, Fenwick Council" in told
    assert "The clerk [-will-] {+may+} mend gate 1." in told


def test_where_nothing_was_changed_it_says_so(council):
    call("add", SITE)
    result = call("sources", "--changed")
    assert result.stdout == ""
    assert "No page that was read again had been changed" in result.stderr


def test_a_source_is_unfollowed_by_its_address(council):
    call("add", SITE)
    assert call("sources", "--unfollow", SITE).exit_code == 0
    assert call("update").exit_code == 2
    assert call("sources", "--unfollow", SITE).exit_code == 2
    assert "Covers 3 documents" in call("sources").stdout


def test_the_listing_of_plain_files_stays_as_it_was(tmp_path):
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "march.txt").write_text("The clerk will mend the gate.\n", "utf-8")
    (tmp_path / "papers" / "empty.txt").write_text("", "utf-8")
    call("add", str(tmp_path / "papers"))
    lines = call("sources").stdout.splitlines()
    assert lines[0].startswith("Covers 1 document")
    assert lines[1] == "  body unknown: 1 document"
    assert lines[2].startswith("  not read on ")
    assert len(lines) == 3


def test_the_name_of_a_host_is_enough(council):
    assert call("add", "democracy.fenwick.example.org", "--committee", "Children's Services").exit_code == 0
    assert "https://democracy.fenwick.example.org, Children's Services" in call("sources").stdout
