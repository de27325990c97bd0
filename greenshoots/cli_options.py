"""Options that several commands have: days, and what narrows a search."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

import click

from greenshoots.records import KINDS, MEDIUMS, Filters, Kind, Medium


def date_option(name: str, text: str) -> Callable[[Any], Any]:
    """An option that takes a date as YYYY-MM-DD."""
    return click.option(name, type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help=text)


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that narrow a search, and hand them over as one ``filters``."""

    @wraps(command)
    def with_filters(
        *args: Any,
        speaker: str | None,
        body: str | None,
        kind: str | None,
        medium: str | None,
        after: Any,
        before: Any,
        **kwargs: Any,
    ) -> Any:
        filters = Filters(
            speaker=speaker,
            body=body,
            kind=cast(Kind | None, kind),
            medium=cast(Medium | None, medium),
            after=after.date() if after else None,
            before=before.date() if before else None,
        )
        return command(*args, filters=filters, **kwargs)

    options = [
        click.option("--speaker", help="Only statements by this person or body."),
        click.option("--body", help="Only records of this council, paper or other body."),
        click.option("--kind", type=click.Choice(KINDS), help="Only statements of this kind."),
        click.option("--medium", type=click.Choice(MEDIUMS), help="Only this sort of record."),
        date_option("--after", "Only records of this day or later."),
        date_option("--before", "Only records of this day or earlier."),
    ]
    decorated: Callable[..., Any] = with_filters
    for option in reversed(options):
        decorated = option(decorated)
    return decorated
