"""The command that writes a briefing for a meeting of one committee."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from greenshoots.errors import UsageError

FORMATS = ("docx", "html")


def add_to(main: click.Group) -> None:
    """Give the command of this file to the command line."""
    main.command()(briefing)


@click.option("--committee", required=True, metavar="NAME", help="Whose meeting: the name, or words of it.")
@click.option("--body", help="The council or other body, where several have a committee of that name.")
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="Day of the meeting; default today."
)
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: as the ending of the file says.")
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="File to write."
)
def briefing(committee: str, body: str | None, on: datetime | None, form: str | None, out: Path) -> None:
    """Write a briefing for a meeting of a committee as a Word file or a page to print.

    Pledges falling due, wording that changed, information promised, recommendations without an answer, and questions
    to ask, each with its citation. It says first what record was covered and what could not be read.

    Example: greenshoots briefing --committee "Children's Services Scrutiny" --on 2024-03-13 --out briefing.docx
    """
    from greenshoots import committees, pipeline
    from greenshoots.briefing import brief
    from greenshoots.briefing_files import notice_of, packed

    ending = out.suffix.lower().lstrip(".")
    wanted = form or ("html" if ending == "htm" else ending)
    if wanted not in FORMATS:
        raise UsageError(
            "The ending of the file names no format", where=str(out), next_step="Give --format docx or html"
        )
    with pipeline.library() as library:
        chosen = committees.find(library.store, committee, body)
        made = brief(library, chosen, on.date() if on else date.today())
        out.write_bytes(packed(made, wanted, notice_of(library.home)))
    click.echo(f"{out}: {chosen.told}, {len(made.items)} items.", err=True)
