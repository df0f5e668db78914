"""The times of recording of entries in memory, sorted, for back ends that have no index on them."""

from bisect import bisect_left, bisect_right, insort
from threading import Lock

LAST = 2**63 - 1


class Stamps:
    """The stamp and the position of every entry. Threads may share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._sorted: list[tuple[bytes, int]] = []

    def add(self, stamp: bytes, position: int) -> None:
        """Add an entry."""
        with self._lock:
            insort(self._sorted, (stamp, position))

    def remove(self, stamp: bytes, position: int) -> None:
        """Remove an entry that was added."""
        with self._lock:
            del self._sorted[bisect_left(self._sorted, (stamp, position))]

    def newest(self, *, upto: bytes, visible: int = LAST) -> int:
        """The position with the newest stamp up to `upto` among positions up to `visible`; 0 if there is none."""
        with self._lock:
            at = bisect_right(self._sorted, (upto, LAST))
            while at and self._sorted[at - 1][1] > visible:
                at -= 1
            return self._sorted[at - 1][1] if at else 0

    def highest(self, *, after: bytes, upto: bytes, visible: int = LAST) -> int:
        """The highest position up to `visible` with a stamp after one time and up to another; 0 if there is none."""
        with self._lock:
            within = self._sorted[
                bisect_right(self._sorted, (after, LAST)) : bisect_right(self._sorted, (upto, LAST))
            ]
        return max((position for _, position in within if position <= visible), default=0)
