"""Which ranking made a link: kept with each trace, so that a new one has the statement traced anew."""

from __future__ import annotations

from functools import cache

from greenshoots.records import content_id
from greenshoots.settings import data_folder

# Raise it whenever the code that finds, ranks or relates passages would give other links (``trace``, ``candidates``,
# ``ranking``, ``matter``, the ``relation`` rules, ``reason``). New weights in ``ranking.json`` count by themselves.
RULES = "rules/2"


@cache
def ranking_version() -> str:
    """Name the rules and the weights by which this program finds later evidence."""
    return content_id("r", RULES, (data_folder() / "models" / "ranking.json").read_text(encoding="utf-8"))
