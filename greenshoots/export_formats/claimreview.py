"""Verdicts by people as ClaimReview (schema.org) in JSON-LD: what the machine found is no verdict, and not in here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from greenshoots.errors import NothingToExportError
from greenshoots.excerpts import Excerpt, Given, Source

CONTEXT = "https://schema.org"


def reviews(found: Sequence[Excerpt]) -> bytes:
    """Return a JSON list with a ClaimReview for each statement that a person rated; "open" is no rating.

    Raises ``NothingToExportError`` if nobody rated any.
    """
    made = [review(one, one.verdict) for one in found if one.verdict and one.verdict.rating != "open"]
    if not made:
        raise NothingToExportError(
            "Nobody gave a verdict on any of the chosen statements",
            cause="A ClaimReview is a person's: what the machine found is none",
            next_step="Give one with `greenshoots verdict`, or choose others (--verdict any)",
        )
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()


def review(one: Excerpt, verdict: Given) -> dict[str, Any]:
    """Return one ClaimReview. There is no number for a verdict, so its rating has words alone."""
    return {
        "@context": CONTEXT,
        "@type": "ClaimReview",
        "identifier": one.id,
        "inLanguage": "en-GB",
        "datePublished": verdict.day.isoformat(),
        "author": {"@type": "Person", "name": verdict.by},
        "claimReviewed": one.words,
        "reviewBody": verdict.reason,
        "reviewRating": {"@type": "Rating", "alternateName": verdict.rating, "ratingExplanation": verdict.reason},
        "itemReviewed": _claim(one),
    }


def _claim(one: Excerpt) -> dict[str, Any]:
    claim: dict[str, Any] = {"@type": "Claim", "text": one.words, "appearance": _work(one.source)}
    if one.made:
        claim["datePublished"] = one.made.isoformat()
    if one.speaker:
        claim["author"] = _body(one.speaker) if one.is_body else _person(one)
    return claim


def _person(one: Excerpt) -> dict[str, Any]:
    person: dict[str, Any] = {"@type": "Person", "name": one.speaker}
    person |= {"jobTitle": one.role} if one.role else {}
    return person | ({"worksFor": _body(one.organisation)} if one.organisation else {})


def _work(source: Source) -> dict[str, Any]:
    work: dict[str, Any] = {
        "@type": "NewsArticle" if source.medium == "press" else "CreativeWork",
        "headline": source.title,
    }
    work |= {"url": source.url} if source.url else {}
    work |= {"datePublished": source.day.isoformat()} if source.day else {}
    return work | ({"publisher": _body(source.body)} if source.body else {})


def _body(name: str) -> dict[str, str]:
    return {"@type": "Organization", "name": name}
