"""The command ``digest``: what is new since a day about the pledges that somebody follows."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from greenshoots.errors import BrokenSourceError, UsageError

if TYPE_CHECKING:
    from greenshoots.digest import Digest
    from greenshoots.pipeline import Library


def add_to(main: click.Group) -> None:
    """Give the command this sub-command, of the class that it gives to its own."""
    main.command()(digest)


@click.option(
    "--since", required=True, type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="New since this day."
)
@click.option("--ids", metavar="ID,ID...", help="The pledges: what stands after ?ids= in the address of the screen.")
@click.option(
    "--file",
    "followed",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FOLLOWED",
    help="The pledges: the file that the screen gives you.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a page (.html, with the plain text beside it), plain text (.txt) or a mail to send (.eml).",
)
def digest(since: datetime, ids: str | None, followed: Path | None, out: Path | None) -> None:
    """Tell what is new about the pledges that you follow, ready to send: later passages, changed pages, verdicts.

    Without a list every pledge in the library is looked at. Nothing new is said plainly, with what was looked at.
    Without --out the plain text is printed.

    Example: greenshoots digest --since 2026-05-01 --file followed.txt --out digest.html
    """
    from datetime import date

    from greenshoots import digest as news
    from greenshoots import digest_page, pipeline
    from greenshoots.follow import known

    asked = _asked(ids, followed)
    with pipeline.library() as library:
        have, lack = known(library, asked) if asked is not None else (None, [])
        found = news.digest(library, since.date(), today=date.today(), ids=have, lacking=lack)
        if out is None:
            click.echo(digest_page.as_text(library, found), nl=False)
        else:
            _write(library, found, out)
        click.echo(f"{digest_page.heading(found)}.", err=True)


def _asked(ids: str | None, followed: Path | None) -> list[str] | None:
    """Return the pledges that were asked for, ``None`` if no list was given."""
    from greenshoots.follow import ids_in

    if ids is not None and followed is not None:
        raise UsageError("Give either --ids or --file")
    words = ids
    if followed is not None:
        try:
            words = followed.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise BrokenSourceError("The list cannot be read", where=followed.name, cause=str(error)) from error
    if words is None:
        return None
    asked = ids_in(words)
    if not asked:
        raise UsageError("The list names no pledge", next_step="Save it from the screen: Follow")
    return asked


def _write(library: Library, found: Digest, out: Path) -> None:
    from greenshoots import digest_page

    kind = out.suffix.casefold()
    if kind not in (".html", ".txt", ".eml"):
        raise UsageError("The file is to end in .html, .txt or .eml", where=out.name)
    files: dict[Path, bytes] = {}
    if kind == ".eml":
        files[out] = digest_page.as_mail(library, found)
    else:
        files[out.with_suffix(".txt")] = digest_page.as_text(library, found).encode()
        if kind == ".html":
            files[out] = digest_page.as_html(library, found).encode()
    for path, content in files.items():
        try:
            path.write_bytes(content)
        except OSError as error:
            raise UsageError("The file cannot be written", where=path.name, cause=error.strerror) from error
