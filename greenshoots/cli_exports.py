"""The command that hands out: chosen statements as files or as a site, what people judged, archived pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click
from click.core import ParameterSource

from greenshoots.cli_ledger import ledger_options
from greenshoots.cli_options import filter_options
from greenshoots.errors import UsageError
from greenshoots.export_formats import FORMATS, Format
from greenshoots.records import Filters, Kind

if TYPE_CHECKING:
    from greenshoots.excerpts import Excerpt
    from greenshoots.pipeline import Library

LABELS = ("gold", "links")
FOUND_AT_MOST = 100  # statements of a search, unless --limit says more; a ledger is handed out whole
_OWN = frozenset(("form", "warc", "site", "title", "out", "unmasked"))  # what chooses no statements
_OF_SEARCH = frozenset(("query", "limit", "speaker", "body", "kind", "medium", "after", "before"))


def add_to(main: click.Group) -> None:
    """Give the command of this file to the command line."""
    main.command()(export)


@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option(
    "--format",
    "form",
    type=click.Choice((*FORMATS, *LABELS)),
    help="Of chosen statements: csv, json, ics (due days as a calendar), docx, html, claimreview (verdicts by people, "
    "JSON-LD). Of what people said: gold (corrections, as labels), links (judged links, as labelled pairs).",
)
@click.option(
    "--site",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write chosen pledges as a folder of pages with a search, a feed and a calendar, for any web space. "
    "Always masked.",
)
@click.option("--title", help="With --site: its title.")
@click.option(
    "--warc",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write every archived web page to a WARC file, for archivists (packed if it ends in .gz). Pages are whole and "
    "UNMASKED: they may hold personal details, so do not publish the file.",
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="With --format: a file.")
@click.option("--unmasked", is_flag=True, help="With --format: with contact details and the names of private people.")
@click.option("--search", "query", metavar="WORDS", help="Choose what `greenshoots search WORDS` finds.")
@click.option("--limit", type=click.IntRange(1), help=f"How many; of a search {FOUND_AT_MOST} unless given.")
@filter_options
@ledger_options
@click.pass_context
def export(
    ctx: click.Context,
    ids: tuple[str, ...],
    form: str | None,
    site: Path | None,
    title: str | None,
    warc: Path | None,
    out: Path | None,
    unmasked: bool,
    query: str | None,
    limit: int | None,
    filters: Filters,
    wanted: Any,
) -> None:
    """Hand out chosen statements as a file or as a site, what people judged, or the archived pages.

    Chosen are those named by ID; else what a search finds, with --search or --kind; else the pledges, narrowed as by
    `greenshoots pledges`. Each has its quotation, a sentence before and after at most and the link, what was said
    later and what was searched: never an archived page.

    Contact details, members of the public and children are hidden. In gold and links they are blacked out, and of
    articles of the press all but the sentences labelled and those beside them; places in a text still fit.

    Example: greenshoots export --format csv --overdue --out overdue.csv

    Example: greenshoots export --format docx s3f2a9 s81c04e --out two.docx

    Example: greenshoots export --format json --search '"green shoots"' --after 2023-01-01

    Example: greenshoots export --site public/ --topic "school transport" --title "Promises on school transport"

    Example: greenshoots export --format gold > corrections.jsonl

    Example: greenshoots export --warc pages.warc.gz
    """
    given = frozenset(n for n in ctx.params if ctx.get_parameter_source(n) is ParameterSource.COMMANDLINE)
    _check(given, form)
    if warc is not None:
        _export_warc(warc)
    elif form in LABELS:
        _export_labels(form, unmasked=unmasked)
    else:
        kind = cast(Kind | None, ctx.params["kind"])
        if query is not None or kind:
            query, filters = query or "", replace(filters, kind=kind)
        choice = _Choice(ids, query, limit, filters, wanted)
        if site is not None:
            _export_site(choice, site, title)
        else:
            _export_statements(choice, cast(Format, form), out, unmasked=unmasked)


def _check(given: frozenset[str], form: str | None) -> None:
    """Refuse what would be passed over in silence."""
    if len(given & {"form", "warc", "site"}) != 1:
        raise UsageError("Give one of --format, --site DIR and --warc FILE")
    chosen = given - _OWN
    if (form in LABELS or "warc" in given) and (chosen or "out" in given):
        raise UsageError("Gold, links and pages are handed out whole", next_step="Leave out what chooses statements")
    if "site" in given and "unmasked" in given:
        raise UsageError("A site is for everybody, so it is always masked")
    if "title" in given and "site" not in given:
        raise UsageError("--title is for --site")
    if "site" in given and "out" in given:
        raise UsageError("--out is for --format")
    if "ids" in chosen and chosen != {"ids"}:
        raise UsageError("Statements are chosen either by ID or by options")
    if chosen & {"query", "kind"} and chosen - _OF_SEARCH:
        names = ", ".join(f"--{name.replace('_', '-')}" for name in sorted(chosen - _OF_SEARCH))
        raise UsageError(f"A search does not know {names}", next_step="Leave out --search and --kind, or these")


@dataclass(frozen=True, slots=True)
class _Choice:
    """Which statements are handed out. ``query``: of a search, ``None`` if the ledger is asked."""

    ids: Sequence[str]
    query: str | None
    limit: int | None
    filters: Filters
    wanted: Any

    def found(self, library: Library) -> Iterator[str]:
        """Go through the ids of the statements."""
        from greenshoots import ledger, pipeline

        if self.ids:
            yield from (library.store.statement(name).id for name in self.ids)
        elif self.query is not None:
            hits = pipeline.search(library, self.query, filters=self.filters, limit=self.limit or FOUND_AT_MOST)
            yield from dict.fromkeys(hit.statement.id for hit in hits if hit.statement)
        else:
            entries = ledger.entries(library, self.filters, wanted=self.wanted)
            yield from (entry.id for entry in islice(entries, self.limit))

    def covered(self, library: Library) -> str:
        """What record the choice was made from, in a sentence."""
        from greenshoots.plain import coverage_sentence

        return coverage_sentence(library.store.coverage(self.filters if not self.ids else Filters()))


def _excerpts(library: Library, choice: _Choice, *, unmasked: bool = False) -> list[Excerpt]:
    from greenshoots.cli import progress_bars
    from greenshoots.errors import NothingToExportError
    from greenshoots.excerpts import excerpts

    names = list(choice.found(library))
    if not names:
        raise NothingToExportError("No statement was chosen", next_step="Look with `greenshoots pledges` or `search`")
    with progress_bars() as bars:
        return list(
            excerpts(library, names, unmasked=unmasked, progress=lambda done: bars("Gathering", done, len(names)))
        )


def _export_statements(choice: _Choice, form: Format, out: Path | None, *, unmasked: bool) -> None:
    from greenshoots import pipeline, plain
    from greenshoots.briefing_files import notice_of
    from greenshoots.export_formats import packed

    with pipeline.library() as library:
        found = _excerpts(library, choice, unmasked=unmasked)
        content = packed(found, form, notice=notice_of(library.home), covered=choice.covered(library))
    if out is None:
        click.echo(content, nl=False)
    else:
        try:
            out.write_bytes(content)
        except OSError as error:
            raise UsageError("The file cannot be written", where=out.name, cause=error.strerror) from error
    click.echo(f"{plain.count(len(found), 'statement')}.", err=True)


def _export_site(choice: _Choice, folder: Path, title: str | None) -> None:
    from greenshoots import pipeline, plain, site
    from greenshoots.briefing_cited import clean
    from greenshoots.briefing_files import notice_of

    with pipeline.library() as library:
        found = _excerpts(library, choice)
        covered, notice = choice.covered(library), notice_of(library.home)
    named = clean(title or "") or site.TITLE
    number = site.write(folder, found, title=named, notice=notice, covered=covered, today=date.today())
    click.echo(f"{folder}: {plain.count(len(found), 'statement')} in {number} files. Open index.html.", err=True)


def _export_labels(form: str, *, unmasked: bool) -> None:
    from greenshoots import corrections, exports, judgements, pipeline
    from greenshoots.cli import print_line

    with pipeline.library() as library:
        lines = corrections.gold_lines(library) if form == "gold" else judgements.labelled_links(library)
        found = exports.as_quoted(library, lines)
        for line in found if unmasked else exports.without_private(library, found):
            print_line(line)


def _export_warc(path: Path) -> None:
    from greenshoots import pipeline, plain, warc
    from greenshoots.cli import collect, finish

    failures: Counter[str] = Counter()
    with pipeline.library() as library:
        written = warc.write_warc(library, path, failed=collect(failures))
    click.echo(
        f"{path}: {plain.count(written.responses, 'answer')} with bytes, "
        f"{plain.count(written.revisits, 'later visit')} that found the same bytes. "
        "The pages are unmasked: they may hold personal details.",
        err=True,
    )
    finish(failures)
