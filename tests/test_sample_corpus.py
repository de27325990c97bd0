"""The sample corpus is whole: what `expected.json` says stands in the documents, word for word and in order of time.

Nothing here analyses language. The documents are read by a few lines of this file, not by `ingest`, so that a
change of a parser cannot hide a fault in the corpus.
"""

from __future__ import annotations

import html
import json
import re
import runpy
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from bs4 import BeautifulSoup

from greenshoots import pipeline
from greenshoots.pipeline import Library
from greenshoots.records import KINDS, RELATIONS, Document, Link, Passage, Pledge, Statement
from greenshoots.wordings import wordings
from index.trace import Tracer

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "sample"
DOCUMENTS = SAMPLE / "documents"
FORMATS = {".html", ".txt", ".md", ".pdf", ".jsonl", ".vtt", ".json", ".docx"}
READ_AS_TEXT = (FORMATS - {".pdf", ".docx"}) | {".word", ".teams"}
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
    if path.suffix == ".docx":
        return word_text(path)
    text = path.read_text("utf-8")
    if path.suffix == ".json":
        return str(json.loads(text)["text"])
    return page_text(text) if path.suffix == ".html" else text


def word_text(path: Path) -> str:
    """The paragraphs and table rows of a Word file, a line each, cells parted as a record parts them."""
    with zipfile.ZipFile(path) as file:
        marked = file.read("word/document.xml").decode("utf-8")
    marked = re.sub(r"</w:p></w:tc>(?=<w:tc>)", " | ", marked)
    return html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", "\n", marked)))


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
    for one in expected()["wordings"]:
        yield from one["records"]


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


@pytest.mark.parametrize("path", sorted(DOCUMENTS.glob("*.docx")), ids=lambda path: path.stem)
def test_every_word_file_is_what_its_source_makes(path):
    made = runpy.run_path(str(SAMPLE / "make_word.py"))
    [source] = [source for source in made["sources"]() if source.stem == path.stem]
    assert path.read_bytes() == made["word"](source)


def test_readme_counts_what_lies_in_documents():
    readme = (SAMPLE / "README.md").read_text("utf-8")
    assert f"first published: {len(list(DOCUMENTS.iterdir()))} files" in readme
    assert f"a `.jsonl` with {len(records())} records" in readme
    assert f"- {len(minutes_pages())} pages of minutes" in readme
    assert f"- {len(articles())} articles" in readme


def test_the_records_of_a_meeting_word_one_utterance_in_three_ways():
    for one in expected()["wordings"]:
        assert len({said["document"] for said in one["records"]}) == len(one["records"]) == 3


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
    everything = " ".join(path.read_text("utf-8") for path in SAMPLE.rglob("*.*") if path.suffix in READ_AS_TEXT)
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


# What the shipped ranking and rules reach on the chains, of 95 later passages in 34 chains: never less.
FIRST_TEN, SHOWN, RIGHT = 76, 45, 81
# Chains whose every passage of evidence is found and told rightly.
WHOLE = frozenset(
    name.strip()
    for name in """
    Ten more caseworkers
    Zebra crossing in Mill Lane
    Bid of £8.4 million for Fenlark
    Joint autism strategy within six months
    75 per cent of plans within 20 weeks
    Free travel from 16 to 19 (Recommendation 2)
    Travel training (Recommendation 3)
    Half of families know whom to ring
    Training of school co-ordinators
    Two early years assessment rooms
    Named officer for each school (action A43)
    Hand count of every open case
    Training of the tuition panel
    Independent chair of the improvement board
    The noticeboard
    The swings
    The stile on Footpath 14
    Grant towards the village hall roof
    """.strip().splitlines()
)


@dataclass(frozen=True)
class Traced:
    """A chain as traced: each passage expected later, with the rank and the link that points to it, if any."""

    name: str
    later: list[tuple[dict[str, Any], int | None, Link | None]]
    links: tuple[Link, ...]

    @property
    def right(self) -> list[bool]:
        return [link is not None and link.relation == wanted["relation"] for wanted, _, link in self.later]


def place(document: Document, quote: str) -> tuple[int, int]:
    found = re.search(r"\s+".join(map(re.escape, quote.split())), document.text)
    assert found is not None, quote
    return found.start(), found.end()


