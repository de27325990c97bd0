"""The commands about what is followed: ``update`` asks again, ``sources`` says what there is and what is missing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from greenshoots.errors import UsageError
from greenshoots.masks import mask
from greenshoots.records import Failure, Filters, as_plain

if TYPE_CHECKING:
    from greenshoots.harvests import SourceCoverage
    from greenshoots.pipeline import Library


def add_to(main: click.Group) -> None:
    """Give the command these sub-commands, of the class that it gives to its own."""
    main.command()(update)
    main.command()(sources)


@click.option("--accept", is_flag=True, help="Take a harvest that is much smaller than the last one for the whole.")
def update(accept: bool) -> None:
    """Ask every source that is followed again: council sites and web pages. Only what changed is fetched.

    A source that fails never stops the others.

    Example: greenshoots update
    """
    from greenshoots import pipeline
    from greenshoots.cli import finish_round, progress_bars

    with pipeline.library() as library, progress_bars() as progress:
        if not library.store.followed():
            raise UsageError(
                "No source is followed yet", next_step="Add one: greenshoots add https://democracy.example.org"
            )
        outcome = pipeline.update(library, accept=accept, progress=progress, failed=_tell)
    finish_round(outcome)


@click.option("--changed", is_flag=True, help="What was changed in pages after they were first read, word by word.")
@click.option("--unfollow", metavar="ADDRESS", help="Ask this source no more; its records stay.")
@click.option("--allow", metavar="HOST", help="Read articles of this paper from now on: its terms let you.")
@click.option("--disallow", metavar="HOST", help="Read articles of this paper no more; its records stay.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON lines: one for each source that is followed.")
def sources(changed: bool, unfollow: str | None, allow: str | None, disallow: str | None, as_json: bool) -> None:
    """Show what record is covered, source by source: meetings, documents, what is missing, what could not be read.

    Example: greenshoots sources

    Example: greenshoots sources --changed

    Example: greenshoots sources --allow www.example.org
    """
    from greenshoots import pipeline

    if allow or disallow:
        _permit(allow, disallow)
        return
    with pipeline.library() as library:
        if unfollow:
            _unfollow(library, unfollow)
        elif changed:
            _changed(library)
        elif as_json:
            for covered in _followed(library):
                click.echo(json.dumps(source_line(covered), ensure_ascii=False))
        else:
            _covered(library)


def _tell(failure: Failure) -> None:
    click.echo(mask(failure.message), err=True)


def _permit(allow: str | None, disallow: str | None) -> None:
    from ingest import permission

    if allow:
        host = permission.allow(allow, date.today())
        click.echo(f"Allowed: articles of {host} are read from now on. Next: greenshoots update", err=True)
    if disallow:
        host = permission.disallow(disallow)
        click.echo(f"No longer allowed: {host}. What was read of it stays.", err=True)


def _unfollow(library: Library, address: str) -> None:
    meant = [source for source in library.store.followed() if source.address == address]
    if not meant:
        raise UsageError(f"{address} is not followed", next_step="See `greenshoots sources`")
    for source in meant:
        library.store.unfollow(source)
        click.echo(f"No longer followed: {mask(source.name)}", err=True)


def _changed(library: Library) -> None:
    from greenshoots.public import showing_of
    from greenshoots.versions import revision_block, revisions

    found = False
    for key in library.store.changed_documents():
        for revision in revisions(library.store, key):
            found = True
            with showing_of(library.store, [key]):
                click.echo(revision_block(revision))
    if not found:
        click.echo("No page that was read again had been changed.", err=True)


def _covered(library: Library) -> None:
    from greenshoots import plain
    from ingest.permission import allowed_hosts

    coverage = library.store.coverage(Filters())
    click.echo(plain.coverage_sentence(coverage))
    for body, number in coverage.bodies:
        click.echo(f"  {body or 'body unknown'}: {plain.count(number, 'document')}")
    for failure in library.store.failures_elsewhere():
        click.echo(f"  not read on {plain.british(failure.at.date())}: {mask(failure.message)}")
    for host, day in sorted(allowed_hosts().items()):
        click.echo(f"  press allowed: {host}, since {plain.british(day)}")
    for covered in _followed(library):
        click.echo("\n" + "\n".join(source_block(covered)))


def _followed(library: Library) -> Iterator[SourceCoverage]:
    from greenshoots.harvests import coverage_of

    for source in library.store.followed():
        yield coverage_of(library.store, source, today=date.today())


def source_block(covered: SourceCoverage) -> Iterable[str]:
    """What the library has of one source and what it lacks, line by line."""
    from greenshoots import plain
    from greenshoots.harvests import held_words, last_good_words

    source = covered.source
    since = f", from {plain.british(source.since)} on" if source.since else ""
    yield mask(source.name) + since
    yield f"  {held_words(covered)}; {plain.count(covered.documents, 'document')}; {last_good_words(covered)}."
    if covered.alarm:
        yield f"  ALARM: {mask(covered.alarm)}. No answer counts this source as read until a harvest is in order."
    for missing in covered.missing:
        yield f"  missing: {mask(missing.what)}: {missing.url}"
    for failure in covered.failures:
        yield f"  not read on {plain.british(failure.at.date())} ({failure.reason}): {mask(failure.message)}"
    for meeting in covered.cancelled:
        note = f" ({mask(meeting.note.rstrip('.'))})" if meeting.note else ""
        yield f"  cancelled: {mask(meeting.committee)}, {plain.british(meeting.held)}{note}"


def source_line(covered: SourceCoverage) -> dict[str, Any]:
    """The same as a JSON line, contact details masked."""
    line: dict[str, Any] = _masked(as_plain(covered))
    return line


def _masked(plain: Any) -> Any:
    if isinstance(plain, dict):
        return {name: value if name in ("address", "url") else _masked(value) for name, value in plain.items()}
    if isinstance(plain, list):
        return [_masked(value) for value in plain]
    return mask(plain) if isinstance(plain, str) else plain
