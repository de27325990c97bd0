"""The process that adds for an app: reads an order from its input, tells in lines of JSON how far it is.

It stops when it is told to, and when its input ends, that is, when the app does.
"""

from __future__ import annotations

import _thread
import json
import signal
import sys
import threading
from datetime import date
from typing import Any

from greenshoots.adding import Order
from greenshoots.errors import GreenShootsError, UsageError
from greenshoots.pipeline import Library, Outcome
from greenshoots.records import Failure


def main() -> int:
    """Carry an order out; 0 if it was, 1 if not."""
    order = _order(sys.stdin.readline())
    threading.Thread(target=_stop_when_told, daemon=True).start()
    try:
        _tell(outcome=_summed(_carry_out(order)))
    except GreenShootsError as error:
        _tell(error=str(error))
        return 1
    except KeyboardInterrupt:
        _index_what_is_there()
        return 1
    return 0


def _index_what_is_there() -> None:
    """Bring the index up to date with what was stored before the stop, so that it can be searched."""
    from greenshoots import pipeline

    with pipeline.library() as library:
        pipeline.refresh(library, progress=_progress)


def _order(line: str) -> Order:
    told = json.loads(line)
    lists = {name: tuple(told[name]) for name in ("sources", "about", "places")}
    return Order(**told | lists)


def _carry_out(order: Order) -> list[Outcome]:
    from greenshoots import demo, pipeline, settings

    ways: dict[str, Any] = {"progress": _progress, "failed": _failed, "alarmed": lambda told: _tell(alarm=told)}
    if order.what == "sample":
        with pipeline.library() as library:
            _must_be_empty(library)
        return demo.build(settings.home(), progress=_progress)
    with pipeline.library() as library:
        if order.what == "update":
            return [pipeline.update(library, **ways)]
        if order.what == "index":
            pipeline.refresh(library, progress=_progress)
            return [Outcome()]
        since = date.fromisoformat(order.since) if order.since else None
        narrowed: dict[str, Any] = {"committee": order.committee, "about": order.about, "places": order.places}
        return [pipeline.add(library, order.sources, since=since, **narrowed, **ways)]


def _must_be_empty(library: Library) -> None:
    if library.store.coverage().documents:
        raise UsageError("The sample is loaded into an empty library only", next_step="Try `greenshoots demo`")


def _summed(outcomes: list[Outcome]) -> dict[str, Any]:
    """What several runs did, as one."""
    return {
        "added": sum(outcome.added for outcome in outcomes),
        "known": sum(outcome.known for outcome in outcomes),
        "statements": sum(outcome.statements for outcome in outcomes),
        "failed": sum(outcome.failures.total() for outcome in outcomes),
        "waiting": outcomes[-1].waiting,
        "alarms": [alarm for outcome in outcomes for alarm in outcome.alarms],
    }


def _progress(stage: str, done: int, total: int | None) -> None:
    _tell(stage=stage, done=done, total=total)


def _failed(failure: Failure) -> None:
    _tell(failed=failure.message)


def _tell(**told: object) -> None:
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _stop_when_told() -> None:
    """Wait for a word or for the end of the input, then do as Ctrl-C does: the store stays whole."""
    sys.stdin.readline()
    main_thread = threading.main_thread().ident
    if hasattr(signal, "pthread_kill") and main_thread is not None:
        signal.pthread_kill(main_thread, signal.SIGINT)  # also wakes it where it waits for the network
    else:
        _thread.interrupt_main()


if __name__ == "__main__":
    raise SystemExit(main())
