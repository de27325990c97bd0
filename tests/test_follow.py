"""Following pledges: the list, what is told of each in plain words, and the letter of what is new."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from views_home import nasty_document, noisy_statement, put, statement

from greenshoots import digest_page, judgements, pipeline
from greenshoots.cli import main
from greenshoots.digest import digest
from greenshoots.follow import MOST, by_when, file_of, follow, ids_in, known, not_said
from greenshoots.records import Coverage, Deadline, Document, Link
from index import store

TODAY = date(2024, 6, 1)
PROMISE = "The Council will reopen the SEND library by the end of March 2024."
LATER = "The library is open again."
ASKED = ("s0123456789abcdef", "sfedcba9876543210")


def record(name: str, words: str, day: date | None, *, medium: str = "minutes", text: str | None = None) -> Document:
    url = f"https://harbourside.example.org/{name}"
    return Document(
        name, text or f"Minutes\n\n{words} Ring 01632 960150.\n", medium, "Harbourside", name.title(), url, day
    )


class World:
    """A library with one pledge, made on 8 March 2023, and what is put in after it."""

    def __init__(self, library: pipeline.Library, monkeypatch: pytest.MonkeyPatch) -> None:
        self.library, self._patch = library, monkeypatch
        self.at(date(2023, 4, 1))
        said = record("march", PROMISE, date(2023, 3, 8))
        deadline = Deadline("by the end of March 2024", date(2024, 3, 31))
        self.pledge = statement(said, PROMISE, "commitment", speaker="Ada Marsh", role="Leader", deadline=deadline)
        put(library, said, self.pledge)
        self.search()

    def at(self, day: date) -> None:
        """What is put in from now on comes in on this day."""

        class Clock(datetime):
            @classmethod
            def now(cls, tz=None):
                return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)

        self._patch.setattr(store, "datetime", Clock)

    def later(self, relation="kept", day: date | None = date(2024, 5, 2), words: str = LATER) -> Document:
        document = record("may", words, day)
        put(self.library, document, statement(document, words, "progress", speaker="Bo Rey"))
        start = document.text.index(words)
        place = (document.id, document.key, start, start + len(words), words, day)
        self.search(Link(self.pledge.id, *place, relation, 0.9, True, "It names the library."))
        return document

    def search(self, *links: Link) -> None:
        searched = Coverage(4, date(2023, 5, 1), date(2024, 5, 2))
        self.library.store.put_links(self.pledge.id, links, searched=searched)

    def told(self) -> str:
        return " ".join(not_said(follow(self.library, self.pledge.id), TODAY))

    def letter(self, since: date, **fields: object) -> str:
        found = digest(self.library, since, today=TODAY, **({"ids": [self.pledge.id]} | fields))
        return " ".join(digest_page.as_text(self.library, found).split())


@pytest.fixture
def world(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with pipeline.library(home) as library:
        yield World(library, monkeypatch)


# The list


@given(st.lists(st.from_regex(r"s[0-9a-f]{16}", fullmatch=True), unique=True, max_size=MOST))
def test_a_list_is_read_as_it_was_written(asked):
    assert ids_in(",".join(asked)) == asked
    assert ids_in("\r\n".join(f"{one}  # by somebody" for one in asked)) == asked


@given(st.text(max_size=80))
def test_whatever_an_address_holds_only_ids_are_taken(words):
    assert all(re.fullmatch(r"s[0-9a-f]{16}", one) for one in ids_in(words))


def test_what_stands_in_a_comment_is_for_people():
    assert ids_in(f"{ASKED[0]}  # and not {ASKED[1]}") == [ASKED[0]]


def test_a_list_has_an_end():
    assert len(ids_in(" ".join(f"s{number:016x}" for number in range(MOST + 9)))) == MOST


def test_the_file_is_read_back_and_hides_what_is_private(world):
    text = file_of([follow(world.library, world.pledge.id)])
    assert ids_in(text) == [world.pledge.id]
    assert "Ada Marsh, 8 March 2023: The Council will reopen" in text


def test_no_words_of_a_record_can_add_a_line_to_the_file(world):
    put(world.library, nasty_document(), noisy_statement())
    world.library.store.put_links(noisy_statement().id, [], searched=Coverage(1))
    assert len(file_of([follow(world.library, noisy_statement().id)]).splitlines()) == 2


def test_a_pledge_of_another_library_is_told_apart(world):
    assert known(world.library, [world.pledge.id, ASKED[0]]) == ([world.pledge.id], [ASKED[0]])


# In plain words


def test_by_when_says_the_last_day_and_that_it_has_passed(world):
    told = by_when(follow(world.library, world.pledge.id), TODAY)
    assert told == "“by the end of March 2024”: that is 31 March 2024 at the latest. This day has passed."


def test_silence_is_told_with_what_was_looked_through(world):
    assert world.told() == "Nothing about it was found in 4 later records up to 2 May 2024."


def test_steps_alone_do_not_read_as_done(world):
    world.later("progress")
    assert "None of what was found so far reads as if it was done." in world.told()


def test_what_reads_as_done_is_not_said_to_be_missing(world):
    world.later("kept")
    assert "reads as if it was done" not in world.told()


def test_a_pledge_in_a_page_that_changed_is_followed_in_the_new_words(world):
    changed = PROMISE.replace("by the end of March 2024", "in the year 2025")
    newer = record("march", changed, date(2023, 3, 8))
    again = statement(newer, changed, "commitment", speaker="Ada Marsh")
    put(world.library, newer, again)
    world.library.store.put_links(again.id, [], searched=Coverage(4))
    found = follow(world.library, world.pledge.id)
    assert (found.asked, found.statement.id) == (world.pledge.id, again.id)


# The letter


def test_a_later_passage_that_came_in_is_new(world):
    world.at(date(2024, 5, 20))
    world.later()
    told = world.letter(date(2024, 5, 10))
    assert "New since 10 May 2024: 1 pledge" in told
    assert "This reads as if it was done. 2 May 2024. Bo Rey: “The library is open again.”" in told
    assert "https://harbourside.example.org/may" in told


def test_what_was_known_before_is_not_new(world):
    world.at(date(2024, 5, 3))
    world.later()
    told = world.letter(date(2024, 5, 10))
    assert "Nothing new was found since 10 May 2024" in told
    assert "0 records of 10 May 2024 or later" in told


def test_in_a_young_library_only_the_date_of_a_record_makes_it_new(world):
    world.later()
    assert "Nothing new" not in world.letter(date(2022, 1, 1))
    assert "1 record of 1 April 2024 or later" in world.letter(date(2024, 4, 1))


def test_nothing_new_says_what_was_searched_for_each(world):
    told = world.letter(date(2024, 5, 10))
    assert "NOTHING NEW FOUND ABOUT THESE" in told
    assert "Nothing about it was found in 4 later records up to 2 May 2024." in told


def test_a_changed_page_is_news(world):
    world.at(date(2024, 5, 20))
    changed = PROMISE.replace("by the end of March 2024", "in the year 2025")
    newer = record("march", changed, date(2023, 3, 8))
    again = statement(newer, changed, "commitment", speaker="Ada Marsh")
    put(world.library, newer, again)
    world.library.store.put_links(again.id, [], searched=Coverage(4))
    told = world.letter(date(2024, 5, 10))
    assert "New: The page was changed" in told
    assert "1 page among them had been read before and changed" in told


def test_a_verdict_is_news_with_the_name_of_who_gave_it(world):
    judgements.give(world.library, world.pledge.id, "kept late", by="Una Frost", reason="The clerk showed me")
    assert "Verdict: kept late (Una Frost," in world.letter(date(2024, 5, 10))


def test_without_a_list_only_pledges_with_news_are_told(world):
    assert PROMISE not in world.letter(date(2024, 5, 10), ids=None)
    world.at(date(2024, 5, 20))
    world.later()
    told = world.letter(date(2024, 5, 10), ids=None)
    assert PROMISE.split(" by the end")[0] in told
    assert "every pledge in the library was looked at" in told


def test_words_are_explained_below(world):
    assert "SEND: Special educational needs" in world.letter(date(2024, 5, 10))


class Tags(HTMLParser):
    """Every element of a page, and every address that it would ask for."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.addresses += [value for name, value in attrs if name in ("src", "href") and value]
        assert not any(name.startswith("on") for name, _ in attrs)


