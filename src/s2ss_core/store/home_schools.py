"""The home school that an entry of a leader's year names, found in its stored bytes.

Keys are written in order, so the bytes hold `"home_school":{"id":"beck-lane-1","kind":"school",…`, or `"},"` behind an
id alone. A quote inside a text is written with a backslash, so no text holds `","` or `"},"`. Our back ends have an index on these bytes, and no
column that could contradict them.
"""

from collections.abc import Sequence
from threading import Lock

import msgspec

from s2ss_core.ids import same
from s2ss_core.store.codec import decoder_for

YEARS = "leader-year:"  # how the names of their streams begin
AFTER_YEARS = "leader-year;"  # the text that sorts next after all of those names
BEFORE = b'"home_school":{"id":'
BEHIND, BEHIND_ALONE = b'","', b'"},"'
LONGEST = 1_000  # bytes: no index of PostgreSQL takes more than 2,700

_texts = decoder_for(str)


def home_school_in(stream: str, state: bytes) -> bytes | None:
    """The id of the home school as the entry spells it, with quotes; None unless it is of a leader's year."""
    if not stream.startswith(YEARS):
        return None
    begin = state.find(BEFORE) + len(BEFORE)
    ends = [end for behind in (BEHIND, BEHIND_ALONE) if (end := state.find(behind, begin)) > 0]
    return state[begin : min(ends) + 1][:LONGEST] if begin >= len(BEFORE) and ends else b""


def is_named(school: str, found: bytes) -> bool:
    """Whether bytes that `home_school_in` found name this school, in any spelling. True as well if they were cut off."""
    if len(found) >= LONGEST:
        return True
    try:
        return same(_texts.decode(found), school)
    except (msgspec.MsgspecError, ValueError):
        return False


class HomeSchools:
    """The home schools of entries in memory, for back ends that have no index on them. Threads may share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._years: dict[bytes, dict[str, int]] = {}

    def add(self, stream: str, state: bytes) -> None:
        """Add an entry."""
        if found := home_school_in(stream, state):
            with self._lock:
                years = self._years.setdefault(found, {})
                years[stream] = years.get(stream, 0) + 1

    def remove(self, stream: str, state: bytes) -> None:
        """Remove an entry that was added."""
        if found := home_school_in(stream, state):
            with self._lock:
                years = self._years[found]
                years[stream] -= 1
                if not years[stream]:
                    del years[stream]

    def spelled(self) -> Sequence[bytes]:
        """The home schools, as entries spell them."""
        with self._lock:
            return tuple(self._years)

    def years_at(self, home_school: bytes) -> Sequence[str]:
        """The streams of the leaders' years with an entry that spells its home school so."""
        with self._lock:
            return tuple(self._years.get(home_school, ()))
