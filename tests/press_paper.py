"""A fictional paper on this machine: a feed, and articles as papers publish them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from tests.small_site import Site

PAPER = "Pellbourne Packet"


def article(title: str, *paragraphs: str, paper: str = PAPER, day: str = "2024-06-04", **fields: Any) -> bytes:
    """An article's page. ``fields`` go into its JSON-LD."""
    about = {"@type": "NewsArticle", "headline": title, "datePublished": day, "publisher": {"name": paper}} | fields
    body = "".join(f"<p>{words}</p>" for words in paragraphs)
    return (
        f'<!DOCTYPE html><html><head><title>{title}</title><script type="application/ld+json">{json.dumps(about)}'
        f"</script></head><body><article><h1>{title}</h1><div class='article-body'>{body}</div></article></body></html>"
    ).encode()


def feed(entries: Sequence[tuple[str, str, str]]) -> bytes:
    """An RSS feed of entries: address, title, summary."""
    items = "".join(
        f"<item><title>{title}</title><link>{link}</link><description>{summary}</description>"
        "<pubDate>Tue, 04 Jun 2024 23:30:00 +0000</pubDate></item>"
        for link, title, summary in entries
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{PAPER}</title>{items}</channel></rss>'.encode()


SCHOOLS = "The council will open a new special school in Pellbourne by September 2025, its director said on Monday."
ROADS = "The council will resurface Harbour Road in Fenlark before the winter comes, its leader told the Packet."


def publish(site: Site) -> str:
    """Put up two articles and the feed that lists them, and a third that is gone; return the feed's address."""
    site.says("/news/1.school/", data=article("New special school", SCHOOLS, "SEND places are short."), ETag='"s1"')
    site.says("/news/2.road/", data=article("Harbour Road", ROADS))
    entries = [
        (f"{site.at}/news/1.school/", "New special school", "SEND places for Pellbourne"),
        (f"{site.at}/news/1.school/#comments", "New special school: your comments", "SEND places for Pellbourne"),
        (f"{site.at}/news/2.road/", "Harbour Road", "Potholes in Fenlark"),
    ]
    return site.says("/news/rss/", data=feed(entries), ETag='"f1"')
