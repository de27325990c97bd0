"""Feeds: which articles they list, and which of them are wanted."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from greenshoots.errors import BrokenSourceError
from ingest.feeds import Entry, Topics, is_feed, read_feed
from ingest.raw import Raw

NOW = datetime(2024, 7, 1, 12, tzinfo=UTC)

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Saltmarsh &amp;amp; District Echo | News</title>
<item><title>Council &amp;#8216;will mend&amp;#8217; harbour wall</title><link>https://www.saltmarsh-echo.example/news/1.wall/?ref=rss</link>
<description>&lt;p&gt;The SEND budget is &lt;b&gt;not&lt;/b&gt; cut&lt;/p&gt;</description>
<category>Pellbourne</category><pubDate>Tue, 04 Jun 2024 05:00:00 +0100</pubDate></item>
<item><title>Fair comes to town</title><link>/news/2.fair/</link></item>
<item><title>Fair comes to town again</title><link>/news/2.fair/</link></item>
<item><title>No address</title></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Echo</title>
<entry><title>Wall mended</title><link href="https://echo.example/3"/><updated>2024-06-05T10:00:00Z</updated></entry></feed>"""


def raw(data: str | bytes) -> Raw:
    return Raw("https://www.saltmarsh-echo.example/news/rss/", data.encode() if isinstance(data, str) else data, NOW)


def test_rss_lists_its_articles_once_each_with_their_words_made_plain():
    feed = read_feed(raw(RSS))
    assert feed.title == "Saltmarsh & District Echo | News"
    assert [entry.url.partition("example")[2] for entry in feed.entries] == ["/news/1.wall/?ref=rss", "/news/2.fair/"]
    first = feed.entries[0]
    assert (first.title, first.summary) == ("Council ‘will mend’ harbour wall", "The SEND budget is not cut")
    assert first.published == datetime(2024, 6, 4, 4, tzinfo=UTC)
    assert first.tags == ("Pellbourne",)


def test_atom_is_read_too():
    (entry,) = read_feed(raw(ATOM)).entries
    assert entry == Entry("https://echo.example/3", "Wall mended", published=datetime(2024, 6, 5, 10, tzinfo=UTC))


@pytest.mark.parametrize(
    ("topics", "fits"),
    [
        (Topics(), True),
        (Topics(words=("send",)), True),
        (Topics(words=("sen",)), False),
        (Topics(words=("wall", "fair"), places=("Pellbourne",)), True),
        (Topics(words=("wall",), places=("Fenlark",)), False),
    ],
)
def test_topics_are_whole_words_of_title_summary_or_tags(topics, fits):
    assert topics.fit(read_feed(raw(RSS)).entries[0]) is fits


def test_a_feed_without_entries_is_whole():
    assert read_feed(raw("<rss version='2.0'><channel><title>Echo</title></channel></rss>")).entries == ()


@pytest.mark.parametrize("data", ["<html><body>Not found</body></html>", "<rss", b"\x00\x01\x02", "{}"])
def test_what_is_no_feed_is_told(data):
    with pytest.raises(BrokenSourceError, match="cannot be read"):
        read_feed(raw(data))


def test_a_truncated_feed_gives_what_it_holds():
    assert len(read_feed(raw(RSS[: RSS.index("<item><title>No")])).entries) == 2


@pytest.mark.parametrize(("data", "feed"), [(RSS, True), (ATOM, True), ("<html><rss-box></html>", False)])
def test_a_feed_is_known_by_its_root(data, feed):
    assert is_feed(raw(data).data) is feed


def test_entities_that_a_feed_declares_are_not_unfolded():
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    with pytest.raises(BrokenSourceError):
        read_feed(raw(f"{bomb}<rss version='2.0'><channel><title>x &b;</title></channel></rss>"))


def test_a_feed_of_many_megabytes_is_refused_before_it_is_read():
    with pytest.raises(BrokenSourceError, match="more than 8 MB"):
        read_feed(raw(RSS.encode() + b" " * (8 * 1024 * 1024)))


def test_an_empty_file_is_no_feed():
    assert not is_feed(b"")
