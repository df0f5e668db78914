"""Wait until something was written. There is no extra thread: the caller's own thread waits."""

from collections.abc import Callable, Iterator
from threading import Condition, Event

POLL_SECONDS = 0.005  # between two looks: about a fiftieth of a core on SQLite
LONGEST_WAIT = 0.05  # seconds between two looks at `stop`


def polled(look: Callable[[], object], *, stop: Event, poll: float) -> Iterator[None]:
    """Yield at once, then whenever `look()` changes; end when `stop` is set."""
    while not stop.is_set():
        before = look()
        yield
        while look() == before and not stop.wait(poll):
            pass


def notified(look: Callable[[], object], news: Condition, *, stop: Event) -> Iterator[None]:
    """Yield like `polled`, but wait for the writers to notify instead of polling."""
    while not stop.is_set():
        before = look()
        yield
        with news:
            while look() == before and not stop.is_set():
                news.wait(LONGEST_WAIT)
