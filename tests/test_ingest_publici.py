"""Public-i: the feed tells where the captions lie, and they are fetched from there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from greenshoots.errors import FetchError
from greenshoots.records import Failure
from ingest.publici import AgendaPoint, webcasts
from ingest.raw import Raw
from ingest.sources import Fetched, read_raw, read_source

SHARED = Path(__file__).resolve().parents[2] / "shared" / "inputs" / "transcripts"

FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:pi="http://feeds.example/pi"><channel><title>Fernbridge webcasts</title>
<item><title>Harbour Scrutiny Panel - Tuesday 19 March 2030, 6:00pm</title>
<guid>https://fernbridge.public-i.tv/core/portal/webcast_interactive/4711</guid><pi:activity>4711</pi:activity>
<pi:liveDate>Tue, 19 Mar 2030 18:00:00 +0000</pi:liveDate><pi:agenda><pi:agenda_item><pi:agenda_id>1</pi:agenda_id>
<pi:agenda_text>The wall</pi:agenda_text><pi:agenda_time>65</pi:agenda_time></pi:agenda_item></pi:agenda></item>
<item><title>Planning</title><guid>https://fernbridge.public-i.tv/core/portal/webcast_interactive/4712</guid></item>
</channel></rss>"""
CAPTIONS = b"WEBVTT\n\n00:01:05.000 --> 00:01:09.000\nwe will mend the wall by easter\n"
ADDRESS = "https://cl-assets.public-i.tv/fernbridge/subtitles/fernbridge_{}_en_GB.vtt"


def raw(data: str | bytes, address: str = "https://fernbridge.public-i.tv/core/data/9/archived/1/agenda/1") -> Raw:
    return Raw(address, data if isinstance(data, bytes) else data.encode(), datetime(2030, 4, 1, tzinfo=UTC))


def site(address: str) -> Raw:
    if address != ADDRESS.format(4711):
        raise FetchError("the page is not there", where=address, reason="missing")
    return replace(raw(CAPTIONS, address), content_type="text/html")


def test_the_captions_of_each_webcast_are_fetched_and_those_without_are_told():
    found, missing = read_raw(raw(FEED), get=site)
    assert isinstance(found, Fetched)
    document, provenance = found.document, found.provenance
    assert (document.text, document.medium) == ("we will mend the wall by easter", "transcript")
    assert document.title == "Harbour Scrutiny Panel - Tuesday 19 March 2030, 6:00pm"
    assert document.body == "Harbour Scrutiny Panel"
    assert (document.met, document.published) == (date(2030, 3, 19), date(2030, 3, 19))
    assert document.url == "https://fernbridge.public-i.tv/core/portal/webcast_interactive/4711"
    assert (provenance.address, provenance.machine_made, found.raw) == (ADDRESS.format(4711), True, CAPTIONS)
    assert isinstance(missing, Failure)
    assert (missing.address, missing.reason) == (ADDRESS.format(4712), "missing")


def test_an_error_page_in_the_place_of_captions_is_no_transcript():
    (item, _) = read_raw(raw(FEED), get=lambda address: raw(b"<html><p>We will be back.</p></html>", address))
    assert isinstance(item, Failure)
    assert "web page" in item.message


def test_of_a_feed_on_disk_it_is_told_which_address_to_add(tmp_path):
    (tmp_path / "feed.xml").write_text(FEED, encoding="utf-8")
    first, second = read_source(str(tmp_path / "feed.xml"))
    assert isinstance(first, Failure)
    assert isinstance(second, Failure)
    assert (first.reason, first.address) == ("lies elsewhere", str(tmp_path / "feed.xml"))
    assert f"Add {ADDRESS.format(4711)}." in first.message
    assert f"Add {ADDRESS.format(4712)}." in second.message


def test_a_single_agenda_item_is_read_with_its_second():
    first, second = webcasts(raw(FEED))
    assert first.agenda == (AgendaPoint("The wall", 65.0),)
    assert (second.uid, second.live, second.agenda) == ("4712", None, ())


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (FEED[:500], "cannot be read"),
        ("<rss xmlns:pi='x'><channel><pi:activity/></channel></rss>", "no webcast"),
        ("<rss><channel><item><title>News</title></item></channel></rss>", ""),
        ('<!DOCTYPE a [<!ENTITY b "c">]><rss>&b;</rss>', ""),
    ],
)
def test_what_is_no_feed_of_webcasts_is_told_plainly(data, told):
    items = list(read_raw(raw(data, "/records/feed.xml")))
    assert items
    assert all(isinstance(item, Failure) and told in item.message for item in items)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared transcripts are not beside this checkout")
def test_the_shared_feed_gives_the_address_of_its_captions():
    (item,) = read_source(str(SHARED / "publici_rss_SYNTHETIC.xml"))
    assert isinstance(item, Failure)
    assert "https://cl-assets.public-i.tv/example/subtitles/example_812345_en_GB.vtt" in item.message
