"""The command. Data goes to stdout, progress and logs to stderr; heavy imports wait until they are needed."""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from greenshoots import __version__, cli_briefing, cli_digest, cli_exports, cli_judging, cli_sources
from greenshoots.cli_ledger import ledger_options
from greenshoots.cli_options import date_option, filter_options
from greenshoots.errors import GreenShootsError, UsageError
from greenshoots.masks import mask
from greenshoots.records import KINDS, MEDIUMS, Failure, Filters, Kind, Link, Medium, as_plain

if TYPE_CHECKING:
    from greenshoots.goalposts import Terms
    from greenshoots.pipeline import Outcome
    from greenshoots.series import Point

SOME_FAILED = 3  # exit code; click exits 1 on an error told and 2 on wrong usage


class Command(click.Command):
    """A command whose own errors become one line and an exit code, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; ``UsageError`` exits 2, any other error of ours 1, Ctrl-C 1 with the store whole."""
        try:
            return super().invoke(ctx)
        except UsageError as error:
            raise click.UsageError(mask(str(error)), ctx) from error
        except GreenShootsError as error:
            raise click.ClickException(mask(str(error))) from error
        except KeyboardInterrupt:
            raise click.ClickException("stopped; what was finished is kept, run the same command to go on") from None


class Group(click.Group):
    """A group whose sub-commands are all of class ``Command``."""

    command_class = Command


def print_line(record: Any) -> None:
    """Print one JSON line."""
    click.echo(json.dumps(as_plain(record), ensure_ascii=False))


