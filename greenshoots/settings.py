"""Where things are kept: what ships with the program, and what a user gathers."""

import os
from pathlib import Path

import platformdirs

REVIEW = "GREENSHOOTS_REVIEW"  # set to 1 in the environment: the one user of this machine may judge

PACKAGE = Path(__file__).resolve().parent


def data_folder() -> Path:
    """Folder of what ships: sample corpus, lexicons, weights. In the checkout, else inside the installed package."""
    packed = PACKAGE / "data"
    return packed if packed.is_dir() else PACKAGE.parent / "data"


def app_file() -> Path:
    """The Streamlit router: in the checkout, else inside the installed package."""
    packed = PACKAGE / "app.py"
    return packed if packed.is_file() else PACKAGE.parent / "app.py"


def home() -> Path:
    """Folder of what the user gathers: ``GREENSHOOTS_HOME``, else the platform's data folder. Not created here."""
    chosen = os.environ.get("GREENSHOOTS_HOME")
    return Path(chosen).expanduser() if chosen else Path(platformdirs.user_data_dir("greenshoots"))


def workers() -> int:
    """How many processes read documents: ``GREENSHOOTS_WORKERS``, else the machine's processors, at most four."""
    chosen = os.environ.get("GREENSHOOTS_WORKERS")
    return max(1, int(chosen)) if chosen and chosen.isdecimal() else min(4, os.cpu_count() or 1)
