"""What a polite visitor keeps to: the rules of a site, the time between two requests, the wish to come back later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from protego import Protego

from greenshoots.errors import FetchError

JITTER = 0.25  # a pause is up to a quarter longer, so that many visitors do not fall into step (guess)
LONGEST_RULES = 512 * 1024  # bytes of robots.txt that are read; RFC 9309 asks for 500 KiB at least


@dataclass(frozen=True, slots=True)
class Manners:
    """How a kind of site is to be treated.

    ``pace``: seconds between two requests to it. ``patience``: seconds of silence after which it counts as not
    answering.
    """

    pace: float = 1.0
    patience: float = 30.0


@dataclass(slots=True)
class Pace:
    """The time between two requests to one host: ``seconds``, or what the site asks for if that is longer.

    ``clock`` and ``sleep`` count seconds; ``chance`` gives numbers from 0 to 1.
    """

    seconds: float
    clock: Callable[[], float]
    sleep: Callable[[float], None]
    chance: Callable[[], float]
    last: dict[str, float] = field(default_factory=dict)

    def left(self, host: str, *, wished: float = 0.0) -> float:
        """Seconds until the host may be asked again; not above 0 if it may be now."""
        if host not in self.last:
            return 0.0
        pause = max(self.seconds, wished) * (1 + JITTER * self.chance())
        return self.last[host] + pause - self.clock()

    def wait(self, host: str, *, wished: float = 0.0) -> None:
        """Wait until the host may be asked again, and take it as asked now."""
        left = self.left(host, wished=wished)
        if left > 0:
            self.sleep(left)
        self.last[host] = self.clock()


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site's robots.txt says to ``agent`` (RFC 9309).

    ``parsed`` is ``None`` if the site has no rules. ``refusal``: why none could be read, in which case nothing
    is allowed.
    """

    agent: str
    parsed: Protego | None = None
    refusal: FetchError | None = None

    @classmethod
    def of(cls, data: bytes, agent: str) -> Rules:
        """Read the rules; what stands after ``LONGEST_RULES`` bytes does not count."""
        return cls(agent, Protego.parse(data[:LONGEST_RULES].decode("utf-8-sig", "replace")))

    def check(self, address: str) -> None:
        """Raise ``FetchError`` if the page may not be read."""
        if (why := self.refusal) is not None:
            raise FetchError(why.what, where=address, cause=why.cause, next_step=why.next_step, reason=why.reason)
        if self.parsed is not None and not self.parsed.can_fetch(address, self.agent):
            raise FetchError(
                "the site's robots.txt asks programs not to read this page",
                where=address,
                next_step="Open it in a browser, save it and add that file, if its terms allow it",
                reason="forbidden by robots.txt",
            )

    @property
    def delay(self) -> float:
        """Seconds that the site wants between two requests (Crawl-delay, Request-rate); 0 if it does not say."""
        if self.parsed is None:
            return 0.0
        rate = self.parsed.request_rate(self.agent)
        by_rate = rate.seconds / rate.requests if rate and rate.requests else 0.0
        return max(self.parsed.crawl_delay(self.agent) or 0.0, by_rate)


def retry_after(said: str) -> float | None:
    """Seconds until a site wants to be asked again, ``None`` if it does not say. It gives seconds or a time."""
    if said.strip().isdecimal():
        return float(said)
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):  # nothing said, or what is no time
        return None
