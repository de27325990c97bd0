"""The options of ``greenshoots pledges``: what to choose from the ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import wraps
from typing import Any

import click

from greenshoots.records import RATINGS, Filters, Kind

REPLIES = ("accepted", "refused", "acted on", "unanswered")
VERDICTS = (*RATINGS, "any", "none")


def ledger_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that choose from the ledger, and hand them over as one ``wanted``.

    Stands below ``filter_options``, whose ``filters`` it makes ask for pledges or for requests.
    """

    @wraps(command)
    def with_wanted(*args: Any, requests: bool, filters: Filters, **kwargs: Any) -> Any:
        from greenshoots.ledger import Wanted

        names = (
            *("due_this_month", "overdue", "silent", "moved", "kept_late", "repeated"),
            *("reply", "verdict", "committee", "portfolio", "topic"),
        )
        wanted = Wanted(date.today(), **{name: kwargs.pop(name) for name in names})
        kind: Kind = "request" if requests or wanted.reply else "commitment"
        return command(*args, wanted=wanted, filters=replace(filters, kind=kind), **kwargs)

    at_least: dict[str, Any] = {
        "is_flag": False,
        "flag_value": 1,
        "default": 0,
        "type": click.IntRange(0),
        "metavar": "[N]",
    }
    options = [
        click.option("--due-this-month", is_flag=True, help="Only those that are due in this month."),
        click.option(
            "--overdue",
            is_flag=True,
            help="Only those whose day has passed, that nothing says is done and nobody settled.",
        ),
        click.option("--silent", **at_least, help="Only those not mentioned in the last N later meetings (1) or more."),
        click.option("--moved", **at_least, help="Only those whose terms read as changed N times (1) or more."),
        click.option("--kept-late", is_flag=True, help="Only those that read as done after the date first given."),
        click.option("--repeated", is_flag=True, help="Only those promised more than once."),
        click.option(
            "--verdict", type=click.Choice(VERDICTS), help="Only those with this verdict by a person, any or none."
        ),
        click.option("--committee", help="Only from records whose title, or under headings that, have these words."),
        click.option("--portfolio", help="Only of speakers whose post, or of actors whose name, has these words."),
        click.option("--topic", help="Only on this topic: words as for a search."),
        click.option("--requests", is_flag=True, help="Recommendations and other requests in place of pledges."),
        click.option("--reply", type=click.Choice(REPLIES), help="Only requests so answered."),
    ]
    decorated: Callable[..., Any] = with_wanted
    for option in reversed(options):
        decorated = option(decorated)
    return decorated
