"""run.py: what a newcomer's two commands do, and what they say when they cannot."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

posix_only = pytest.mark.skipif(os.name == "nt", reason="the program it starts here is a shell script")


@pytest.fixture
def checkout(run, tmp_path, monkeypatch):
    """An empty checkout with the two files an installation depends on; ``run`` works in it."""
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    (tmp_path / "constraints.txt").write_text("click==8\n", encoding="utf-8")
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(run, "STAMP", tmp_path / ".venv" / run.STAMP.name)
    monkeypatch.setattr(run, "CONSTRAINTS", tmp_path / "constraints.txt")
    monkeypatch.setattr(run.sys, "platform", "darwin")
    return tmp_path


class Installer:
    """Stands in for the steps of an installation: notes each, makes what it would make, fails those named."""

    def __init__(self, run):
        self.python = Path(run.in_venv("python"))
        self.steps = []
        self.fails = ()

    def __call__(self, command, *, quiet=False, env=None):
        self.steps.append(command[1:])
        if "venv" in command:
            shutil.rmtree(self.python.parents[1], ignore_errors=True)
            self.python.parent.mkdir(parents=True)
            self.python.touch()
        return int(any(word in command for word in self.fails))

    def taken(self):
        """What was done since the last time of asking: ``venv``, or the last words of an installation."""
        done = ["venv" if "venv" in step else step[-1] for step in self.steps]
        self.steps.clear()
        return done


@pytest.fixture
def installer(run, checkout, monkeypatch):
    installer = Installer(run)
    monkeypatch.setattr(run, "run", installer)
    return installer


@pytest.fixture
def started(run, monkeypatch):
    """The commands that ``run.py`` would become."""
    commands = []
    monkeypatch.setattr(run, "hand_over", lambda command: commands.append(command[1:]) or 0)
    monkeypatch.setattr(run.os, "chdir", lambda folder: None)
    monkeypatch.delenv("CI", raising=False)
    return commands


def interrupt(*arguments, **options):
    """Stands in for a step in the middle of which Ctrl-C is pressed."""
    raise KeyboardInterrupt


def test_an_old_python_is_told_what_is_needed(run, monkeypatch, capsys):
    monkeypatch.setattr(run.sys, "version_info", (3, 10, 4, "final", 0))
    monkeypatch.setattr(run.platform, "python_version", lambda: "3.10.4")
    assert run.main(["demo"]) == 1
    assert capsys.readouterr().err == "Green Shoots needs Python 3.11 or newer, you have 3.10.4.\n"


def test_python_3_8_can_read_it(root):
    ast.parse((root / "run.py").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_it_needs_the_standard_library_only(root):
    tree = ast.parse((root / "run.py").read_text(encoding="utf-8"))
    modules = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    modules |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {module.split(".")[0] for module in modules} <= sys.stdlib_module_names


@pytest.mark.parametrize(("arguments", "status"), [([], 2), (["tset"], 2), (["--help"], 0), (["-h"], 0)])
def test_both_commands_are_named_to_whoever_asks_or_errs(run, capsys, arguments, status):
    assert run.main(arguments) == status
    printed = capsys.readouterr()
    text = printed.out if status == 0 else printed.err
    assert "run.py demo" in text
    assert "run.py test" in text


@pytest.mark.parametrize("missing", ["venv", "ensurepip"])
def test_without_venv_the_package_to_install_is_named(run, checkout, monkeypatch, capsys, missing):
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda name: None if name == missing else name)
    assert run.main(["demo"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "sudo apt install python3-venv" in line
    assert f"python{sys.version_info.major}.{sys.version_info.minor}-venv" in line
    assert not (checkout / ".venv").exists()


def test_the_first_call_makes_the_environment_and_installs(run, installer):
    run.prepare(set())
    assert installer.taken() == ["venv", "."]


def test_a_second_call_starts_no_program_at_all(run, installer):
    run.prepare({"test"})
    installer.taken()
    run.prepare({"test"})
    run.prepare(set())
    assert installer.taken() == []


@pytest.mark.parametrize("changed", ["pyproject.toml", "constraints.txt"])
def test_a_changed_version_is_installed_into_the_environment_that_is_there(run, installer, checkout, changed):
    run.prepare(set())
    installer.taken()
    (checkout / changed).write_text("# changed\n", encoding="utf-8")
    run.prepare(set())
    assert installer.taken() == ["."]


def test_what_the_tests_need_is_added_once_and_kept(run, installer, checkout):
    run.prepare(set())
    run.prepare({"test"})
    assert installer.taken() == ["venv", ".", ".[test]"]
    (checkout / "constraints.txt").write_text("click==9\n", encoding="utf-8")
    run.prepare(set())
    assert installer.taken() == [".[test]"]


@pytest.mark.parametrize("name", ["python", "place"])
def test_another_python_or_a_moved_checkout_begins_anew(run, installer, name):
    run.prepare(set())
    installer.taken()
    stamp = json.loads(run.STAMP.read_text(encoding="utf-8"))
    run.STAMP.write_text(json.dumps({**stamp, name: "another"}), encoding="utf-8")
    run.prepare(set())
    assert installer.taken() == ["venv", "."]


def test_an_environment_whose_python_is_gone_is_made_anew(run, installer):
    run.prepare(set())
    installer.taken()
    installer.python.unlink()
    run.prepare(set())
    assert installer.taken() == ["venv", "."]


@pytest.mark.parametrize("stamp", [None, "", "[]", "{half"])
def test_an_installation_that_was_cut_short_is_begun_anew(run, installer, stamp):
    run.prepare(set())
    installer.taken()
    run.STAMP.unlink() if stamp is None else run.STAMP.write_text(stamp, encoding="utf-8")
    run.prepare(set())
    assert installer.taken() == ["venv", "."]


def test_an_installation_that_fails_says_what_to_do_and_leaves_no_stamp(run, installer, capsys):
    installer.fails = ("--editable",)
    assert run.main(["demo"]) == 1
    assert "Then run the same command again." in capsys.readouterr().err
    assert not run.STAMP.exists()


def test_an_update_that_fails_is_tried_again_and_costs_nothing_of_what_is_there(run, installer, checkout):
    run.prepare(set())
    (checkout / "constraints.txt").write_text("click==9\n", encoding="utf-8")
    installer.fails = ("--editable",)
    with pytest.raises(run.Stop):
        run.prepare(set())
    installer.fails = ()
    run.prepare(set())
    assert installer.taken() == ["venv", ".", ".", "."]


def test_an_update_that_is_killed_is_begun_anew(run, installer, checkout, monkeypatch):
    run.prepare(set())
    (checkout / "constraints.txt").write_text("click==9\n", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(run, "install", interrupt)
        with pytest.raises(KeyboardInterrupt):
            run.prepare(set())
    installer.taken()
    run.prepare(set())
    assert installer.taken() == ["venv", "."]


def test_ctrl_c_ends_without_a_traceback(run, installer, monkeypatch, capsys):
    monkeypatch.setattr(run, "run", interrupt)
    assert run.main(["demo"]) == 130
    assert "Stopped. Run the same command again to go on." in capsys.readouterr().err


@pytest.fixture
def linux(run, installer, monkeypatch):
    monkeypatch.setattr(run.sys, "platform", "linux")
    monkeypatch.setattr(run.platform, "machine", lambda: "x86_64")
    return installer


def test_linux_gets_the_cpu_build_of_torch(run, linux):
    run.install(set())
    assert [step[step.index("pip") - 1] for step in linux.steps] == ["-m", "uv", "uv"]
    assert linux.steps[-1][-5:] == ["cpu", "--constraint", str(run.CONSTRAINTS), "--editable", "."]


@pytest.mark.parametrize(
    ("unreachable", "said"),
    [("uv", "uv cannot be had"), ("--dry-run", "CPU builds of torch cannot be reached"), ("--torch-backend", "CPU")],
)
def test_without_the_cpu_build_pip_goes_on_after_one_line(run, linux, capsys, unreachable, said):
    linux.fails = (unreachable,)
    run.install(set())
    assert linux.steps[-1][:3] == ["-m", "pip", "install"]
    assert linux.steps[-1][-2:] == ["--editable", "."]
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line


def test_where_there_is_one_build_of_torch_pip_does_it_all(run, installer):
    run.install(set())
    assert [step[:3] for step in installer.steps] == [["-m", "pip", "install"]]


def test_demo_passes_its_options_on(run, installer, started):
    assert run.main(["demo", "--port", "9000"]) == 0
    assert started == [["demo", "--port", "9000"]]


@pytest.fixture
def with_chromium(run, monkeypatch, tmp_path):
    program = tmp_path / "chromium-of-this-test.exe"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("GREENSHOOTS_CHROMIUM", str(program))
    return str(program)


def test_a_laptop_runs_the_quick_tests_and_those_in_the_browser(run, installer, started, with_chromium):
    run.main(["test", "-k", "layers"])
    assert started == [["-m", "pytest", "-rs", "-m", "not slow or browser", "-k", "layers"]]


def test_all_runs_every_test(run, installer, started, with_chromium):
    run.main(["test", "--all", "-x"])
    assert started == [["-m", "pytest", "-rs", "-x"]]


def test_ci_runs_every_test(run, installer, started, with_chromium, monkeypatch):
    monkeypatch.setenv("CI", "true")
    run.main(["test"])
    assert started == [["-m", "pytest", "-rs"]]


def test_a_choice_of_tests_is_respected(run, installer, started, with_chromium):
    run.main(["test", "-m", "slow"])
    assert started == [["-m", "pytest", "-rs", "-m", "slow"]]


def test_the_chromium_that_is_named_comes_first(run, with_chromium):
    assert run.chromium() == with_chromium


@pytest.fixture
def without_chromium(run, monkeypatch, tmp_path):
    """A machine with apt-get and nothing else on PATH."""
    monkeypatch.delenv("GREENSHOOTS_CHROMIUM", raising=False)
    monkeypatch.setattr(run, "BROWSER_PLACES", ())
    monkeypatch.setattr(run.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)


@pytest.mark.parametrize(("ci", "root"), [("true", False), ("", True), ("true", True)])
@posix_only
def test_ci_and_root_get_chromium_installed(run, installer, without_chromium, monkeypatch, ci, root):
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(run.os, "geteuid", lambda: 0 if root else 1000)
    run.install_chromium()
    assert installer.taken() == ["-q", "chromium"]


@posix_only
def test_a_laptop_is_told_how_to_get_chromium(run, installer, without_chromium, monkeypatch, capsys):
    monkeypatch.setenv("CI", "false")
    monkeypatch.setattr(run.os, "geteuid", lambda: 1000)
    assert run.install_chromium() is None
    assert installer.taken() == []
    assert "sudo apt install chromium" in capsys.readouterr().err


@posix_only
def test_a_second_run_needs_nothing_but_what_is_there(root, tmp_path):
    """The real program, with no PATH to find pip or a network client on, becomes the demo and returns its status."""
    for name in ("run.py", "pyproject.toml", "constraints.txt"):
        shutil.copy(root / name, tmp_path)
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    (programs / "python").touch()
    (programs / "greenshoots").write_text('#!/bin/sh\necho "$@"\nexit 3\n', encoding="utf-8")
    (programs / "greenshoots").chmod(0o755)
    tell = "import json, run; run.STAMP.write_text(json.dumps(dict(run.identity(), extras=[])))"
    subprocess.run([sys.executable, "-c", tell], cwd=tmp_path, check=True)
    done = subprocess.run(
        [sys.executable, "run.py", "demo", "--port", "0"],
        cwd=tmp_path,
        env={"PATH": ""},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout, done.stderr) == (3, "demo --port 0\n", "")
