#!/usr/bin/env python3
"""Two commands for a machine that has only Python 3.11 or newer.

    python3 run.py demo [OPTION...]         opens the app on the sample records
    python3 run.py test [--all] [OPTION...] runs the tests

The first call makes `.venv` beside this file and installs into it what pyproject.toml asks for, in the
versions of constraints.txt. Later calls start at once and need no network. Options go on to
`greenshoots demo` or to pytest.

Standard library only, and no syntax that Python 3.8 cannot read: an older Python gets a sentence, not a traceback.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "greenshoots-installed.json"
CONSTRAINTS = ROOT / "constraints.txt"
OLDEST = (3, 11)

# Seconds and tries for asking whether something is there at all (guesses): a host that cannot be reached costs
# seconds, not minutes. The download itself keeps the longer limits of pip and uv.
ASK_SECONDS = "15"
ASK_AGAIN = "1"

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER_PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
)


class Stop(Exception):  # noqa: N818 - it ends the program and says why in one line
    """What keeps the job from being done, and what to do about it."""


def main(arguments: list[str]) -> int:
    """Do one job and return the exit status: 0 done, 1 it could not be done, 2 wrong usage, 130 stopped by Ctrl-C."""
    if sys.version_info[:2] < OLDEST:
        say(f"Green Shoots needs Python 3.11 or newer, you have {platform.python_version()}.")
        return 1
    if not arguments or arguments[0] not in JOBS:
        asked = arguments[:1] in (["-h"], ["--help"])
        print(__doc__.strip(), file=sys.stdout if asked else sys.stderr)
        return 0 if asked else 2
    try:
        return JOBS[arguments[0]](arguments[1:])
    except Stop as stop:
        say(str(stop))
        return 1
    except KeyboardInterrupt:
        say("Stopped. Run the same command again to go on.")
        return 130


def demo(arguments: list[str]) -> int:
    """Open the app on the sample records."""
    prepare(set())
    return hand_over([in_venv("greenshoots"), "demo", *arguments])


def test(arguments: list[str]) -> int:
    """Run the tests: all of them in CI and with ``--all``, else the quick ones and those in the browser."""
    prepare({"test"})
    browser = chromium() or install_chromium()
    if browser:
        os.environ["GREENSHOOTS_CHROMIUM"] = browser
    options = [argument for argument in arguments if argument != "--all"]
    if not (in_ci() or "--all" in arguments or "-m" in arguments):
        say("The quick tests and those in the browser; every test: python3 run.py test --all")
        options = ["-m", "not slow or browser", *options]
    os.chdir(str(ROOT))
    return hand_over([in_venv("python"), "-m", "pytest", "-rs", *options])


def prepare(extras: set[str]) -> None:
    """Make ``.venv`` and install into it, unless that has been done for these very files. ``Stop`` if it fails."""
    wanted, found = identity(), read_stamp()
    have = set(found.pop("extras", []))
    usable = Path(in_venv("python")).exists() and all(found.get(name) == wanted[name] for name in ("python", "place"))
    if usable and found == wanted and extras <= have:
        return
    if not usable:
        make_venv()
    before = STAMP.read_bytes() if usable else None
    STAMP.unlink(missing_ok=True)  # an installation that is cut short is begun anew
    try:
        install(extras | have)
    except Stop:
        if before:
            STAMP.write_bytes(before)  # it ended by itself, offline perhaps: what was there still stands
        raise
    STAMP.write_text(json.dumps(dict(wanted, extras=sorted(extras | have)), indent=1), encoding="utf-8")


def identity() -> dict[str, str]:
    """Tell what an installation depends on: the Python, where the checkout lies, the two files with the versions."""
    files = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + CONSTRAINTS.read_bytes()).hexdigest()
    return {"python": "{}.{}".format(*sys.version_info[:2]), "place": str(ROOT), "files": files}


def read_stamp() -> dict[str, Any]:
    """Return what the last finished installation wrote down; empty if none finished."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def make_venv() -> None:
    """Make an empty ``.venv``. Half of an earlier one is not built upon; pip and uv keep its downloads elsewhere."""
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        version = identity()["python"]
        raise Stop(
            "This Python has no venv. On Debian or Ubuntu: sudo apt install python3-venv "
            f"(for this very Python: python{version}-venv). Then run the same command again."
        )
    say(f"First run: installing into {VENV} (some minutes, about 2.5 GB of disk).")
    if run([sys.executable, "-m", "venv", "--clear", str(VENV)]) != 0:
        raise Stop(f"{VENV} could not be made: see the lines above.")


