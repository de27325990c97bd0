"""The sample corpus is whole: what `expected.json` says stands in the documents, word for word and in order of time.

Nothing here analyses language. The documents are read by a few lines of this file, not by `ingest`, so that a
change of a parser cannot hide a fault in the corpus.
"""

from __future__ import annotations

import json
import re
import runpy
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from bs4 import BeautifulSoup

from greenshoots.records import KINDS, RELATIONS

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "sample"
DOCUMENTS = SAMPLE / "documents"
FORMATS = {".html", ".txt", ".md", ".pdf", ".jsonl"}
OUTCOMES = {"kept", "kept late", "moved", "dropped", "contradicted", "open", "refused", "unanswered", "missed"} | {
    "repeated",
    "test met",
}
PARTS = ("later", "not_evidence", "versions", "figures")


def squash(text: str) -> str:
    return " ".join(text.split())


def records() -> list[dict[str, Any]]:
    lines = [line for path in sorted(DOCUMENTS.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    return [json.loads(line) for line in lines]


def read(path: Path) -> str:
    if path.suffix == ".pdf":
        pdf = pypdfium2.PdfDocument(path)
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)
    text = path.read_text("utf-8")
    return page_text(text) if path.suffix == ".html" else text


def page_text(markup: str) -> str:
    page = BeautifulSoup(markup, "lxml")
    for script in page(["script", "style"]):
        script.decompose()
    part = page.select_one("#modgov") or page.select_one("article")
    assert part is not None
    return part.get_text()


@cache
def texts() -> dict[str, str]:
    """The white space of each document squashed, by file name or by the id of a .jsonl record."""
    files = {path.name: read(path) for path in DOCUMENTS.iterdir() if path.suffix != ".jsonl"}
    changed = {f"later/{path.name}": read(path) for path in (SAMPLE / "later").iterdir()}
    told = {record["id"]: record["text"] for record in records()}
    return {name: squash(text) for name, text in (files | changed | told).items()}


@cache
def expected() -> dict[str, Any]:
    return json.loads((SAMPLE / "expected.json").read_text("utf-8"))


def quoted() -> Iterator[dict[str, Any]]:
    for chain in expected()["chains"]:
        yield chain["pledge"]
        for part in PARTS:
            yield from chain.get(part, [])
    yield from expected()["traps"]
    yield from expected()["statements"]


@cache
def dates() -> dict[str, str | None]:
    named = {name: Path(name).name[:10] for name in texts()}
    return named | {record["id"]: record["published"] for record in records()}


def json_ld(path: Path) -> list[dict[str, Any]]:
    page = BeautifulSoup(path.read_text("utf-8"), "lxml")
    found = [json.loads(script.get_text()) for script in page.select('script[type="application/ld+json"]')]
    return [part for whole in found for part in whole.get("@graph", [whole])]


def articles() -> list[Path]:
    return sorted(DOCUMENTS.glob("*_courier_*.html"))


def minutes_pages() -> list[Path]:
    return sorted(DOCUMENTS.glob("*_minutes.html"))


def test_every_expected_quotation_stands_once_in_its_document():
    wrong = [
        (said["document"], texts()[said["document"]].count(said["quote"]), said["quote"])
        for said in quoted()
        if texts()[said["document"]].count(said["quote"]) != 1
    ]
    assert wrong == []


def test_no_expected_quotation_stands_in_another_document():
    published = {name: text for name, text in texts().items() if not name.startswith("later/")}
    elsewhere = [
        (name, said["quote"])
        for said in quoted()
        for name, text in published.items()
        if name != said["document"] and said["quote"] in text
    ]
    assert elsewhere == []


def test_later_evidence_is_later():
    early = [
        (chain["name"], link["quote"])
        for chain in expected()["chains"]
        for link in chain["later"]
        if not link["date"] > chain["pledge"]["date"]
    ]
    assert early == []


def test_later_evidence_is_told_in_order_of_time():
    for chain in expected()["chains"]:
        told = [link["date"] for link in chain["later"]]
        assert told == sorted(told), chain["name"]


def test_expected_dates_are_those_of_the_documents():
    dated = [said for said in quoted() if "date" in said]
    assert [said["date"] for said in dated] == [dates()[said["document"]] for said in dated]


def test_words_used_in_expected_are_the_projects_own():
    chains = expected()["chains"]
    assert {chain["outcome"] for chain in chains} == OUTCOMES
    assert {link["relation"] for chain in chains for link in chain["later"]} <= set(RELATIONS)
    assert {kind for said in expected()["statements"] for kind in said["kinds"]} == set(KINDS)


def test_there_are_enough_documents_and_statements():
    assert len([name for name in texts() if not name.startswith("later/")]) >= 30
    assert len(minutes_pages()) >= 8
    assert len(articles()) >= 6
    assert len(expected()["statements"]) >= 60


def test_every_format_is_there():
    assert {path.suffix for path in DOCUMENTS.iterdir()} == FORMATS


@pytest.mark.parametrize("path", articles(), ids=lambda path: path.stem)
def test_every_article_has_a_news_article_of_its_day(path):
    article = next(part for part in json_ld(path) if part["@type"] == "NewsArticle")
    assert article["datePublished"][:10] == path.name[:10]
    assert squash(article["headline"]) in squash(read(path))


@pytest.mark.parametrize("path", minutes_pages(), ids=lambda path: path.stem)
def test_every_minutes_page_is_marked_up_as_modern_gov_does(path):
    page = BeautifulSoup(path.read_text("utf-8"), "lxml")
    day = page.select_one('meta[name="DC.date"]')
    assert day is not None
    assert day["content"] == path.name[:10]
    heads = page.select("div#modgov table.mgItemTable p.mgSubItemTitleTxt")
    assert "Minutes:" in {squash(head.get_text()) for head in heads}


@pytest.mark.parametrize("path", sorted(DOCUMENTS.glob("*.md")), ids=lambda path: path.stem)
def test_front_matter_gives_the_day(path):
    front = path.read_text("utf-8").split("---\n")[1]
    assert f"date: {path.name[:10]}\n" in front


@pytest.mark.parametrize("path", sorted(DOCUMENTS.glob("*.pdf")), ids=lambda path: path.stem)
def test_every_pdf_has_text_and_is_what_its_source_makes(path):
    assert len(read(path).split()) > 400
    source = SAMPLE / "source" / path.with_suffix(".txt").name
    set_in_type = runpy.run_path(str(SAMPLE / "make_pdf.py"))["pdf"]  # run, not imported: leaves no bytecode in data/
    assert path.read_bytes() == set_in_type(source.read_text("utf-8"))


def test_one_record_has_no_date():
    assert [record["id"] for record in records() if record["published"] is None] == ["leaflet-your-plan-and-you"]


def test_ids_and_names_are_given_once():
    assert max(Counter([*(record["id"] for record in records()), *(p.name for p in DOCUMENTS.iterdir())]).values()) == 1


def test_every_named_weekday_is_right():
    shape = re.compile(r"\b((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day),? (\d{1,2}) ([A-Z][a-z]+) (\d{4})\b")
    months = "January February March April May June July August September October November December".split()
    wrong = [
        (name, match[0])
        for name, text in texts().items()
        for match in shape.finditer(text)
        if date(int(match[4]), months.index(match[3]) + 1, int(match[2])).strftime("%A") != match[1]
    ]
    assert wrong == []


def test_the_changed_page_differs_in_one_sentence():
    for path in (SAMPLE / "later").iterdir():
        before = set(re.split(r"(?<=\.) ", texts()[path.name]))
        after = set(re.split(r"(?<=\.) ", texts()[f"later/{path.name}"]))
        assert len(before - after) == len(after - before) == 1


def test_the_dropped_pledge_is_never_mentioned_again():
    chain = next(chain for chain in expected()["chains"] if chain["outcome"] == "dropped")
    assert len(chain["silent_in"]) >= 8
    after = [text for name, text in texts().items() if (dates()[name] or "") > chain["pledge"]["date"]]
    assert not [text for text in after if "part-time timetable" in text.casefold()]


def test_contact_details_are_of_the_kinds_kept_for_fiction():
    everything = " ".join(path.read_text("utf-8") for path in SAMPLE.rglob("*.*") if path.suffix in FORMATS - {".pdf"})
    phones = re.findall(r"(?<!\d)0\d{4} ?\d{6}(?!\d)", everything)
    hosts = re.findall(r"[\w.]+@([\w.-]+\w)|https://([\w.-]+\w)", everything)
    assert phones
    assert all(phone.startswith("01632 960") for phone in phones)
    allowed = r"(?:[\w-]+\.)*example\.org|schema\.org"
    assert [host for pair in hosts for host in pair if host and not re.fullmatch(allowed, host)] == []


def test_readme_says_that_it_is_fictional_and_names_every_outcome():
    readme = (SAMPLE / "README.md").read_text("utf-8")
    assert "fictional" in readme.partition("\n\n")[2].partition("\n\n")[0]
    assert [chain["name"] for chain in expected()["chains"] if chain["name"] not in readme] == []
