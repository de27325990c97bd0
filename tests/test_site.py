"""The snapshot for any web space: valid, whole without script, nothing loaded from elsewhere, nothing private in it."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import feedparser
import html5lib
import icalendar
import pytest
from click.testing import CliRunner, Result
from export_world import World, fill

from greenshoots import site
from greenshoots.cli import main

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def world(home, monkeypatch) -> World:
    return fill(home, monkeypatch)


def export(*words: str) -> Result:
    return CliRunner().invoke(main, ["export", *words])


@pytest.fixture
def folder(world, tmp_path) -> Path:
    """A site of every pledge of the small library, and of what was said in public."""
    made = tmp_path / "site"
    names = (world.ids.pledge, world.ids.undated, world.hostile, world.long, world.public)
    done = export("--site", str(made), *names)
    assert done.exit_code == 0, done.output
    return made


def pages(folder: Path) -> dict[str, ElementTree.Element]:
    """Every page, read strictly: the reader raises on the first thing that is not HTML."""
    reader = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return {
        path.relative_to(folder).as_posix(): reader.parse(path.read_text("utf-8")) for path in folder.rglob("*.html")
    }


def words_of(folder: Path) -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(folder.rglob("*")) if path.is_file())


def test_it_has_a_page_a_pledge_a_feed_and_a_calendar(folder, world):
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    names = (world.ids.pledge, world.ids.undated, world.hostile, world.long, world.public)
    assert files == {"index.html", "style.css", "search.js", "feed.xml", "due.ics"} | {
        f"pledge/{name}.html" for name in names
    }


def test_every_page_is_valid_and_says_its_language_and_title(folder):
    for tree in pages(folder).values():
        assert tree.get("lang") == "en-GB"
        assert tree.find("head/title").text
        assert len(tree.findall(".//h1")) == 1
        ids = [node.get("id") for node in tree.iter() if node.get("id")]
        assert len(ids) == len(set(ids))


def test_a_page_tells_the_words_their_sentences_the_link_what_came_later_and_what_was_searched(folder, world):
    tree = pages(folder)[f"pledge/{world.ids.pledge}.html"]
    text = " ".join(" ".join(tree.find("body").itertext()).split())
    assert tree.find(".//mark").text == "The Council will reopen the Harbour Road library by the end of March 2024."
    assert "She said that she had read every letter." in text
    assert "Members asked what it would cost." in text
    assert "Later records: Found. 2 later passages" in text
    assert ": Reads as late or not done (proposed by machine)" in text
    assert "The Harbour Road library has not reopened." in text
    assert "What was searched 3 documents from 1 May 2023 to 1 May 2024" in text
    assert "kept late (Una Frost" in text
    assert "https://harbourside.example.org/1" in [link.get("href") for link in tree.iter("a")]


def test_no_page_of_the_archive_is_in_it(folder):
    told = words_of(folder)
    for far in ("presented the report", "Residents may write", "The roof is nearly finished", "It is used as a store"):
        assert far not in told


def test_links_within_are_relative_and_lead_somewhere(folder):
    for name, tree in pages(folder).items():
        addresses = [node.get(key) for node in tree.iter() for key in ("href", "src") if node.get(key)]
        assert addresses
        for address in addresses:
            if urlsplit(address).scheme:
                continue
            assert not address.startswith("/")
            path, _, part = address.partition("#")
            target = folder / urljoin(name, path) if path else folder / name
            assert target.is_file()
            assert not part or any(node.get("id") == part for node in tree.iter())


def test_nothing_is_loaded_from_elsewhere(folder):
    for tree in pages(folder).values():
        loaded = [*(node.get("src") for node in tree.iter() if node.get("src"))]
        loaded += [node.get("href") for node in tree.iter("link")]
        assert not any(urlsplit(address).netloc or urlsplit(address).scheme for address in loaded)
        policy = next(node.get("content") for node in tree.iter("meta") if node.get("http-equiv"))
        assert policy.startswith("default-src 'none'")
        for link in tree.iter("a"):
            if urlsplit(link.get("href")).scheme:
                assert link.get("rel") == "noopener noreferrer"
    assert not re.search(r"url\(|@import|https?:", (folder / "style.css").read_text("utf-8"))
    assert not re.search(r"fetch|XMLHttp|import\(|https?:", (folder / "search.js").read_text("utf-8"))


def test_nobody_private_is_in_it(folder):
    told = words_of(folder)
    assert "Wool" not in told
    assert "96015" not in told
    assert "ada.marsh@" not in told
    assert "A member of the public" in told


def test_no_hostile_words_act(folder, world):
    for name, tree in pages(folder).items():
        scripts = [node.get("src") for node in tree.iter("script")]
        assert scripts == (["search.js"] if name == "index.html" else [])
        assert not list(tree.iter("img"))
        assert not any(key.startswith("on") for node in tree.iter() for key in node.keys())
        links = [node.get("href") for node in tree.iter("a")]
        assert not any(urlsplit(address).scheme not in ("", "https") for address in links)
    told = words_of(folder)
    assert not re.search("[\x00\x0b\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", told)
    assert len(told) < 150_000
    assert "<script>alert(1)</script>" in "".join(pages(folder)[f"pledge/{world.hostile}.html"].itertext())


def test_a_hostile_title_is_text(world, tmp_path):
    title = "</title><script>alert(1)</script>\u202e & more"
    assert export("--site", str(tmp_path / "s"), "--title", title, world.ids.pledge).exit_code == 0
    tree = pages(tmp_path / "s")["index.html"]
    assert tree.find(".//h1").text == "</title><script>alert(1)</script>\N{REPLACEMENT CHARACTER} & more"
    assert feedparser.parse((tmp_path / "s" / "feed.xml").read_bytes()).bozo is False


def test_the_feed_is_read_back_newest_first(folder, world):
    feed = feedparser.parse((folder / "feed.xml").read_bytes())
    assert feed.bozo is False
    assert feed.version == "atom10"
    assert feed.feed.title == site.TITLE
    titles = [entry.title for entry in feed.entries]
    assert any(title.startswith("Said later: The Harbour Road library has not reopened.") for title in titles)
    assert any(title.startswith("Verdict: kept late (Una Frost") for title in titles)
    assert any(title.startswith("Said: The Council will reopen") for title in titles)
    days = [entry.updated for entry in feed.entries]
    assert days == sorted(days, reverse=True)
    assert feed.feed.updated == days[0]
    assert any(entry.link.endswith(f"pledge/{world.ids.pledge}.html") for entry in feed.entries)


def test_the_feed_has_what_the_standard_asks_for(folder):
    root = ElementTree.parse(folder / "feed.xml").getroot()
    assert root.tag == f"{ATOM}feed"
    for node in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(node.findall(ATOM + name)) == 1
            assert node.find(ATOM + name).text
    assert root.find(f"{ATOM}author/{ATOM}name").text
    names = [node.text for node in root.iter(f"{ATOM}id")]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", name) for name in names)
    assert all((folder / link.get("href")).is_file() for link in root.iter(f"{ATOM}link"))


def test_the_calendar_is_read_back(folder, world):
    calendar = icalendar.Calendar.from_ical((folder / "due.ics").read_bytes())
    assert f"{world.ids.pledge}@greenshoots" in [event["UID"] for event in calendar.walk("VEVENT")]


def test_written_again_it_is_the_same(folder, world, tmp_path):
    names = (world.ids.pledge, world.ids.undated, world.hostile, world.long, world.public)
    again = tmp_path / "again"
    assert export("--site", str(again), *names).exit_code == 0
    assert words_of(again) == words_of(folder)


def test_a_pledge_that_is_no_longer_chosen_goes(folder, world):
    assert export("--site", str(folder), world.ids.undated).exit_code == 0
    assert [path.name for path in (folder / "pledge").iterdir()] == [f"{world.ids.undated}.html"]
    assert not (folder / "due.ics").exists()
    assert "Harbour Road library by the end" not in words_of(folder)


def test_a_folder_with_other_things_is_left_alone(world, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "index.html").write_text("<p>My own page.", "utf-8")
    done = export("--site", str(tmp_path / "mine"), world.ids.pledge)
    assert done.exit_code == 2
    assert "The folder has other things in it" in done.stderr
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["index.html"]


def test_files_of_others_stay_where_a_site_is_written_again(folder, world):
    (folder / "CNAME").write_text("pledges.example.org", "utf-8")
    (folder / "pledge" / "note.html").write_text("ours", "utf-8")
    assert export("--site", str(folder), world.ids.undated).exit_code == 0
    assert (folder / "CNAME").exists()
    assert (folder / "pledge" / "note.html").exists()


def test_an_unmasked_site_is_refused(world, tmp_path):
    assert export("--site", str(tmp_path / "s"), "--unmasked").exit_code == 2
    assert not (tmp_path / "s").exists()
