"""A statement as a citation of one line: see ``greenshoots.citations``, which has other forms, too."""

from greenshoots.citations import footnote

__all__ = ["footnote"]