@contextmanager
def progress_bars() -> Iterator[Callable[[str, int, int | None], None]]:
    """One bar a stage, on stderr; where that is no terminal, only how each stage ended."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:12}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    tasks: dict[str, Any] = {}
    with Progress(*columns, console=Console(stderr=True)) as bars:

        def show(stage: str, done: int, total: int | None) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield show


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="greenshoots")
def main() -> None:
    """Read what public bodies say, keep what they can be held to, trace what became of it.

    Example: greenshoots add minutes/ && greenshoots search '"green shoots"'
    """


def finish(failures: Counter[str]) -> None:
    """Say what failed, by reason, and leave with exit code 3; nothing to say if nothing did."""
    if failures:
        told = ", ".join(f"{number} x {reason}" for reason, number in sorted(failures.items()))
        click.echo(f"Not everything could be read: {told}.", err=True)
        sys.exit(SOME_FAILED)


def collect(failures: Counter[str]) -> Callable[[Failure], None]:
    """Return what tells a failure at once and counts it by reason."""

    def failed(failure: Failure) -> None:
        click.echo(mask(failure.message), err=True)
        failures[failure.reason] += 1

    return failed


@main.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--committee", help="Of a council's site only this committee; left out: all of them.")
@date_option("--since", "Of a council's site only meetings, of a feed only articles of this day or later.")
@click.option("--about", multiple=True, metavar="WORDS", help="Of a feed only articles with one of these; repeatable.")
@click.option("--place", multiple=True, help="Of a feed only articles that name one of these places; repeatable.")
@date_option("--date", "Of files only: the day of the record, as its publisher gave it.")
@click.option("--body", help="Of files only: the council, paper or other body, where they do not say.")
@click.option("--medium", type=click.Choice(MEDIUMS), help="Of files only: the sort of record, where they do not say.")
def add(
    sources: tuple[str, ...],
    committee: str | None,
    since: Any,
    about: tuple[str, ...],
    place: tuple[str, ...],
    date: Any,
    body: str | None,
    medium: str | None,
) -> None:
    """Add files, folders, web pages, feeds or a whole council's site: read, store, index and trace them.

    What is known already is left alone, so a run that was stopped goes on where it stopped. What was added by its web
    address is followed: `greenshoots update` asks again.

    Example: greenshoots add minutes/ https://www.example.org/news/1.html

    Example: greenshoots add https://democracy.example.org --committee "Children's Services" --since 2021-01-01

    Example: greenshoots add https://www.example.org/news/rss/ --about SEND --about schools --place Pellbourne

    Example: greenshoots add scrutiny.vtt --date 2024-03-19 --body "Northmoor Council"

    A document that is here already keeps what it was added with.

    Articles of a paper are read once you allowed it, if its terms let you: greenshoots sources --allow HOST
    """
    from greenshoots import pipeline
    from ingest.told import Told

    failures: Counter[str] = Counter()
    told = Told(date.date() if date else None, (body or "").strip() or None, cast(Medium | None, medium))
    with pipeline.library() as library, progress_bars() as progress:
        outcome = pipeline.add(
            library,
            sources,
            committee=committee,
            since=since.date() if since else None,
            about=about,
            places=place,
            told=told,
            progress=progress,
            failed=collect(failures),
        )
    finish_round(outcome)


def finish_round(outcome: Outcome) -> None:
    """Say what a round through sources brought, and leave with exit code 3 if some could not be read or is in doubt."""
    click.echo(
        f"{outcome.added} new, {outcome.known} known already, {outcome.failures.total()} failed; "
        f"{outcome.statements} statements in the new ones.",
        err=True,
    )
    if outcome.waiting:
        click.echo(f"{outcome.waiting} pledges are not traced yet: greenshoots trace --waiting", err=True)
    for told in outcome.alarms:
        click.echo(f"ALARM {mask(told)}. Until a harvest is in order, no answer counts this source as read.", err=True)
    finish(outcome.failures)
    if outcome.alarms:
        sys.exit(SOME_FAILED)


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
def extract(paths: tuple[str, ...]) -> None:
    """Print every statement of the files as a JSON line; nothing is stored.

    Example: greenshoots extract article.txt minutes.jsonl
    """
    from greenshoots import pipeline

    failures: Counter[str] = Counter()
    for _, reading in pipeline.readings(paths, failed=collect(failures)):
        for statement in reading.statements:
            print_line(statement.as_line())
    finish(failures)


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
def quotes(paths: tuple[str, ...]) -> None:
    """Print every quotation of the files as a JSON line; nothing is stored.

    Example: greenshoots quotes article.txt
    """
    from greenshoots import pipeline

    failures: Counter[str] = Counter()
    for document, reading in pipeline.readings(paths, failed=collect(failures)):
        for quote in reading.quotes:
            print_line(quote.as_line(document.text))
    finish(failures)


@main.command()
@click.argument("query", default="")
@click.option("--limit", default=20, show_default=True, help="How many to print.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON lines.")
@filter_options
def search(query: str, limit: int, as_json: bool, filters: Filters) -> None:
    """Find statements and passages, best first.

    "exact phrase", -word and OR work; without words the newest statements are listed.

    Example: greenshoots search '"green shoots" -garden' --kind progress --after 2023-01-01
    """
    from greenshoots import pipeline, plain
    from greenshoots.public import showing
    from greenshoots.versions import flag

    with pipeline.library() as library:
        click.echo(plain.coverage_sentence(library.store.coverage(filters)), err=True)
        hits = pipeline.search(library, query, filters=filters, limit=limit)
        for hit in hits:
            if as_json:
                print_line(plain.hit_line(hit) | {"changed": flag(library.store, hit.statement) or None})
                continue
            with showing(hit.document):
                click.echo(plain.flagged(plain.hit_block(hit), flag(library.store, hit.statement)))
    if not hits:
        click.echo("Nothing found in the record covered. That says nothing about other records.", err=True)


@main.command()
@click.argument("statement_id", required=False, metavar="ID")
@click.option("--pledges", type=click.Path(exists=True, dir_okay=False), help="Trace many: a .jsonl file of pledges.")
@click.option("--waiting", is_flag=True, help="Trace every pledge that was not traced since the record grew.")
@click.option("--all", "everything", is_flag=True, help="Also print what is not on the timeline unasked.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def trace(statement_id: str | None, pledges: str | None, waiting: bool, everything: bool, as_json: bool) -> None:
    """Print what was reported later about one statement, or about many pledges.

    Example: greenshoots trace s3f2a9

    Example: greenshoots trace --pledges pledges.jsonl > found.jsonl
    """
    from greenshoots import ledger, pipeline, plain, series
    from greenshoots.public import showing_of
    from greenshoots.versions import fates_in, flag
    from greenshoots.wordings import wordings

    if sum(map(bool, (statement_id, pledges, waiting))) != 1:
        raise UsageError("Give the ID of one statement, or --pledges FILE.jsonl, or --waiting")
    with pipeline.library() as library:
        if waiting:
            with progress_bars() as progress:
                pipeline.trace_waiting(library, progress=progress)
            return
        if pledges:
            for line in pipeline.trace_pledges(library, Path(pledges)):
                print_line(line)
            return
        traced = pipeline.trace(library, str(statement_id))
        silence, course = ledger.followed(library, traced)
        figures = series.series_traced(library.store, traced)
        same_words = wordings(library, library.store.statement(traced.pledge.id))
        if as_json:
            line = plain.traced_line(traced) | plain.followed_line(silence, course)
            line |= {"wordings": same_words.as_line(), "differences": same_words.differences}
            print_line(line | {"series": as_plain(figures), "changed": fates_in(library.store, traced)})
            return

        def source(piece: Link | Terms | Point) -> str:
            told = plain.source_words(library.store.document(piece.document_key))
            return plain.flagged(told, flag(library.store, piece)) if isinstance(piece, Link) else told

        with showing_of(library.store, plain.records_in(traced, course, figures)):
            changed = fates_in(library.store, traced).get(traced.pledge.id, "")
            click.echo(plain.flagged(plain.answer_line(silence), changed) + "\n")
            if prints := library.store.also_printed(traced.pledge.document_key or ""):
                click.echo(f"The story was {plain.printed_words(prints)}\n")
            if course:
                click.echo("\n".join(plain.terms_block(course, source)))
            if figures:
                click.echo("\n".join(plain.series_block(figures, source)))
            for block in plain.wordings_block(same_words):
                click.echo(block)
            click.echo("\n".join(plain.timeline(traced, source=source, everything=everything)))


@main.command()
@click.option("--limit", type=click.IntRange(1), help="How many to print; left out: all.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON lines.")
@filter_options
@ledger_options
def pledges(limit: int | None, as_json: bool, filters: Filters, wanted: Any) -> None:
    """List the pledges in the record with what was found about each: the ledger.

    What was promised more than once is listed once, with the newest words.

    Example: greenshoots pledges --overdue --body "Harbourside Council"

    Example: greenshoots pledges --silent 3 --committee scrutiny --topic "school transport"

    Example: greenshoots pledges --requests --reply unanswered
    """
    from greenshoots import ledger, pipeline, plain
    from greenshoots.public import showing_of
    from greenshoots.versions import flag

    with pipeline.library() as library:
        click.echo(plain.coverage_sentence(library.store.coverage(filters)), err=True)
        noun = "request" if filters.kind == "request" else "pledge"
        click.echo(f"{plain.count(ledger.number(library, filters, wanted=wanted), noun)}.", err=True)
        for entry in ledger.entries(library, filters, wanted=wanted, limit=limit):
            if as_json:
                changed = flag(library.store, entry.statement)
                print_line(plain.ledger_line(entry) | {"changed": changed or None})
                continue
            with showing_of(library.store, [entry.statement.document_key]):
                changed = flag(library.store, entry.statement)
                click.echo(plain.flagged(plain.ledger_block(entry, today=wanted.today), changed))


@main.command()
def check() -> None:
    """Prove every stored span against its text, texts against archived bytes, index against store.

    Example: greenshoots check
    """
    from greenshoots import pipeline

    with pipeline.library() as library:
        problems = pipeline.check(library)
    for problem in problems:
        click.echo(mask(f"{problem.where}: {problem.what}. {problem.next_step}."))
    if problems:
        raise click.ClickException(f"{len(problems)} problems found")
    click.echo("Everything stands: every span is in its text, every text and its bytes are unchanged.")


@main.command()
@click.argument("place", metavar="ID")
@click.option("--kinds", required=True, help="What it is: kinds with commas between, or none.")
@click.option("--speaker", help="Whose words they are, or none; left out: as it was found.")
@click.option("--by", required=True, help="Your name: it stands beside the correction.")
@click.option("--reason", default="", help="Why.")
def correct(place: str, kinds: str, speaker: str | None, by: str, reason: str) -> None:
    """Say that a statement is none, or of another kind, or somebody else's: shown beside it, and learned from.

    ID is that of a statement, or DOCUMENT:START-END for a sentence in which none was found.

    Example: greenshoots correct s3f2a9 --kinds none --by "Ada Marsh"

    Example: greenshoots correct minutes-12:340-418 --kinds commitment,progress --by "Ada Marsh"
    """
    from greenshoots import corrections, pipeline

    with pipeline.library() as library:
        corrections.correct(
            library,
            place,
            _kinds(kinds),
            by=by,
            speaker=None if speaker == "none" else speaker,
            same_speaker=speaker is None,
            reason=reason,
        )
    click.echo("Kept.", err=True)


def _kinds(told: str) -> list[Kind]:
    """Read kinds with commas between; ``none`` is no kind."""
    names = [] if told.strip() == "none" else [name.strip() for name in told.split(",")]
    for name in names:
        if name not in KINDS:
            raise UsageError(f"There is no kind {name!r}", next_step=f"Choose from: {', '.join(KINDS)}, or none")
    return cast(list[Kind], names)


@main.command()
@click.argument("paths", nargs=-1, metavar="LABELLED.jsonl...")
@click.option("--also", multiple=True, type=click.Path(), help="Labelled sentences only to learn from: picked ones.")
@click.option("--corrections/--no-corrections", default=True, help="Also learn from the corrections in your library.")
@click.option("--links", is_flag=True, help="Learn the ranking of later evidence from the links that people judged.")
@click.option("--into", type=click.Path(file_okay=False), required=True, help="Folder for the weights and their card.")
def train(paths: tuple[str, ...], also: tuple[str, ...], corrections: bool, links: bool, into: str) -> None:
    """Learn the kinds of statement from labelled sentences and from the corrections in your library.

    Example: greenshoots train labelled.jsonl --into weights/

    Example: greenshoots train --links --into weights/
    """
    if links:
        _train_links(into)
        return
    from greenshoots import corrections as log
    from greenshoots import pipeline, training

    own: list[Any] = []
    if corrections:
        with pipeline.library() as library:
            own = list(log.gold_lines(library))
        click.echo(f"Corrections in your library: {sum(len(line['sentences']) for line in own)}", err=True)

    def say(line: str) -> None:
        click.echo(line, err=True)

    learned = training.train(paths, Path(into), also=also, own=own, say=say)
    for name, figure in learned.figures.items():
        click.echo(f"{name}: {figure:.3f}")


def _train_links(into: str) -> None:
    from greenshoots import pipeline
    from greenshoots.training_links import train_links

    with pipeline.library() as library:
        before, after = train_links(library, Path(into))
    click.echo(f"On the links judged so far: mean of the figures {before.mean:.3f} before, {after.mean:.3f} learned")


def app_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of the app."""
    port = click.option("--port", type=click.IntRange(0, 65535), help="Port; default 8501 or the next that is free.")
    no_open = click.option("--no-open", is_flag=True, help="Do not open a browser.")
    review = click.option("--review", is_flag=True, help="You judge in it; left out, it is read-only.")
    start = click.option("--exit-after-start", is_flag=True, help="Leave as soon as the app answers (a self-test).")
    return port(review(no_open(start(command))))


