"""What was known at a time: everything up to the highest position that was recorded by then."""

from datetime import UTC, datetime, timedelta

from s2ss_core.errors import CorruptEntry
from s2ss_core.store.clock import NEIGHBOURS
from s2ss_core.store.envelope import moment, stamp_of, time_of
from s2ss_core.store.leaf import check_leaf
from s2ss_core.store.recorder import EntryRecorder

DAY = timedelta(days=1)  # longer than writers wait for one another, so the highest position is within it
FIRST = datetime.min.replace(tzinfo=UTC) + DAY


def known_at(entries: EntryRecorder, at: datetime) -> int:
    """The highest position recorded at a time in UTC or earlier; 0 if there is none.

    The newest stamp up to that time is found in the index, and then the highest position within the day before it. If
    entries soon after that position are as early, the clock of that stamp was wrong, and the search goes on below it.
    """
    known, upto = 0, moment(at).encode()
    while True:
        found = entries.newest_stamp(upto=upto)
        if found:
            stamp, before = _day_up_to(*found)
            known = max(known, entries.newest_stamped(after=before, upto=stamp))
            upto = before
        as_early = _as_early(entries, known, at)
        if not as_early:
            return known
        known = as_early


def _day_up_to(position: int, state: bytes, leaf: bytes | None) -> tuple[bytes, bytes]:
    if leaf is not None:
        check_leaf(position, state, leaf)
    stamped = time_of(stamp_of(state))
    if stamped is None:
        raise CorruptEntry(f"The entry at position {position} does not say when it was recorded.")
    return stamp_of(state), moment(max(stamped, FIRST) - DAY).encode()


def _as_early(entries: EntryRecorder, known: int, at: datetime) -> int:
    """The highest of the next few positions that was recorded by then; 0 if there is none."""
    times = (
        (position, time_of(stamp_of(state)))
        for position, state, _ in entries.states(after=known, limit=NEIGHBOURS)
    )
    return max((position for position, stamped in times if stamped and stamped <= at), default=0)
