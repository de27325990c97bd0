"""The commands by which people judge: ``judge`` a link, give a ``verdict``."""

from __future__ import annotations

import json
from typing import cast

import click

from greenshoots.errors import UsageError
from greenshoots.records import RATINGS, RELATIONS, Rating, Relation, as_plain


def add_to(main: click.Group) -> None:
    """Give the command these sub-commands, of the class that it gives to its own."""
    main.command()(judge)
    main.command()(verdict)


@click.argument("statement_id", metavar="STATEMENT")
@click.argument("place", metavar="LINK")
@click.option("--confirm", is_flag=True, help="It bears on the statement, as it was proposed.")
@click.option("--reject", is_flag=True, help="It is about something else: it is not shown as evidence again.")
@click.option("--relation", type=click.Choice(RELATIONS), help="It bears on the statement, and says this.")
@click.option("--by", required=True, help="Your name: it stands beside the judgement.")
@click.option("--reason", default="", help="Why.")
def judge(
    statement_id: str, place: str, confirm: bool, reject: bool, relation: str | None, by: str, reason: str
) -> None:
    """Say of a later passage that it bears on a statement, or that it does not. The log only grows: the last counts.

    LINK is the id that `greenshoots trace STATEMENT --all` prints, or DOCUMENT:START-END for a passage that the
    machine missed; its record must be strictly later.

    Example: greenshoots judge s3f2a9 l81c04e --reject --by "Una Frost" --reason "another slipway"

    Example: greenshoots judge s3f2a9 minutes-12:340-418 --relation kept --by "Una Frost"
    """
    from greenshoots import judgements, pipeline, plain
    from greenshoots.masks import mask

    if sum((confirm, reject, relation is not None)) != 1:
        raise UsageError("Say one of --confirm, --reject and --relation")
    with pipeline.library() as library:
        link = judgements.judge(
            library,
            statement_id,
            place,
            by=by,
            accepted=not reject,
            relation=cast(Relation | None, relation),
            reason=reason,
        )
    click.echo(f"{link.id}  {plain.relation_words(link)}, {mask(plain.found_by(link))}", err=True)


@click.argument("statement_id", metavar="STATEMENT")
@click.argument("rating", required=False, type=click.Choice(RATINGS), metavar="RATING")
@click.option("--by", help="Your name: it stands beside the verdict.")
@click.option("--reason", help="What it rests on.")
@click.option("--log", is_flag=True, help="Print every verdict on the statement, oldest first.")
@click.option("--json", "as_json", is_flag=True, help="With --log: print JSON lines.")
def verdict(
    statement_id: str, rating: str | None, by: str | None, reason: str | None, log: bool, as_json: bool
) -> None:
    """Rate a statement, with your name and your reason; or print the log of verdicts. The machine gives none.

    RATING is one of: kept, "kept late", "partly kept", broken, moved, dropped; of a claim "borne out" or contradicted;
    open.

    Example: greenshoots verdict s3f2a9 "kept late" --by "Una Frost" --reason "Reopened on 3 May: the clerk's log"

    Example: greenshoots verdict s3f2a9 --log
    """
    from greenshoots import judgements, pipeline, plain
    from greenshoots.masks import mask
    from greenshoots.public import showing_of

    if log == bool(rating):
        raise UsageError("Give a rating, or ask for the --log", next_step=f"Choose from: {', '.join(RATINGS)}")
    with pipeline.library() as library:
        if rating:
            judgements.give(library, statement_id, cast(Rating, rating), by=by or "", reason=reason or "")
            click.echo("Kept.", err=True)
            return
        given = library.store.verdicts_of(library.store.statement(statement_id))
        with showing_of(library.store, [entry.document_key for entry in given]):
            told = [mask(plain.verdict_words(entry)) for entry in given]
    for entry, words in zip(given, told, strict=True):
        click.echo(json.dumps(as_plain(entry), ensure_ascii=False) if as_json else words)
    if not given:
        click.echo("Nobody has given a verdict.", err=True)
