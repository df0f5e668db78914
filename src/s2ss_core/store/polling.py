"""Waiting until something was written, without a thread: the caller's own waits."""

from collections.abc import Callable, Iterator
from threading import Condition, Event

POLL_SECONDS = 0.005  # between two looks: about a fiftieth of a core on SQLite
LONGEST_WAIT = 0.05  # seconds that a condition is waited for before `stop` is looked at


def polled(look: Callable[[], object], *, stop: Event, poll: float) -> Iterator[None]:
    """None at once, and again whenever `look` gives something else than before it; ends when `stop` is set."""
    while not stop.is_set():
        before = look()
        yield
        while look() == before and not stop.wait(poll):
            pass


def notified(look: Callable[[], object], news: Condition, *, stop: Event) -> Iterator[None]:
    """The same, where whoever writes notifies."""
    while not stop.is_set():
        before = look()
        yield
        with news:
            while look() == before and not stop.is_set():
                news.wait(LONGEST_WAIT)