def traced_chain(chain: dict[str, Any], tracer: Tracer, documents: dict[str, Document]) -> Traced:
    made = documents[chain["pledge"]["document"]]
    start, end = place(made, chain["pledge"]["quote"])
    pledge = Pledge("p", made.id, start, end, made.text[start:end], made.made, made.body, made.key)
    links = tracer.trace(pledge).links
    later: list[tuple[dict[str, Any], int | None, Link | None]] = []
    for wanted in chain["later"]:
        record = documents[wanted["document"]]
        first, last = place(record, wanted["quote"])
        hits = [
            (rank, link)
            for rank, link in enumerate(links, start=1)
            if link.document_key == record.key and link.start < last and link.end > first
        ]
        later.append((wanted, *(hits[0] if hits else (None, None))))
    return Traced(chain["name"], later, links)


Built = tuple[Library, dict[str, Document]]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    with pipeline.library(tmp_path_factory.mktemp("sample")) as library:
        pipeline.add(library, [str(DOCUMENTS)])
        documents = {}
        for document in library.store.documents():
            for provenance in library.store.provenances(document.key):
                name = provenance.address.partition("#")[2] or Path(provenance.address).name
                documents[name] = document
        yield library, documents


@pytest.fixture(scope="module")
def chains(built: Built) -> list[Traced]:
    library, documents = built
    tracer = Tracer(library.store, library.vectors, pipeline.embedder())
    return [traced_chain(chain, tracer, documents) for chain in expected()["chains"]]


def worded(built: Built, said: dict[str, Any]) -> Statement:
    """The statement in which a wording stands."""
    library, documents = built
    document = documents[said["document"]]
    start, end = place(document, said["quote"])
    found = library.store.statement_at(Passage(document.key, start, end, document.text[start:end]))
    assert found is not None
    return found


@pytest.mark.slow
@pytest.mark.parametrize("one", expected()["wordings"], ids=lambda one: one["name"])
def test_minutes_recording_and_paper_have_one_utterance_side_by_side(built: Built, one: dict[str, Any]) -> None:
    library, documents = built
    found = wordings(library, worded(built, one["records"][0]))
    told = {other.document.key: squash(other.text) for other in found.others}
    for said in one["records"][1:]:
        assert said["quote"] in told[documents[said["document"]].key]


@pytest.mark.slow
@pytest.mark.parametrize("one", expected()["wordings"], ids=lambda one: one["name"])
def test_no_record_of_a_meeting_is_evidence_of_another(built: Built, one: dict[str, Any]) -> None:
    library, documents = built
    of_the_meeting = {documents[said["document"]].key for said in one["records"]}
    for said in one["records"]:
        links = pipeline.trace(library, worded(built, said).id).links
        assert of_the_meeting.isdisjoint(link.document_key for link in links)


@pytest.mark.slow
def test_how_the_three_records_differ_is_told_in_plain_words(built: Built) -> None:
    library, _ = built
    [evening] = [one for one in expected()["wordings"] if one["name"] == "Evening sessions in the libraries"]
    assert wordings(library, worded(built, evening["records"][0])).differences[:2] == (
        "The recording promises more than the minutes: the minutes say ‘would be considered’;"
        " the recording says ‘we will do it by the end of May’.",
        "Only the recording gives a time: ‘by the end of May’.",
    )


@pytest.mark.slow
def test_another_promise_of_the_same_speaker_is_not_taken_for_it(built: Built) -> None:
    library, _ = built
    [trap] = [trap for trap in expected()["traps"] if "another promise" in trap["why"]]
    assert wordings(library, worded(built, trap)).others == ()


@pytest.mark.slow
def test_the_chains_are_found_shown_and_told_rightly_no_less_than_before(chains: list[Traced]) -> None:
    later = [one for chain in chains for one in chain.later]
    assert sum(rank is not None and rank <= 10 for _, rank, _ in later) >= FIRST_TEN
    assert sum(link is not None and link.shown for _, _, link in later) >= SHOWN
    assert sum(right for chain in chains for right in chain.right) >= RIGHT


@pytest.mark.slow
def test_whole_chains_stay_whole(chains: list[Traced]) -> None:
    assert WHOLE - {chain.name for chain in chains if all(chain.right)} == set()


@pytest.mark.slow
def test_no_passage_of_a_broken_pledge_is_read_as_kept(chains: list[Traced]) -> None:
    bad = [
        wanted["quote"]
        for chain in chains
        for wanted, _, link in chain.later
        if wanted["relation"] in ("shortfall", "supersedes") and link is not None and link.relation == "kept"
    ]
    assert bad == []


@pytest.mark.slow
def test_nothing_is_shown_that_is_not_later(chains: list[Traced]) -> None:
    days = {chain["name"]: chain["pledge"]["date"] for chain in expected()["chains"]}
    early = [(chain.name, link.text) for chain in chains for link in chain.links if f"{link.date}" <= days[chain.name]]
    assert early == []
