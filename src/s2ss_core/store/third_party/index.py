"""The position and the stamp of each entry of a third-party history, and the names of its streams."""

from collections.abc import Callable, Sequence
from threading import Lock
from uuid import UUID

import msgspec
from eventsourcing.persistence import Notification

from s2ss_core.store.codec import decoder_for
from s2ss_core.store.envelope import stamp_of
from s2ss_core.store.home_schools import BEFORE, HomeSchools
from s2ss_core.store.stamps import Stamps

PAGE = 500  # entries

Pages = Callable[[int, int], Sequence[Notification]]


class _Named(msgspec.Struct):
    stream: str


_names: msgspec.json.Decoder[_Named] = decoder_for(_Named)


def name_in(state: bytes) -> str:
    """The stream that an entry names; empty if it is not an entry of ours."""
    try:
        return _names.decode(state).stream
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return ""


class Index:
    """Kept in memory. It catches up by reading on from the last position seen. Threads may share it."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._lock = Lock()
        self._seen = 0
        self._positions: dict[tuple[UUID | str, int], int] = {}
        self._names: set[str] = set()
        self._stamps = Stamps()
        self._home_schools = HomeSchools()

    def position(self, originator_id: UUID | str, version: int) -> int:
        """The position of an entry; 0 if it is not in history."""
        if (originator_id, version) not in self._positions:
            self.catch_up()
        return self._positions.get((originator_id, version), 0)

    def names(self) -> frozenset[str]:
        """The names of all streams."""
        self.catch_up()
        with self._lock:
            return frozenset(self._names)

    def stamps(self) -> Stamps:
        """The stamps of all entries."""
        self.catch_up()
        return self._stamps

    def home_schools(self) -> HomeSchools:
        """The home schools of all entries of leaders' years."""
        self.catch_up()
        return self._home_schools

    def catch_up(self) -> None:
        """Read on to the end."""
        with self._lock:
            while page := self._pages(self._seen, PAGE):
                for entry in page:
                    self._positions[entry.originator_id, entry.originator_version] = entry.id
                    self._stamps.add(stamp_of(entry.state), entry.id)
                    if entry.originator_version <= 1:
                        self._names.add(name_in(entry.state))
                    if BEFORE in entry.state:
                        self._home_schools.add(name_in(entry.state), entry.state)
                self._seen = page[-1].id
