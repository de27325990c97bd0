"""Every error that Green Shoots raises on purpose.

GreenShootsError
|- UsageError             the command was called wrongly (exit 2)
|- OffsetError            a span does not fit its text
|- SourceError            one source could not be read; the others go on
|  |- EmptySourceError    there is nothing in it (empty file, PDF without text)
|  |- UnknownFormatError  no parser reads this kind of file
|  |- BrokenSourceError   it cannot be parsed (bad line, damaged PDF)
|  |- FetchError          it could not be fetched or opened (404, no permission)
|  `- NotAllowedError     an article of a paper that the user has not allowed
|- StoreError             the store cannot be opened, read or written
|  `- StaleIndexError     the vector cache does not belong to this store
|- NothingToExportError   no chosen statement fits the format asked for
`- ModelError             a language model or trained weights are missing or damaged
"""


class GreenShootsError(Exception):
    """What went wrong, where, the likely cause and the next step, in words a reporter understands."""

    reason: str = "error"

    def __init__(
        self, what: str, *, where: str | None = None, cause: str | None = None, next_step: str | None = None
    ) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.cause = cause
        self.next_step = next_step

    def __str__(self) -> str:
        """One line: "WHERE: what. Likely cause. Next step."."""
        sentences = [part.rstrip(".") for part in (self.what, self.cause, self.next_step) if part]
        line = ". ".join(sentences) + "."
        return f"{self.where}: {line}" if self.where else line


class UsageError(GreenShootsError):
    """The command or function was called in a way that cannot work."""

    reason = "wrong usage"


class NothingToExportError(GreenShootsError):
    """None of the chosen statements fits the format that was asked for."""

    reason = "nothing to export"


class OffsetError(GreenShootsError, ValueError):
    """A span does not fit the text it points into."""

    reason = "offset outside the text"


class SourceError(GreenShootsError):
    """One source could not be read."""

    reason = "unreadable source"


class EmptySourceError(SourceError):
    """The source was read and holds no text. Never the same as "nothing was said"."""

    reason = "no text in it"


class UnknownFormatError(SourceError):
    """No parser reads this kind of file."""

    reason = "unknown format"


class BrokenSourceError(SourceError):
    """The source is damaged or not what its name says."""

    reason = "damaged"


class FetchError(SourceError):
    """The source could not be fetched or opened. ``reason``: what it is counted as, where a plainer word fits."""

    reason = "could not be fetched"

    def __init__(
        self,
        what: str,
        *,
        where: str | None = None,
        cause: str | None = None,
        next_step: str | None = None,
        reason: str | None = None,
    ) -> None:
        super().__init__(what, where=where, cause=cause, next_step=next_step)
        if reason is not None:
            self.reason = reason


class NotAllowedError(SourceError):
    """An article of a paper whose host the user has not allowed. Nothing of it is kept."""

    reason = "press not allowed yet"


class StoreError(GreenShootsError):
    """The store cannot be opened, read or written."""

    reason = "store"


class StaleIndexError(StoreError):
    """The vector cache was built from another store, model or version."""

    reason = "stale index"


class ModelError(GreenShootsError):
    """A language model or trained weights are missing or damaged."""

    reason = "model"