@main.command()
@app_options
def app(port: int | None, review: bool, no_open: bool, exit_after_start: bool) -> None:
    """Open the app on your library, for this machine only. Without --review nobody can judge in it.

    Example: greenshoots app --port 8600

    Example: greenshoots app --review
    """
    from greenshoots import serve, settings

    serve.serve(settings.home(), port=port, review=review, open_browser=not no_open, exit_after_start=exit_after_start)


@main.command()
@app_options
def demo(port: int | None, review: bool, no_open: bool, exit_after_start: bool) -> None:
    """Build the fictional sample library in a temporary folder and open the app on it.

    Example: greenshoots demo
    """
    from greenshoots import demo as sample
    from greenshoots import serve

    with tempfile.TemporaryDirectory(prefix="greenshoots-demo-", ignore_cleanup_errors=True) as home:
        with progress_bars() as progress:
            outcomes = sample.build(Path(home), progress=progress)
        failures = sum((outcome.failures for outcome in outcomes), Counter[str]())
        if failures:
            raise click.ClickException(f"the sample could not be read in full: {dict(failures)}")
        opens = not no_open
        serve.serve(Path(home), port=port, review=review, open_browser=opens, exit_after_start=exit_after_start)


cli_briefing.add_to(main)
cli_exports.add_to(main)
cli_judging.add_to(main)
cli_sources.add_to(main)
cli_digest.add_to(main)


if __name__ == "__main__":
    main()
