"""A fictional hearing, reported by a paper, met by what came later: its test by a survey, its claim by an inspection.

The shape is that of many real ones: an admission, a finding, a claim of progress, an apology, a test of success,
a reassurance, money applied for. Everything and everybody in it is made up.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from greenshoots import pipeline
from greenshoots.pipeline import Library
from greenshoots.records import Link, Statement, Traced

pytestmark = pytest.mark.slow

HEARING = "\n\n".join(
    (
        "A NOTICE to improve served on the council was 'a verdict on all of us', councillors have heard.",
        "Wexmoor Council was told by the ministry to speed up its help for disabled children and those with "
        "special needs.",
        "Marian Oldroyd, director of children's services, told the committee: \"I read it as a verdict on all "
        "of us, for we did not carry out the plan that we had signed.",
        '"It did not show the results and it did not move as fast as it had to."',
        "Ms Oldroyd said the ministry had looked at the service in May and found that the plan 'did not meet "
        "the needs of families'.",
        "She said that the service was beginning to see 'green shoots' of progress, but that there was 'a "
        "long way to go'.",
        '"The true litmus test will be when families and young people tell us that they can feel the '
        'difference," she said.',
        '"Today I apologise to the children and the families whom we have let down.',
        '"There are green shoots, and parents and carers may take my word for it that this time it is real."',
        "Ms Oldroyd added that the council had applied to the ministry for £3.6million from the Fair Start "
        "fund to open more places in mainstream schools.",
        'Bernard Quill, director of community health at NHS Wexshire, said: "It falls to the two of us '
        'together how this service does."',
        "Councillor Edith Fanshawe, portfolio holder for children, said she hoped that she would get fewer "
        "complaints by the spring.",
    )
)

LATER = {
    "recall": (
        "2024-11-08",
        "press",
        "The Wexmoor Echo",
        "Parents met in Wexmoor on Saturday to compare notes.\n\n"
        "Ms Oldroyd spoke in July of 'green shoots' of progress in the service.\n\n"
        "The hall was full, and the tea ran out before the end.\n",
    ),
    "refusal": (
        "2024-09-18",
        "minutes",
        "Wexmoor Council",
        "Children's Scrutiny Committee, 18 September 2024\n\n5. Funding\n\n"
        "The Director reported that the application to the ministry for £3.6 million from the Fair Start fund had been"
        " refused.\n\nMembers asked what this would mean for places in mainstream schools.\n\n"
        "6. School meals\n\nThe price of a school meal would rise by ten pence in the new year.\n",
    ),
    "inspection": (
        "2024-12-03",
        "report",
        "Inspectorate for Young People",
        "Wexmoor Council: inspection of services for children with special needs\n\n"
        "Leaders told inspectors of green shoots of progress in the service.\n"
        "Inspectors found no green shoots: progress is too slow and children still wait too long.\n\n"
        "The council's kitchens were clean.\n",
    ),
    "survey": (
        "2025-03-11",
        "report",
        "Wexmoor Council",
        "Survey of families, spring 2025\n\nThe council asked 412 families about its help for special needs.\n\n"
        "Only 14 per cent of families said that they could feel a difference since the plan was revised.\n\n"
        "Families also told us about buses and school uniforms.\n",
    ),
    "complaints": (
        "2025-05-20",
        "minutes",
        "Wexmoor Council",
        "Children's Scrutiny Committee, 20 May 2025\n\n4. Complaints\n\n"
        "Councillor Fanshawe reported that complaints had risen to 87 in the year.\n\n"
        "5. Library hours\n\nThe library would open on Mondays from June.\n",
    ),
}


def _lines() -> Iterator[dict[str, str]]:
    yield {
        "id": "hearing",
        "text": HEARING,
        "published": "2024-07-16",
        "medium": "press",
        "body": "The Wexmoor Echo",
        "title": "Notice 'a verdict on all of us'",
    }
    for name, (published, medium, body, text) in LATER.items():
        yield {"id": name, "text": text, "published": published, "medium": medium, "body": body, "title": name}


@pytest.fixture(scope="module")
def hearing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library of the hearing and of what came later."""
    folder: Path = tmp_path_factory.mktemp("hearing")
    source = folder / "record.jsonl"
    source.write_text("\n".join(json.dumps(line) for line in _lines()), encoding="utf-8")
    with pipeline.library(folder / "home") as library:
        outcome = pipeline.add(library, [str(source)])
        assert outcome.added == 1 + len(LATER)
        yield library


def said(library: Library, words: str) -> Statement:
    """The statement of the hearing in which these words stand."""
    document = library.store.document_by_id("hearing")
    assert document is not None
    [found] = [one for one in library.store.statements_of(document.key) if words in one.text]
    return found


def traced(library: Library, words: str) -> Traced:
    return pipeline.trace(library, said(library, words).id)


def shown(found: Traced, document: str) -> list[Link]:
    return [link for link in found.links if link.document == document and link.shown]


def test_the_litmus_test_meets_the_survey_of_families(hearing):
    found = traced(hearing, "litmus test")
    assert found.links[0].document == "survey"
    assert "feel a difference" in found.links[0].text
    assert shown(found, "survey")


def test_the_claim_of_green_shoots_meets_the_inspection(hearing):
    best = shown(traced(hearing, "beginning to see"), "inspection")
    assert any("found no green shoots" in link.text and link.relation == "shortfall" for link in best)


def test_the_money_applied_for_meets_its_refusal(hearing):
    best = traced(hearing, "£3.6million").links[0]
    assert best.document == "refusal"
    assert best.relation == "shortfall"
    assert best.shown
    assert "refused" in best.why


def test_the_forecast_of_fewer_complaints_meets_the_count_of_them(hearing):
    best = traced(hearing, "fewer complaints").links[0]
    assert (best.document, best.relation) == ("complaints", "shortfall")


def test_a_paper_that_only_recalls_the_words_is_a_further_source(hearing):
    found = traced(hearing, "beginning to see")
    assert [link.document for link in found.further_sources] == ["recall"]
    assert not any(link.document == "recall" for link in found.links)


def test_the_deciding_words_stand_where_they_are_marked(hearing):
    best = traced(hearing, "£3.6million").links[0]
    document = hearing.store.document(best.document_key)
    assert best.deciding is not None
    assert best.start <= best.deciding.start < best.deciding.end <= best.end
    assert best.deciding.of(document.text) in best.why


def test_what_is_not_about_the_matter_is_not_shown(hearing):
    for words in ("litmus test", "beginning to see", "£3.6million"):
        told = " ".join(link.text for link in traced(hearing, words).links if link.shown)
        for other in ("school meal", "kitchens", "uniforms", "library"):
            assert other not in told


def test_all_that_is_found_is_later(hearing):
    for words in ("litmus test", "beginning to see", "£3.6million"):
        assert all(link.date and link.date.isoformat() > "2024-07-16" for link in traced(hearing, words).links)
