"""Adding in a process of its own: told line by line, stopped without harm, one at a time."""

from __future__ import annotations

import json
import time

import pytest

from greenshoots import adding, demo, pipeline
from greenshoots.adding import Order
from greenshoots.errors import UsageError

MINUTES = (
    "Kerb Council, 4 June 2024\n\nCouncillor Ida Penn said that the Council will sweep the lay-by by 31 July 2024.\n"
)


@pytest.fixture(autouse=True)
def nothing_left():
    yield
    for running in adding._running.values():
        running.stop()
        running.wait(60)
    adding._running.clear()


def over(running: adding.Adding, seconds: float = 240) -> adding.Adding:
    running.wait(seconds)
    assert running.is_over
    return running


def files(folder, number):
    folder.mkdir()
    for at in range(number):
        (folder / f"minutes-{at}.txt").write_text(MINUTES.replace("4 June", f"{at % 28 + 1} June") + f"Item {at}.\n")
    return Order("add", (str(folder),))


# What was typed


@pytest.mark.parametrize(
    ("typed", "source"),
    [
        ("democracy.example.gov.uk", "https://democracy.example.gov.uk"),
        (" https://www.example.org/news/rss#top ", "https://www.example.org/news/rss"),
    ],
)
def test_a_web_address_is_taken_as_in_the_browser(typed, source):
    assert adding.order_of(typed, web_only=True).sources == (source,)


def test_words_and_places_stand_between_commas():
    order = adding.order_of("example.org", about=" SEND, schools,", places="Kerb", committee=" ", web_only=False)
    assert (order.about, order.places, order.committee) == (("SEND", "schools"), ("Kerb",), None)


def test_a_folder_is_taken_by_its_whole_path(tmp_path):
    assert adding.order_of(str(tmp_path), web_only=False).sources == (str(tmp_path),)


def test_a_shared_app_reads_nothing_of_its_machine(tmp_path):
    for typed in (
        str(tmp_path),
        "/etc/passwd",
        "http://127.0.0.1:8000/",
        "localhost/x.html",
        "http://[::1]/",
        "10.0.0.1",
    ):
        with pytest.raises(UsageError):
            adding.order_of(typed, web_only=True)


@pytest.mark.parametrize("typed", ["", "   ", "my council", "/no/such/folder", "~nobody/x", "minutes"])
def test_what_is_neither_is_refused_with_what_to_do(typed):
    with pytest.raises(UsageError) as refused:
        adding.order_of(typed, web_only=False)
    assert refused.value.next_step


def test_a_folder_cannot_be_narrowed(tmp_path):
    with pytest.raises(UsageError, match="whole"):
        adding.order_of(str(tmp_path), committee="Scrutiny", web_only=False)


# What was uploaded


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/cron.d/x.txt",
        "C:\\Windows\\x.txt",
        "..",
        "",
        "a\x00b.txt",
        "x" * 500 + ".txt",
        "\u202ecod.txt",
        ".txt",
    ],
)
def test_an_uploaded_name_leads_nowhere_else(home, name):
    (path,) = adding.keep_uploads([(name, b"words")]).sources
    kept = home / "uploads"
    assert kept in type(home)(path).resolve().parents
    assert type(home)(path).read_bytes() == b"words"


def test_two_files_of_one_name_stay_two_and_one_file_stays_one(home):
    order = adding.keep_uploads([("a.txt", b"one"), ("a.txt", b"two"), ("a.txt", b"one")])
    assert len(set(order.sources)) == 2


def test_no_file_is_no_order(home):
    with pytest.raises(UsageError, match="No file"):
        adding.keep_uploads([])


# The process


@pytest.mark.slow
def test_a_file_is_added_and_the_outcome_told(home):
    order = adding.keep_uploads([("minutes.txt", MINUTES.encode()), ("empty.txt", b"")])
    told = over(adding.begin(order))
    assert (told.state, told.outcome["added"], len(told.failures)) == ("done", 1, 1)
    with pipeline.library(home) as library:
        assert library.store.coverage().documents == 1
        assert pipeline.check(library) == []


@pytest.mark.slow
def test_a_stop_leaves_the_store_whole_and_searchable_and_the_next_round_goes_on(home, tmp_path):
    order = files(tmp_path / "many", 200)
    running = adding.begin(order)
    with pytest.raises(UsageError, match="already"):
        adding.begin(order)
    while running.done < 3 and not running.is_over:
        time.sleep(0.05)
    running.stop()
    assert over(running).state == "stopped"
    with pipeline.library(home) as library:
        kept = library.store.coverage().documents
        assert 3 <= kept < 200
        assert pipeline.check(library) == []
        assert pipeline.search(library, "lay-by")
    again = over(adding.begin(order))
    assert (again.state, again.outcome["added"]) == ("done", 200 - kept)


@pytest.mark.slow
def test_an_order_that_cannot_work_says_why(home, tmp_path):
    told = over(adding.begin(Order("add", (str(tmp_path),), committee="Scrutiny")))
    assert told.state == "failed"
    assert "committees" in told.error


@pytest.mark.slow
def test_the_sample_is_loaded_into_an_empty_library_only(home):
    over(adding.begin(adding.keep_uploads([("minutes.txt", MINUTES.encode())])))
    told = over(adding.begin(Order("sample")))
    assert told.state == "failed"
    assert "empty library only" in told.error
    assert not demo.is_sample(home)


def test_what_is_over_can_be_put_away(home, monkeypatch):
    monkeypatch.setattr(adding, "MODULE", "this")  # ends at once and tells nothing
    running = over(adding.begin(Order("update")))
    assert running.state == "failed"
    adding.forget()
    assert adding.current() is None


def test_lines_of_others_are_not_heard(home, monkeypatch):
    monkeypatch.setattr(adding, "MODULE", "this")  # prints, and not to us
    assert over(adding.begin(Order("update"))).failures == adding.deque(maxlen=adding.MOST_FAILURES)


# The sample


def test_nothing_is_removed_from_a_library_of_ones_own(home):
    from views_home import build

    build(home)
    (home / "NOTICE.txt").write_text(demo.NOTICE)
    with pytest.raises(UsageError, match="more than the sample"):
        demo.remove(home)
    assert (home / "store.sqlite3").is_file()


def test_the_lines_are_json(capsys):
    from greenshoots import adding_process

    adding_process._progress("Reading", 1, None)
    assert json.loads(capsys.readouterr().out) == {"stage": "Reading", "done": 1, "total": None}