def install(extras: set[str]) -> None:
    """Install the project, editable, with these extras: a CPU build of torch where that is a build of its own."""
    project = ".[{}]".format(",".join(sorted(extras))) if extras else "."
    options = ["--constraint", str(CONSTRAINTS), "--editable", project]
    apart = sys.platform == "linux" and platform.machine() == "x86_64"
    if apart and install_cpu_build(options):
        return
    if run([in_venv("python"), "-m", "pip", "install", "--disable-pip-version-check", *options]) != 0:
        raise Stop(
            "Installing did not finish: see the lines above. Likely: no network, less than 4 GB of free disk, or a "
            "Python for which torch has no build (3.11 to 3.14 have one). Then run the same command again."
        )


def install_cpu_build(options: list[str]) -> bool:
    """Install with uv, which can choose the CPU build of torch. Returns whether it did, and says why if not."""
    python = in_venv("python")
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    brief = ["--timeout", ASK_SECONDS, "--retries", ASK_AGAIN]
    if run([*pip, *brief, "--constraint", str(CONSTRAINTS), "uv"], quiet=True) != 0:
        say("uv cannot be had here; going on with pip.")
        return False
    uv = [python, "-m", "uv", "pip", "install", "--python", python, "--torch-backend", "cpu"]
    asking = dict(os.environ, UV_HTTP_TIMEOUT=ASK_SECONDS, UV_HTTP_RETRIES=ASK_AGAIN)
    question = ["--dry-run", "--reinstall-package", "torch", "--constraint", str(CONSTRAINTS), "torch"]
    if run([*uv, *question], quiet=True, env=asking) != 0:
        say("The CPU builds of torch cannot be reached; going on with pip and what is on hand.")
        return False
    if run([*uv, *options]) != 0:
        say("uv did not finish; going on with pip.")
        return False
    return True


def chromium() -> str | None:
    """Return the path of a Chromium: ``GREENSHOOTS_CHROMIUM``, else on PATH, else where systems put it; or None."""
    named = [os.environ.get("GREENSHOOTS_CHROMIUM") or "", *BROWSERS, *BROWSER_PLACES]
    return next((path for path in map(shutil.which, filter(None, named)) if path), None)


def install_chromium() -> str | None:
    """Install Chromium where that needs no leave (root or CI, with apt), else say how to. Returns its path or None."""
    apt = shutil.which("apt-get")
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if apt and (root or in_ci()):
        say("Installing Chromium for the browser tests.")
        as_root = [] if root else ["sudo", "-n"]
        quietly = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        run([*as_root, apt, "update", "-q"], env=quietly)
        run([*as_root, apt, "install", "-q", "-y", "--no-install-recommends", "chromium"], env=quietly)
    elif apt:
        say("No Chromium: the browser tests are skipped. To have them: sudo apt install chromium")
    else:
        say("No Chromium: the browser tests are skipped. Install it, or name yours in GREENSHOOTS_CHROMIUM.")
    return chromium()


def in_ci() -> bool:
    """Whether this is a run of continuous integration, where nothing may be skipped."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def in_venv(program: str) -> str:
    """Return the path of a program of ``.venv``, whether or not it is there yet."""
    windows = os.name == "nt"
    return str(VENV / ("Scripts" if windows else "bin") / (program + ".exe" if windows else program))


def run(command: list[str], *, quiet: bool = False, env: dict[str, str] | None = None) -> int:
    """Run a step of the installation in the checkout and return its exit status; ``quiet`` drops what it prints."""
    output = subprocess.DEVNULL if quiet else None
    try:
        return subprocess.call(command, cwd=str(ROOT), env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    except OSError as error:
        say(f"{command[0]}: {error.strerror}")
        return 127


def hand_over(command: list[str]) -> int:
    """Become this program, so that signals reach it; on Windows, where that is not to be had, wait for it."""
    if not Path(command[0]).exists():
        raise Stop(f"{command[0]} is missing. Delete {VENV} and run the same command again.")
    if os.name != "nt":
        sys.stdout.flush()
        os.execv(command[0], command)
    with subprocess.Popen(command) as program:
        while True:
            try:
                return program.wait()
            except KeyboardInterrupt:
                continue  # the program got it too and ends by itself


def say(line: str) -> None:
    """Print to the error stream: stdout belongs to the job."""
    print(line, file=sys.stderr, flush=True)


JOBS = {"demo": demo, "test": test}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
