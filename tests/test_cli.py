import json
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from greenshoots import pipeline
from greenshoots.cli import main
from greenshoots.records import EXTRACT_FIELDS
from tests.test_pipeline import LATER, MINUTES, Bags, by_line


@pytest.fixture(autouse=True)
def without_models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENSHOOTS_WORKERS", "1")
    monkeypatch.setattr("nlp.extract.read", by_line)
    monkeypatch.setattr(pipeline, "embedder", Bags)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "minutes"
    place.mkdir()
    (place / "march.txt").write_text(MINUTES, "utf-8")
    (place / "june.txt").write_text(LATER, "utf-8")
    return place


def call(*args: str) -> Result:
    return CliRunner().invoke(main, list(args))


def test_extract_prints_the_lines_of_the_design_and_nothing_else(folder: Path) -> None:
    result = call("extract", str(folder / "march.txt"))
    (line,) = [json.loads(printed) for printed in result.stdout.splitlines()]
    assert tuple(line) == EXTRACT_FIELDS
    assert line["text"] == MINUTES[line["start"] : line["end"]]
    assert line["document"] == str(folder / "march.txt")
    assert result.exit_code == 0


def test_what_cannot_be_read_is_told_and_the_exit_is_3(folder: Path) -> None:
    (folder / "empty.txt").write_text("", "utf-8")
    result = call("extract", str(folder))
    assert result.exit_code == 3
    assert len(result.stdout.splitlines()) == 1
    assert "empty.txt" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize("args", [["trace"], ["search", "--kind", "pledge"], ["add"], ["nonsense"]])
def test_wrong_usage_exits_2(args: list[str]) -> None:
    assert call(*args).exit_code == 2


def test_a_statement_is_added_found_traced_and_listed(folder: Path) -> None:
    assert call("add", str(folder)).exit_code == 0
    found = [json.loads(line) for line in call("search", "gate", "--json").stdout.splitlines()]
    statement = next(hit for hit in found if hit["id"].startswith("s"))
    assert "Covers 2 documents" in call("search", "gate").stderr
    traced = call("trace", statement["id"]).stdout
    assert "4 June 2024" in traced
    assert "The gate has been mended by the clerk." in traced
    assert "Searched: " in traced
    assert statement["id"] in call("pledges").stdout
    assert call("sources").stdout.startswith("Covers 2 documents")


def test_nothing_found_is_told_with_what_was_covered(folder: Path) -> None:
    call("add", str(folder))
    result = call("search", '"no such words"')
    assert not result.stdout
    assert "Covers 2 documents" in result.stderr
    assert "says nothing about other records" in result.stderr


def test_check_finds_a_text_that_was_altered(folder: Path, home: Path) -> None:
    call("add", str(folder))
    assert call("check").exit_code == 0
    with sqlite3.connect(home / "store.sqlite3") as store:
        store.execute("UPDATE documents SET text = replace(text, 'mend', 'sell')")
    store.close()
    result = call("check")
    assert result.exit_code == 1
    assert "problems found" in result.stderr


def test_an_unknown_statement_is_an_error_in_one_line() -> None:
    result = call("trace", "s000")
    assert result.exit_code == 2
    assert "There is no statement 's000'" in result.stderr


@pytest.mark.slow
def test_ctrl_c_leaves_the_store_whole_and_the_next_run_goes_on(tmp_path: Path, home: Path) -> None:
    lines = [{"id": f"m{i}", "text": f"Minutes of item {i}.\n\n" + "The clerk will mend gate. " * 6} for i in range(60)]
    source = tmp_path / "many.jsonl"
    source.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    command = [sys.executable, "-m", "greenshoots.cli", "add", str(source)]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    store = home / "store.sqlite3"
    while _documents(store) < 3 and running.poll() is None:
        time.sleep(0.2)
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=120)
    assert running.returncode == 1
    assert "run the same command to go on" in told
    assert "Traceback" not in told
    kept = _documents(store)
    assert 3 <= kept <= 60
    assert subprocess.run(command, capture_output=True, check=False, timeout=280).returncode == 0
    assert _documents(store) == 60
    checked = subprocess.run([*command[:3], "check"], capture_output=True, check=False, timeout=120)
    assert checked.returncode == 0


def _documents(store: Path) -> int:
    if not store.exists():
        return 0
    with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as connection:
        try:
            (number,) = connection.execute("SELECT count(*) FROM documents").fetchone()
        except sqlite3.OperationalError:  # not made yet
            number = 0
    connection.close()
    return int(number)
