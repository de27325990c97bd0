"""What is installed: the wheel holds the program and its data and nothing else; every version is pinned."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PACKAGES = ("greenshoots", "ingest", "nlp", "index")


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory):
    """Names of the files in a wheel built from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=root, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return set(zipfile.ZipFile(built).namelist())


@pytest.fixture(scope="module")
def project(root):
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def pins(root):
    lines = (root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if not line.startswith("#")]


def files_under(folder: Path, pattern: str) -> set[str]:
    found = (path for path in folder.rglob(pattern) if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder.parent).as_posix() for path in found if path.name != ".DS_Store"}


def test_the_wheel_holds_the_program_its_data_and_nothing_else(wheel, root):
    code = set().union(*(files_under(root / package, "*.py") for package in PACKAGES))
    data = {f"greenshoots/{name}" for name in files_under(root / "data", "*")}
    inside = {name for name in wheel if ".dist-info/" not in name}
    assert inside == code | data | {"greenshoots/app.py"}


def test_the_wheel_carries_the_licence(wheel):
    assert any(name.endswith("/licenses/LICENSE") for name in wheel)


def test_all_that_is_asked_for_is_pinned(project, pins):
    pinned = {canonicalize_name(pin.name) for pin in pins}
    extras = project["project"]["optional-dependencies"].values()
    asked = [*project["project"]["dependencies"], *(line for lines in extras for line in lines)]
    assert {canonicalize_name(Requirement(line).name) for line in asked} <= pinned


def test_a_pin_is_one_public_version(pins):
    """No build of one machine (``+cpu``) and no address: the same file serves every system."""
    loose = [str(pin) for pin in pins if [s.operator for s in pin.specifier] != ["=="] or "+" in str(pin) or pin.url]
    assert loose == []


def test_pins_fit_what_is_asked_for(project, pins):
    versions = {
        canonicalize_name(pin.name): next(iter(pin.specifier)).version
        for pin in pins
        if pin.marker is None or pin.marker.evaluate()
    }
    asked = map(Requirement, project["project"]["dependencies"])
    assert [str(line) for line in asked if versions[canonicalize_name(line.name)] not in line.specifier] == []


def test_the_build_uses_the_version_that_is_tested(project, pins):
    (backend,) = map(Requirement, project["build-system"]["requires"])
    assert backend.specifier in [pin.specifier for pin in pins if pin.name == backend.name]