def test_nothing_scraped_acts_in_the_letter_and_it_loads_nothing(world):
    put(world.library, nasty_document(), noisy_statement())
    world.library.store.put_links(noisy_statement().id, [], searched=Coverage(1))
    found = digest(world.library, date(2024, 5, 10), today=TODAY, ids=[noisy_statement().id, world.pledge.id])
    page = digest_page.as_html(world.library, found)
    tags = Tags()
    tags.feed(page)
    assert not {"script", "img", "i", "link", "iframe"} & set(tags.tags)
    assert not [address for address in tags.addresses if not address.startswith("https://")]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "[click](javascript:alert(2))" in page


def test_controls_that_turn_the_reading_direction_show_in_both_forms(world):
    words = "The fence will be \u202edne eht fo mended."
    document = record("bidi", words, date(2023, 5, 1))
    tricky = statement(document, words, "commitment", speaker="Bo\u2066 Rey")
    put(world.library, document, tricky)
    world.library.store.put_links(tricky.id, [], searched=Coverage(1))
    found = digest(world.library, date(2024, 5, 10), today=TODAY, ids=[tricky.id])
    for told in (digest_page.as_html(world.library, found), digest_page.as_text(world.library, found)):
        assert not set(told) & set("\u202e\u2066")


def test_the_mail_has_both_forms(world):
    found = digest(world.library, date(2024, 5, 10), today=TODAY, ids=[world.pledge.id])
    message = email.message_from_bytes(digest_page.as_mail(world.library, found), policy=email.policy.default)
    assert message["Subject"] == "Green Shoots. Nothing new was found since 10 May 2024"
    assert PROMISE[:30] in message.get_body(("plain",)).get_content()
    assert message.get_body(("html",)).get_content().startswith("<!DOCTYPE html>")


# The command


def run(*words: str):
    return CliRunner().invoke(main, ["digest", *words])


def test_the_command_prints_the_letter_for_a_file(world, tmp_path):
    listed = tmp_path / "followed.txt"
    listed.write_text(file_of([follow(world.library, world.pledge.id)]) + f"{ASKED[0]}\n", encoding="utf-8")
    done = run("--since", "2024-05-10", "--file", str(listed))
    assert done.exit_code == 0
    assert "The Council will reopen" in done.stdout
    assert f"Not in this library: {ASKED[0]}." in done.stdout


def test_the_command_writes_a_page_and_its_text(world, tmp_path):
    done = run("--since", "2024-05-10", "--ids", world.pledge.id, "--out", str(tmp_path / "news.html"))
    assert done.exit_code == 0
    assert sorted(path.name for path in tmp_path.glob("news.*")) == ["news.html", "news.txt"]


@pytest.mark.parametrize(
    "words", [("--ids", "nonsense"), ("--ids", ASKED[0], "--out", "news.pdf"), ("--ids", "", "--file", "x")]
)
def test_the_command_says_what_cannot_work(world, words):
    assert run("--since", "2024-05-10", *words).exit_code == 2
