"""The pages tell the truth: every command and option they name is there, and every command is named."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from greenshoots.cli import main

PAGES = ("README.md", "CHANGELOG.md", *(f"docs/{page.name}" for page in Path(__file__).parents[1].glob("docs/*.md")))
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)\)")


def commands_in(text: str, program: str) -> list[list[str]]:
    """Every call of a program in the shell blocks of a page, cut into words."""
    lines = [line for block in BLOCK.findall(text) for line in block.splitlines()]
    return [words for words in (shlex.split(line, comments=True) for line in lines) if words[:1] == [program]]


def calls() -> list[list[str]]:
    root = Path(__file__).parents[1]
    return [
        words[1:] for page in PAGES for words in commands_in((root / page).read_text(encoding="utf-8"), "greenshoots")
    ]


def test_the_reader_of_pages_sees_commands_and_no_prose():
    page = "run `greenshoots x`\n```sh\ngreenshoots trace ID --json  # later evidence\npython3 run.py demo\n```\n"
    assert commands_in(page, "greenshoots") == [["greenshoots", "trace", "ID", "--json"]]


@pytest.mark.parametrize("words", calls(), ids=" ".join)
def test_a_call_that_a_page_shows_is_understood(words):
    """The words parse as a call of that command; nothing is run."""
    command = main.commands[words[0]]
    context = command.make_context(words[0], words[1:])
    assert context.info_name == words[0]


def test_the_readme_lists_every_command_and_no_other(root):
    listed = re.findall(r"^\| `greenshoots (\w+)", (root / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(main.commands)


@pytest.mark.parametrize("name", sorted(main.commands))
def test_a_command_has_help_with_an_example(name):
    text = main.commands[name].help or ""
    assert f"Example: greenshoots {name}" in text


def test_the_readme_shows_every_job_of_run_py(root, run):
    shown = {words[2] for words in commands_in((root / "README.md").read_text(encoding="utf-8"), "python3")}
    assert shown == set(run.JOBS)


@pytest.mark.parametrize("page", PAGES)
def test_a_link_to_a_file_leads_somewhere(root, page):
    targets = LINK.findall((root / page).read_text(encoding="utf-8"))
    missing = [target for target in targets if "://" not in target and not ((root / page).parent / target).exists()]
    assert missing == []
