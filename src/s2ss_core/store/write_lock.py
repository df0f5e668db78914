"""The lock for the writing threads of one process."""

import threading

from s2ss_core.errors import StoreError

WAIT_SECONDS = 10.0


class WriteLock:
    """A lock that the same thread may take again, with a bounded wait."""

    def __init__(self, wait: float) -> None:
        self.wait = wait
        self.depth = 0
        self._lock = threading.RLock()
        self._owner: int | None = None

    @property
    def mine(self) -> bool:
        """Whether this thread holds the lock."""
        return self._owner == threading.get_ident()

    def __enter__(self) -> None:
        if not self._lock.acquire(timeout=self.wait):
            raise StoreError(
                f"Another thread has been writing for {self.wait:g} seconds. "
                "Nothing was recorded: try again, or write less at a time."
            )
        self._owner = threading.get_ident()
        self.depth += 1

    def __exit__(self, *exc_info: object) -> None:
        self.depth -= 1
        if not self.depth:
            self._owner = None
        self._lock.release()
